import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { Me } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText, shareText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { CircleAsk, type CircleBody } from './CircleAsk.tsx';
import { CircleLegend } from './CircleLegend.tsx';
import { CircleSummary } from './CircleSummary.tsx';
import { CircleWays, type Network } from './CircleWays.tsx';
import { type Circle, cellShapes, circlePoints } from './circle-shapes.ts';
import { RoomNav } from './RoomNav.tsx';
import './facilities.css';

type Listed = {
  rows: Omit<Circle, 'body'>[];
  network: Network | null;
};
type Job = { id: string; state: string; done: number; total: number };

function useJob(id: string | null) {
  return useQuery<Job, ProblemError>({
    queryKey: ['circle', 'job', id],
    queryFn: ({ signal }) => api<Job>(`/circle/jobs/${id}`, { signal }),
    enabled: id !== null,
    refetchInterval: (query) => (['done', 'failed'].includes(query.state.data?.state ?? '') ? false : 700),
  });
}

/** How many households have a station within a walk, and where the next one helps most. */
export default function CirclePage({ me }: { me: Me }) {
  const client = useQueryClient();
  const [job, setJob] = useState<string | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const listed = useQuery<Listed, ProblemError>({
    queryKey: ['circle', 'list'],
    queryFn: ({ signal }) => api<Listed>('/circle', { signal }),
  });
  const running = useJob(job).data;
  const ask = useMutation<{ job: string }, ProblemError, CircleBody>({
    mutationFn: (body) => api('/circle', { body }),
    onSuccess: (made) => setJob(made.job),
  });
  const state = running?.state;
  useEffect(() => {
    if (state !== 'done' || job === null) return;
    setPicked(job);
    setJob(null);
    void client.invalidateQueries({ queryKey: ['circle', 'list'] });
  }, [state, job, client]);
  const id = picked ?? listed.data?.rows[0]?.id ?? null;
  const circle = useQuery<Circle, ProblemError>({
    queryKey: ['circle', id],
    queryFn: ({ signal }) => api<Circle>(`/circle/${id}`, { signal }),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const root = useRootPlace().data?.id ?? null;
  const towns = useShapes(root).data;
  const shown = circle.data;
  const shapes = useMemo(
    () =>
      shown && {
        type: 'FeatureCollection' as const,
        features: [
          // Under the cells, for whoever must find a town on them.
          ...(towns?.features ?? []).filter((one) => one.properties.id !== root),
          ...cellShapes(
            shown.body.cells.filter(([, , minutes, side]) => minutes !== null || side < 300),
            shown.summary.minutes,
          ),
        ],
      },
    [shown, towns, root],
  );
  const points = useMemo(() => (shown ? circlePoints(shown) : []), [shown]);
  const busy = ask.isPending || (job !== null && state !== 'failed');
  return (
    <div className="master master-map fac-circle">
      <header className="head">
        <h1>{t('page.facilities')}</h1>
        <RoomNav />
        <span className="grow" />
        {listed.data && listed.data.rows.length > 0 && (
          <select
            className="hy-input pick"
            aria-label={t('facilities.circle.results')}
            value={id ?? ''}
            onChange={(event) => setPicked(event.target.value)}
          >
            {listed.data.rows.map((row) => (
              <option key={row.id} value={row.id}>
                {`${momentText(row.madeAt)} ${t(`facilities.circle.kind.${row.kind}`)} ${shareText(row.summary.share)}`}
              </option>
            ))}
          </select>
        )}
      </header>
      <section className="list fac-pad" aria-label={t('facilities.nav.circle')}>
        <CircleAsk busy={busy} onAsk={(body) => ask.mutate(body)} />
        {ask.error && <Wrong>{ask.error.message}</Wrong>}
        {state === 'failed' && <Wrong>{t('error.failed')}</Wrong>}
        {busy && (
          <p role="status" className="hy-soft">
            <progress
              max={running?.total || 5}
              value={running?.done ?? 0}
              aria-label={t('facilities.circle.running')}
            />{' '}
            {t('facilities.circle.running')}
          </p>
        )}
        {circle.isError && <Failed error={circle.error} onRetry={() => void circle.refetch()} />}
        {shown ? (
          <CircleSummary circle={shown} />
        ) : id !== null ? (
          <Loading lines={5} />
        ) : (
          <EmptyState title={t('facilities.circle.none')}>{t('facilities.circle.noneHint')}</EmptyState>
        )}
        {listed.data && <CircleWays network={listed.data.network} canImport={may(me, 'import.run')} />}
      </section>
      <aside className="side side-map" aria-label={t('list.map')}>
        <MapView
          label={t('facilities.circle.map')}
          shapes={shapes ?? towns}
          points={points}
          fit={`${id}.${shapes?.features.length ?? 0}`}
        />
        {shown && <CircleLegend circle={shown} />}
      </aside>
    </div>
  );
}
