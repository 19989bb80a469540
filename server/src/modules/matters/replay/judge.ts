/** One matter under two versions of the list: whose it was and whose it would be, and what its clocks would have said. */
import type { Calendar } from '@huying/domain/clocks';
import { type Clock, replayMatter } from '@huying/domain/matter';
import { type CountyRuntime, type ItemRow, leadFor, type PlaceRow, ruleOf } from '../../county/runtime.ts';

export type Past = {
  path: string;
  condition: string | null;
  /** The item as the list said it by which the matter was judged. */
  before: ItemRow;
  /** The same item in the other version; null: it is gone. */
  after: ItemRow | null;
  clocks: readonly Clock[];
};

/** Flags of a matter are its figures: each counts the matters that carry it. `lead.before:<unit>` and the like name a unit. */
export type Flag = string;

/** The nearest place at or above the path's end that is kept in memory. */
function placeOn(county: CountyRuntime, path: string): PlaceRow {
  const ids = path.split('.').slice(0, -1).reverse();
  const found = ids.map((id) => county.placesEver.get(id)).find((place) => place !== undefined);
  return found ?? county.root;
}

/** Nobody is answerable by the list: neither a unit nor a town whose office could be. */
const NOBODY = '-';

export function judgePast(
  county: CountyRuntime,
  past: Past,
  calendars: ReadonlyMap<number, Calendar>,
  now: number,
): Flag[] {
  const place = placeOn(county, past.path);
  const lead = (item: ItemRow) => leadFor(county, item, place)?.id ?? NOBODY;
  const was = lead(past.before);
  const flags = [`lead.before:${was}`];
  if (!past.after) return [...flags, 'homeless'];
  const would = lead(past.after);
  flags.push(`lead.after:${would}`);
  if (was !== would) flags.push('other_lead');
  const conditionThere = past.condition === null || past.after.conditions.some((one) => one.id === past.condition);
  if (!conditionThere) return [...flags, 'condition_gone'];
  const { turns } = replayMatter({
    clocks: past.clocks,
    before: ruleOf(past.before, past.condition),
    after: ruleOf(past.after, past.condition),
    county: county.rules,
    calendars,
    now,
  });
  const found = new Set<Flag>(flags);
  for (const { kind, dueBefore, dueAfter, lateBefore, lateAfter } of turns) {
    for (const [flag, holds] of [
      ['sooner', dueAfter < dueBefore],
      ['later', dueAfter > dueBefore],
      ['late_before', lateBefore],
      ['late_after', lateAfter],
    ] as const) {
      if (holds) found.add(flag).add(`${flag}:${kind}`);
    }
  }
  if (found.has('late_after') && !found.has('late_before')) found.add('newly_late');
  if (found.has('late_before') && !found.has('late_after')) found.add('no_longer_late');
  return [...found];
}
