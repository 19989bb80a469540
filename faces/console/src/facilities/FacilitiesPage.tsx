import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Plus, Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes, useSwitch } from '../../../shared/api/hooks.ts';
import type { MapPoint, Me, Page } from '../../../shared/api/types.ts';
import { openText } from '../../../shared/facilities/open-words.ts';
import { facilityPin } from '../../../shared/facilities/pins.ts';
import type { FacilityCard } from '../../../shared/facilities/types.ts';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { countedText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { FacilityForm } from './FacilityForm.tsx';
import { FacilitySheet } from './FacilitySheet.tsx';
import { KIND_ICONS } from './icons.ts';
import { RoomNav } from './RoomNav.tsx';
import { useRules } from './rules.ts';
import './facilities.css';

function useFacilities(query: Record<string, string>) {
  return useInfiniteQuery<
    Page<FacilityCard>,
    ProblemError,
    { pages: Page<FacilityCard>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: ['facilities', 'list', JSON.stringify(query)],
    queryFn: ({ pageParam, signal }) =>
      api<Page<FacilityCard>>('/facilities', { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (old) => old,
  });
}

function Filters() {
  const rules = useRules().data;
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState(search.get('q') ?? '');
  const [place, setPlace] = useState<{ id: string; name: string } | null>(null);
  const change = (next: Record<string, string | null>) =>
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
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== (search.get('q') ?? '')) change({ q: text.trim() || null });
    }, 300);
    return () => clearTimeout(timer);
  });
  const pick = (name: string, label: string, options: { value: string; label: string }[]) => (
    <select
      className="hy-input pick"
      aria-label={label}
      data-set={search.get(name) ? true : undefined}
      value={search.get(name) ?? ''}
      onChange={(event) => change({ [name]: event.target.value || null })}
    >
      <option value="">{label}</option>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
  const at = search.get('place');
  return (
    <search className="filters">
      <div className="search">
        <Search size="1em" aria-hidden />
        <input
          className="hy-input"
          type="search"
          aria-label={t('facilities.search')}
          placeholder={t('facilities.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {pick(
        'kind',
        t('facilities.kind'),
        (rules?.kinds ?? []).map((one) => ({ value: one.kind, label: both(one.word) })),
      )}
      {pick(
        'service',
        t('facilities.service'),
        (rules?.services ?? []).map((one) => ({ value: one.code, label: both(one.word) })),
      )}
      <div className="filter-place">
        <Combo
          label={t('people.place')}
          placeholder={t('people.place')}
          value={at ? (place?.id === at ? place : { id: at, name: at }) : null}
          search={placeRows}
          onChange={(row) => {
            setPlace(row);
            change({ place: row?.id ?? null });
          }}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={search.get('closed') === 'true'}
          onChange={(event) => change({ closed: event.target.checked ? 'true' : null })}
        />
        {t('facilities.withClosed')}
      </label>
    </search>
  );
}

function Row({ one, active, search }: { one: FacilityCard; active: boolean; search: string }) {
  const Icon = KIND_ICONS[one.icon] ?? KIND_ICONS.pin;
  return (
    <tr data-active={active || undefined} data-testid="facility-row">
      <td>
        <Link className="fac-name" to={{ pathname: `/facilities/${one.id}`, search }}>
          {Icon && <Icon size="1.1em" aria-hidden />}
          {one.name}
        </Link>
      </td>
      <td className="hy-soft">{both(one.word)}</td>
      <td className="hy-soft">
        {one.place.path
          .map((place) => place.name)
          .slice(-2)
          .join(' ')}
      </td>
      <td>
        <span className="fac-open" data-open={one.open || undefined}>
          {openText(one)}
        </span>
      </td>
    </tr>
  );
}

/** Facilities: the list, the map beside it, and one of them below the map. */
export default function FacilitiesPage({ me }: { me: Me }) {
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const query = Object.fromEntries(search);
  const list = useFacilities(query);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = list.data?.pages.at(-1);
  const root = useRootPlace().data?.id ?? null;
  const shapes = useShapes(root).data;
  const { closed: _, ...open } = query;
  const maps = useSwitch('map');
  const map = useQuery({
    enabled: maps,
    queryKey: ['facilities', 'map', JSON.stringify(open)],
    queryFn: ({ signal }) =>
      api<{ points: { id: string; name: string; point: [number, number]; open: boolean }[] }>('/facilities/map', {
        query: open,
        signal,
      }),
    placeholderData: (old) => old,
  });
  const points = useMemo<MapPoint[]>(() => (map.data?.points ?? []).map(facilityPin), [map.data]);
  return (
    <div className="master fac-page">
      <header className="head">
        <h1>{t('page.facilities')}</h1>
        <span className="hy-soft">
          {last ? t('facilities.count', { n: countedText(last.count, !last.counted) }) : ''}
        </span>
        <RoomNav />
        <span className="grow" />
        <a className="hy-button" href={apiUrl('/exports/facilities.xlsx', open)} download data-testid="export">
          <Download size="1em" aria-hidden />
          {t('act.export')}
        </a>
        {may(me, 'facilities.edit') && (
          <Button
            look="primary"
            icon={<Plus size="1em" aria-hidden />}
            onClick={() => setMaking(true)}
            data-testid="facility-new"
          >
            {t('facilities.new')}
          </Button>
        )}
      </header>
      <div className="bars">
        <Filters />
      </div>
      <section className="list" aria-label={t('page.facilities')}>
        {list.isPending && <Loading lines={10} />}
        {list.isError && !list.data && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && <EmptyState title={t('list.noneMatch')}>{t('facilities.none')}</EmptyState>}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('facilities.name')}</th>
                <th scope="col">{t('facilities.kind')}</th>
                <th scope="col">{t('people.where')}</th>
                <th scope="col">{t('facilities.openNow')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <Row key={one.id} one={one} active={one.id === id} search={search.toString()} />
              ))}
            </tbody>
          </table>
        )}
        {list.hasNextPage && (
          <p className="row-more-button">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
      </section>
      <aside className="side fac-side" data-picked={id ? true : undefined} aria-label={t('facilities.one')}>
        {id ? (
          <FacilitySheet key={id} id={id} />
        ) : (
          <MapView
            label={t('facilities.map')}
            shapes={shapes}
            points={points}
            labels={false}
            selected={null}
            onSelectPoint={(picked) => navigate({ pathname: `/facilities/${picked}`, search: search.toString() })}
            fit={`${shapes?.features.length ?? 0}.${points.length > 0}`}
          />
        )}
      </aside>
      {making && (
        <FacilityForm
          onClose={() => setMaking(false)}
          onDone={(made) => {
            void client.invalidateQueries({ queryKey: ['facilities'] });
            navigate(`/facilities/${made}`);
          }}
        />
      )}
    </div>
  );
}
