/** Point -> place in memory: polygons of grids and communities behind a packed tree of their boxes. */
import { boxOf, partsOf, pointInShape, type Shape } from '@huying/domain/territory';
import Flatbush from 'flatbush';

export type ShapeRow = { id: string; depth: number; shape: Shape };

export type PlaceIndex = { at(lon: number, lat: number): string | null };

/** Finds the deepest place whose outline holds the point; null outside all. Shared borders belong to the first by id. */
export function placeIndex(shapes: ShapeRow[]): PlaceIndex {
  const sorted = [...shapes].sort((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1));
  // Parts stand in the tree by themselves: the box of a place in two pieces may hold half the county.
  const parts = sorted.flatMap(({ id, shape }) =>
    partsOf(shape).map((polygon) => ({ id, part: { type: 'Polygon', coordinates: polygon } as Shape })),
  );
  if (parts.length === 0) return { at: () => null };
  const tree = new Flatbush(parts.length);
  for (const { part } of parts) tree.add(...boxOf(part));
  tree.finish();
  return {
    at(lon, lat) {
      const hits = tree.search(lon, lat, lon, lat).sort((a, b) => a - b);
      for (const index of hits) {
        const { id, part } = parts[index] as (typeof parts)[number];
        if (pointInShape(lon, lat, part)) return id;
      }
      return null;
    },
  };
}
