/** When people are at work, and when in the life of a clock they act. */
import { type Calendar, deadline, describeDay, type Limit, localDay, nextWorkingInstant } from '@huying/domain/clocks';
import type { CountyRules } from '@huying/domain/matter';
import type { Story } from '@huying/domain/pack';
import type { Random } from './random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant, or, off hours, some time into the next time of work: up to `spread` after it began. */
export function atWork(calendar: Calendar, instant: number, random: Random, spread = 40 * MINUTE): number {
  const next = nextWorkingInstant(calendar, instant);
  if (next === instant) return instant;
  const into = next + Math.floor(random.between(2 * MINUTE, spread));
  return nextWorkingInstant(calendar, into);
}

/** The last moment of work at or before the instant. */
export function lastWork(calendar: Calendar, instant: number): number {
  for (let back = 0; back < 60; back += 1) {
    const spans = describeDay(calendar, localDay(calendar, instant - back * DAY)).spans;
    for (const [from, to] of [...spans].reverse()) if (from <= instant) return Math.min(instant, to - MINUTE);
  }
  return instant;
}

/** When somebody acts on a running clock: within its limit, or, rarely, past it. Off hours only where the limit runs then. */
export function paced(
  clock: { startedAt: number; dueAt: number },
  pace: Story['pace'][keyof Story['pace']],
  calendar: Calendar,
  random: Random,
): number {
  const { startedAt, dueAt } = clock;
  const length = dueAt - startedAt;
  if (random.chance(pace.late)) {
    return atWork(
      calendar,
      dueAt + Math.floor(Math.min(length * random.between(0.1, 0.7) + 20 * MINUTE, 4 * DAY)),
      random,
    );
  }
  const drawn = startedAt + Math.floor(length * random.between(pace.from, pace.to));
  // Who has days does not do everything first thing in the morning.
  const working = atWork(calendar, drawn, random, length > DAY ? 8 * HOUR : 40 * MINUTE);
  if (working <= dueAt) return working;
  const before = lastWork(calendar, dueAt) - Math.floor(random.between(2, 20) * MINUTE);
  return before > startedAt ? before : drawn;
}

export type Card = 'none' | 'yellow' | 'red';

/** Which card a clock that started then shows at `now`. */
function cardOf(startedAt: number, limit: Limit, rules: CountyRules, now: number): Card {
  const { dueAt, yellowAt } = deadline(
    { startedAt, limit, extensions: [], pauses: [], yellowShare: rules.yellowShare, endOfDay: rules.endOfDay },
    rules.calendar,
  );
  return now > dueAt ? 'red' : now >= yellowAt ? 'yellow' : 'none';
}

/** The latest start before `now` that passes the test; the earlier the start, the more likely it does. */
function latest(now: number, passes: (startedAt: number) => boolean): number {
  let good = now - 120 * DAY;
  let bad = now;
  while (bad - good > MINUTE) {
    const middle = Math.floor((good + bad) / 2);
    if (passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** The starts between which such a clock shows yellow at `now`. */
function yellowStarts(limit: Limit, rules: CountyRules, now: number): { lastRed: number; lastYellow: number } {
  return {
    lastRed: latest(now, (at) => cardOf(at, limit, rules, now) === 'red'),
    lastYellow: latest(now, (at) => cardOf(at, limit, rules, now) !== 'none'),
  };
}

/** Whether there is a start at all; days are yellow for whole days, and on some days not at all. */
export function canBeYellow(limit: Limit, rules: CountyRules, now: number): boolean {
  const { lastRed, lastYellow } = yellowStarts(limit, rules, now);
  return lastYellow - lastRed >= 2 * MINUTE;
}

/** A start at which a clock of this limit shows `card` at `now`: in working time if there is such a moment. */
export function startFor(card: Card, limit: Limit, rules: CountyRules, now: number, random: Random): number {
  const { lastRed, lastYellow } = yellowStarts(limit, rules, now);
  // A day limit may have no moment at which it is yellow just now, as on a day off: then it has just begun.
  if (card === 'yellow' && lastYellow - lastRed < 2 * MINUTE) return startFor('none', limit, rules, now, random);
  const [from, to] = {
    none: [lastYellow + MINUTE, now - 2 * MINUTE],
    yellow: [lastRed + MINUTE, lastYellow],
    red: [lastRed - DAY, lastRed],
  }[card] as [number, number];
  if (to <= from) return now - MINUTE;
  const drawn = Math.floor(random.between(from, to));
  const working = lastWork(rules.calendar, drawn);
  if (working > from) return working;
  const later = nextWorkingInstant(rules.calendar, drawn);
  return later <= to ? later : drawn;
}
