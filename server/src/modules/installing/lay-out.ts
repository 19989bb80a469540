/** Points of a demo's compounds and buildings: rows and columns inside the outline they lie in, as no town was ever built. */
import type { Pack, PlaceNode } from '@huying/domain/pack';
import { boxOf, type Position, pointInShape, type Shape } from '@huying/domain/territory';

/** Rows come closer until there is room for all. */
const CLOSER = 0.85;
/** Degrees, a hand's breadth: an outline without room even then has none. */
const CLOSEST = 1e-6;

/** @returns the point of each compound and building that lies in an outline, always the same */
export function layOut(pack: Pack, nodes: readonly PlaceNode[]): Map<string, Position> {
  const shapes = new Map(pack.shapes.features.map(({ id, geometry }) => [id, geometry as Shape]));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const seats = Map.groupBy(
    nodes.filter(({ kind }) => kind === 'compound' || kind === 'building'),
    (node) => {
      let at: PlaceNode | undefined = node;
      while (at && !shapes.has(at.id)) at = byId.get(at.parent ?? '');
      return at?.id ?? '';
    },
  );
  const points = new Map<string, Position>();
  for (const [id, places] of seats) {
    const shape = shapes.get(id);
    if (!shape) continue;
    // Neighbours in the list are neighbours on the ground: each compound amid its buildings.
    const order = inOrder(places);
    const spots = rowsIn(shape, order.length);
    if (spots.length === 0) continue;
    for (const [i, { id: place }] of order.entries())
      points.set(place, spots[Math.floor(((i + 0.5) * spots.length) / order.length)] as Position);
  }
  return points;
}

function inOrder(places: readonly PlaceNode[]): PlaceNode[] {
  const below = Map.groupBy(places, ({ parent }) => parent ?? '');
  const known = new Set(places.map(({ id }) => id));
  return places
    .filter(({ parent }) => !known.has(parent ?? ''))
    .flatMap((top) => {
      const inside = below.get(top.id) ?? [];
      const half = Math.ceil(inside.length / 2);
      return [...inside.slice(0, half), top, ...inside.slice(half)];
    });
}

/** At least so many points in a shape, row by row; none where there is no room. */
function rowsIn(shape: Shape, least: number): Position[] {
  const [west, south, east, north] = boxOf(shape);
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  for (let step = Math.sqrt(((east - west) * narrow * (north - south)) / least); step > CLOSEST; step *= CLOSER) {
    const found: Position[] = [];
    for (let y = south + step / 2; y < north; y += step)
      for (let x = west + step / 2; x < east; x += step / narrow) if (pointInShape(x, y, shape)) found.push([x, y]);
    if (found.length >= least) return found.map(([x, y]) => [Number(x.toFixed(6)), Number(y.toFixed(6))]);
  }
  return [];
}
