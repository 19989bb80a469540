import type { LonLat, MapPoint, ShapeFeature, Shapes } from '../api/types.ts';
import { pinOf } from './pins.ts';

type Box = [number, number, number, number];

function rings(feature: ShapeFeature): LonLat[][] {
  const { type, coordinates } = feature.geometry;
  return type === 'Polygon' ? (coordinates as LonLat[][]) : (coordinates as LonLat[][][]).flat();
}

/** West, south, east, north of everything given, or of the cells where there are some; null for nothing. */
export function boxOf(shapes: Shapes | undefined, points: readonly MapPoint[] = []): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const add = ([lon, lat]: LonLat) => {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  };
  const features = shapes?.features ?? [];
  const cells = features.filter((one) => one.properties.kind === 'cell');
  for (const feature of cells.length > 0 ? cells : features) for (const ring of rings(feature)) ring.forEach(add);
  if (box[0] === Infinity) for (const { point } of points) add(point);
  return box[0] === Infinity ? null : box;
}

/** Where a place's name stands: the centroid of its largest ring. */
function centre(feature: ShapeFeature): LonLat {
  let best: LonLat = [0, 0];
  let most = -1;
  for (const ring of rings(feature)) {
    let [area, x, y] = [0, 0, 0];
    for (let i = 0; i + 1 < ring.length; i++) {
      const [x0, y0] = ring[i] as LonLat;
      const [x1, y1] = ring[i + 1] as LonLat;
      const cross = x0 * y1 - x1 * y0;
      area += cross;
      x += (x0 + x1) * cross;
      y += (y0 + y1) * cross;
    }
    if (Math.abs(area) > most && area !== 0) {
      most = Math.abs(area);
      best = [x / (3 * area), y / (3 * area)];
    }
  }
  return best;
}

/** The outlines and names as the map's sources want them. */
export function shapeSources(shapes: Shapes | undefined, selected: string | null) {
  const features = shapes?.features ?? [];
  return {
    shapes: {
      type: 'FeatureCollection' as const,
      features: features.map((one) => ({
        type: 'Feature' as const,
        geometry: one.geometry,
        properties: {
          id: one.properties.id,
          own: one.properties.own === true,
          picked: one.properties.id === selected,
          ...(one.properties.tint ? { tint: one.properties.tint } : {}),
          // Cells of a raster touch without an edge; places keep theirs.
          ...(one.properties.kind === 'cell' ? { cell: true } : {}),
        },
      })),
    },
    names: {
      type: 'FeatureCollection' as const,
      features: features
        .filter((one) => !one.properties.own && one.properties.name !== '')
        .map((one) => ({
          type: 'Feature' as const,
          geometry: { type: 'Point' as const, coordinates: centre(one) },
          properties: { name: one.properties.name },
        })),
    },
  };
}

const RANK = { done: 0, closed: 0, station: 0, none: 1, yellow: 2, red: 3, site: 4 };

export function pointSource(points: readonly MapPoint[], selected: string | null) {
  return {
    type: 'FeatureCollection' as const,
    features: points.map((one) => {
      const pin = one.pin ?? pinOf(one.state, one.card);
      return {
        type: 'Feature' as const,
        geometry: { type: 'Point' as const, coordinates: one.point },
        properties: { id: one.id, pin, rank: RANK[pin], picked: one.id === selected },
      };
    }),
  };
}
