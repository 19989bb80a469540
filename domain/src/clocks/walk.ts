// The one counter: deadline() walks it silently, explain() listens to it, so that the two cannot differ.
import { type Compiled, isWorking, SEARCH_DAYS, seasonOf, workingSpans } from './calendar.ts';
import { checkInstant, civil, DAY, dayOf, parseTime } from './day.ts';
import { ClockError } from './error.ts';
import { type Count, toLegs } from './limit.ts';
import { runsWithin, type Standstill, stoodBefore, toStandstills } from './pause.ts';
import type { ClockInput, CountUnit, Instant } from './types.ts';

/** One day seen by one leg. Times in milliseconds. */
export type Step = {
  leg: number;
  unit: CountUnit;
  day: number;
  /** The day in which the leg begins, which a day limit does not count. */
  receipt: boolean;
  /** Days, or milliseconds for minutes and hours. */
  counted: number;
  /** When the clock ran, for minutes and hours. */
  runs: [Instant, Instant][];
  pausedMs: number;
  /** A day that would have counted but for a pause. */
  paused: boolean;
};

export type Walked = {
  dueAt: Instant;
  yellowAt: Instant;
  countsFrom: Instant;
  legs: (Count & { from: Instant; to: Instant })[];
  /** Unpublished years that the count relied on. */
  provisionalYears: number[];
};

type Walk = {
  c: Compiled;
  standstills: Standstill[];
  /** Milliseconds after midnight, or null for the end of the season's last span. */
  endOfDay: number | null;
  /** Millionths: a share such as 0.8 is exact only as a whole number. */
  share: number;
  lastDay: number;
  visit: ((step: Step) => void) | undefined;
};

type LegEnd = { to: Instant; yellowAt: Instant; countsFrom: Instant };

const WHOLE = 1_000_000;

/** Counts a clock. Throws ClockError for degenerate input and when no deadline is found within ten years. */
export function walk(input: ClockInput, c: Compiled, visit?: (step: Step) => void): Walked {
  checkInstant(input.startedAt, 'startedAt');
  const counts = toLegs(input.limit, input.extensions);
  const w: Walk = {
    c,
    standstills: toStandstills(input.pauses),
    endOfDay: checkEndOfDay(input.endOfDay),
    share: checkShare(input.yellowShare),
    lastDay: dayOf(input.startedAt, c.offset) + SEARCH_DAYS,
    visit,
  };
  const legs: Walked['legs'] = [];
  const provisional = new Set<number>();
  let from = input.startedAt;
  let end: LegEnd = { to: from, yellowAt: from, countsFrom: from };
  let countsFrom = from;
  for (const [i, count] of counts.entries()) {
    // A leg that follows begins in the day whose last moment the leg before used up, also when that moment was midnight.
    const day = dayOf(i === 0 ? from : from - 1, c.offset);
    const timed = count.unit === 'minute' || count.unit === 'working_minute';
    end = timed ? walkTime(w, i, count, from) : walkDays(w, i, count, from, day);
    if (i === 0) countsFrom = end.countsFrom;
    if (count.unit === 'working_minute' || count.unit === 'working_day') {
      noteYears(c, timed ? day : day + 1, dayOf(end.to - 1, c.offset), provisional);
    }
    legs.push({ ...count, from, to: end.to });
    from = end.to;
  }
  return { dueAt: end.to, yellowAt: end.yellowAt, countsFrom, legs, provisionalYears: [...provisional] };
}

function checkEndOfDay(endOfDay: string): number | null {
  if (endOfDay === 'span-end') return null;
  const time = parseTime(endOfDay);
  if (time === null || time === 0) throw new ClockError('end_of_day_invalid', 'endOfDay');
  return time;
}

function checkShare(share: number): number {
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) throw new ClockError('share_invalid', 'yellowShare');
  return Math.round(share * WHOLE);
}

/** Minutes and hours: run through the open time of each day, less the pauses, until the total is used. */
function walkTime(w: Walk, leg: number, count: Count, from: Instant): LegEnd {
  const total = count.total * 60_000;
  // total * share / WHOLE without leaving the whole numbers below 2^53.
  const yellowAfter = Math.floor((count.total * w.share * 3) / 50);
  let used = 0;
  let countsFrom: Instant | undefined;
  let yellowAt: Instant | undefined = yellowAfter === 0 ? from : undefined;
  const first = dayOf(from, w.c.offset);
  for (let day = first; day <= w.lastDay; day++) {
    const step = newStep(leg, count.unit, day, day === first);
    for (const [opens, closes] of openTime(w.c, count.unit, day)) {
      if (closes <= from || used === total) continue;
      const begins = Math.max(opens, from);
      let ends = closes;
      for (const run of runsWithin(w.standstills, begins, closes)) {
        countsFrom ??= run[0];
        const length = Math.min(run[1] - run[0], total - used);
        yellowAt ??= used + length >= yellowAfter ? run[0] + yellowAfter - used : undefined;
        used += length;
        step.counted += length;
        step.runs.push([run[0], run[0] + length]);
        if (used === total) {
          ends = run[0] + length;
          break;
        }
      }
      step.pausedMs += ends - begins - lengthOf(runsWithin(w.standstills, begins, ends));
    }
    step.paused = step.counted === 0 && step.pausedMs > 0;
    w.visit?.(step);
    const last = step.runs[step.runs.length - 1];
    if (used === total && last) return { to: last[1], yellowAt: yellowAt ?? last[1], countsFrom: countsFrom ?? from };
  }
  throw new ClockError('deadline_too_far', 'limit');
}

/** Days: each countable day after the first counts as its end of day passes with the clock running. */
function walkDays(w: Walk, leg: number, count: Count, from: Instant, receiptDay: number): LegEnd {
  const yellow = count.total * w.share;
  const yellowDays = Math.floor(yellow / WHOLE);
  const yellowRest = yellow % WHOLE;
  let used = 0;
  let countsFrom: Instant | undefined;
  let yellowAt: Instant | undefined = yellow === 0 ? from : undefined;
  w.visit?.(newStep(leg, count.unit, receiptDay, true));
  for (let day = receiptDay + 1; day <= w.lastDay; day++) {
    const step = newStep(leg, count.unit, day, false);
    const end = endOf(w, day);
    if (isCountable(w.c, count.unit, day)) {
      step.paused = stoodBefore(w.standstills, end);
      step.counted = step.paused ? 0 : 1;
      if (w.visit) step.pausedMs = pausedOn(w, count.unit, day, end);
    }
    if (step.counted > 0) {
      countsFrom ??= day * DAY - w.c.offset;
      if (used === yellowDays && yellowRest > 0) yellowAt = withinDay(w, count.unit, day, end, yellowRest);
      used += 1;
      if (used === yellowDays && yellowRest === 0) yellowAt = end;
    }
    w.visit?.(step);
    if (used === count.total) return { to: end, yellowAt: yellowAt ?? end, countsFrom: countsFrom ?? from };
  }
  throw new ClockError('deadline_too_far', 'limit');
}

export function isCountable(c: Compiled, unit: CountUnit, day: number): boolean {
  return unit === 'calendar_day' || unit === 'minute' || isWorking(c, day);
}

/** Whether a pause takes a countable day out of a day limit. */
export function isSkipped(standstills: Standstill[], c: Compiled, endOfDay: string, day: number): boolean {
  return stoodBefore(standstills, endOf({ c, endOfDay: checkEndOfDay(endOfDay) }, day));
}

/** The time of a day in which a unit can run: all of it, or the working spans. */
export function openTime(c: Compiled, unit: CountUnit, day: number): [Instant, Instant][] {
  if (unit === 'working_minute' || unit === 'working_day') return workingSpans(c, day);
  const midnight = day * DAY - c.offset;
  return [[midnight, midnight + DAY]];
}

function endOf(w: Pick<Walk, 'c' | 'endOfDay'>, day: number): Instant {
  return day * DAY - w.c.offset + (w.endOfDay ?? seasonOf(w.c, day).end);
}

/** The moment a fraction of a day's open time has run; no later than its end, which is when the day counts as used. */
function withinDay(w: Walk, unit: CountUnit, day: number, end: Instant, millionths: number): Instant {
  const open = clip(openTime(w.c, unit, day), end);
  let left = Math.floor((lengthOf(open) * millionths) / WHOLE);
  for (const [from, to] of open) {
    for (const run of runsWithin(w.standstills, from, to)) {
      if (left <= run[1] - run[0]) return run[0] + left;
      left -= run[1] - run[0];
    }
  }
  return end;
}

function pausedOn(w: Walk, unit: CountUnit, day: number, end: Instant): number {
  const open = clip(openTime(w.c, unit, day), end);
  return open.reduce((sum, [from, to]) => sum + to - from - lengthOf(runsWithin(w.standstills, from, to)), 0);
}

function clip(intervals: [Instant, Instant][], end: Instant): [Instant, Instant][] {
  return intervals.filter(([from]) => from < end).map(([from, to]) => [from, Math.min(to, end)]);
}

export function lengthOf(intervals: [Instant, Instant][]): number {
  return intervals.reduce((sum, [from, to]) => sum + to - from, 0);
}

function newStep(leg: number, unit: CountUnit, day: number, receipt: boolean): Step {
  return { leg, unit, day, receipt, counted: 0, runs: [], pausedMs: 0, paused: false };
}

function noteYears(c: Compiled, first: number, last: number, into: Set<number>): void {
  const lastYear = civil(last).year;
  for (let year = civil(first).year; year <= lastYear; year++) {
    if (!c.published.has(year)) into.add(year);
  }
}
