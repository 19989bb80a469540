import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { newId } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { Reach } from './MendPanel.tsx';
import type { MendingAll, Run } from './types.ts';
import { useMendAll, useMendingAll } from './use-coverage.ts';

const LOOK = 'mendings';

/** All areas of a check: what would change is worked out first, as long work; then exactly that is done. */
export function MendAllPanel({
  run,
  reach: usual,
  onClose,
  onDone,
}: {
  run: Run;
  reach: number;
  onClose: () => void;
  onDone: () => void;
}) {
  const [reach, setReach] = useState(usual);
  const [job, setJob] = useState<{ id: string; step: 'look' | 'mend' } | null>(null);
  const send = useMendAll(run.id);
  const watched = useMendingAll(run.id, job?.id ?? null);
  const told = watched.data?.id === job?.id ? watched.data : undefined;
  const ended = told && (told.state === 'done' || told.state === 'failed');
  const look = (metres: number) => {
    setReach(metres);
    setJob(null);
    send.mutate(
      { step: LOOK, body: { reach: metres }, key: newId() },
      { onSuccess: ({ job: id }) => setJob({ id, step: 'look' }) },
    );
  };
  const begun = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: worked out once when it is opened
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    look(usual);
  }, []);
  const finished = job?.step === 'mend' && told?.state === 'done' ? told : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once when it is done
  useEffect(() => {
    if (!finished) return;
    const { mended = 0, changes = 0, areasLeft = 0 } = finished.figures ?? {};
    toast(
      [
        t('coverage.mendAllDone', { mended: numberText(mended), changes: numberText(changes) }),
        areasLeft > 0 ? t('coverage.mendAllRefused', { n: areasLeft }) : '',
      ]
        .filter(Boolean)
        .join('；'),
    );
    onDone();
  }, [finished]);
  const ready = job?.step === 'look' && told?.state === 'done' ? told : null;
  const changes = ready?.figures?.changes ?? 0;
  return (
    <article className="sheet" data-testid="mend-all" data-state={ready ? 'ready' : 'busy'}>
      <p>
        <Button look="plain" icon={<ArrowLeft size="1em" aria-hidden />} onClick={onClose}>
          {t('coverage.back')}
        </Button>
      </p>
      <h2>{t('coverage.mendAll', { place: run.place.name })}</h2>
      <p className="hy-soft">{t('coverage.mendLead')}</p>
      <Reach value={reach} onChange={look} />
      {!ended && <Under told={told} step={job?.step ?? 'look'} />}
      {told?.state === 'failed' && <Wrong>{t('coverage.mendAllFailed')}</Wrong>}
      {ready && <Areas mending={ready} />}
      {send.error && <Wrong>{[send.error.message, send.error.detail].filter(Boolean).join(' · ')}</Wrong>}
      <div className="hy-actions">
        <Button
          look="primary"
          busy={send.isPending && job?.step === 'look'}
          disabled={!ready || changes === 0}
          data-testid="mend-all-apply"
          onClick={() =>
            ready &&
            send.mutate(
              { step: 'mend', body: { mending: ready.id }, key: ready.id },
              { onSuccess: ({ job: id }) => setJob({ id, step: 'mend' }) },
            )
          }
        >
          {t('coverage.apply', { n: numberText(changes) })}
        </Button>
        {told?.state === 'failed' && <Button onClick={() => look(reach)}>{t('coverage.lookAgain')}</Button>}
        <Button look="plain" onClick={onClose}>
          {t('act.cancel')}
        </Button>
      </div>
    </article>
  );
}

function Under({ told, step }: { told: MendingAll | undefined; step: 'look' | 'mend' }) {
  if (!told || told.total === 0) return <Loading lines={4} />;
  const words = t(step === 'look' ? 'coverage.mendAllLooking' : 'coverage.mendAllBusy', {
    done: told.done,
    total: told.total,
  });
  return (
    <p className="coverage-progress" role="status">
      {words}
      <progress max={told.total} value={told.done} aria-label={t('jobs.progress')} />
    </p>
  );
}

function Areas({ mending: { figures, areas } }: { mending: MendingAll }) {
  const sum = figures ?? {};
  if (!sum.changes) return <p className="hy-soft">{t('coverage.mendAllNothing')}</p>;
  const n = (value: number | undefined) => numberText(value ?? 0);
  return (
    <>
      <p>{t('coverage.mendAllSum', { mended: n(sum.mended), left: n(sum.left), changes: n(sum.changes) })}</p>
      <table className="table coverage-changes">
        <thead>
          <tr>
            <th scope="col">{t('coverage.column.area')}</th>
            <th scope="col">{t('coverage.column.mended')}</th>
            <th scope="col">{t('coverage.column.left')}</th>
            <th scope="col">{t('coverage.column.changes')}</th>
          </tr>
        </thead>
        <tbody>
          {areas.map((one) => (
            <tr key={one.area.id}>
              <td>
                {one.area.name}
                {one.refused && <span className="hy-soft"> · {tOr([`error.${one.refused}`], one.refused)}</span>}
              </td>
              <td className="hy-num">{n(one.mended)}</td>
              <td className="hy-num">{n(one.left)}</td>
              <td className="hy-num">{n(one.changes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
