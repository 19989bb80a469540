import { edgeKey } from './mesh.ts';
import type { Point } from './plane.ts';

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function onPiece(a: Point, b: Point, p: Point): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}

/** True when two pieces have a point in common, touching included. Exact for whole-number coordinates below 2^25. */
export function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const t1 = turn(a, b, c);
  const t2 = turn(a, b, d);
  const t3 = turn(c, d, a);
  const t4 = turn(c, d, b);
  if (((t1 > 0 && t2 < 0) || (t1 < 0 && t2 > 0)) && ((t3 > 0 && t4 < 0) || (t3 < 0 && t4 > 0))) return true;
  return (
    (t1 === 0 && onPiece(a, b, c)) ||
    (t2 === 0 && onPiece(a, b, d)) ||
    (t3 === 0 && onPiece(c, d, a)) ||
    (t4 === 0 && onPiece(c, d, b))
  );
}

/**
 * Finds pairs of border pieces that cross or touch other than at a shared corner, and pairs that share one corner but
 * lie upon each other. A bucket grid keeps it near linear.
 * @returns pairs of edge keys.
 */
export function crossings(
  points: readonly Point[],
  faces: readonly (readonly number[])[],
  bucket: number,
): [string, string][] {
  const edges = new Map<string, [number, number]>();
  for (const face of faces)
    face.forEach((a, i) => {
      const b = face[(i + 1) % face.length]!;
      edges.set(edgeKey(a, b), [a, b]);
    });
  const buckets = new Map<string, string[]>();
  const found = new Map<string, [string, string]>();
  for (const [key, [a, b]] of edges) {
    const p = points[a]!;
    const q = points[b]!;
    const x1 = Math.floor(Math.max(p[0], q[0]) / bucket);
    const y1 = Math.floor(Math.max(p[1], q[1]) / bucket);
    for (let x = Math.floor(Math.min(p[0], q[0]) / bucket); x <= x1; x++)
      for (let y = Math.floor(Math.min(p[1], q[1]) / bucket); y <= y1; y++) {
        const cell = `${x}:${y}`;
        const there = buckets.get(cell);
        if (!there) buckets.set(cell, [key]);
        else {
          for (const other of there)
            if (clash(points, [a, b], edges.get(other)!)) found.set(`${other}|${key}`, [other, key]);
          there.push(key);
        }
      }
  }
  return [...found.values()];
}

function clash(points: readonly Point[], [a, b]: [number, number], [c, d]: [number, number]): boolean {
  const shared = a === c || a === d ? a : b === c || b === d ? b : -1;
  if (shared < 0) return meet(points[a]!, points[b]!, points[c]!, points[d]!);
  const p = points[a === shared ? b : a]!;
  const q = points[c === shared ? d : c]!;
  const o = points[shared]!;
  const ahead = (p[0] - o[0]) * (q[0] - o[0]) + (p[1] - o[1]) * (q[1] - o[1]) > 0;
  return ahead && turn(o, p, q) === 0;
}
