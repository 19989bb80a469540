/** Why a grid is left without a branch. */
import type { Open } from './clusters.ts';
import { joinsOf } from './partition.ts';
import { NO_WISHES, type Rules, type Why, type Wishes } from './types.ts';

/**
 * The reason for each grid number of `left`. What the rules alone would allow is asked first, then what the wishes leave of it.
 */
export function reasonsFor(cluster: Open, rules: Rules, wishes: Wishes, left: readonly number[]): Map<number, Why> {
  if (left.length === 0) return new Map();
  const holds = (sets: ReadonlySet<number>) => (one: number) => sets.has(one);
  const inSome = (of: Wishes, pins: Open['pins']) =>
    holds(new Set(joinsOf({ ...cluster, pins }, rules, of).joins.flatMap((join) => join.grids)));
  const byRules = inSome(NO_WISHES, []);
  const byWishes = inSome(wishes, cluster.pins);
  const why = (one: number): Why => {
    if (cluster.near[one]?.length === 0) return 'alone';
    if (!byRules(one)) return 'too_few';
    return byWishes(one) ? 'spared' : 'forbidden';
  };
  return new Map(left.map((one) => [one, why(one)]));
}
