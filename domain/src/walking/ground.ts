/** Points that stand for a place's households where the households themselves are not known: a lattice over its polygon. */
import { type LonLat, type Plane, planeAt } from './plane.ts';

export type Rings = readonly (readonly LonLat[])[];

function inRing(x: number, y: number, ring: readonly LonLat[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as LonLat;
    const [xj, yj] = ring[j] as LonLat;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

export function within(rings: Rings, [x, y]: LonLat): boolean {
  return inRing(x, y, rings[0] ?? []) && !rings.slice(1).some((hole) => inRing(x, y, hole));
}

/** A point inside the polygon, far from its border: the middle of the widest stretch over some lines through it. */
export function pointWithin(rings: Rings): LonLat {
  const outer = rings[0] ?? [];
  const ys = outer.map(([, y]) => y);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  let best: { point: LonLat; width: number } = { point: outer[0] ?? [0, 0], width: -1 };
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = low + (high - low) * share;
    const xs = rings.flatMap((ring) => crossings(ring, y)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const [a, b] = [xs[i] as number, xs[i + 1] as number];
      if (b - a > best.width * 1.2) best = { point: [(a + b) / 2, y], width: b - a };
    }
  }
  return best.point;
}

function crossings(ring: readonly LonLat[], y: number): number[] {
  const found: number[] = [];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x0, y0] = ring[i] as LonLat;
    const [x1, y1] = ring[i + 1] as LonLat;
    if (y0 > y !== y1 > y) found.push(x0 + ((x1 - x0) * (y - y0)) / (y1 - y0));
  }
  return found;
}

/** Square metres of a polygon. */
export function areaOf(rings: Rings): number {
  const plane = planeAt(rings[0]?.[0] ?? [0, 0]);
  return rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * ringArea(ring, plane), 0);
}

function ringArea(ring: readonly LonLat[], plane: Plane): number {
  let twice = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x0, y0] = plane.to(ring[i] as LonLat);
    const [x1, y1] = plane.to(ring[i + 1] as LonLat);
    twice += x0 * y1 - x1 * y0;
  }
  return Math.abs(twice) / 2;
}

/** Middles of the squares of side `metres` that lie inside; a point within where the polygon is smaller than a square. */
export function lattice(rings: Rings, metres: number): LonLat[] {
  const outer = rings[0] ?? [];
  const plane = planeAt([0, outer[0]?.[1] ?? 0]);
  const flat = outer.map((point) => plane.to(point));
  const lowest = (k: 0 | 1) => Math.floor(Math.min(...flat.map((point) => point[k])) / metres);
  const highest = (k: 0 | 1) => Math.ceil(Math.max(...flat.map((point) => point[k])) / metres);
  const points: LonLat[] = [];
  for (let i = lowest(0); i <= highest(0); i += 1) {
    for (let j = lowest(1); j <= highest(1); j += 1) {
      const [x, y] = plane.from((i + 0.5) * metres, (j + 0.5) * metres);
      const point: LonLat = [Number(x.toFixed(6)), Number(y.toFixed(6))];
      if (within(rings, point)) points.push(point);
    }
  }
  return points.length > 0 ? points : [pointWithin(rings)];
}
