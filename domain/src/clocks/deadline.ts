import { compile } from './calendar.ts';
import type { Calendar, ClockInput, Deadline } from './types.ts';
import { walk } from './walk.ts';

/**
 * When a clock is due and when it turns yellow, as epoch milliseconds. At `dueAt` is on time, a millisecond later is
 * overdue. `provisional` when working time was counted in a year whose holidays are not published: count again with
 * the newer calendar then. The rules and their sources are in docs/decisions/0002-how-clocks-count.md.
 * Throws ClockError; an open pause (`to: null`) is `pause_open`: close it with `closePauses(pauses, now)`.
 */
export function deadline(input: ClockInput, calendar: Calendar): Deadline {
  const { dueAt, yellowAt, provisionalYears } = walk(input, compile(calendar));
  return { dueAt, yellowAt, provisional: provisionalYears.length > 0 };
}
