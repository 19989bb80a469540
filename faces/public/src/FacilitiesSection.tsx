import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { api, type ProblemError } from '../../shared/api/client.ts';
import type { County, MapPoint, Page } from '../../shared/api/types.ts';
import { openText } from '../../shared/facilities/open-words.ts';
import { facilityPin } from '../../shared/facilities/pins.ts';
import type { FacilityCard, FacilityRules, FacilityView } from '../../shared/facilities/types.ts';
import { Failed, Loading } from '../../shared/ui/Stages.tsx';
import { numberText } from '../../shared/words/format.ts';
import { both, t } from '../../shared/words/i18n.ts';
import { usePublicShapes } from './results.ts';
import './facilities.css';

const MapView = lazy(() => import('../../shared/map/MapView.tsx').then((m) => ({ default: m.MapView })));

type Point = { id: string; kind: string; name: string; point: [number, number]; open: boolean };
const SHOWN = 12;

/** Where people can go: on the map and as a list, open now and until when, by the county's own day. */
export function FacilitiesSection({ county }: { county: County }) {
  return county.switches.facilities === false ? null : <Facilities county={county} />;
}

function Facilities({ county }: { county: County }) {
  const maps = county.switches.map !== false;
  const [kind, setKind] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const rules = useQuery<FacilityRules, ProblemError>({
    queryKey: ['facilities', 'kinds'],
    queryFn: ({ signal }) => api('/facilities/kinds', { signal }),
    staleTime: 600_000,
  });
  const points = useQuery<{ points: Point[] }, ProblemError>({
    queryKey: ['facilities', 'map', kind],
    queryFn: ({ signal }) => api('/facilities/map', { query: { kind }, signal }),
    refetchInterval: 300_000,
    enabled: maps,
  });
  const list = useQuery<Page<FacilityCard>, ProblemError>({
    queryKey: ['facilities', 'list', kind],
    queryFn: ({ signal }) => api('/facilities', { query: { kind, limit: SHOWN }, signal }),
    refetchInterval: 300_000,
  });
  const towns = usePublicShapes().data;
  // The same objects while nothing changed: the map takes its sources anew for every other one.
  const shapes = useMemo(
    () => towns && { ...towns, features: towns.features.filter((one) => one.properties.kind === 'town') },
    [towns],
  );
  const pins = useMemo<MapPoint[]>(() => (points.data?.points ?? []).map(facilityPin), [points.data]);
  if (rules.data?.kinds.length === 0) return null;
  return (
    <section className="pb-section" aria-labelledby="facilities" data-testid="facilities">
      <h2 id="facilities">{t('facilities.public')}</h2>
      <p className="hy-soft">{t('facilities.publicWhat')}</p>
      <p>
        <select
          className="hy-input pb-pick"
          aria-label={t('facilities.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
        >
          <option value="">{t('facilities.allKinds')}</option>
          {rules.data?.kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {both(one.word)}
            </option>
          ))}
        </select>
      </p>
      {!maps ? null : points.isError ? (
        <Failed error={points.error} onRetry={() => void points.refetch()} />
      ) : (
        <div className="pb-map">
          <Suspense fallback={<Loading lines={5} />}>
            <MapView
              label={t('facilities.map')}
              shapes={shapes}
              points={pins}
              labels={false}
              selected={chosen}
              onSelectPoint={setChosen}
              center={county.center}
            />
          </Suspense>
        </div>
      )}
      <div role="status">{chosen && <Chosen id={chosen} />}</div>
      <ul className="pb-facilities">
        {list.data?.rows.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => setChosen(one.id)}>
              <strong>{one.name}</strong>
              <span>{openText(one)}</span>
            </button>
          </li>
        ))}
      </ul>
      {list.data && list.data.count > SHOWN && (
        <p className="hy-soft">{t('facilities.publicMore', { n: numberText(list.data.count) })}</p>
      )}
    </section>
  );
}

function Chosen({ id }: { id: string }) {
  const one = useQuery<FacilityView, ProblemError>({
    queryKey: ['facilities', id],
    queryFn: ({ signal }) => api(`/facilities/${id}`, { signal }),
  }).data;
  if (!one) return null;
  return (
    <p className="pb-chosen">
      <strong>{one.name}</strong> {both(one.word)} · {openText(one)}
      {one.services.length > 0 && <> · {one.services.map((service) => both(service.word)).join(t('public.comma'))}</>}
    </p>
  );
}
