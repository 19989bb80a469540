import { useQuery } from '@tanstack/react-query';
import { Download, Map as MapIcon, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ChoiceFilter, FilterBar, PlaceFilter, TextFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { type Filters, useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { DeviceForm } from './DeviceForm.tsx';
import { DeviceSheet } from './DeviceSheet.tsx';
import './devices.css';
import type { Device, DeviceCounts, DevicePoints } from './types.ts';

type Query = Record<string, string>;

function useCounts({ place, q }: Query) {
  return useQuery<DeviceCounts, ProblemError>({
    queryKey: ['devices', 'counts', place, q],
    queryFn: ({ signal }) =>
      api<DeviceCounts>('/devices/counts', { query: { ...(place ? { place } : {}), ...(q ? { q } : {}) }, signal }),
    placeholderData: (old) => old,
  });
}

const STATES = ['working', 'faulty', 'stopped', 'retired'];

const FILTERS = ['q', 'kind', 'state', 'place'];

/** Each kind says how many of it there are in the state that is looked at. */
function DeviceFilters({ counts, filters }: { counts: DeviceCounts | undefined; filters: Filters }) {
  const { state } = filters.query;
  const of = (kind: string): number =>
    (counts?.rows ?? [])
      .filter((row) => row.kind === kind && (!state || row.state === state))
      .reduce((sum, { n }) => sum + n, 0);
  return (
    <FilterBar>
      <TextFilter filters={filters} name="q" label={t('devices.search')} />
      <ChoiceFilter
        filters={filters}
        name="kind"
        label={t('device.kind')}
        all={t('devices.all')}
        options={(counts?.kinds ?? []).map(({ kind, word }) => ({
          value: kind,
          label: `${both(word)} ${numberText(of(kind))}`,
        }))}
        testId="device-kind-filter"
      />
      <ChoiceFilter
        filters={filters}
        name="state"
        label={t('devices.filters.state')}
        all={t('device.state.present')}
        options={STATES.map((one) => ({ value: one, label: t(`device.state.${one}`) }))}
      />
      <PlaceFilter filters={filters} name="place" label={t('devices.filters.place')} />
    </FilterBar>
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

/** The inventory of devices: things by kind, place and state. */
export default function DevicesPage({ me, county }: { me: Me; county: County }) {
  const { id } = useParams();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const [map, setMap] = useState(false);
  const filters = useFilters(FILTERS);
  const { query, search } = filters;
  const devices = useRows<Device>('devices', '/devices', query);
  const counts = useCounts(query).data;
  const kinds = counts?.kinds ?? [];
  const words = new Map(kinds.map((one) => [one.kind, both(one.word)]));
  const word = (kind: string) => words.get(kind) ?? kind;
  const narrowed = Object.keys(query).length > 0;
  const maps = county.switches.map !== false;
  return (
    <div className="master">
      <header className="head">
        <h1>{t('page.devices')}</h1>
        <span className="hy-soft hy-num" data-testid="device-count">
          {devices.count === null ? '' : t('devices.count', { n: devices.count })}
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
        <DeviceFilters counts={counts} filters={filters} />
      </div>
      <RowList
        list={devices}
        label={t('page.devices')}
        heads={['serial', 'kind', 'placeName', 'spot', 'state'].map((name) => t(`device.${name}`))}
        none={narrowed ? { hint: t('devices.none') } : { title: t('devices.noneYet'), hint: t('devices.noneYetHint') }}
        row={(device) => (
          <tr key={device.id} data-active={device.id === id || undefined}>
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
        )}
      >
        <p className="hy-hint device-note">{t('devices.things')}</p>
      </RowList>
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
            navigate({ pathname: `/devices/${made}`, search });
          }}
        />
      )}
    </div>
  );
}
