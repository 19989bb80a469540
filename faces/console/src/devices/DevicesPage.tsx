import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download, Map as MapIcon, Plus, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { County, Me, Page } from '../../../shared/api/types.ts';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { countedText, numberText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { DeviceForm } from './DeviceForm.tsx';
import { DeviceSheet } from './DeviceSheet.tsx';
import './devices.css';
import type { Device, DeviceCounts, DeviceKind, DevicePoints } from './types.ts';

type Query = Record<string, string>;

function useDevices(query: Query) {
  return useInfiniteQuery<Page<Device>, ProblemError, { pages: Page<Device>[] }, readonly unknown[], string | null>({
    queryKey: ['devices', 'list', JSON.stringify(query)],
    queryFn: ({ pageParam, signal }) =>
      api<Page<Device>>('/devices', { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (old) => old,
  });
}

function useCounts({ place, q }: Query) {
  return useQuery<DeviceCounts, ProblemError>({
    queryKey: ['devices', 'counts', place, q],
    queryFn: ({ signal }) =>
      api<DeviceCounts>('/devices/counts', { query: { ...(place ? { place } : {}), ...(q ? { q } : {}) }, signal }),
    placeholderData: (old) => old,
  });
}

const STATES = ['working', 'faulty', 'stopped', 'retired'];

type Change = (next: Record<string, string | null>) => void;

function Filters({ counts, query, change }: { counts: DeviceCounts | undefined; query: Query; change: Change }) {
  const [text, setText] = useState(query.q ?? '');
  const [placeName, setPlaceName] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== (query.q ?? '')) change({ q: text.trim() || null });
    }, 300);
    return () => clearTimeout(timer);
  });
  const of = (kind: string): number =>
    (counts?.rows ?? [])
      .filter((row) => row.kind === kind && (!query.state || row.state === query.state))
      .reduce((sum, { n }) => sum + n, 0);
  return (
    <search className="filters">
      <div className="search">
        <Search size="1em" aria-hidden />
        <input
          className="hy-input"
          type="search"
          aria-label={t('devices.search')}
          placeholder={t('devices.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <select
        className="hy-input pick"
        aria-label={t('device.kind')}
        data-set={query.kind ? true : undefined}
        value={query.kind ?? ''}
        onChange={(event) => change({ kind: event.target.value || null })}
        data-testid="device-kind-filter"
      >
        <option value="">{t('devices.all')}</option>
        {(counts?.kinds ?? []).map(({ kind, word }) => (
          <option key={kind} value={kind}>
            {both(word)} {numberText(of(kind))}
          </option>
        ))}
      </select>
      <select
        className="hy-input pick"
        aria-label={t('devices.filters.state')}
        data-set={query.state ? true : undefined}
        value={query.state ?? ''}
        onChange={(event) => change({ state: event.target.value || null })}
      >
        <option value="">{t('device.state.present')}</option>
        {STATES.map((state) => (
          <option key={state} value={state}>
            {t(`device.state.${state}`)}
          </option>
        ))}
      </select>
      <div className="filter-place">
        <Combo
          label={t('devices.filters.place')}
          placeholder={t('devices.filters.place')}
          value={query.place ? { id: query.place, name: placeName || query.place } : null}
          search={placeRows}
          onChange={(row) => {
            setPlaceName(row?.name ?? '');
            change({ place: row?.id ?? null });
          }}
        />
      </div>
    </search>
  );
}

function DeviceMap({
  query,
  me,
  selected,
  onPicked,
}: {
  query: Query;
  me: Me;
  selected: string | null;
  onPicked: () => void;
}) {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const root = useRootPlace().data?.id ?? null;
  const ground = query.place ?? me.posts.find((post) => post.place)?.place?.id ?? root;
  const shapes = useShapes(ground).data;
  const { data } = useQuery<DevicePoints, ProblemError>({
    queryKey: ['devices', 'map', JSON.stringify(query)],
    queryFn: ({ signal }) => api<DevicePoints>('/devices/map', { query, signal }),
    placeholderData: (old) => old,
  });
  return (
    <aside className="side side-map" aria-label={t('list.map')}>
      <MapView
        label={t('page.devices')}
        shapes={shapes}
        points={(data?.points ?? []).flatMap(({ id, point, spot, serial, state }) =>
          point
            ? [{ id, point, state, card: state === 'faulty' ? 'yellow' : 'none', title: spot, number: serial }]
            : [],
        )}
        selected={selected}
        onSelectPoint={(id) => {
          navigate({ pathname: `/devices/${id}`, search: search.toString() });
          onPicked();
        }}
        fit={`${ground}`}
      />
      {data?.more && <p className="map-more">{t('devices.mapMore', { n: numberText(data.points.length) })}</p>}
    </aside>
  );
}

function Rows({
  rows,
  kinds,
  active,
  search,
}: {
  rows: Device[];
  kinds: DeviceKind[];
  active?: string | undefined;
  search: string;
}) {
  const word = (kind: string) => {
    const found = kinds.find((one) => one.kind === kind);
    return found ? both(found.word) : kind;
  };
  return (
    <table className="table">
      <thead>
        <tr>
          {['serial', 'kind', 'placeName', 'spot', 'state'].map((name) => (
            <th scope="col" key={name}>
              {t(`device.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((device) => (
          <tr key={device.id} data-active={device.id === active || undefined}>
            <td className="hy-num">
              <Link to={{ pathname: `/devices/${device.id}`, search }}>{device.serial}</Link>
            </td>
            <td>{word(device.kind)}</td>
            <td className="hy-soft">{device.place.name}</td>
            <td className="hy-soft">{device.spot}</td>
            <td>
              {device.state === 'working' ? (
                <span className="hy-soft">{t('device.state.working')}</span>
              ) : (
                <strong>{t(`device.state.${device.state}`)}</strong>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The inventory of devices: things by kind, place and state. */
export default function DevicesPage({ me, county }: { me: Me; county: County }) {
  const { id } = useParams();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const [map, setMap] = useState(false);
  const query = Object.fromEntries(search);
  const devices = useDevices(query);
  const counts = useCounts(query).data;
  const rows = devices.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = devices.data?.pages.at(-1);
  const change: Change = (next) =>
    setSearch(
      (old) => {
        const made = new URLSearchParams(old);
        for (const [name, value] of Object.entries(next)) {
          if (value) made.set(name, value);
          else made.delete(name);
        }
        return made;
      },
      { replace: true },
    );
  const kinds = counts?.kinds ?? [];
  const narrowed = Object.keys(query).length > 0;
  const maps = county.switches.map !== false;
  return (
    <div className="master">
      <header className="head">
        <h1>{t('page.devices')}</h1>
        <span className="hy-soft hy-num" data-testid="device-count">
          {last ? t('devices.count', { n: countedText(last.count, !last.counted) }) : ''}
        </span>
        <span className="grow" />
        <a className="hy-button" href={apiUrl('/devices/export.xlsx', query)} download data-testid="device-export">
          <Download size="1em" aria-hidden />
          {t('act.export')}
        </a>
        {maps && (
          <Button
            icon={<MapIcon size="1.1em" aria-hidden />}
            aria-pressed={map}
            onClick={() => setMap(!map)}
            data-testid="device-map-toggle"
          >
            {t('list.map')}
          </Button>
        )}
        {may(me, 'devices.edit') && kinds.length > 0 && (
          <Button
            look="primary"
            icon={<Plus size="1em" aria-hidden />}
            onClick={() => setAdding(true)}
            data-testid="device-new"
          >
            {t('devices.new')}
          </Button>
        )}
      </header>
      <div className="bars">
        <Filters counts={counts} query={query} change={change} />
      </div>
      <section className="list" aria-label={t('page.devices')}>
        {devices.isPending && <Loading lines={10} />}
        {devices.isError && !devices.data && <Failed error={devices.error} onRetry={() => void devices.refetch()} />}
        {devices.data && rows.length === 0 && (
          <EmptyState title={t(narrowed ? 'list.noneMatch' : 'devices.noneYet')}>
            {t(narrowed ? 'devices.none' : 'devices.noneYetHint')}
          </EmptyState>
        )}
        {rows.length > 0 && <Rows rows={rows} kinds={kinds} active={id} search={search.toString()} />}
        {devices.hasNextPage && (
          <p className="row-more-button">
            <Button busy={devices.isFetchingNextPage} onClick={() => void devices.fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
        <p className="hy-hint device-note">{t('devices.things')}</p>
      </section>
      {map && maps ? (
        <DeviceMap query={query} me={me} selected={id ?? null} onPicked={() => setMap(false)} />
      ) : (
        <aside className="side" aria-label={t('devices.thing')}>
          {id ? (
            <DeviceSheet key={id} id={id} county={county} kinds={kinds} />
          ) : (
            <EmptyState title={t('devices.pick')}>{t('devices.pickHint')}</EmptyState>
          )}
        </aside>
      )}
      {adding && (
        <DeviceForm
          county={county}
          kinds={kinds}
          onClose={() => setAdding(false)}
          onDone={(made) => {
            setAdding(false);
            navigate({ pathname: `/devices/${made}`, search: search.toString() });
          }}
        />
      )}
    </div>
  );
}
