/** Since when seats of a post are free, to the day, however many seats it has. */
import { shiftDay } from '../../platform/in-force.ts';

/** Days of a term, both counted. */
export type Held = { from: string; to: string | null };

/**
 * The `j`th entry: since when at least `j` seats have been free without a break; null: ever since the post is there. As many
 * entries as seats are free on `today`.
 * @param terms all that have begun by `today`
 */
export function freeSince(terms: readonly Held[], capacity: number, today: string): (string | null)[] {
  const heldOn = (day: string) => terms.filter(({ from, to }) => from <= day && (to === null || to >= day)).length;
  // The number of holders falls only on the day after a term's last.
  const ends = [...new Set(terms.flatMap(({ from, to }) => (to !== null && to < today && from <= to ? [to] : [])))]
    .sort()
    .reverse();
  const held = new Map(ends.map((day) => [day, heldOn(day)]));
  return Array.from({ length: Math.max(0, capacity - heldOn(today)) }, (_, i) => {
    const last = ends.find((day) => (held.get(day) as number) >= capacity - i);
    return last === undefined ? null : shiftDay(last, 1);
  });
}
