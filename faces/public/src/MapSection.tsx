import { lazy, Suspense, useMemo, useState } from 'react';
import type { County, MapPoint, Shapes } from '../../shared/api/types.ts';
import { Failed, Loading } from '../../shared/ui/Stages.tsx';
import { numberText } from '../../shared/words/format.ts';
import { t } from '../../shared/words/i18n.ts';
import { squares, usePoints, usePublicShapes } from './results.ts';

const MapView = lazy(() => import('../../shared/map/MapView.tsx').then((m) => ({ default: m.MapView })));

/** Where matters of the month were: squares of some 300 m, never a door. The list below says the same without a map. */
export function MapSection({ county }: { county: County }) {
  const points = usePoints();
  const shapes = usePublicShapes();
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useMemo(() => squares(points.data?.points ?? []), [points.data]);
  const towns = useMemo(() => townsOf(shapes.data), [shapes.data]);
  const pins: MapPoint[] = found.map(({ id, point, open, count, items }) => ({
    id,
    point,
    state: open > 0 ? 'in_progress' : 'closed',
    title: `${items.join(t('public.comma')) || t('public.noItem')} ${t('public.map.count', { n: count })}`,
  }));
  const here = (points.data?.points ?? []).filter((one) => one.point.join(',') === chosen);
  return (
    <section className="pb-section" aria-labelledby="map">
      <h2 id="map">{t('public.map')}</h2>
      <p className="hy-soft">{t('public.map.what')}</p>
      {points.isError ? (
        <Failed error={points.error} onRetry={() => void points.refetch()} />
      ) : (
        <div className="pb-map">
          <Suspense fallback={<Loading lines={5} />}>
            <MapView
              label={t('public.map.label')}
              shapes={towns}
              points={pins}
              selected={chosen}
              onSelectPoint={setChosen}
              center={county.center}
            />
          </Suspense>
        </div>
      )}
      <div role="status">
        {here.length > 0 && (
          <ul className="pb-here">
            {here.slice(0, 12).map((one, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: points carry no name of their own, on purpose
              <li key={at}>
                {one.item ?? t('public.noItem')} <span className="hy-soft">{t(`state.${one.state}`)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {points.data?.more && (
        <p className="hy-soft">{t('public.map.more', { n: numberText(points.data.points.length) })}</p>
      )}
    </section>
  );
}

/** Towns alone: at this height the communities' borders would hide the points. */
function townsOf(shapes: Shapes | undefined): Shapes | undefined {
  return shapes && { ...shapes, features: shapes.features.filter((one) => one.properties.kind === 'town') };
}
