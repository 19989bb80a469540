import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { newId } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { FaultFigures, faultWords, measureText } from './FaultList.tsx';
import { KindMark } from './KindMark.tsx';
import type { Mending, MendWish } from './types.ts';
import { useMend, type useMending } from './use-coverage.ts';

type Props = {
  run: string;
  wish: MendWish;
  preview: ReturnType<typeof useMending>;
  onReach: (reach: number) => void;
  onClose: () => void;
  onDone: () => void;
};

/** What a mend would change, fault by fault and grid by grid, before anything is done. */
export function MendPanel({ run, wish, preview, onReach, onClose, onDone }: Props) {
  const mend = useMend(run);
  const [key] = useState(newId);
  const mending = preview.data;
  return (
    <article className="sheet" data-testid="mend-panel">
      <p>
        <Button look="plain" icon={<ArrowLeft size="1em" aria-hidden />} onClick={onClose}>
          {t('coverage.back')}
        </Button>
      </p>
      <h2>
        {t(wish.no === null ? 'coverage.mendArea' : 'coverage.mendOneOf', { area: wish.area.name, no: wish.no ?? '' })}
      </h2>
      <p className="hy-soft">{t('coverage.mendLead')}</p>
      <Reach value={wish.reach} onChange={onReach} />
      {preview.isError && <Failed error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isFetching && !mending && <Loading lines={5} />}
      {mending && <Findings mending={mending} />}
      {mend.error && <Wrong>{[mend.error.message, mend.error.detail].filter(Boolean).join(' · ')}</Wrong>}
      <div className="hy-actions">
        <Button
          look="primary"
          busy={mend.isPending}
          disabled={!mending || mending.changes.length === 0 || preview.isFetching}
          data-testid="mend-apply"
          onClick={() =>
            mending &&
            mend.mutate(
              { wish, mending, key: `${key}-${wish.reach}`.slice(0, 64) },
              {
                onSuccess: (done) => {
                  toast(t('coverage.mended', { n: done.mended, places: done.places.length }));
                  onDone();
                },
              },
            )
          }
        >
          {t('coverage.apply', { n: mending?.changes.length ?? 0 })}
        </Button>
        <Button look="plain" onClick={onClose}>
          {t('act.cancel')}
        </Button>
      </div>
    </article>
  );
}

/** How wide a fault is mended, in metres. */
export function Reach({ value, onChange }: { value: number; onChange: (reach: number) => void }) {
  const [text, setText] = useState(String(value));
  const reach = Number(text);
  const fits = Number.isFinite(reach) && reach >= 0.02 && reach <= 500;
  return (
    <Field
      id="mend-reach"
      label={t('coverage.reach')}
      hint={t('coverage.reachHint')}
      wrong={fits ? undefined : t('coverage.reachWrong')}
    >
      <input
        className="hy-input coverage-number"
        id="mend-reach"
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => fits && reach !== value && onChange(reach)}
        onKeyDown={(event) => event.key === 'Enter' && fits && onChange(reach)}
      />
    </Field>
  );
}

function Findings({ mending }: { mending: Mending }) {
  const { mended, left, changes, remaining } = mending;
  return (
    <>
      <h3>{t('coverage.willMend', { n: mended.length })}</h3>
      {mended.length === 0 && <p className="hy-soft">{t('coverage.nothingToMend')}</p>}
      <ul className="coverage-findings">
        {mended.slice(0, 100).map((one) => (
          <li key={`${one.of}${one.at}`}>
            <KindMark kind={one.kind} />
            <b>{faultWords(one)}</b>
            <FaultFigures fault={one} />
            <span>
              {one.to.length > 0
                ? t('coverage.goesTo', { places: one.to.map(({ name }) => name).join('、') })
                : t('coverage.cutOff', { places: one.places.map(({ name }) => name).join('、') })}
            </span>
          </li>
        ))}
      </ul>
      {left.length > 0 && (
        <>
          <h3>{t('coverage.willLeave', { n: left.length })}</h3>
          <ul className="coverage-findings">
            {left.slice(0, 100).map((one) => (
              <li key={`${one.of}${one.at}`}>
                <KindMark kind={one.kind} />
                <b>{faultWords(one)}</b>
                <FaultFigures fault={one} />
                <span>{t(`coverage.because.${one.because}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {changes.length > 0 && (
        <>
          <h3>{t('coverage.changes', { n: changes.length })}</h3>
          <table className="table coverage-changes">
            <thead>
              <tr>
                <th scope="col">{t('coverage.column.place')}</th>
                <th scope="col">{t('coverage.before')}</th>
                <th scope="col">{t('coverage.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((one) => (
                <tr key={one.id}>
                  <td>{one.name}</td>
                  <td className="hy-num">{t('coverage.squareMetres', { n: measureText(one.areaBefore) })}</td>
                  <td className="hy-num">{t('coverage.squareMetres', { n: measureText(one.areaAfter) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="hy-soft">{t('coverage.remaining', { n: remaining })}</p>
        </>
      )}
    </>
  );
}
