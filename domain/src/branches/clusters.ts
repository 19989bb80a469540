/** Clusters: what can be joined at all hangs together, so each connected part of it is a small question of its own. */
import type { Cluster } from './joins.ts';
import type { Grid, Ground } from './types.ts';
import { mergePins } from './wishes.ts';

export type Open = Cluster & { strong: readonly boolean[]; pins: readonly (readonly number[])[] };

/** Grids that joins may hold: the weak ones, those that a pin names, and hosts where the rules let them take in others. */
function openGrids({ grids, rules, wishes }: Ground): Grid[] {
  const pinned = new Set(wishes.pins.flat());
  const owns = new Set(wishes.owns);
  return grids.filter(
    (grid) => grid.members < rules.minimum || pinned.has(grid.id) || (rules.takeIn && !owns.has(grid.id)),
  );
}

/** The clusters of open grids, in the order of their smallest grid. Borders across communities do not count. */
export function clustersOf(ground: Ground): Open[] {
  const open = openGrids(ground).sort((a, b) => (a.id < b.id ? -1 : 1));
  const number = new Map(open.map((grid, i) => [grid.id, i]));
  const near = open.map(() => new Set<number>());
  for (const [a, b] of ground.borders) {
    const [i, j] = [number.get(a), number.get(b)];
    if (i === undefined || j === undefined || i === j || open[i]?.community !== open[j]?.community) continue;
    near[i]?.add(j);
    near[j]?.add(i);
  }
  const pins = mergePins(ground.wishes.pins);
  const seen = new Set<number>();
  const clusters: Open[] = [];
  for (const start of open.keys()) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (const one of part) {
      for (const other of near[one] ?? []) {
        if (!seen.has(other)) part.push(other);
        seen.add(other);
      }
    }
    part.sort((a, b) => a - b);
    const at = new Map(part.map((one, i) => [one, i]));
    const grids = part.map((one) => open[one] as Grid);
    clusters.push({
      grids,
      near: part.map((one) => [...(near[one] ?? [])].map((other) => at.get(other) as number).sort((a, b) => a - b)),
      strong: grids.map((grid) => grid.members >= ground.rules.minimum),
      pins: pins
        .map((pin) => pin.flatMap((id) => at.get(number.get(id) as number) ?? []))
        .filter((pin) => pin.length > 0),
    });
  }
  return clusters;
}
