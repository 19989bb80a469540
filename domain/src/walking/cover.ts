/**
 * Maximum coverage: which p of the candidates cover most weight. Exact by a mixed integer program that a solver is handed;
 * a greedy choice is made beside it, as the start to compare with.
 */
import type { Program, Solve } from '../kernel/index.ts';

export type CoverProblem = {
  /** Weight of each demand that no station covers yet. */
  weights: readonly number[];
  /** For each candidate the demands it would cover. */
  covers: readonly (readonly number[])[];
  sites: number;
};

export type Chosen = {
  /** Candidates in the order in which they add most. */
  sites: { candidate: number; adds: number }[];
  covered: number;
};

export type CoverAnswer = { best: Chosen; greedy: Chosen; optimal: boolean; bound: number; gap: number };

/** Takes the candidate that adds most, again and again; of equals the first. */
export function greedyCover({ weights, covers, sites }: CoverProblem): Chosen {
  return inOrder(
    weights,
    covers,
    covers.map((_, candidate) => candidate),
    sites,
  );
}

/** The order in which given candidates add most, and what each adds; those that add nothing are left out. */
function inOrder(
  weights: readonly number[],
  covers: CoverProblem['covers'],
  candidates: readonly number[],
  sites: number,
): Chosen {
  const done = new Set<number>();
  const chosen: Chosen = { sites: [], covered: 0 };
  const left = new Set(candidates);
  while (chosen.sites.length < sites) {
    let best = { candidate: -1, adds: 0 };
    for (const candidate of left) {
      let adds = 0;
      for (const demand of covers[candidate] ?? []) if (!done.has(demand)) adds += weights[demand] ?? 0;
      if (adds > best.adds + 1e-9) best = { candidate, adds };
    }
    if (best.candidate < 0) break;
    left.delete(best.candidate);
    for (const demand of covers[best.candidate] ?? []) done.add(demand);
    chosen.sites.push(best);
    chosen.covered += best.adds;
  }
  return chosen;
}

type Small = { weights: number[]; covers: Map<number, number[]> };

/**
 * The same problem, smaller: demands that the same candidates cover become one, demands nobody covers go, candidates that
 * cover nothing or no more than another go.
 */
export function reduceCover({ weights, covers }: CoverProblem): Small {
  const who: number[][] = weights.map(() => []);
  covers.forEach((demands, candidate) => {
    for (const demand of demands) who[demand]?.push(candidate);
  });
  const groups = new Map<string, number>();
  const sums: number[] = [];
  const lists = new Map<number, number[]>();
  who.forEach((candidates, demand) => {
    const weight = weights[demand] ?? 0;
    if (candidates.length === 0 || weight <= 0) return;
    const key = candidates.join(' ');
    let group = groups.get(key);
    if (group === undefined) {
      group = sums.length;
      sums.push(0);
      groups.set(key, group);
      for (const candidate of candidates) {
        const list = lists.get(candidate);
        if (list) list.push(group);
        else lists.set(candidate, [group]);
      }
    }
    sums[group] = (sums[group] ?? 0) + weight;
  });
  return { weights: sums, covers: withoutDominated(lists) };
}

function withoutDominated(lists: Map<number, number[]>): Map<number, number[]> {
  const bySize = [...lists].sort(([a, p], [b, q]) => q.length - p.length || a - b);
  const holders = new Map<number, number[]>();
  const kept = new Map<number, number[]>();
  const sets = new Map<number, Set<number>>();
  for (const [candidate, groups] of bySize) {
    // Whoever holds all its groups holds the rarest of them.
    const rarest = groups.reduce((best, group) =>
      (holders.get(group)?.length ?? 0) < (holders.get(best)?.length ?? 0) ? group : best,
    );
    const dominated = (holders.get(rarest) ?? []).some((other) => groups.every((group) => sets.get(other)?.has(group)));
    if (dominated) continue;
    kept.set(candidate, groups);
    sets.set(candidate, new Set(groups));
    for (const group of groups) {
      const list = holders.get(group);
      if (list) list.push(candidate);
      else holders.set(group, [candidate]);
    }
  }
  return kept;
}

/** Columns: the candidates in the order of `covers`, then the groups, which earn their weight; a group needs one of its candidates. */
export function coverProgram({ weights, covers }: Small, sites: number): Program {
  const candidates = [...covers.keys()];
  const who: number[][] = weights.map(() => []);
  candidates.forEach((candidate, column) => {
    for (const group of covers.get(candidate) ?? []) who[group]?.push(column);
  });
  const first = candidates.length;
  return {
    costs: [...candidates.map(() => 0), ...weights.map((weight) => -weight)],
    rows: [
      { columns: candidates.map((_, column) => column), low: 0, high: sites },
      ...who.map((columns, group) => ({
        columns: [...columns, first + group],
        values: [...columns.map(() => 1), -1],
        low: 0,
        high: Number.POSITIVE_INFINITY,
      })),
    ],
  };
}

/** Solves by the program; where the solver runs out of time, the better of its answer and the greedy one, with the gap. */
export async function bestCover(problem: CoverProblem, solve: Solve, seconds = 30): Promise<CoverAnswer> {
  const greedy = greedyCover(problem);
  const small = reduceCover(problem);
  const total = small.weights.reduce((sum, weight) => sum + weight, 0);
  if (small.covers.size === 0 || problem.sites < 1 || greedy.covered >= total - 1e-6) {
    return { best: greedy, greedy, optimal: true, bound: greedy.covered, gap: 0 };
  }
  const candidates = [...small.covers.keys()];
  const solved = await solve(coverProgram(small, problem.sites), { seconds });
  const picked = solved.taken.flatMap((column) => candidates[column] ?? []);
  const exact = inOrder(problem.weights, problem.covers, picked, problem.sites);
  const best = exact.covered > greedy.covered + 1e-9 ? exact : greedy;
  const most = Number.isFinite(solved.bound) ? Math.min(total, -solved.bound) : total;
  const bound = Math.max(best.covered, most);
  const gap = bound > 0 ? (bound - best.covered) / bound : 0;
  return { best, greedy, optimal: solved.state === 'optimal' || gap < 1e-6, bound, gap: gap < 1e-6 ? 0 : gap };
}
