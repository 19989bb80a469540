/** The solver's own thread: HiGHS computes without letting go, and the house must not wait for it. */
import { parentPort } from 'node:worker_threads';
import type { Program, Solved } from '@huying/domain/kernel';
import loadHighs, { type ModelData } from 'highs';

// The package's types speak of its CommonJS face; as a module its default is the loader itself.
const highs = await (loadHighs as unknown as typeof loadHighs.default)();
const { modelStatus, variableType } = highs.constants;

/** The program as HiGHS takes it: whole columns of 0 or 1, rows one after the other. */
function modelOf({ costs, rows }: Program): ModelData {
  const starts = new Int32Array(rows.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (const [i, { columns, values: weights }] of rows.entries()) {
    for (const [n, column] of columns.entries()) {
      indices.push(column);
      values.push(weights?.[n] ?? 1);
    }
    starts[i + 1] = indices.length;
  }
  const bounds = (of: 'low' | 'high') =>
    Float64Array.from(rows, (row) => (Number.isFinite(row[of]) ? row[of] : Math.sign(row[of]) * highs.infinity));
  return {
    numCols: costs.length,
    numRows: rows.length,
    colCost: Float64Array.from(costs),
    colLower: new Float64Array(costs.length),
    colUpper: new Float64Array(costs.length).fill(1),
    rowLower: bounds('low'),
    rowUpper: bounds('high'),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: costs.length,
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
    integrality: new Int32Array(costs.length).fill(variableType.integer),
  };
}

function solve(program: Program, seconds: number): Solved {
  const nothing: Solved = { state: 'none', taken: [], cost: 0, bound: Number.POSITIVE_INFINITY };
  if (program.costs.length === 0) {
    const kept = program.rows.every((row) => row.low <= 0 && row.high >= 0);
    return kept ? { state: 'optimal', taken: [], cost: 0, bound: 0 } : nothing;
  }
  return highs.withModel(modelOf(program), (model): Solved => {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      time_limit: seconds,
      // Costs are whole numbers: a proof leaves no room at all.
      mip_rel_gap: 0,
      mip_abs_gap: 1e-6,
    });
    model.run();
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible) return nothing;
    const optimal = status === modelStatus.optimal;
    const bound = Number(model.info.get('mip_dual_bound'));
    // 2: a feasible point is at hand.
    if (!optimal && model.info.get('primal_solution_status') !== 2) {
      return { ...nothing, bound: Number.isFinite(bound) ? bound : Number.NEGATIVE_INFINITY };
    }
    const { colValue } = model.getSolution();
    const taken = program.costs.flatMap((_, i) => ((colValue[i] ?? 0) > 0.5 ? [i] : []));
    const cost = taken.reduce((sum, i) => sum + (program.costs[i] as number), 0);
    return { state: optimal ? 'optimal' : 'bounded', taken, cost, bound: optimal ? cost : bound };
  });
}

parentPort?.on('message', ({ id, program, seconds }: { id: number; program: Program; seconds: number }) => {
  try {
    parentPort?.postMessage({ id, solved: solve(program, seconds) });
  } catch (error) {
    parentPort?.postMessage({ id, failed: (error as Error).message });
  }
});
