import { type Compiled, compile } from './calendar.ts';
import { dayOf, MINUTE } from './day.ts';
import { countParts, type Part } from './limit.ts';
import { closePauses, runsWithin, type Standstill, toStandstills } from './pause.ts';
import type { Calendar, ClockInput, CountUnit, Instant, Remaining } from './types.ts';
import { isCountable, isSkipped, lengthOf, openTime, walk } from './walk.ts';

/**
 * What is left of a clock at `now`, in the unit it ends in (its last extension's, else its limit's).
 * Days: countable days after today up to the due day, so 0 is "due today". Minutes and hours: minutes, rounded up.
 * Overdue: whole units past the deadline, so 0 is "less than one"; pauses after the deadline stop nothing.
 * An open pause is taken to end now. Throws as `deadline` does.
 */
export function remaining(input: ClockInput, calendar: Calendar, now: Instant): Remaining {
  const c = compile(calendar);
  const closed = { ...input, pauses: closePauses(input.pauses, now) };
  const { dueAt, yellowAt, legs } = walk(closed, c);
  const unit = (legs[legs.length - 1] as { unit: CountUnit }).unit;
  const overdue = now > dueAt;
  const card = overdue ? 'red' : now >= yellowAt ? 'yellow' : 'none';
  const standstills = overdue ? [] : toStandstills(closed.pauses);
  const from = overdue ? dueAt : Math.max(now, input.startedAt);
  const to = overdue ? now : dueAt;
  const n =
    unit === 'minute' || unit === 'working_minute'
      ? roundMinutes(timeBetween(c, standstills, unit, from, to), overdue)
      : daysBetween(c, standstills, unit, input.endOfDay, from, to, overdue);
  const paused = input.pauses.some((pause) => pause.from <= now && (pause.to === null || now < pause.to));
  return { n, unit, overdue, card, paused };
}

/** A `remaining` for a face to put into words: left, due today (days only), or over, with its parts. */
export function remainingParts(left: Remaining): { state: 'left' | 'due_today' | 'over'; parts: Part[] } {
  const days = left.unit === 'working_day' || left.unit === 'calendar_day';
  const state = left.overdue ? 'over' : days && left.n === 0 ? 'due_today' : 'left';
  return { state, parts: countParts(left.n, left.unit) };
}

function roundMinutes(ms: number, overdue: boolean): number {
  return overdue ? Math.floor(ms / MINUTE) : Math.ceil(ms / MINUTE);
}

function timeBetween(c: Compiled, standstills: Standstill[], unit: CountUnit, from: Instant, to: Instant): number {
  if (unit === 'minute') return lengthOf(runsWithin(standstills, from, to));
  let sum = 0;
  for (let day = dayOf(from, c.offset); day <= dayOf(to, c.offset); day++) {
    for (const [opens, closes] of openTime(c, unit, day)) {
      sum += lengthOf(runsWithin(standstills, Math.max(opens, from), Math.min(closes, to)));
    }
  }
  return sum;
}

function daysBetween(
  c: Compiled,
  standstills: Standstill[],
  unit: CountUnit,
  endOfDay: string,
  from: Instant,
  to: Instant,
  overdue: boolean,
): number {
  // A deadline at 24:00 belongs to the day it ends, on whichever side it stands.
  const after = dayOf(overdue ? from - 1 : from, c.offset);
  const upTo = dayOf(overdue ? to : to - 1, c.offset);
  let days = 0;
  for (let day = after + 1; day <= upTo; day++) {
    if (isCountable(c, unit, day) && !isSkipped(standstills, c, endOfDay, day)) days++;
  }
  return days;
}
