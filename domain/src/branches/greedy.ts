/** How one would join by hand: the weakest grid first, with its nearest neighbour, until there are members enough. */

import { metres } from './borders.ts';
import { clustersOf } from './clusters.ts';
import { formationFigures } from './form.ts';
import { joinOf } from './joins.ts';
import type { FormationFigures, Ground } from './types.ts';

/** The figures that joining by hand comes to, without wishes; the measure that formation is never worse than. */
export function joinByHand(ground: Ground): { joins: string[][]; figures: FormationFigures } {
  const { grids, rules } = ground;
  const plain: Ground = { ...ground, rules: { ...rules, takeIn: false }, wishes: { pins: [], forbids: [], owns: [] } };
  const branches = grids
    .filter((grid) => grid.members >= rules.minimum)
    .map((grid) => ({ grids: [grid.id], distance: 0 }));
  const joins: string[][] = [];
  for (const cluster of clustersOf(plain)) {
    const free = new Set(cluster.grids.keys());
    const members = (set: readonly number[]) => set.reduce((n, one) => n + (cluster.grids[one]?.members ?? 0), 0);
    const far = (a: number, b: number) =>
      metres(cluster.grids[a]?.centre ?? [0, 0], cluster.grids[b]?.centre ?? [0, 0]);
    const sets: number[][] = [];
    const order = [...free].sort((a, b) => members([a]) - members([b]) || a - b);
    for (const start of order) {
      if (!free.has(start)) continue;
      const set = [start];
      while (members(set) < rules.minimum && set.length < rules.mostGrids) {
        const next = [...free]
          .filter((one) => !set.includes(one) && set.some((own) => cluster.near[own]?.includes(one)))
          .sort((a, b) => far(start, a) - far(start, b) || a - b)[0];
        if (next === undefined) break;
        set.push(next);
      }
      if (members(set) < rules.minimum) continue;
      for (const one of set) free.delete(one);
      sets.push(set);
    }
    // What is left goes to the nearest join beside it that has room.
    for (const one of [...free]) {
      const host = sets
        .filter((set) => set.length < rules.mostGrids && set.some((own) => cluster.near[own]?.includes(one)))
        .sort((a, b) => far(one, a[0] as number) - far(one, b[0] as number))[0];
      host?.push(one);
    }
    for (const set of sets) {
      branches.push({
        grids: set.map((one) => cluster.grids[one]?.id as string),
        distance: joinOf(cluster, set).distance,
      });
      joins.push(set.map((one) => cluster.grids[one]?.id as string).sort());
    }
  }
  return { joins, figures: formationFigures(grids, branches) };
}

/** Below 0 when `a` is better: more grids covered, then fewer branches, then less distance. */
export function compareFigures(a: FormationFigures, b: FormationFigures): number {
  return (
    b.coveredGrids - a.coveredGrids ||
    a.ownBranches + a.jointBranches - (b.ownBranches + b.jointBranches) ||
    a.distance - b.distance
  );
}
