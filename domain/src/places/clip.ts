/** Cutting and joining outlines (WGS84 degrees), by the Martinez-Rueda algorithm of polyclip-ts. */
import { difference, type Geom, intersection, union } from 'polyclip-ts';

export type Outline =
  | { type: 'Polygon'; coordinates: [number, number][][] }
  | { type: 'MultiPolygon'; coordinates: [number, number][][][] };

type Pieces = [number, number][][][];

/** Seven places are a centimetre: borders that neighbours share stay shared. */
const round = (n: number) => Number(n.toFixed(7));

function pieces(outline: Outline): Pieces {
  return outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
}

function outlineOf(found: Pieces): Outline | null {
  const kept = found
    .map((rings) => rings.map((ring) => ring.map(([x, y]): [number, number] => [round(x), round(y)])))
    .filter((rings) => rings.length > 0);
  if (kept.length === 0) return null;
  return kept.length === 1
    ? { type: 'Polygon', coordinates: kept[0] as [number, number][][] }
    : { type: 'MultiPolygon', coordinates: kept };
}

/** All of them as one; null for nothing. Pieces that do not touch stay pieces. */
export function joined(outlines: readonly Outline[]): Outline | null {
  const [first, ...rest] = outlines.map((one) => pieces(one) as Geom);
  return first === undefined ? null : outlineOf(union(first, ...rest) as Pieces);
}

/** What both cover; null where they do not meet. */
export function shared(a: Outline, b: Outline): Outline | null {
  return outlineOf(intersection(pieces(a) as Geom, pieces(b) as Geom) as Pieces);
}

/** What of `a` lies in none of the others; null where nothing is left. */
export function without(a: Outline, others: readonly Outline[]): Outline | null {
  if (others.length === 0) return a;
  return outlineOf(difference(pieces(a) as Geom, ...others.map((one) => pieces(one) as Geom)) as Pieces);
}
