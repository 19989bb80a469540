/// <reference path="./polylabel.d.ts" />
/** The widest circle that fits into a polygon: what a fault's width is. */
import earcut from 'earcut';
import polylabel from 'polylabel';

type Point = [number, number];

export type Circle = { at: Point; radius: number };

/** How exactly the circle is looked for, as a share of the radius that area and length of border warrant. */
const EXACT = 0.15;

/**
 * Long thin polygons, of which there may be thousands, are not searched through: where none wider than `enough` can be, the
 * answer is a circle that fits, and a radius between it and `enough`.
 * @param rings closed, in metres
 * @param area of the polygon, in m²
 * @param enough radius in metres
 */
export function widestCircle(rings: Point[][], area: number, enough: number): Circle {
  const first = inLargestTriangle(rings);
  if (rings.length === 1 && rings[0]?.length === 4) return first;
  const warranted = area / rings.reduce((sum, ring) => sum + lengthOf(ring), 0);
  const thin = { at: first.at, radius: Math.max(first.radius, warranted) };
  if (Math.sqrt(area / Math.PI) < enough) return thin;
  if (warranted < enough / 2) {
    const found = polylabel(rings, 0.4 * enough);
    if (found.distance < 0.6 * enough)
      return found.distance > thin.radius ? { at: [found[0], found[1]], radius: found.distance } : thin;
  }
  const found = polylabel(rings, EXACT * warranted);
  return { at: [found[0], found[1]], radius: found.distance };
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

function lengthOf(ring: Point[]): number {
  return ring.slice(1).reduce((sum, point, i) => sum + distance(point, ring[i] as Point), 0);
}

function inLargestTriangle(rings: Point[][]): Circle {
  const open = rings.map((ring) => ring.slice(0, -1));
  const flat = open.flat();
  const holes = open.slice(1).map((_, i) => open.slice(0, i + 1).reduce((sum, ring) => sum + ring.length, 0));
  const corners = flat.length === 3 ? [0, 1, 2] : earcut(flat.flat(), holes);
  let best: Circle = { at: flat[0] as Point, radius: 0 };
  for (let i = 0; i < corners.length; i += 3) {
    const circle = inTriangle(...(corners.slice(i, i + 3).map((corner) => flat[corner]) as [Point, Point, Point]));
    if (circle.radius > best.radius) best = circle;
  }
  return best;
}

/** The middle weighs each corner with the side across from it. */
function inTriangle(a: Point, b: Point, c: Point): Circle {
  const sides = [distance(b, c), distance(c, a), distance(a, b)] as const;
  const around = sides[0] + sides[1] + sides[2];
  const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2;
  const mean = (i: 0 | 1): number => (a[i] * sides[0] + b[i] * sides[1] + c[i] * sides[2]) / around;
  return { at: [mean(0), mean(1)], radius: (2 * area) / around };
}
