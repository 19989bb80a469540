import { Pin, Split, X } from 'lucide-react';
import { Button } from '../../../shared/ui/Button.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Changes, Figures, PlanView, Wishes } from './types.ts';

const SHOWN = [
  'ownBranches',
  'jointBranches',
  'gridsUnderJointBranches',
  'coveredGrids',
  'uncoveredGrids',
  'members',
] as const;

export function FigureLine({ figures, before }: { figures: Figures; before?: Figures | undefined }) {
  return (
    <ul className="figures" data-testid="plan-figures">
      {SHOWN.map((key) => {
        const change = before ? figures[key] - before[key] : 0;
        return (
          <li key={key} data-figure={key}>
            <b>
              {numberText(figures[key])}
              {change !== 0 && <small className="party-change">{change > 0 ? `+${change}` : change}</small>}
            </b>
            {t(`party.figure.${key}`)}
          </li>
        );
      })}
    </ul>
  );
}

export function ProofLine({ plan }: { plan: PlanView }) {
  const { proof, byHand } = plan;
  if (!proof) return null;
  return (
    <div className="party-proof" data-testid="plan-proof" data-optimal={proof.optimal}>
      <p>
        {proof.optimal
          ? t('party.proof.optimal', { joins: proof.joins, clusters: proof.clusters })
          : t('party.proof.open', proof.gap)}
        {proof.cut > 0 && ` ${t('party.proof.cut', { n: proof.cut })}`}
      </p>
      {byHand && (
        <p className="hy-soft">
          {t('party.proof.hand', { covered: byHand.coveredGrids, branches: byHand.ownBranches + byHand.jointBranches })}
        </p>
      )}
    </div>
  );
}

export function ChangeLine({ title, changes }: { title: string; changes: Changes }) {
  const same = changes.made.length + changes.gone.length === 0;
  return (
    <p data-testid="plan-changes">
      <strong>{title}</strong>{' '}
      {same
        ? t('party.plan.same')
        : t('party.plan.changes', { made: changes.made.length, gone: changes.gone.length, kept: changes.kept })}
    </p>
  );
}

/** What has been wished so far, each to be taken back. */
export function WishList({
  wishes,
  nameOf,
  onChange,
}: {
  wishes: Wishes;
  nameOf: (id: string) => string;
  onChange: (wishes: Wishes) => void;
}) {
  if (wishes.pins.length + wishes.forbids.length === 0) return null;
  const without = <T,>(list: readonly T[], at: number) => list.filter((_, i) => i !== at);
  const line = (key: string, icon: React.ReactNode, words: string, drop: () => void) => (
    <li key={key}>
      {icon}
      <span>{words}</span>
      <Button look="plain" icon={<X size="1em" aria-hidden />} label={t('party.wish.remove')} onClick={drop} />
    </li>
  );
  return (
    <ul className="party-wishes" data-testid="wishes">
      {wishes.pins.map((pin, i) =>
        line(
          `p${pin.join()}`,
          <Pin size="1em" aria-hidden />,
          t('party.wish.pinned', { grids: pin.map(nameOf).join('、') }),
          () => onChange({ ...wishes, pins: without(wishes.pins, i) }),
        ),
      )}
      {wishes.forbids.map((pair, i) =>
        line(
          `f${pair.join()}`,
          <Split size="1em" aria-hidden />,
          t('party.wish.forbidden', { grids: pair.map(nameOf).join('、') }),
          () => onChange({ ...wishes, forbids: without(wishes.forbids, i) }),
        ),
      )}
    </ul>
  );
}
