/** What the map beside a place shows: outlines, points, and what a form adds to them. */
import { POINTED } from '@huying/domain/places';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { useShapes, useSwitch } from '../../../shared/api/hooks.ts';
import type { LonLat, MapPoint, Shapes } from '../../../shared/api/types.ts';
import type { Shown } from './board.ts';
import type { PlaceSheet } from './types.ts';

/** What is chosen on the map: neither red nor amber. */
const CHOSEN = '#8ccbb5';

function ringsOf(shapes: Shapes | undefined): LonLat[][] {
  return (shapes?.features ?? []).flatMap(({ geometry: { type, coordinates } }) =>
    type === 'Polygon' ? (coordinates as LonLat[][]) : (coordinates as LonLat[][][]).flat(),
  );
}

export type Ground = {
  /** Outlines of the place and of those directly below it, and the same of the place above where it is needed. */
  own: Shapes | undefined;
  upper: Shapes | undefined;
  borders: LonLat[][];
};

/** @param upperId the nearest place above that has an outline as a rule @param acting neighbours are drawn too, for a form to hold on to */
export function useGround(id: string | null, upperId: string | null, acting: boolean): Ground {
  const own = useShapes(id).data;
  const upper = useShapes(acting || own?.features.length === 0 ? upperId : null).data;
  const borders = useMemo(() => [...ringsOf(own), ...ringsOf(upper)], [own, upper]);
  return { own, upper, borders };
}

/** The outlines with what a form shows of its own. The same object while nothing changed: the map takes every other one anew. */
export function useShown(
  { own, upper }: Ground,
  { id, drawing, shown }: { id: string | null; drawing: boolean; shown: Shown },
): Shapes | undefined {
  const drawn = own?.features.length ? own : upper;
  const chosen = shown.choice?.chosen;
  const { shapes } = shown;
  return useMemo<Shapes | undefined>(() => {
    if (!drawn) return undefined;
    const known = new Set(drawn.features.map((one) => one.properties.id));
    const beside = (drawing || chosen) && upper ? upper.features.filter((one) => !known.has(one.properties.id)) : [];
    return {
      ...drawn,
      features: [
        ...[...beside, ...drawn.features].map((one) => ({
          ...one,
          properties: {
            ...one.properties,
            own: one.properties.id === id,
            ...(chosen?.includes(String(one.properties.id)) ? { tint: CHOSEN } : {}),
          },
        })),
        ...shapes.map(({ name, shape }, index) => ({
          type: 'Feature' as const,
          geometry: shape,
          properties: { id: `part-${index}`, name, kind: 'part' },
        })),
      ],
    };
  }, [drawn, upper, drawing, chosen, id, shapes]);
}

/** Whether places of a level have points, and outlines only now and then. */
export const pointed = (kind: string | undefined): boolean => POINTED.includes(kind ?? '');

/** Above these there are too many to tell them apart. */
const POINTS_FROM = ['community', 'grid', ...POINTED];

/** Points of the place and of what lies below it, with the one that a form is about to put. */
export function usePoints(sheet: PlaceSheet | undefined, pin: LonLat | null): MapPoint[] {
  const maps = useSwitch('map');
  const place = sheet?.place;
  // A building shows the others around it.
  const around = place?.kind === 'building' || place?.kind === 'stairway' ? place.parent : place?.id;
  const { data } = useQuery<{ points: { id: string; kind: string; name: string; point: LonLat }[] }, ProblemError>({
    queryKey: ['places', around, 'points'],
    queryFn: ({ signal }) => api(`/places/${around}/points`, { signal }),
    enabled: maps && place !== undefined && POINTS_FROM.includes(place.kind),
    staleTime: 600_000,
  });
  return useMemo(
    () => [
      ...(data?.points ?? []).map(({ id, kind, name, point }) => ({
        ...{ id, point, title: name },
        pin: kind === 'compound' ? ('none' as const) : ('station' as const),
      })),
      ...(pin ? [{ id: 'pin', point: pin, pin: 'site' as const }] : []),
    ],
    [data, pin],
  );
}
