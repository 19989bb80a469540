import { LocateFixed, MapPinned, Pencil } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { asProblem } from '../../../shared/api/client.ts';
import { placeAt, useSwitch } from '../../../shared/api/hooks.ts';
import type { LonLat, Named } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { findPosition, type PositionFailure } from '../device/position.ts';
import { useElder } from '../frame/elder.ts';
import { PlaceChoice } from '../lib/PlaceChoice.tsx';

const MapView = lazy(() => import('../../../shared/map/MapView.tsx').then((m) => ({ default: m.MapView })));

/** The server's ways to say that a point lies in no place of the county. */
const OUTSIDE = ['point_outside', 'place_not_found', 'not_found'];

type Where = { point: LonLat | null; place: Named | null; address: string };
type NamedPoint = { name: string | null; outside: boolean };

/** Finding the place: by the phone at once; else a point on the map, or the community by name. */
export function PlaceField({
  where,
  onChange,
  wrong,
}: {
  where: Where;
  onChange: (part: Partial<Where>) => void;
  wrong: string | null;
}) {
  const [state, setState] = useState<'idle' | 'finding' | PositionFailure>('idle');
  const [way, setWay] = useState<'found' | 'map' | 'list'>('found');
  const [changing, setChanging] = useState(false);
  const elder = useElder() !== null;
  const maps = useSwitch('map');
  const named = useName(where.point);
  const { point, place } = where;

  const find = useCallback(async () => {
    setState('finding');
    setWay('found');
    try {
      const found = await findPosition();
      onChange({ point: found.point, place: null });
      setState('idle');
    } catch (failure) {
      setState(failure as PositionFailure);
    }
  }, [onChange]);

  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || point || place) return;
    asked.current = true;
    void find();
  }, [find, point, place]);

  const failed = state !== 'idle' && state !== 'finding';
  const known = place !== null || (point !== null && !named?.outside);
  const ways = changing || (!known && state !== 'finding');
  return (
    <div className="pk-place" data-testid="report-place">
      <p className="pk-place-now" role="status">
        <MapPinned size="1.4em" aria-hidden />
        <span>{place ? place.name : sayPoint(state, point, named)}</span>
        {known && !changing && (
          <Button onClick={() => setChanging(true)} data-testid="report-place-change">
            {t('pocket.change')}
          </Button>
        )}
      </p>
      {place === null && named?.outside && <Wrong>{t('pocket.place.outside')}</Wrong>}
      {ways && (
        <div className="pk-place-keys">
          <Button
            busy={state === 'finding'}
            icon={<LocateFixed size="1.1em" aria-hidden />}
            onClick={() => void find()}
          >
            {t(point ? 'pocket.place.again' : 'pocket.place.find')}
          </Button>
          {!elder && maps && (
            <Button aria-expanded={way === 'map'} onClick={() => setWay(way === 'map' ? 'found' : 'map')}>
              {t('pocket.place.map')}
            </Button>
          )}
          <Button
            aria-expanded={way === 'list'}
            icon={<Pencil size="1em" aria-hidden />}
            onClick={() => setWay(way === 'list' ? 'found' : 'list')}
            data-testid="report-place-choose"
          >
            {t('pocket.place.choose')}
          </Button>
        </div>
      )}
      {failed && <p className="hy-hint">{t(`pocket.place.${state}`)}</p>}
      {ways && way === 'map' && (
        <div className="pk-place-map">
          <Suspense fallback={<Loading lines={3} />}>
            <MapView
              label={t('pocket.place.map')}
              zoom={13}
              pick={{ value: point, onChange: (next) => onChange({ point: next, place: null }) }}
            />
          </Suspense>
          <p className="hy-hint">{t('pocket.place.map.how')}</p>
        </div>
      )}
      {((ways && way === 'list') || (failed && !place && !point)) && (
        <PlaceChoice
          onChoose={(chosen) => {
            onChange({ place: chosen });
            setWay('found');
            setChanging(false);
            setState('idle');
          }}
        />
      )}
      {wrong && <Wrong id="place-note">{wrong}</Wrong>}
      <label className="hy-label" htmlFor="address">
        {t('pocket.place.address')}
        <em>{t('field.optional')}</em>
      </label>
      <input
        id="address"
        className="hy-input"
        maxLength={200}
        value={where.address}
        placeholder={t('pocket.place.address.eg')}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
      />
    </div>
  );
}

function sayPoint(state: string, point: LonLat | null, named: NamedPoint | null): string {
  if (state === 'finding') return t('pocket.place.finding');
  if (!point) return t('pocket.place.none');
  if (named?.name) return named.name;
  return t(named?.outside ? 'pocket.place.outside.short' : 'pocket.place.got');
}

/** The name of the place around a point, where the server can be asked; offline the point alone is enough. */
function useName(point: LonLat | null): NamedPoint | null {
  const [named, setNamed] = useState<NamedPoint | null>(null);
  const lon = point?.[0];
  const lat = point?.[1];
  useEffect(() => {
    setNamed(null);
    if (lon === undefined || lat === undefined) return;
    let gone = false;
    placeAt([lon, lat]).then(
      ({ path, place }) => {
        const names = path.length > 0 ? path.map((one) => one.name) : [place.name];
        if (!gone) setNamed({ name: names.slice(-3).join(' '), outside: false });
      },
      (error) => {
        if (!gone) setNamed({ name: null, outside: OUTSIDE.includes(asProblem(error).code) });
      },
    );
    return () => {
      gone = true;
    };
  }, [lon, lat]);
  return named;
}
