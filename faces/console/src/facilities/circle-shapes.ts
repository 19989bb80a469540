/** What the circle found, as shapes and points of a map. */
import type { LonLat, MapPoint, Shapes } from '../../../shared/api/types.ts';

/** Longitude, latitude, minutes on foot (null: too far), side of the square in metres. */
export type Cell = [number, number, number | null, number];

export type Circle = {
  id: string;
  kind: 'coverage' | 'next';
  madeAt: string;
  summary: {
    basis: 'household' | 'stairway' | 'building' | 'area';
    kinds: string[];
    minutes: number;
    stations: number;
    weight: number;
    covered: number;
    share: number;
    communities: number;
    byArea: number;
    network: { version: number; off: { sources: number; targets: number } } | null;
    sites: { asked: number; adds: number; optimal: boolean } | null;
  };
  body: {
    communities: {
      id: string;
      name: string;
      basis: string;
      weight: number;
      covered: number;
      share: number;
      meanMinutes: number | null;
    }[];
    cells: Cell[];
    stations: { id: string; kind: string; name: string; point: LonLat }[];
    sites: {
      optimal: boolean;
      gap: number;
      adds: number;
      greedyAdds: number;
      candidates: number;
      chosen: { place: string; name: string; point: LonLat; adds: number }[];
    } | null;
  };
};

/** Near is dark, far is light, too far is grey; never red or amber, which are for what is overdue. */
export const BANDS = [
  { upTo: 1 / 3, colour: '#0b6a72' },
  { upTo: 2 / 3, colour: '#4ba3a6' },
  { upTo: 1, colour: '#a9d6d3' },
] as const;
export const FAR = '#cfd4d6';

export function bandOf(minutes: number | null, limit: number): string {
  if (minutes === null) return FAR;
  return (BANDS.find((band) => minutes <= band.upTo * limit) ?? BANDS[2]).colour;
}

const METRES_PER_DEGREE = 111_195;

export function cellShapes(cells: readonly Cell[], limit: number): Shapes['features'] {
  // Large squares below small ones.
  return [...cells]
    .sort((a, b) => b[3] - a[3])
    .map(([lon, lat, minutes, side], i) => {
      const dy = side / METRES_PER_DEGREE / 2;
      const dx = dy / Math.cos((lat * Math.PI) / 180);
      return {
        type: 'Feature',
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [lon - dx, lat - dy],
              [lon + dx, lat - dy],
              [lon + dx, lat + dy],
              [lon - dx, lat + dy],
              [lon - dx, lat - dy],
            ],
          ],
        },
        properties: { id: `cell${i}`, name: '', kind: 'cell', tint: bandOf(minutes, limit) },
      };
    });
}

/** Stations are dots, new sites stars. */
export function circlePoints({ body }: Circle): MapPoint[] {
  return [
    ...body.stations.map((one) => ({ id: one.id, point: one.point, pin: 'station' as const, title: one.name })),
    ...(body.sites?.chosen ?? []).map((one, i) => ({
      id: `site${i}`,
      point: one.point,
      pin: 'site' as const,
      title: `${i + 1} ${one.name}`,
    })),
  ];
}
