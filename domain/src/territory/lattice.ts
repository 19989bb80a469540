/**
 * Whole numbers for exact geometry: ten-millionths of a degree, about a centimetre. Counted from an origin within some four
 * degrees, products of differences stay below 2^53 and every turn is exact.
 */
import type { Position } from './shape.ts';

export const STEPS = 10_000_000;

/** A point of the lattice, in steps from its origin. */
export type Point = readonly [number, number];

export type Lattice = { toPoint(position: Position): Point; toPosition(point: Point): Position };

export function latticeAt([lon, lat]: Position): Lattice {
  const x0 = Math.round(lon * STEPS);
  const y0 = Math.round(lat * STEPS);
  return {
    toPoint: ([x, y]) => [Math.round(x * STEPS) - x0, Math.round(y * STEPS) - y0],
    toPosition: ([x, y]) => [(x + x0) / STEPS, (y + y0) / STEPS],
  };
}

/** Positive when a, b, c turn to the left; 0 when they lie on one line. */
export function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Whether p, which lies on the line of a and b, lies between them or on one of them. */
export function between(a: Point, b: Point, p: Point): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}

/** Whether two pieces cross inside both. */
export function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const t1 = turn(a, b, c);
  const t2 = turn(a, b, d);
  if (!((t1 > 0 && t2 < 0) || (t1 < 0 && t2 > 0))) return false;
  const t3 = turn(c, d, a);
  const t4 = turn(c, d, b);
  return (t3 > 0 && t4 < 0) || (t3 < 0 && t4 > 0);
}

/** Whether two pieces have a point in common, touching included. */
export function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  return (
    cross(a, b, c, d) ||
    (turn(a, b, c) === 0 && between(a, b, c)) ||
    (turn(a, b, d) === 0 && between(a, b, d)) ||
    (turn(c, d, a) === 0 && between(c, d, a)) ||
    (turn(c, d, b) === 0 && between(c, d, b))
  );
}

/** Twice the signed area of a ring given without its repeated last point, in steps; positive when counter-clockwise. */
export function doubleArea(ring: readonly Point[]): number {
  const [ox, oy] = ring[0] as Point;
  let sum = 0;
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] as Point;
    sum += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
  });
  return sum;
}
