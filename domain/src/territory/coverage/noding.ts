/**
 * Rings on one lattice, cut wherever they meet, so that two borders share a whole piece or one corner or nothing. Snap
 * rounding (Hobby 1999): a corner takes every piece that comes within half a step of it, so nothing ever crosses unseen,
 * and no result depends on floating point.
 */
import Flatbush from 'flatbush';
import { cross, type Point, turn } from '../lattice.ts';
import { whereOf } from '../shape-faults.ts';

/** Corners by number; equal corners have one number. */
export class Corners {
  readonly points: Point[] = [];
  private readonly ids = new Map<number, number>();

  /** @throws RangeError more than 2^25 steps (some 3 degrees) from the origin */
  add(point: Point): number {
    const [x, y] = point;
    if (!(Math.abs(x) < HALF && Math.abs(y) < HALF)) throw new RangeError(`too far from the origin: ${x}, ${y}`);
    const key = (x + HALF) * 2 * HALF + (y + HALF);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.points.push(point) - 1;
    this.ids.set(key, id);
    return id;
  }
}

export const HALF = 2 ** 25;

/** Closed, its first corner not repeated. */
export type Loop = { owner: number; ids: number[] };

/** Each round cuts only what the one before has moved; thin wedges take some tens of rounds. */
const ROUNDS = 200;

/** Whole numbers up to the number of corners make one key: unique below 2^26 corners. */
export const pieceKey = (a: number, b: number): number => (a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a);

/**
 * The same loops with every corner in them that another loop has there.
 * @throws Error when borders do not come to rest
 */
export function cutLoops(corners: Corners, loops: Loop[]): Loop[] {
  let now = loops;
  let seen: ReadonlySet<number> = new Set();
  for (let round = 0; round < ROUNDS; round += 1) {
    const pieces = piecesOf(now);
    const cuts = cutsOf(corners, pieces, seen);
    if (cuts.size === 0) return now;
    seen = new Set(pieces.keys());
    now = now.map((loop) => withCuts(corners, loop, cuts));
  }
  throw new Error('borders do not come to rest');
}

function piecesOf(loops: Loop[]): Map<number, [number, number]> {
  const pieces = new Map<number, [number, number]>();
  for (const { ids } of loops)
    for (const [i, a] of ids.entries()) {
      const b = ids[(i + 1) % ids.length] as number;
      if (a !== b) pieces.set(pieceKey(a, b), a < b ? [a, b] : [b, a]);
    }
  return pieces;
}

/**
 * For each piece that must be cut, the corners that cut it.
 * @param seen keys of pieces that have been held against each other already
 */
function cutsOf(
  corners: Corners,
  byKey: ReadonlyMap<number, [number, number]>,
  seen: ReadonlySet<number>,
): Map<number, Set<number>> {
  const cuts = new Map<number, Set<number>>();
  const pieces = [...byKey.values()];
  if (pieces.length === 0) return cuts;
  const cut = ([a, b]: [number, number], at: number): void => {
    if (at === a || at === b) return;
    const key = pieceKey(a, b);
    cuts.set(key, (cuts.get(key) ?? new Set()).add(at));
  };
  const { points } = corners;
  const at = (id: number): Point => points[id] as Point;
  const tree = new Flatbush(pieces.length);
  for (const [a, b] of pieces) tree.add(...boxOf(at(a), at(b)));
  tree.finish();
  for (const [key, one] of byKey) {
    if (seen.has(key)) continue;
    const [a, b] = one;
    const [west, south, east, north] = boxOf(at(a), at(b));
    for (const j of tree.search(west - 0.5, south - 0.5, east + 0.5, north + 0.5)) {
      const other = pieces[j] as [number, number];
      if (other === one) continue;
      const [c, d] = other;
      if (near(at(a), at(b), at(c))) cut(one, c);
      if (near(at(a), at(b), at(d))) cut(one, d);
      if (near(at(c), at(d), at(a))) cut(other, a);
      if (near(at(c), at(d), at(b))) cut(other, b);
      if (a !== c && a !== d && b !== c && b !== d && cross(at(a), at(b), at(c), at(d))) {
        const where = corners.add(whereOf(at(a), at(b), at(c), at(d)));
        cut(one, where);
        cut(other, where);
      }
    }
  }
  return cuts;
}

const boxOf = (a: Point, b: Point): [number, number, number, number] => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
];

/** Whether the piece passes through the inside of the square of one step around the corner. */
function near(a: Point, b: Point, p: Point): boolean {
  const [west, south, east, north] = boxOf(a, b);
  if (p[0] < west - 0.5 || p[0] > east + 0.5 || p[1] < south - 0.5 || p[1] > north + 0.5) return false;
  return Math.abs(turn(a, b, p)) < 0.5 * (east - west + (north - south));
}

function withCuts(corners: Corners, loop: Loop, cuts: Map<number, Set<number>>): Loop {
  const { owner, ids } = loop;
  if (!ids.some((a, i) => cuts.has(pieceKey(a, ids[(i + 1) % ids.length] as number)))) return loop;
  const out: number[] = [];
  for (const [i, a] of ids.entries()) {
    const b = ids[(i + 1) % ids.length] as number;
    if (a === b) continue;
    out.push(a);
    const between = cuts.get(pieceKey(a, b));
    if (between) out.push(...inOrder(corners, a, b, between));
  }
  return { owner, ids: out };
}

function inOrder({ points }: Corners, a: number, b: number, between: Set<number>): number[] {
  const [ax, ay] = points[a] as Point;
  const [bx, by] = points[b] as Point;
  const along = (id: number): number => {
    const [x, y] = points[id] as Point;
    return (x - ax) * (bx - ax) + (y - ay) * (by - ay);
  };
  return [...between].sort((one, other) => along(one) - along(other));
}
