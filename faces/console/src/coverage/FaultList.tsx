import { Wrench } from 'lucide-react';
import { Button } from '../../../shared/ui/Button.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { KindMark } from './KindMark.tsx';
import type { Fault, Found } from './types.ts';

/** 0.35 m, 12 m; m² likewise: as exact as it is of use. */
export const measureText = (n: number): string => numberText(n < 10 ? Math.round(n * 100) / 100 : Math.round(n));

export function faultWords(fault: Pick<Found, 'kind' | 'of'>): string {
  const kind = t(`coverage.kind.${fault.kind}`);
  return fault.kind === 'sliver' ? t('coverage.sliverOf', { kind, of: t(`coverage.kind.${fault.of}`) }) : kind;
}

export function FaultFigures({ fault }: { fault: Pick<Found, 'width' | 'squareMetres'> }) {
  return (
    <span className="hy-soft hy-num">
      {t('coverage.figures', { width: measureText(fault.width), area: measureText(fault.squareMetres) })}
    </span>
  );
}

type Props = {
  faults: Fault[];
  picked: number | null;
  mayMend: boolean;
  onPick: (fault: Fault) => void;
  onMend: (fault: Fault) => void;
};

/** Faults as a list: what, where, how wide; a click goes there on the map. */
export function FaultList({ faults, picked, mayMend, onPick, onMend }: Props) {
  return (
    <ul className="coverage-list" data-testid="faults">
      {faults.map((fault) => (
        <li key={fault.no} data-active={fault.no === picked || undefined}>
          <button
            type="button"
            className="coverage-fault"
            data-testid="fault"
            data-kind={fault.kind}
            aria-pressed={fault.no === picked}
            onClick={() => onPick(fault)}
          >
            <KindMark kind={fault.kind} />
            <b>{faultWords(fault)}</b>
            <FaultFigures fault={fault} />
            <span className="coverage-where">
              {t('coverage.where', { area: fault.area.name, places: fault.places.map(({ name }) => name).join('、') })}
            </span>
          </button>
          {mayMend && fault.kind !== 'broken' && (
            <Button
              look="plain"
              icon={<Wrench size="1em" aria-hidden />}
              label={t('coverage.mendOne', { no: fault.no })}
              onClick={() => onMend(fault)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
