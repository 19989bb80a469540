import { type Compiled, compile, kindOf } from './calendar.ts';
import { dayOf, formatDay, MINUTE, weekdayOf } from './day.ts';
import type { Calendar, ClockInput, CountUnit, Explanation, ExplanationLeg, ExplanationLine } from './types.ts';
import { type Step, walk } from './walk.ts';

/**
 * The deadline told day by day: what was counted, what was skipped and why, up to a last line of kind 'due'.
 * `counted` of all lines of a leg adds up to its total exactly. Same input, same errors and same result as `deadline`.
 */
export function explain(input: ClockInput, calendar: Calendar): Explanation {
  const c = compile(calendar);
  const steps: Step[] = [];
  const { dueAt, yellowAt, countsFrom, legs, provisionalYears } = walk(input, c, (step) => steps.push(step));
  const last = legs[legs.length - 1] as ExplanationLeg;
  return {
    startedAt: input.startedAt,
    countsFrom,
    limit: input.limit,
    extensions: input.extensions,
    total: last.total,
    unit: last.unit,
    legs,
    dueAt,
    yellowAt,
    calendarVersion: c.version,
    provisional: provisionalYears.length > 0,
    lines: [...tellSteps(c, steps), tellDue(c, dueAt, legs.length - 1, last.total)],
    warnings: provisionalYears.map((year) => `calendar_year_provisional:${year}`),
  };
}

function tellSteps(c: Compiled, steps: Step[]): ExplanationLine[] {
  const lines: ExplanationLine[] = [];
  let leg = 0;
  let used = 0;
  for (const step of steps) {
    if (step.leg !== leg) {
      leg = step.leg;
      used = 0;
    }
    const before = inUnits(used, step.unit);
    used += step.counted;
    // An extension begins in a day already told unless it counts something there.
    if (step.receipt && leg > 0 && step.counted === 0 && step.pausedMs === 0) continue;
    const running = inUnits(used, step.unit);
    const pausedMinutes = Math.round(step.pausedMs / MINUTE);
    lines.push({
      ...tellDay(c, step.day),
      kind: kindOfLine(c, step),
      leg,
      counted: running - before,
      running,
      ...(step.runs.length > 0 ? { spans: step.runs } : {}),
      ...(pausedMinutes > 0 ? { pausedMinutes } : {}),
    });
  }
  return lines;
}

/** Whole minutes of what has run so far: told as differences of these, a day's minutes add up without drift. */
function inUnits(used: number, unit: CountUnit): number {
  return unit === 'minute' || unit === 'working_minute' ? Math.floor(used / MINUTE) : used;
}

function kindOfLine(c: Compiled, step: Step): ExplanationLine['kind'] {
  if (step.receipt && step.leg === 0) return 'receipt';
  if (step.paused) return 'paused';
  return step.unit === 'minute' || step.unit === 'calendar_day' ? 'calendar' : kindOf(c, step.day);
}

function tellDay(c: Compiled, day: number) {
  const name = c.exceptions.get(day)?.name;
  return { day: formatDay(day), weekday: weekdayOf(day), dayKind: kindOf(c, day), ...(name ? { name } : {}) };
}

function tellDue(c: Compiled, dueAt: number, leg: number, running: number): ExplanationLine {
  // A day that ends at 24:00 is still the day it ends.
  return { ...tellDay(c, dayOf(dueAt - 1, c.offset)), kind: 'due', leg, counted: 0, running };
}
