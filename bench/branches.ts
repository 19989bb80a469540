/** Branch formation at the size of a county, beside joining by hand: what it covers, with how many branches, and what the proof costs. */
import { compareFigures, type FormationFigures, formBranches, joinByHand } from '../domain/src/branches/index.ts';
import { randomGround } from '../domain/src/branches/random-ground.fixture.ts';
import { solve } from '../server/src/platform/solver.ts';
import { line, median } from './say.ts';

export type BranchFigures = {
  grids: number;
  counties: {
    weak: number;
    formed: FormationFigures;
    byHand: FormationFigures;
    proved: boolean;
    joins: number;
    ms: number;
    handMs: number;
  }[];
  ms: number;
  ratio: number;
  better: number;
  worse: number;
};

const GRIDS = 758;

/** Several made-up counties of 758 grids each, from one with few weak grids to one with many. */
export async function measureBranches(options: { counties: number }): Promise<BranchFigures> {
  const counties: BranchFigures['counties'] = [];
  for (let n = 0; n < options.counties; n += 1) {
    const strong = 0.65 - (0.4 * n) / Math.max(1, options.counties - 1);
    const ground = randomGround({ seed: 100 + n, communities: 30, width: 6, height: 6, strong, grids: GRIDS });
    let from = performance.now();
    const { figures: byHand } = joinByHand(ground);
    const handMs = performance.now() - from;
    from = performance.now();
    const { figures: formed, proof } = await formBranches(ground, solve, {
      seconds: 120,
      elapsed: () => performance.now(),
    });
    const ms = performance.now() - from;
    const weak = ground.grids.filter((grid) => grid.members < ground.rules.minimum).length;
    counties.push({ weak, formed, byHand, proved: proof.optimal, joins: proof.joins, ms, handMs });
    line(
      `  ${ground.grids.length} grids, ${weak} weak: ${formed.coveredGrids} covered by ${formed.ownBranches} + ${formed.jointBranches} (by hand ${byHand.coveredGrids} by ${byHand.ownBranches} + ${byHand.jointBranches}), ${proof.joins} joins looked at, ${proof.optimal ? 'proved' : 'NOT PROVED'}, ${(ms / 1000).toFixed(2)} s`,
    );
  }
  const compared = counties.map(({ formed, byHand }) => compareFigures(formed, byHand));
  return {
    grids: GRIDS,
    counties,
    ms: median(counties.map((one) => one.ms)),
    ratio: median(counties.map((one) => one.ms / one.handMs)),
    better: compared.filter((one) => one < 0).length,
    worse: compared.filter((one) => one > 0).length,
  };
}
