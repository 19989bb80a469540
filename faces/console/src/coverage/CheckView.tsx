import { Download, Wrench } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { apiUrl } from '../../../shared/api/client.ts';
import { useCounty, useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { Me, Named, Shapes } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { FaultList } from './FaultList.tsx';
import { KindMark } from './KindMark.tsx';
import { MendAllPanel } from './MendAllPanel.tsx';
import { MendPanel } from './MendPanel.tsx';
import { RunBar } from './RunBar.tsx';
import { type Fault, KINDS, type Kind, type MendWish, type Run } from './types.ts';
import { useFaultMap, useFaults, useMending, useRuns, useStartCheck } from './use-coverage.ts';

const FaultMap = lazy(() => import('./FaultMap.tsx'));

const under = (run: Run): boolean => run.state === 'waiting' || run.state === 'running';

/** The check: start it, see what it found on map and list, mend it. */
export function CheckView({ me }: { me: Me }) {
  const mayMend = may(me, 'territory.edit');
  const runs = useRuns();
  const [chosen, setChosen] = useState<string | null>(null);
  const run = runs.data?.rows.find((one) => one.id === chosen) ?? runs.data?.rows[0] ?? null;
  const ended = run?.state === 'done' ? run.id : null;
  const [kind, setKind] = useState<Kind | null>(null);
  const [picked, setPicked] = useState<Fault | null>(null);
  const [wish, setWish] = useState<MendWish | null>(null);
  const [all, setAll] = useState(false);
  const [look, setLook] = useState('');
  const faults = useFaults(ended, kind);
  const map = useFaultMap(ended, kind);
  const preview = useMending(ended, wish);
  const again = useStartCheck();
  const maps = useCounty().data?.switches.map !== false;
  const root = useRootPlace().data?.id ?? null;
  const whole = picked?.area.id ?? run?.place.id ?? root;
  const ground = useOwnShapes(whole);
  const settings = runs.data?.settings ?? { tolerance: 1, mend: 5 };

  const forget = () => {
    setPicked(null);
    setWish(null);
    setAll(false);
    setLook(`whole ${Date.now()}`);
  };
  const pick = (fault: Fault) => {
    setPicked(fault);
    setLook(`fault ${fault.no}`);
  };
  const mendFault = (fault: Fault) => {
    pick(fault);
    setWish({ area: fault.area, no: fault.no, reach: Math.max(settings.mend, Math.ceil(fault.width * 1.05)) });
  };
  const mendArea = (area: Named) => setWish({ area, no: null, reach: settings.mend });
  const rows = faults.data?.pages.flatMap((page) => page.rows) ?? [];
  const first = faults.data?.pages[0];

  /** What was mended is checked again at once: the list tells what there is now. */
  const checkAgain = () => {
    if (run) again.mutate({ place: run.place.id, tolerance: run.tolerance }, { onSuccess: () => setChosen(null) });
    forget();
  };

  return (
    <>
      <section className="list coverage-side" aria-label={t('coverage.faults')}>
        {wish && ended ? (
          <MendPanel
            key={`${wish.area.id} ${wish.no}`}
            run={ended}
            wish={wish}
            preview={preview}
            onReach={(reach) => setWish({ ...wish, reach })}
            onClose={() => setWish(null)}
            onDone={checkAgain}
          />
        ) : all && run ? (
          <MendAllPanel
            key={run.id}
            run={run}
            reach={settings.mend}
            onClose={() => setAll(false)}
            onDone={checkAgain}
          />
        ) : (
          <>
            {mayMend && (
              <RunBar
                tolerance={settings.tolerance}
                onStarted={() => {
                  setChosen(null);
                  setKind(null);
                  forget();
                }}
              />
            )}
            {runs.isPending && <Loading lines={5} />}
            {runs.isError && <Failed error={runs.error} onRetry={() => void runs.refetch()} />}
            {runs.data && !run && <EmptyState title={t('coverage.never')}>{t('coverage.neverHint')}</EmptyState>}
            {run && (
              <>
                <RunHead
                  run={run}
                  runs={runs.data?.rows ?? []}
                  onChoose={(id) => {
                    setChosen(id);
                    forget();
                  }}
                />
                {run.state === 'done' && run.faults > 0 && <Kinds run={run} kind={kind} onKind={setKind} />}
                {run.state === 'done' && run.faults === 0 && (
                  <div data-testid="coverage-clean">
                    <EmptyState title={t('coverage.clean')}>{t('coverage.cleanHint')}</EmptyState>
                  </div>
                )}
                {mayMend && run.state === 'done' && run.faults > 0 && (
                  <p className="coverage-area hy-actions">
                    <Button
                      icon={<Wrench size="1em" aria-hidden />}
                      onClick={() => setAll(true)}
                      data-testid="mend-all-open"
                    >
                      {t('coverage.mendAllButton')}
                    </Button>
                    {picked && (
                      <Button icon={<Wrench size="1em" aria-hidden />} onClick={() => mendArea(picked.area)}>
                        {t('coverage.mendAreaButton', { area: picked.area.name })}
                      </Button>
                    )}
                  </p>
                )}
                {ended && faults.isPending && <Loading lines={6} />}
                {faults.isError && <Failed error={faults.error} onRetry={() => void faults.refetch()} />}
                {rows.length > 0 && (
                  <FaultList
                    faults={rows}
                    picked={picked?.no ?? null}
                    mayMend={mayMend}
                    onPick={pick}
                    onMend={mendFault}
                  />
                )}
                {first && rows.length === 0 && run.faults > 0 && (
                  <p className="hy-soft coverage-note">{t('coverage.noneOfKind')}</p>
                )}
                {faults.hasNextPage && (
                  <p className="coverage-note">
                    <Button busy={faults.isFetchingNextPage} onClick={() => void faults.fetchNextPage()}>
                      {t('list.more')}
                    </Button>
                  </p>
                )}
                {map.data && first && map.data.features.length < first.count && (
                  <p className="hy-soft coverage-note">
                    {t('coverage.onMap', { n: numberText(map.data.features.length) })}
                  </p>
                )}
              </>
            )}
          </>
        )}
      </section>
      <aside className="side side-map" aria-label={t('coverage.map')}>
        {maps ? (
          <Suspense fallback={<Loading lines={4} />}>
            <FaultMap
              label={t('coverage.map')}
              shapes={ground}
              faults={map.data}
              picked={picked?.no ?? null}
              mending={(wish && preview.data) ?? null}
              look={look}
              onPick={(no) => {
                const hit = map.data?.features.find((one) => one.properties.no === no)?.properties;
                const fault = hit && rows.find((one) => one.no === no);
                if (fault ?? hit) pick((fault ?? hit) as Fault);
              }}
            />
          </Suspense>
        ) : (
          <p className="hy-soft coverage-note">{t('map.off')}</p>
        )}
      </aside>
    </>
  );
}

/** A place's outline with those below it; its own name would only stand in the middle of theirs. */
function useOwnShapes(place: string | null): Shapes | undefined {
  const shapes = useShapes(place, 1).data;
  return useMemo(
    () =>
      shapes && {
        ...shapes,
        features: shapes.features.map((one) => ({
          ...one,
          properties: { ...one.properties, own: one.properties.id === place },
        })),
      },
    [shapes, place],
  );
}

function RunHead({ run, runs, onChoose }: { run: Run; runs: Run[]; onChoose: (id: string) => void }) {
  const words = (one: Run): string => {
    const key = under(one) ? 'coverage.runOpen' : one.state === 'failed' ? 'coverage.runFailed' : 'coverage.runOf';
    return t(key, { at: momentText(one.startedAt), place: one.place.name, n: numberText(one.faults) });
  };
  return (
    <header className="coverage-head">
      <label className="hy-label" htmlFor="coverage-runs">
        {t('coverage.runs')}
      </label>
      <select
        className="hy-input"
        id="coverage-runs"
        value={run.id}
        onChange={(event) => onChoose(event.target.value)}
        data-testid="coverage-runs"
        data-state={run.state}
        data-faults={run.faults}
      >
        {runs.map((one) => (
          <option key={one.id} value={one.id}>
            {words(one)}
          </option>
        ))}
      </select>
      {run.state === 'done' && (
        <a className="hy-button" href={apiUrl(`/coverage/runs/${run.id}/faults.xlsx`)} download>
          <Download size="1em" aria-hidden />
          {t('act.export')}
        </a>
      )}
      {under(run) && (
        <p className="coverage-progress" role="status">
          {t('coverage.progress', { done: run.done, total: run.total })}
          <progress max={Math.max(1, run.total)} value={run.done} aria-label={t('jobs.progress')} />
        </p>
      )}
      {run.state === 'failed' && <p className="hy-soft">{t('coverage.failedHint')}</p>}
      {run.state === 'done' && (
        <p className="hy-soft">
          {t('coverage.checked', {
            areas: numberText(run.areas),
            grids: numberText(run.grids),
            tolerance: run.tolerance,
          })}
          {run.undrawn > 0 && ` · ${t('coverage.undrawn', { n: run.undrawn })}`}
        </p>
      )}
    </header>
  );
}

function Kinds({ run, kind, onKind }: { run: Run; kind: Kind | null; onKind: (kind: Kind | null) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a box around a row of switches
    <div className="coverage-kinds" role="group" aria-label={t('coverage.byKind')}>
      <button type="button" aria-pressed={kind === null} onClick={() => onKind(null)}>
        {t('coverage.all')} <span className="hy-num">{numberText(run.faults)}</span>
      </button>
      {KINDS.filter((one) => run.counts[one]).map((one) => (
        <button type="button" key={one} aria-pressed={kind === one} onClick={() => onKind(kind === one ? null : one)}>
          <KindMark kind={one} />
          {t(`coverage.kind.${one}`)} <span className="hy-num">{numberText(run.counts[one] ?? 0)}</span>
        </button>
      ))}
    </div>
  );
}
