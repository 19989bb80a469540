/**
 * Outlines laid one upon another: the faces into which all their borders divide the plane, and which outlines cover each.
 * Half-edges run with their face to the left; the twin of half-edge h is h ^ 1.
 */
import Flatbush from 'flatbush';
import { doubleArea, type Point, turn } from '../lattice.ts';
import { type Corners, cutLoops, type Loop, pieceKey } from './noding.ts';

/** Owner of loops that cut faces and cover nothing. */
export const CUT = -1;

export type Overlay = {
  points: readonly Point[];
  /** Corner where a half-edge begins. */
  from: Int32Array;
  /** The half-edge after it around its face. */
  next: Int32Array;
  /** Face to its left; 0 is the world outside. */
  face: Int32Array;
  /** Half-edges by face. */
  sides: number[][];
  /** Owners that cover a face, ascending. */
  covers: number[][];
};

type Piece = { a: number; b: number; winds: Map<number, number> };

export function overlay(corners: Corners, loops: Loop[]): Overlay {
  const pieces = joined(cutLoops(corners, loops));
  const { points } = corners;
  const from = new Int32Array(pieces.length * 2);
  pieces.forEach(({ a, b }, i) => {
    from[2 * i] = a;
    from[2 * i + 1] = b;
  });
  const next = turnings(points, from);
  const { face, sides } = facesOf(points, from, next);
  return { points, from, next, face, sides, covers: coversOf(pieces, face, sides) };
}

/** Each piece of border once, with how the winding of each owner grows from its right to its left. */
function joined(loops: Loop[]): Piece[] {
  const pieces = new Map<number, Piece>();
  for (const { owner, ids } of loops)
    for (const [i, from] of ids.entries()) {
      const to = ids[(i + 1) % ids.length] as number;
      if (from === to) continue;
      const key = pieceKey(from, to);
      let piece = pieces.get(key);
      if (!piece) {
        piece = { a: Math.min(from, to), b: Math.max(from, to), winds: new Map() };
        pieces.set(key, piece);
      }
      if (owner === CUT) piece.winds.set(CUT, 1);
      else piece.winds.set(owner, (piece.winds.get(owner) ?? 0) + (from === piece.a ? 1 : -1));
    }
  // What an outline runs along in both directions is no border of it.
  return [...pieces.values()].filter(({ winds }) => [...winds.values()].some((n) => n !== 0));
}

/** At each corner the half-edges that leave it, by angle; the next side of a face is the first to the right of the way back. */
function turnings(points: readonly Point[], from: Int32Array): Int32Array {
  const leaving = new Map<number, number[]>();
  from.forEach((corner, h) => {
    const list = leaving.get(corner);
    if (list) list.push(h);
    else leaving.set(corner, [h]);
  });
  const next = new Int32Array(from.length);
  for (const [corner, list] of leaving) {
    const o = points[corner] as Point;
    const way = (h: number): Point => {
      const p = points[from[h ^ 1] as number] as Point;
      return [p[0] - o[0], p[1] - o[1]];
    };
    const upper = ([x, y]: Point): number => (y > 0 || (y === 0 && x > 0) ? 0 : 1);
    const ways = new Map(list.map((h) => [h, way(h)]));
    list.sort((h, g) => {
      const p = ways.get(h) as Point;
      const q = ways.get(g) as Point;
      return upper(p) - upper(q) || q[0] * p[1] - q[1] * p[0];
    });
    list.forEach((h, i) => {
      next[h ^ 1] = list[(i + list.length - 1) % list.length] as number;
    });
  }
  return next;
}

/** Faces with the holes in them; 0 is the world outside. */
function facesOf(points: readonly Point[], from: Int32Array, next: Int32Array) {
  const ring = new Int32Array(from.length).fill(-1);
  const rings: number[][] = [];
  for (let start = 0; start < from.length; start += 1) {
    if (ring[start] !== -1) continue;
    const sides: number[] = [];
    for (let h = start; ring[h] === -1; h = next[h] as number) {
      ring[h] = rings.length;
      sides.push(h);
    }
    rings.push(sides);
  }
  // Counter-clockwise rings bound faces, the others are outlines of islands seen from outside.
  const faceOfRing = new Int32Array(rings.length).fill(-1);
  let faces = 1;
  const islands: number[] = [];
  rings.forEach((sides, r) => {
    if (doubleArea(sides.map((h) => points[from[h] as number] as Point)) > 0) faceOfRing[r] = faces++;
    else islands.push(r);
  });
  if (islands.length > 0) placeIslands(points, from, rings, ring, islands, faceOfRing);
  const face = ring.map((r) => faceOfRing[r] as number);
  const sides: number[][] = Array.from({ length: faces }, () => []);
  face.forEach((f, h) => void (sides[f] as number[]).push(h));
  return { face, sides };
}

/** The face around an island is to the east of the nearest border to the west of its westernmost corner. */
function placeIslands(
  points: readonly Point[],
  from: Int32Array,
  rings: number[][],
  ring: Int32Array,
  islands: number[],
  faceOfRing: Int32Array,
): void {
  const at = (h: number): Point => points[from[h] as number] as Point;
  const tree = new Flatbush(from.length / 2);
  for (let h = 0; h < from.length; h += 2) {
    const [a, b] = [at(h), at(h + 1)];
    tree.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  tree.finish();
  const west = (r: number): Point =>
    (rings[r] as number[])
      .map(at)
      .reduce((least, p) => (p[0] < least[0] || (p[0] === least[0] && p[1] < least[1]) ? p : least));
  // From west to east: what lies to the west has its face already.
  const sorted = islands.map((r) => ({ r, p: west(r) })).sort((a, b) => a.p[0] - b.p[0] || a.p[1] - b.p[1]);
  for (const { r, p } of sorted) {
    let best: { x: number; slope: number; h: number } | null = null;
    for (const piece of tree.search(-Infinity, p[1], p[0], p[1])) {
      const h = 2 * piece;
      const [a, b] = [at(h), at(h + 1)];
      if (a[1] > p[1] === b[1] > p[1]) continue;
      const [low, high, down] = a[1] < b[1] ? [a, b, h + 1] : [b, a, h];
      if (turn(low, high, p) >= 0 || ring[h] === r || ring[h + 1] === r) continue;
      const slope = (high[0] - low[0]) / (high[1] - low[1]);
      const x = low[0] + slope * (p[1] - low[1]);
      if (!best || x > best.x || (x === best.x && slope > best.slope)) best = { x, slope, h: down };
    }
    faceOfRing[r] = best ? Math.max(0, faceOfRing[ring[best.h] as number] as number) : 0;
  }
}

/** From the world outside, which nothing covers, over each border into the next face. */
function coversOf(pieces: Piece[], face: Int32Array, sides: number[][]): number[][] {
  const winds: (Map<number, number> | undefined)[] = new Array(sides.length);
  winds[0] = new Map();
  const open = [0];
  for (let f = open.pop(); f !== undefined; f = open.pop()) {
    const here = winds[f] as Map<number, number>;
    for (const h of sides[f] as number[]) {
      const other = face[h ^ 1] as number;
      if (winds[other]) continue;
      const there = new Map(here);
      for (const [owner, n] of (pieces[h >> 1] as Piece).winds) {
        const sum = (there.get(owner) ?? 0) - (h % 2 === 0 ? n : -n);
        if (sum === 0) there.delete(owner);
        else there.set(owner, sum);
      }
      winds[other] = there;
      open.push(other);
    }
  }
  return Array.from(winds, (there) =>
    [...(there?.keys() ?? [])].filter((owner) => owner !== CUT).sort((a, b) => a - b),
  );
}
