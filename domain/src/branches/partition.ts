/**
 * One cluster, exactly: each grid lies in at most one join (a strong one in exactly one, at least its own), and of all
 * choices those that cover the most grids are kept, of these the ones with the fewest branches, of these one with the least
 * distance: three programs in turn, each bound by what the one before has proved.
 */
import { type Program, Refusal, type Solve, type Solved } from '../kernel/index.ts';
import type { Open } from './clusters.ts';
import { connectedSets, type Join, joinOf } from './joins.ts';
import type { Rules, Wishes } from './types.ts';
import { allowed } from './wishes.ts';

/** More joins than this in one cluster are not looked at: then only the smaller ones are, and the proof says so. */
export const MOST_JOINS = 60_000;

export type Choice = {
  joins: Join[];
  looked: number;
  cut: boolean;
  gap: { covered: number; branches: number; distance: number };
};

/** Whether the rules and wishes let this set be one branch. */
function fits(cluster: Open, rules: Rules, wishes: Wishes, join: Join): boolean {
  if (join.members < rules.minimum) return false;
  const set = new Set(join.grids);
  const touched = cluster.pins.filter((pin) => pin.some((one) => set.has(one)));
  if (touched.some((pin) => !pin.every((one) => set.has(one)))) return false;
  const pinned = new Set(touched.flat());
  const hosts = join.grids.filter((one) => cluster.strong[one] && !pinned.has(one));
  if (join.grids.length > 1 && hosts.length > (rules.takeIn ? 1 : 0)) return false;
  // Strong grids are joined with each other only where a pin asks for it.
  if (hosts.length > 0 && [...pinned].some((one) => cluster.strong[one])) return false;
  return allowed(wishes.forbids, new Set(join.grids.map((one) => cluster.grids[one]?.id as string)));
}

/** Every join that may be, and whether some were too many to look at. */
export function joinsOf(cluster: Open, rules: Rules, wishes: Wishes): { joins: Join[]; cut: boolean } {
  const { sets, most } = connectedSets(cluster, rules.mostGrids, MOST_JOINS);
  const joins = sets.map((set) => joinOf(cluster, set)).filter((join) => fits(cluster, rules, wishes, join));
  return { joins, cut: most < Math.min(rules.mostGrids, cluster.grids.length) };
}

type Row = Program['rows'][number];

function rowsOf(cluster: Open, joins: readonly Join[]): Row[] {
  const holding: number[][] = cluster.grids.map(() => []);
  for (const [column, join] of joins.entries()) for (const one of join.grids) holding[one]?.push(column);
  const must = new Set(cluster.pins.flat());
  return holding.flatMap((columns, one): Row[] => {
    const low = cluster.strong[one] || must.has(one) ? 1 : 0;
    return columns.length === 0 && low === 0 ? [] : [{ columns, low, high: 1 }];
  });
}

const NO_GAP = { covered: 0, branches: 0, distance: 0 };

/** How much less than `cost` it could be, in whole steps. */
function gapOf({ state, cost, bound }: Solved): number {
  return state === 'optimal' ? 0 : Math.max(0, Math.floor(cost - bound + 1e-6));
}

/**
 * The best choice of joins of one cluster.
 * @throws Refusal `branch_pins_conflict` when no choice keeps the pins; `branch_no_time` when none was found in time
 */
export async function partition(
  cluster: Open,
  rules: Rules,
  wishes: Wishes,
  solve: Solve,
  seconds: () => number,
): Promise<Choice> {
  const { joins, cut } = joinsOf(cluster, rules, wishes);
  const base = { looked: joins.length, cut };
  const need = cluster.pins.length > 0;
  if (joins.length === 0 && !need) return { ...base, joins: [], gap: NO_GAP };
  if (joins.length === 1 && !need) return { ...base, joins, gap: NO_GAP };
  const rows = rowsOf(cluster, joins);
  const columns = joins.map((_, i) => i);
  const sizes = joins.map((join) => join.grids.length);
  const stages: { costs: number[]; then: ((cost: number) => Row) | null }[] = [
    {
      costs: sizes.map((n) => -n),
      then: (cost) => ({ columns, values: sizes, low: -cost, high: cluster.grids.length }),
    },
    { costs: columns.map(() => 1), then: (cost) => ({ columns, low: 0, high: cost }) },
    { costs: joins.map((join) => join.distance), then: null },
  ];
  const gaps: number[] = [];
  let taken: number[] | null = null;
  for (const { costs, then } of stages) {
    const solved: Solved = await solve({ costs, rows }, { seconds: seconds() });
    if (solved.state === 'none') {
      // Out of time behind a choice that stands: it is kept, and how much better it could be is not known.
      if (taken === null) throw new Refusal(solved.bound === Infinity ? 'branch_pins_conflict' : 'branch_no_time');
      const cost: number = taken.reduce((sum, one) => sum + (costs[one] as number), 0);
      gaps.push(cost);
      if (then) rows.push(then(cost));
      continue;
    }
    taken = solved.taken;
    gaps.push(gapOf(solved));
    if (then) rows.push(then(Math.round(solved.cost)));
  }
  const [covered = 0, branches = 0, distance = 0] = gaps;
  return { ...base, joins: (taken ?? []).map((one) => joins[one] as Join), gap: { covered, branches, distance } };
}
