import { useState } from 'react';
import { searchPlaces } from '../../../shared/api/hooks.ts';
import type { Named } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { useStartCheck } from './use-coverage.ts';

/** Starts a check: of a place, or of the whole county when none is named. */
export function RunBar({ tolerance, onStarted }: { tolerance: number; onStarted: (run: string) => void }) {
  const [place, setPlace] = useState<Named | null>(null);
  const [text, setText] = useState('');
  const start = useStartCheck();
  const metres = text === '' ? tolerance : Number(text);
  const fits = Number.isFinite(metres) && metres >= 0.02 && metres <= 500;
  return (
    <form
      className="coverage-run"
      onSubmit={(event) => {
        event.preventDefault();
        if (fits && !start.isPending)
          start.mutate(
            { ...(place ? { place: place.id } : {}), tolerance: metres },
            { onSuccess: ({ run }) => onStarted(run) },
          );
      }}
    >
      <label htmlFor="coverage-place">{t('coverage.of')}</label>
      <Combo
        id="coverage-place"
        label={t('coverage.of')}
        value={place}
        onChange={setPlace}
        placeholder={t('coverage.wholeCounty')}
        search={async (q, signal) =>
          (await searchPlaces(q, signal))
            .filter((one) => one.kind !== 'grid')
            .map((one) => ({ id: one.id, name: one.name, note: t(`place.${one.kind}`) }))
        }
      />
      <label htmlFor="coverage-tolerance">{t('coverage.tolerance')}</label>
      <input
        className="hy-input coverage-number"
        id="coverage-tolerance"
        inputMode="decimal"
        placeholder={String(tolerance)}
        value={text}
        aria-invalid={!fits}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" busy={start.isPending} disabled={!fits} data-testid="coverage-start">
        {t('coverage.start')}
      </Button>
      {!fits && <Wrong>{t('coverage.reachWrong')}</Wrong>}
      {start.error && <Wrong>{[start.error.message, start.error.detail].filter(Boolean).join(' · ')}</Wrong>}
    </form>
  );
}
