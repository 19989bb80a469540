import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Footprints, Upload } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { Me, PinKind } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { drawPin } from '../../../shared/map/pins.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { momentText, numberText, shareText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { BANDS, type Circle, cellShapes, circlePoints, FAR } from './circle-shapes.ts';
import { RoomNav } from './RoomNav.tsx';
import { useRules } from './rules.ts';
import './facilities.css';

type Listed = {
  rows: Omit<Circle, 'body'>[];
  network: { version: number; ways: number; kilometres: number; madeAt: string } | null;
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

function Ask({
  busy,
  onAsk,
}: {
  busy: boolean;
  onAsk: (body: { kinds: string[]; minutes: number; sites: number }) => void;
}) {
  const rules = useRules().data;
  const [kinds, setKinds] = useState<string[] | null>(null);
  const [minutes, setMinutes] = useState<number | null>(null);
  const [sites, setSites] = useState(3);
  const chosen = kinds ?? rules?.kinds.filter((one) => one.circle).map((one) => one.kind) ?? [];
  const limit = minutes ?? rules?.circle.minutes ?? 15;
  return (
    <form
      className="fac-ask"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({ kinds: chosen, minutes: limit, sites: 0 });
      }}
    >
      <fieldset className="fac-checks">
        <legend>{t('facilities.circle.kinds')}</legend>
        {rules?.kinds.map((one) => (
          <label className="check" key={one.kind}>
            <input
              type="checkbox"
              checked={chosen.includes(one.kind)}
              onChange={(event) =>
                setKinds(event.target.checked ? [...chosen, one.kind] : chosen.filter((kind) => kind !== one.kind))
              }
            />
            {both(one.word)}
          </label>
        ))}
      </fieldset>
      <div className="fac-askrow">
        <label htmlFor="circle-minutes">{t('facilities.circle.minutes')}</label>
        <input
          className="hy-input hy-num"
          id="circle-minutes"
          type="number"
          min={1}
          max={60}
          value={limit}
          onChange={(event) => setMinutes(Number(event.target.value) || 1)}
        />
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={chosen.length === 0}
          icon={<Footprints size="1em" aria-hidden />}
          data-testid="circle-ask"
        >
          {t('facilities.circle.compute')}
        </Button>
      </div>
      <div className="fac-askrow">
        <label htmlFor="circle-sites">{t('facilities.circle.sites')}</label>
        <input
          className="hy-input hy-num"
          id="circle-sites"
          type="number"
          min={1}
          max={30}
          value={sites}
          onChange={(event) => setSites(Number(event.target.value) || 1)}
        />
        <Button
          busy={busy}
          disabled={chosen.length === 0}
          onClick={() => onAsk({ kinds: chosen, minutes: limit, sites })}
          data-testid="circle-next"
        >
          {t('facilities.circle.next')}
        </Button>
      </div>
    </form>
  );
}

function Summary({ circle }: { circle: Circle }) {
  const { summary, body } = circle;
  const unit = t(`facilities.basis.${summary.basis}`);
  return (
    <>
      <p className="fac-big" data-testid="circle-share">
        <b>{shareText(summary.share)}</b>
        <span>
          {t('facilities.circle.covered', {
            covered: numberText(Math.round(summary.covered)),
            weight: numberText(Math.round(summary.weight)),
            unit,
            minutes: summary.minutes,
          })}
        </span>
      </p>
      <p className="hy-soft">
        {t('facilities.circle.how', { stations: numberText(summary.stations), communities: summary.communities, unit })}{' '}
        {summary.byArea > 0 && t('facilities.circle.byArea', { n: summary.byArea })}{' '}
        {summary.network
          ? t('facilities.circle.onWays', { n: numberText(summary.network.off.sources + summary.network.off.targets) })
          : t('facilities.circle.crow')}
      </p>
      {body.sites && (
        <section aria-labelledby="sites">
          <h3 id="sites">{t('facilities.circle.chosen')}</h3>
          {body.sites.chosen.length === 0 && <p className="hy-soft">{t('facilities.circle.nothingToAdd')}</p>}
          <ol className="fac-sites" data-testid="circle-sites-found">
            {body.sites.chosen.map((one) => (
              <li key={`${one.place}${one.point}`}>
                <span>{one.name}</span>
                <b className="hy-num">
                  {t('facilities.circle.adds', { n: numberText(Math.round(one.adds * 10) / 10), unit })}
                </b>
              </li>
            ))}
          </ol>
          <p className="hy-soft">
            {body.sites.optimal
              ? t('facilities.circle.optimal')
              : t('facilities.circle.gap', { gap: shareText(body.sites.gap) })}{' '}
            {t('facilities.circle.greedy', {
              best: numberText(Math.round(body.sites.adds)),
              greedy: numberText(Math.round(body.sites.greedyAdds)),
              n: numberText(body.sites.candidates),
              unit,
            })}
          </p>
        </section>
      )}
      <h3>{t('facilities.circle.communities')}</h3>
      <table className="table fac-communities">
        <thead>
          <tr>
            <th scope="col">{t('place.community')}</th>
            <th scope="col">{t('facilities.circle.share')}</th>
            <th scope="col">{t('facilities.circle.of')}</th>
            <th scope="col">{t('facilities.circle.mean')}</th>
          </tr>
        </thead>
        <tbody>
          {[...body.communities]
            .sort((a, b) => Number(a.basis === 'area') - Number(b.basis === 'area') || a.share - b.share)
            .slice(0, 200)
            .map((one) => (
              <tr key={one.id}>
                <td>{one.name}</td>
                <td>
                  <meter min={0} max={1} value={one.share} aria-label={one.name} />{' '}
                  <span className="hy-num">{shareText(one.share)}</span>
                </td>
                <td className="hy-num hy-soft">
                  {numberText(Math.round(one.covered))}/{numberText(Math.round(one.weight))}{' '}
                  {t(`facilities.basis.${one.basis}`)}
                </td>
                <td className="hy-num hy-soft">
                  {one.meanMinutes === null ? '' : t('facilities.circle.min', { n: one.meanMinutes })}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}

function Ways({ network, canImport }: { network: Listed['network']; canImport: boolean }) {
  const client = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<{ refused: number; faults: { feature: number; code: string }[] } | null>(null);
  const send = useMutation<
    { ways: number; refused: number; faults: { feature: number; code: string }[] },
    ProblemError,
    File
  >({
    mutationFn: (chosen) =>
      api('/imports/ways', {
        method: 'POST',
        body: new Blob([chosen], { type: 'application/geo+json' }),
        timeout: 120_000,
      }),
    onSuccess: (done) => {
      setTold(done);
      toast(t('facilities.ways.taken', { n: numberText(done.ways) }));
      void client.invalidateQueries({ queryKey: ['circle'] });
    },
  });
  return (
    <section aria-labelledby="ways">
      <h3 id="ways">{t('facilities.ways')}</h3>
      <p className="hy-soft">
        {network
          ? t('facilities.ways.loaded', {
              n: numberText(network.ways),
              km: numberText(Math.round(network.kilometres)),
              when: momentText(network.madeAt),
            })
          : t('facilities.ways.none')}
      </p>
      {canImport && (
        <>
          <input
            className="hy-sr"
            ref={file}
            type="file"
            accept=".json,.geojson"
            aria-label={t('facilities.ways.import')}
            tabIndex={-1}
            data-testid="ways-file"
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              if (chosen) send.mutate(chosen);
              event.target.value = '';
            }}
          />
          <Button icon={<Upload size="1em" aria-hidden />} busy={send.isPending} onClick={() => file.current?.click()}>
            {t('facilities.ways.import')}
          </Button>
        </>
      )}
      {send.error && (
        <Wrong>
          {[send.error.message, ...send.error.fields.slice(0, 3).map((one) => `${one.path} ${one.message}`)].join(
            ' · ',
          )}
        </Wrong>
      )}
      {told && told.refused > 0 && (
        <ul className="hy-soft">
          {told.faults.slice(0, 10).map((fault) => (
            <li key={fault.feature}>
              {t('facilities.ways.fault', { n: fault.feature, why: t(`error.${fault.code}`) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A pin as the map draws it. */
function Pin({ kind }: { kind: PinKind }) {
  const url = useMemo(() => {
    const pin = drawPin(kind);
    const canvas = document.createElement('canvas');
    canvas.width = pin.width;
    canvas.height = pin.height;
    canvas.getContext('2d')?.putImageData(pin, 0, 0);
    return canvas.toDataURL();
  }, [kind]);
  return <img className="fac-pin" src={url} alt="" />;
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
  const ask = useMutation<{ job: string }, ProblemError, { kinds: string[]; minutes: number; sites: number }>({
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
        <Ask busy={busy} onAsk={(body) => ask.mutate(body)} />
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
          <Summary circle={shown} />
        ) : id !== null ? (
          <Loading lines={5} />
        ) : (
          <EmptyState title={t('facilities.circle.none')}>{t('facilities.circle.noneHint')}</EmptyState>
        )}
        {listed.data && <Ways network={listed.data.network} canImport={may(me, 'import.run')} />}
      </section>
      <aside className="side side-map" aria-label={t('list.map')}>
        <MapView
          label={t('facilities.circle.map')}
          shapes={shapes ?? towns}
          points={points}
          fit={`${id}.${shapes?.features.length ?? 0}`}
        />
        {shown && (
          <ul className="fac-legend" aria-label={t('facilities.circle.legend')}>
            {BANDS.map((band) => (
              <li key={band.colour}>
                <i style={{ background: band.colour }} />
                {t('facilities.circle.upTo', { n: Math.round(band.upTo * shown.summary.minutes) })}
              </li>
            ))}
            <li>
              <i style={{ background: FAR }} />
              {t('facilities.circle.beyond')}
            </li>
            {shown.body.stations.length > 0 && (
              <li data-testid="legend-station">
                <Pin kind="station" />
                {t('facilities.circle.station')}
              </li>
            )}
            {(shown.body.sites?.chosen.length ?? 0) > 0 && (
              <li data-testid="legend-site">
                <Pin kind="site" />
                {t('facilities.circle.site')}
              </li>
            )}
          </ul>
        )}
      </aside>
    </div>
  );
}
