import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Ability, MatterView } from '../../../shared/api/types.ts';
import { AbilityForm, verbWords } from '../../../shared/form/AbilityForm.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { t, tOr } from '../../../shared/words/i18n.ts';

/** What is most likely meant comes first; the server decides what may be done at all. */
const FIRST = [
  'arbitrate',
  'approve',
  'take_on',
  'arrive',
  'conclude',
  'call_back',
  'accept',
  'dispatch',
  'settle',
  'resume',
  'step',
  'raise',
];

export function byLikelihood(abilities: readonly Ability[]): Ability[] {
  const rank = ({ verb }: Ability) => (FIRST.includes(verb) ? FIRST.indexOf(verb) : FIRST.length);
  return [...abilities].sort((a, b) => rank(a) - rank(b));
}

/** `dispatch`, or `2:conclude` for an act on assignment 2. */
export function abilityKey(ability: Ability): string {
  return ability.assignment === null ? ability.verb : `${ability.assignment}:${ability.verb}`;
}

/** The next acts: buttons first, one opened as its form. */
export function Acts({
  matter,
  verb,
  onVerb,
  onDone,
}: {
  matter: MatterView;
  verb: string | null;
  onVerb: (verb: string | null) => void;
  onDone: () => void;
}) {
  const box = useRef<HTMLElement>(null);
  const acts = byLikelihood(matter.abilities);
  const open = acts.find((one) => abilityKey(one) === verb || one.verb === verb);
  const units = new Set(acts.map((one) => one.assignment).filter((no) => no !== null));
  const unitOf = (one: Ability) => matter.assignments.find((part) => part.no === one.assignment)?.unit.name ?? '';
  const key = open ? abilityKey(open) : null;
  useEffect(() => {
    if (!key) return;
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [key]);
  if (acts.length === 0) return null;
  return (
    <section className="acts" ref={box} aria-label={t('matter.acts')} data-testid="acts">
      {open ? (
        <div className="act-form">
          <div className="act-form-head">
            <Button
              look="plain"
              icon={<ArrowLeft size="1.1em" aria-hidden />}
              label={t('act.back')}
              onClick={() => onVerb(null)}
            />
            <h3>
              {verbWords(open)}
              {open.assignment !== null && <span className="hy-soft"> · {unitOf(open)}</span>}
            </h3>
          </div>
          <AbilityForm
            key={`${key}.${matter.version}`}
            ability={open}
            matter={matter}
            focusFirst
            onCancel={() => onVerb(null)}
            onDone={onDone}
          />
        </div>
      ) : (
        <>
          {verb && <p className="hy-notice">{t('matter.notNow', { verb: tOr([`verb.${verb}`], verb) })}</p>}
          <div className="hy-actions">
            {acts.map((one, i) => (
              <Button
                key={abilityKey(one)}
                look={i === 0 ? 'primary' : 'soft'}
                data-testid={`act-${one.verb}`}
                onClick={() => onVerb(abilityKey(one))}
              >
                {verbWords(one)}
                {units.size > 1 && one.assignment !== null && ` · ${unitOf(one)}`}
              </Button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
