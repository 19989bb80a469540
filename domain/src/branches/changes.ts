/** What changes from one set of branches to another, branch by branch. */

export type Covering = { grids: readonly string[] };

/** `made` and `gone`: sets of grids that stand on one side only; `moved`: grids that are together with others than before. */
export type Changes = { made: string[][]; gone: string[][]; kept: number; moved: string[] };

const keyOf = ({ grids }: Covering) => [...grids].sort().join(' ');

export function changesBetween(before: readonly Covering[], after: readonly Covering[]): Changes {
  const old = new Set(before.map(keyOf));
  const fresh = new Set(after.map(keyOf));
  const made = [...fresh].filter((key) => !old.has(key)).sort();
  const gone = [...old].filter((key) => !fresh.has(key)).sort();
  const split = (key: string) => key.split(' ');
  return {
    made: made.map(split),
    gone: gone.map(split),
    kept: [...fresh].filter((key) => old.has(key)).length,
    moved: [...new Set([...made, ...gone].flatMap(split))].sort(),
  };
}
