/**
 * Branch formation: a grid with enough members has a branch of its own; the others are joined with adjacent grids of their
 * community. Source: a county's account (grids of 3 and more each a branch, those below joined "by nearness and ease of
 * running"); what it leaves open is decided in docs/decisions/0009.
 */
import { Refusal, type Solve } from '../kernel/index.ts';
import { clustersOf, type Open } from './clusters.ts';
import type { Join } from './joins.ts';
import { partition } from './partition.ts';
import type { Formation, FormationFigures, FormedBranch, Grid, Ground, Proof, Uncovered } from './types.ts';
import { reasonsFor } from './why.ts';
import { wishFaults } from './wishes.ts';

export type FormOptions = {
  /** Seconds the solver may take for everything; afterwards the best found stands, with its gap. Default 30. */
  seconds?: number;
  /** Milliseconds of some clock, to share out the seconds. */
  elapsed?: () => number;
  onProgress?: (done: number, total: number) => void;
};

function ownBranch({ id, community, members }: Grid): FormedBranch {
  return { kind: 'own', community, grids: [id], members, seat: id, distance: 0, pinned: false };
}

function branchOf(cluster: Open, join: Join): FormedBranch {
  const grids = join.grids.map((one) => cluster.grids[one] as Grid);
  return {
    kind: grids.length === 1 ? 'own' : 'joint',
    community: grids[0]?.community as string,
    grids: grids.map((grid) => grid.id),
    members: join.members,
    seat: cluster.grids[join.seat]?.id as string,
    distance: join.distance,
    pinned: cluster.pins.some((pin) => pin.every((one) => join.grids.includes(one))),
  };
}

export function formationFigures(
  grids: readonly Pick<Grid, 'members'>[],
  branches: readonly Pick<FormedBranch, 'grids' | 'distance'>[],
): FormationFigures {
  const joint = branches.filter((branch) => branch.grids.length > 1);
  const covered = branches.reduce((n, branch) => n + branch.grids.length, 0);
  return {
    grids: grids.length,
    ownBranches: branches.length - joint.length,
    jointBranches: joint.length,
    gridsUnderJointBranches: joint.reduce((n, branch) => n + branch.grids.length, 0),
    coveredGrids: covered,
    uncoveredGrids: grids.length - covered,
    members: grids.reduce((n, grid) => n + grid.members, 0),
    distance: branches.reduce((n, branch) => n + branch.distance, 0),
  };
}

const byFirstGrid = (a: { grids: string[] }, b: { grids: string[] }) =>
  (a.grids[0] as string) < (b.grids[0] as string) ? -1 : 1;

/**
 * Forms branches over `ground`. The same ground gives the same branches, unless time ran out.
 * @throws Refusal `invalid_fields` for wishes that cannot be; `branch_pins_conflict`, `branch_no_time`
 */
export async function formBranches(ground: Ground, solve: Solve, options: FormOptions = {}): Promise<Formation> {
  const faults = wishFaults(ground);
  if (faults.length > 0) throw new Refusal('invalid_fields', {}, faults);
  const { rules, wishes } = ground;
  const { seconds = 30, elapsed = () => 0, onProgress = () => {} } = options;
  const started = elapsed();
  const left = () => Math.max(0.1, seconds - (elapsed() - started) / 1000);
  const clusters = clustersOf(ground);
  const inCluster = new Set(clusters.flatMap((cluster) => cluster.grids.map((grid) => grid.id)));
  const branches = ground.grids.filter((grid) => !inCluster.has(grid.id)).map(ownBranch);
  const uncovered: Uncovered[] = [];
  const proof: Proof = {
    optimal: true,
    clusters: clusters.length,
    joins: 0,
    cut: 0,
    gap: { covered: 0, branches: 0, distance: 0 },
  };
  for (const [i, cluster] of clusters.entries()) {
    const choice = await partition(cluster, rules, wishes, solve, left);
    branches.push(...choice.joins.map((join) => branchOf(cluster, join)));
    const covered = new Set(choice.joins.flatMap((join) => join.grids));
    const without = [...cluster.grids.keys()].filter((one) => !covered.has(one));
    for (const [one, why] of reasonsFor(cluster, rules, wishes, without)) {
      const { id, community, members } = cluster.grids[one] as Grid;
      uncovered.push({ grid: id, community, members, why });
    }
    proof.joins += choice.looked;
    proof.cut += choice.cut ? 1 : 0;
    for (const key of ['covered', 'branches', 'distance'] as const) proof.gap[key] += choice.gap[key];
    onProgress(i + 1, clusters.length);
  }
  const { covered, branches: more, distance } = proof.gap;
  proof.optimal = proof.cut === 0 && covered + more + distance === 0;
  branches.sort(byFirstGrid);
  uncovered.sort((a, b) => (a.grid < b.grid ? -1 : 1));
  return { branches, uncovered, figures: formationFigures(ground.grids, branches), proof };
}
