import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, apiUrl } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes, useSwitch } from '../../../shared/api/hooks.ts';
import type { MapPoint, Me } from '../../../shared/api/types.ts';
import { openText } from '../../../shared/facilities/open-words.ts';
import { facilityPin } from '../../../shared/facilities/pins.ts';
import type { FacilityCard } from '../../../shared/facilities/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ChoiceFilter, FilterBar, FlagFilter, PlaceFilter, TextFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { type Filters, useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { FacilityForm } from './FacilityForm.tsx';
import { FacilitySheet } from './FacilitySheet.tsx';
import { KIND_ICONS } from './icons.ts';
import { RoomNav } from './RoomNav.tsx';
import { useRules } from './rules.ts';
import './facilities.css';

const FILTERS = ['q', 'kind', 'service', 'place', 'oneWindow', 'closed'];

function FacilityFilters({ filters }: { filters: Filters }) {
  const rules = useRules().data;
  return (
    <FilterBar>
      <TextFilter filters={filters} name="q" label={t('facilities.search')} />
      <ChoiceFilter
        filters={filters}
        name="kind"
        label={t('facilities.kind')}
        options={(rules?.kinds ?? []).map((one) => ({ value: one.kind, label: both(one.word) }))}
      />
      <ChoiceFilter
        filters={filters}
        name="service"
        label={t('facilities.service')}
        options={(rules?.services ?? []).map((one) => ({ value: one.code, label: both(one.word) }))}
      />
      <PlaceFilter filters={filters} name="place" label={t('people.place')} />
      <FlagFilter filters={filters} name="oneWindow" label={t('facilities.oneWindow')} />
      <FlagFilter filters={filters} name="closed" label={t('facilities.withClosed')} />
    </FilterBar>
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
  const navigate = useNavigate();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const filters = useFilters(FILTERS);
  const { query, search } = filters;
  const list = useRows<FacilityCard>('facilities', '/facilities', query);
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
        <span className="hy-soft">{list.count === null ? '' : t('facilities.count', { n: list.count })}</span>
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
        <FacilityFilters filters={filters} />
      </div>
      <RowList
        list={list}
        label={t('page.facilities')}
        heads={[t('facilities.name'), t('facilities.kind'), t('people.where'), t('facilities.openNow')]}
        none={{ hint: t('facilities.none') }}
        row={(one) => <Row key={one.id} one={one} active={one.id === id} search={search} />}
      />
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
            onSelectPoint={(picked) => navigate({ pathname: `/facilities/${picked}`, search })}
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
