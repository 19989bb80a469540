/**
 * What another version of the list would have made of a matter that was: its clocks with their real starts, pauses,
 * extensions and ends, counted by the calendar they were counted by, under the other version's limits. Nothing is changed.
 */
import { type Calendar, deadline, type Instant, type Limit } from '../clocks/index.ts';
import { type ClockKind, canonical } from '../kernel/index.ts';
import type { CountyRules, ItemRule } from './rules.ts';
import { clockInput } from './running.ts';
import type { Clock } from './states.ts';

export type ClockTurn = {
  kind: ClockKind;
  no: number;
  before: Limit;
  after: Limit;
  dueBefore: Instant;
  dueAfter: Instant;
  lateBefore: boolean;
  lateAfter: boolean;
};

export type ReplayGiven = {
  clocks: readonly Clock[];
  /** The rule the matter was judged by, and the other version's for the same item and condition. */
  before: ItemRule;
  after: ItemRule;
  county: CountyRules;
  /** The calendar of each clock, by version. */
  calendars: ReadonlyMap<number, Calendar>;
  now: Instant;
};

export type Replayed = { turns: ClockTurn[] };

/**
 * The limit a clock would have had. One that ran by the county's default although the list had a limit began before the
 * item was known: no list decides it. So did, for all that can be known, an accept clock by the default.
 */
function limitAfter(clock: Clock, { before, after, county }: ReplayGiven): Limit {
  const byItem = clock.rule.startsWith('item:');
  const unknownItem = !byItem && (clock.kind === 'accept' || before.limits[clock.kind] !== undefined);
  if (unknownItem) return clock.limit;
  const own = after.limits[clock.kind];
  return own ?? (byItem ? county.limits[clock.kind] : clock.limit);
}

function turn(clock: Clock, given: ReplayGiven): ClockTurn | null {
  const calendar = given.calendars.get(clock.calendarVersion);
  if (clock.verdict === 'void' || !calendar) return null;
  const end = clock.stoppedAt ?? given.now;
  const after = limitAfter(clock, given);
  const input = clockInput(clock, given.county, end);
  const dueBefore = clock.dueAt ?? deadline(input, calendar).dueAt;
  const lateBefore = clock.verdict === null ? end > dueBefore : clock.verdict === 'late';
  const base = { kind: clock.kind, no: clock.no, before: clock.limit, after, dueBefore, lateBefore };
  if (canonical(after) === canonical(clock.limit)) return { ...base, dueAfter: dueBefore, lateAfter: lateBefore };
  const dueAfter = deadline({ ...input, limit: after }, calendar).dueAt;
  return { ...base, dueAfter, lateAfter: end > dueAfter };
}

/** One turn for each clock that has or will have a verdict. */
export function replayMatter(given: ReplayGiven): Replayed {
  return { turns: given.clocks.flatMap((clock) => turn(clock, given) ?? []) };
}
