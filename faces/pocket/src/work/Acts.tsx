import { useEffect, useRef, useState } from 'react';
import type { Ability, MatterView } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { useEntries } from '../queue/hooks.ts';
import { enqueue } from '../queue/sender.ts';
import { titleOf } from '../report/report.ts';
import { ActForm, type Filled } from './ActForm.tsx';

/** The acts the server says may be done, most usual first; the first stands out. */
const ORDER = [
  'take_on',
  'accept',
  'arrive',
  'settle',
  'conclude',
  'step',
  'visit',
  'raise',
  'dispatch',
  'reopen',
  'note',
];
const rank = (verb: string) => {
  const at = ORDER.indexOf(verb);
  return at < 0 ? ORDER.length : at;
};

type ActsProps = { matter: MatterView; abilities: Ability[]; account: string; follow: string | null };

/** One button per act; pressed, its form opens in its place. What is sent goes through the queue. */
export function Acts({ matter, abilities, account, follow }: ActsProps) {
  const [open, setOpen] = useState<string | null>(null);
  const entries = useEntries([account]) ?? [];
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open !== null) top.current?.querySelector<HTMLElement>('h3')?.focus();
  }, [open]);
  const sorted = [...abilities].sort((a, b) => rank(a.verb) - rank(b.verb));
  const nameOf = (one: Ability) => `${one.verb}-${one.assignment ?? ''}`;
  const chosen = sorted.find((one) => nameOf(one) === open);
  const waits = entries.some(
    (one) =>
      one.task.kind === 'act' && one.task.matter === matter.id && one.state !== 'sent' && one.state !== 'refused',
  );

  const send = async (ability: Ability, { fields, pictures }: Filled) => {
    await enqueue({
      account,
      title: titleOf(`${matter.number} ${matter.title ?? ''}`),
      pictures,
      task: {
        kind: 'act',
        matter: matter.id,
        assignment: ability.assignment,
        verb: ability.verb,
        follow,
        fields,
        version: matter.version,
      },
    });
    setOpen(null);
    scrollTo({ top: 0 });
  };

  return (
    <div ref={top}>
      {chosen ? (
        <ActForm
          key={open}
          matter={matter}
          ability={chosen}
          onSend={(filled) => send(chosen, filled)}
          onCancel={() => setOpen(null)}
        />
      ) : (
        <>
          {waits && <p className="hy-hint">{t('pocket.acts.waits')}</p>}
          <div className="pk-acts">
            {sorted.map((ability, at) => (
              <Button
                key={nameOf(ability)}
                look={at === 0 && rank(ability.verb) < ORDER.length - 2 ? 'primary' : 'line'}
                data-testid={`act-${ability.verb}`}
                onClick={() => setOpen(nameOf(ability))}
              >
                {t(`verb.${ability.verb}`)}
                {ability.assignment !== null && several(sorted, ability) && (
                  <Unit matter={matter} no={ability.assignment} />
                )}
              </Button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}

/** Two units of one person: the button says whose part it is. */
function several(all: Ability[], one: Ability): boolean {
  return all.filter((other) => other.verb === one.verb).length > 1;
}

function Unit({ matter, no }: { matter: MatterView; no: number }) {
  const part = matter.assignments.find((one) => one.no === no);
  return part ? <small>{part.unit.name}</small> : null;
}
