/** A choice among many: each column is taken (1) or not (0), rows bound weighted sums of columns, the cost is least. */
export type Program = {
  /** Cost of taking each column. */
  costs: readonly number[];
  /** `values`: weight of each column named, 1 where absent. */
  rows: readonly { columns: readonly number[]; values?: readonly number[]; low: number; high: number }[];
};

/**
 * `optimal`: proved that nothing costs less. `bounded`: time ran out, `taken` is the best found and nothing costs less than
 * `bound`. `none`: no choice keeps all rows (`bound` is Infinity), or none was found in time.
 */
export type Solved = {
  state: 'optimal' | 'bounded' | 'none';
  /** Indexes of the columns taken, ascending. */
  taken: number[];
  cost: number;
  bound: number;
};

/** Whoever solves programs exactly; handed in, so that the rules stay free of any solver. */
export type Solve = (program: Program, options?: { seconds?: number }) => Promise<Solved>;
