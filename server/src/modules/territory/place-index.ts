/** Point -> place in memory: polygons of grids and communities behind a packed tree of their boxes. */
import { pointInRing } from '@huying/domain/territory';
import Flatbush from 'flatbush';

export type Polygon = [number, number][][];
export type ShapeRow = { id: string; depth: number; rings: Polygon };

export type PlaceIndex = { at(lon: number, lat: number): string | null };

function boxOf(rings: Polygon): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of rings[0] ?? []) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Finds the deepest place whose polygon holds the point; null outside all. Shared borders belong to the first by id. */
export function placeIndex(shapes: ShapeRow[]): PlaceIndex {
  if (shapes.length === 0) return { at: () => null };
  const sorted = [...shapes].sort((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1));
  const tree = new Flatbush(sorted.length);
  for (const shape of sorted) tree.add(...boxOf(shape.rings));
  tree.finish();
  return {
    at(lon, lat) {
      const hits = tree.search(lon, lat, lon, lat).sort((a, b) => a - b);
      for (const index of hits) {
        const shape = sorted[index] as ShapeRow;
        if (
          pointInRing(lon, lat, shape.rings[0] ?? []) &&
          !shape.rings.slice(1).some((hole) => pointInRing(lon, lat, hole))
        ) {
          return shape.id;
        }
      }
      return null;
    },
  };
}
