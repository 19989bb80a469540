import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { MapPoint, Me } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { StateTag } from '../../../shared/matter/StateTag.tsx';
import { t } from '../../../shared/words/i18n.ts';

/** The list as a map: the same filters, my own part of the county. */
export function ListMap({
  me,
  query,
  selected,
  onSelect,
}: {
  me: Me;
  query: Record<string, string>;
  selected: string | null;
  onSelect: (id: string) => void;
}) {
  const root = useRootPlace().data?.id ?? null;
  const ground = query.place ?? me.posts.find((post) => post.place)?.place?.id ?? root;
  const shapes = useShapes(ground).data;
  const { data } = useQuery({
    queryKey: ['matters', 'map', JSON.stringify(query)],
    queryFn: ({ signal }) => api<{ points: MapPoint[]; more: boolean }>('/matters/map', { query, signal }),
    placeholderData: (old) => old,
  });
  const own = shapes && {
    ...shapes,
    features: shapes.features.map((one) => ({
      ...one,
      properties: { ...one.properties, own: one.properties.id === ground },
    })),
  };
  const shown = data?.points.find((point) => point.id === selected);
  return (
    <aside className="side side-map" aria-label={t('list.map')}>
      <MapView
        label={t('list.mapLabel')}
        shapes={own}
        points={data?.points ?? []}
        selected={selected}
        onSelectPoint={onSelect}
        fit={`${ground}`}
      />
      {data?.more && <p className="map-more">{t('list.mapMore', { n: data.points.length })}</p>}
      {shown && (
        <div className="map-card">
          {shown.state && <StateTag state={shown.state} />}
          <Link to={`/matters/${shown.id}`}>{shown.title || t('matter.erased')}</Link>
          <span className="hy-soft hy-num">{shown.number}</span>
        </div>
      )}
    </aside>
  );
}
