import type { PlaceNode, ShapeCollection } from '../../domain/src/pack/index.ts';
import { crossings } from './crossings.ts';
import { doubleArea, type Point } from './plane.ts';

export type CoverageFault = { place: string; code: string; detail: string };

const MICRO = 1_000_000;
type Ring = { keys: string[]; points: Point[] };

/**
 * Checks that children tile their parent: same area (exactly, in whole millionths of a degree), each inner border used
 * once in each direction, what is left being the parent's own border, no crossing borders, one piece, counter-clockwise.
 * Parents with no drawn children are leaves; former places are not drawn. Returns every fault found; none means seamless.
 */
export function checkCoverage(nodes: readonly PlaceNode[], shapes: ShapeCollection): CoverageFault[] {
  const faults: CoverageFault[] = [];
  const rings = new Map<string, Ring>();
  for (const feature of shapes.features) {
    const { coordinates } = feature.geometry;
    const ring = coordinates[0] ?? [];
    const points = ring.map(([lon, lat]): Point => [Math.round(lon * MICRO), Math.round(lat * MICRO)]);
    const keys = points.map((p) => `${p[0]},${p[1]}`);
    if (coordinates.length !== 1)
      faults.push({ place: feature.id, code: 'has_holes', detail: `${coordinates.length} rings` });
    if (keys.length < 4 || keys[0] !== keys[keys.length - 1]) {
      faults.push({ place: feature.id, code: 'ring_open', detail: `${keys.length} points` });
      continue;
    }
    keys.pop();
    points.pop();
    if (new Set(keys).size !== keys.length)
      faults.push({ place: feature.id, code: 'point_repeated', detail: 'ring touches itself' });
    if (areaOf(points) <= 0)
      faults.push({ place: feature.id, code: 'clockwise', detail: 'outer ring must be counter-clockwise' });
    rings.set(feature.id, { keys, points });
  }
  for (const node of nodes.filter((one) => one.until === undefined)) {
    const own = rings.get(node.id);
    if (!own) {
      faults.push({ place: node.id, code: 'no_shape', detail: node.name });
      continue;
    }
    const children = nodes.filter((child) => child.parent === node.id).flatMap((child) => rings.get(child.id) ?? []);
    if (children.length) faults.push(...tiling(node.id, own, children));
  }
  const parents = new Set(nodes.map((node) => node.parent));
  const leaves = nodes
    .filter((node) => !parents.has(node.id) && node.until === undefined)
    .flatMap((node) => rings.get(node.id) ?? []);
  faults.push(...crossingFaults(leaves));
  return faults;
}

/** Twice the area, taken from the ring's first point so that whole numbers stay exact. */
function areaOf(points: readonly Point[]): number {
  const [ox, oy] = points[0]!;
  return doubleArea(points.map(([x, y]): Point => [x - ox, y - oy]));
}

function tiling(place: string, parent: Ring, children: readonly Ring[]): CoverageFault[] {
  const faults: CoverageFault[] = [];
  const sum = children.reduce((total, ring) => total + areaOf(ring.points), 0);
  const own = areaOf(parent.points);
  if (sum !== own)
    faults.push({
      place,
      code: 'area_differs',
      detail: `children ${sum}, parent ${own} (double, square micro-degrees)`,
    });
  const used = new Set<string>();
  const pieces = (ring: Ring): string[] => ring.keys.map((a, i) => `${a}>${ring.keys[(i + 1) % ring.keys.length]!}`);
  for (const ring of children)
    for (const piece of pieces(ring)) {
      if (used.has(piece))
        faults.push({ place, code: 'overlap', detail: `border ${piece} is used twice in one direction` });
      used.add(piece);
    }
  const outer = new Set([...used].filter((piece) => !used.has(piece.split('>').reverse().join('>'))));
  const border = pieces(parent);
  const stray = [...outer].filter((piece) => !border.includes(piece)).length;
  const missing = border.filter((piece) => !outer.has(piece)).length;
  if (stray)
    faults.push({
      place,
      code: 'gap_or_outside',
      detail: `${stray} border pieces have no neighbour and are not the parent's`,
    });
  if (missing)
    faults.push({ place, code: 'parent_uncovered', detail: `${missing} pieces of the parent's border touch no child` });
  return faults;
}

function crossingFaults(leaves: readonly Ring[]): CoverageFault[] {
  const points: Point[] = [];
  const idOf = new Map<string, number>();
  const faces = leaves.map((ring) =>
    ring.keys.map((key, i) => {
      const known = idOf.get(key);
      if (known !== undefined) return known;
      const id = points.push(ring.points[i]!) - 1;
      idOf.set(key, id);
      return id;
    }),
  );
  return crossings(points, faces, 4000).map(([a, b]) => ({
    place: '',
    code: 'borders_cross',
    detail: `${a} and ${b}`,
  }));
}
