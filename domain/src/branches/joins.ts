/** Every join that the rules allow: connected sets of grids, each found once. */
import { metres } from './borders.ts';
import type { Grid } from './types.ts';

/** Grids by number 0..n-1 with the numbers of their neighbours, ascending. */
export type Cluster = { grids: readonly Grid[]; near: readonly (readonly number[])[] };

/** A set of grids that could be one branch. */
export type Join = { grids: readonly number[]; members: number; seat: number; distance: number };

/** The grid from which the sum of distances to the others is least; of equals the first. */
export function seatOf(grids: readonly Grid[]): { seat: number; distance: number } {
  let best = { seat: 0, distance: Infinity };
  for (const [seat, one] of grids.entries()) {
    const distance = grids.reduce((sum, other) => sum + metres(one.centre, other.centre), 0);
    if (distance < best.distance) best = { seat, distance };
  }
  return best;
}

export function joinOf({ grids }: Pick<Cluster, 'grids'>, set: readonly number[]): Join {
  const chosen = set.map((i) => grids[i] as Grid);
  const { seat, distance } = seatOf(chosen);
  return {
    grids: set,
    members: chosen.reduce((sum, grid) => sum + grid.members, 0),
    seat: set[seat] as number,
    distance,
  };
}

/**
 * All connected sets of 1 to `most` grids, each ascending and once (Wernicke's ESU: a set grows from its smallest grid by
 * neighbours that no earlier member of it could have brought). Smaller sets are kept when there are more than `limit`:
 * then `most` of the answer tells up to which size they are all there.
 */
export function connectedSets(
  { grids, near }: Cluster,
  most: number,
  limit: number,
): { sets: number[][]; most: number } {
  for (let size = most; size >= 1; size -= 1) {
    const sets = grow(grids.length, near, size, limit);
    if (sets) return { sets, most: size };
  }
  return { sets: grids.map((_, i) => [i]), most: 1 };
}

function grow(n: number, near: Cluster['near'], most: number, limit: number): number[][] | null {
  const sets: number[][] = [];
  const extend = (set: number[], candidates: number[], touched: ReadonlySet<number>, root: number): boolean => {
    sets.push([...set].sort((a, b) => a - b));
    if (sets.length > limit) return false;
    if (set.length === most) return true;
    const left = [...candidates];
    while (left.length > 0) {
      const next = left.shift() as number;
      const fresh = (near[next] ?? []).filter((one) => one > root && !touched.has(one));
      if (!extend([...set, next], [...left, ...fresh], new Set([...touched, ...fresh]), root)) return false;
    }
    return true;
  };
  for (let root = 0; root < n; root += 1) {
    const first = (near[root] ?? []).filter((one) => one > root);
    if (!extend([root], first, new Set([root, ...first]), root)) return null;
  }
  return sets;
}
