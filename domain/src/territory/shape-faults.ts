/** What is wrong with a shape by itself, before it is held against any other. */
import Flatbush from 'flatbush';
import { between, latticeAt, meet, type Point, turn } from './lattice.ts';
import { type Position, partsOf, type Ring, ringsOf, type Shape } from './shape.ts';

export type ShapeFaultCode =
  /** No ring at all. */
  | 'empty'
  /** A coordinate that is no finite number. */
  | 'not_a_number'
  /** Longitude beyond 180 or latitude beyond 90 degrees. */
  | 'out_of_range'
  /** The same, and right with longitude and latitude the other way round. */
  | 'coordinates_swapped'
  /** The last position of a ring is not its first. */
  | 'ring_open'
  /** Fewer than three different positions, or no area. */
  | 'ring_short'
  /** Borders cross, lie upon each other or run back on themselves. */
  | 'self_crossing'
  /** A hole that does not lie in its outer ring, or two parts one upon the other. */
  | 'ring_misplaced';

export type ShapeFault = { code: ShapeFaultCode; at: Position | null };

/** Every fault of a kind once per ring, crossings each; an empty list means the shape can be worked with. */
export function shapeFaults(shape: Shape): ShapeFault[] {
  const rings = ringsOf(shape);
  if (rings.length === 0) return [{ code: 'empty', at: null }];
  const faults = rings.flatMap(ringFaults);
  if (faults.length > 0) return faults;
  const crossed = crossingsOf(rings);
  return crossed.length > 0 ? crossed : misplaced(shape);
}

function ringFaults(ring: Ring): ShapeFault[] {
  if (ring.length === 0) return [{ code: 'ring_short', at: null }];
  const wrong = ring.find(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y));
  if (wrong) return [{ code: 'not_a_number', at: null }];
  const far = ring.find(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90);
  if (far) {
    const swapped = ring.every(([x, y]) => Math.abs(x) <= 90 && Math.abs(y) <= 180);
    return [{ code: swapped ? 'coordinates_swapped' : 'out_of_range', at: far }];
  }
  const [first, last] = [ring[0] as Position, ring[ring.length - 1] as Position];
  if (first[0] !== last[0] || first[1] !== last[1]) return [{ code: 'ring_open', at: first }];
  if (new Set(ring.map(([x, y]) => `${x},${y}`)).size < 3 || flat(ring)) return [{ code: 'ring_short', at: first }];
  return [];
}

function flat(ring: Ring): boolean {
  const points = pointsOf([ring])[0] as Point[];
  const a = points[0] as Point;
  return points.every((b) => points.every((c) => turn(a, b, c) === 0));
}

function pointsOf(rings: Ring[]): Point[][] {
  const lattice = latticeAt(rings[0]?.[0] ?? [0, 0]);
  return rings.map((ring) => {
    const points = ring.map(lattice.toPoint);
    return points.filter((p, i) => i === 0 || !same(p, points[i - 1] as Point));
  });
}

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

const MOST = 20;

/** Where borders of one shape meet that should not: rings may touch in a corner they share, nothing else. */
function crossingsOf(rings: Ring[]): ShapeFault[] {
  const lattice = latticeAt(rings[0]?.[0] ?? [0, 0]);
  const pieces = pointsOf(rings).flatMap((points) => points.slice(1).map((b, i) => [points[i] as Point, b] as const));
  if (pieces.length === 0) return [];
  const tree = new Flatbush(pieces.length);
  for (const [a, b] of pieces)
    tree.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  tree.finish();
  const faults: ShapeFault[] = [];
  for (const [i, [a, b]] of pieces.entries()) {
    const near = tree.search(
      Math.min(a[0], b[0]),
      Math.min(a[1], b[1]),
      Math.max(a[0], b[0]),
      Math.max(a[1], b[1]),
      (j) => j > i,
    );
    for (const j of near) {
      const [c, d] = pieces[j] as readonly [Point, Point];
      if (!clash(a, b, c, d)) continue;
      faults.push({ code: 'self_crossing', at: lattice.toPosition(whereOf(a, b, c, d)) });
      if (faults.length === MOST) return faults;
    }
  }
  return faults;
}

/** Pieces with a common end may only part there; others may not meet at all. */
function clash(a: Point, b: Point, c: Point, d: Point): boolean {
  const [shared, p, q] = same(a, c)
    ? [a, b, d]
    : same(a, d)
      ? [a, b, c]
      : same(b, c)
        ? [b, a, d]
        : same(b, d)
          ? [b, a, c]
          : [null, a, a];
  if (!shared) return meet(a, b, c, d);
  const ahead = (p[0] - shared[0]) * (q[0] - shared[0]) + (p[1] - shared[1]) * (q[1] - shared[1]) > 0;
  return ahead && turn(shared, p, q) === 0;
}

/** Where two pieces cross, to the nearest step; the end of one where they only touch. */
export function whereOf(a: Point, b: Point, c: Point, d: Point): Point {
  const across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  if (across === 0) return turn(a, b, c) === 0 ? c : a;
  const along = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across;
  return [Math.round(a[0] + along * (b[0] - a[0])), Math.round(a[1] + along * (b[1] - a[1]))];
}

/** With no border crossing another, one position inside or outside decides for the whole ring. */
function misplaced(shape: Shape): ShapeFault[] {
  const faults: ShapeFault[] = [];
  const lattice = latticeAt(ringsOf(shape)[0]?.[0] ?? [0, 0]);
  const parts = partsOf(shape).map((polygon) => polygon.map((ring) => ring.map(lattice.toPoint)));
  for (const [i, [outer, ...holes]] of parts.entries())
    for (const [h, hole] of holes.entries())
      if (sideOf(hole, outer as Point[]) < 0)
        faults.push({ code: 'ring_misplaced', at: partsOf(shape)[i]?.[h + 1]?.[0] ?? null });
  for (const [i, one] of parts.entries())
    for (const [j, other] of parts.entries()) {
      if (i === j) continue;
      const inOuter = sideOf(one[0] as Point[], other[0] as Point[]) > 0;
      const inHole = other.slice(1).some((hole) => sideOf(one[0] as Point[], hole) > 0);
      if (inOuter && !inHole) faults.push({ code: 'ring_misplaced', at: partsOf(shape)[i]?.[0]?.[0] ?? null });
    }
  return faults;
}

/** 1: the ring lies inside the other, -1: outside, by its first corner or middle of a side that is not on the border. */
function sideOf(ring: Point[], other: Point[]): number {
  for (const [i, p] of ring.entries()) {
    const before = ring[i === 0 ? ring.length - 1 : i - 1] as Point;
    for (const at of [p, [(p[0] + before[0]) / 2, (p[1] + before[1]) / 2] as Point]) {
      const side = sideOfPoint(at, other);
      if (side !== 0) return side;
    }
  }
  return 1;
}

/** 1 inside, 0 on the border, -1 outside. */
function sideOfPoint(p: Point, ring: Point[]): number {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [a, b] = [ring[i] as Point, ring[i + 1] as Point];
    const t = turn(a, b, p);
    if (t === 0 && between(a, b, p)) return 0;
    if (a[1] > p[1] !== b[1] > p[1] && t > 0 === b[1] > a[1]) inside = !inside;
  }
  return inside ? 1 : -1;
}
