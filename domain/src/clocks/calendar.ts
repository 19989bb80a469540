import { checkInstant, civil, DAY, dayOf, formatDay, MINUTE, parseDay, parseTime, weekdayOf } from './day.ts';
import { ClockError } from './error.ts';
import type { Calendar, Day, DayKind, Instant } from './types.ts';

/** A search over days ends here, about ten years on, with `deadline_too_far`. */
export const SEARCH_DAYS = 3660;

type Span = readonly [from: number, to: number];

/** A calendar made ready for counting: day numbers and milliseconds only. */
export type Compiled = {
  version: number;
  offset: number;
  /** Indexed by ISO weekday. */
  workweek: boolean[];
  /** Sorted by start (month * 100 + date); spans in milliseconds after midnight. */
  seasons: { start: number; spans: Span[]; end: number }[];
  published: Set<number>;
  exceptions: Map<number, { kind: 'holiday' | 'workday'; name: string }>;
};

const compiled = new WeakMap<Calendar, Compiled>();

/** Checks a calendar and makes it ready, once per object. Throws ClockError naming the field. */
export function compile(calendar: Calendar): Compiled {
  let ready = compiled.get(calendar);
  if (!ready) {
    ready = build(calendar);
    compiled.set(calendar, ready);
  }
  return ready;
}

function build(calendar: Calendar): Compiled {
  const offset = calendar.utcOffsetMinutes;
  if (!Number.isInteger(offset) || Math.abs(offset) > 14 * 60)
    throw new ClockError('offset_invalid', 'utcOffsetMinutes');
  return {
    version: calendar.version,
    offset: offset * MINUTE,
    workweek: buildWorkweek(calendar.workweek),
    seasons: buildSeasons(calendar.seasons),
    published: buildYears(calendar.publishedYears),
    exceptions: buildExceptions(calendar.days),
  };
}

function buildWorkweek(weekdays: number[]): boolean[] {
  if (!Array.isArray(weekdays) || weekdays.length === 0) throw new ClockError('workweek_empty', 'workweek');
  const week = new Array<boolean>(8).fill(false);
  for (const [i, weekday] of weekdays.entries()) {
    if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7 || week[weekday]) {
      throw new ClockError('workweek_invalid', `workweek[${i}]`);
    }
    week[weekday] = true;
  }
  return week;
}

function buildSeasons(seasons: Calendar['seasons']): Compiled['seasons'] {
  if (!Array.isArray(seasons) || seasons.length === 0) throw new ClockError('seasons_empty', 'seasons');
  const built = seasons.map((season, i) => {
    // 2000 was a leap year: a season may start on 02-29.
    const first = parseDay(`2000-${season?.from}`);
    if (first === null) throw new ClockError('season_invalid', `seasons[${i}].from`);
    const { month, date } = civil(first);
    const spans = buildSpans(season.spans, `seasons[${i}].spans`);
    return { start: month * 100 + date, spans, end: (spans.at(-1) as Span)[1] };
  });
  built.sort((a, b) => a.start - b.start);
  if (built.some((season, i) => season.start === built[i - 1]?.start)) throw new ClockError('season_twice', 'seasons');
  return built;
}

function buildSpans(spans: { from: string; to: string }[], at: string): Span[] {
  if (!Array.isArray(spans) || spans.length === 0) throw new ClockError('spans_empty', at);
  const built = spans.map((span, i): Span => {
    const from = parseTime(span?.from);
    const to = parseTime(span?.to);
    if (from === null || to === null || from >= to) throw new ClockError('span_invalid', `${at}[${i}]`);
    return [from, to];
  });
  built.sort((a, b) => a[0] - b[0]);
  if (built.some((span, i) => i > 0 && span[0] < (built[i - 1] as Span)[1])) throw new ClockError('spans_overlap', at);
  return built;
}

function buildYears(years: number[]): Set<number> {
  if (!Array.isArray(years) || !years.every(Number.isInteger)) throw new ClockError('year_invalid', 'publishedYears');
  return new Set(years);
}

function buildExceptions(days: Calendar['days']): Compiled['exceptions'] {
  if (!Array.isArray(days)) throw new ClockError('calendar_day_invalid', 'days');
  const map: Compiled['exceptions'] = new Map();
  for (const [i, exception] of days.entries()) {
    const day = parseDay(exception?.day);
    if (day === null || (exception.kind !== 'holiday' && exception.kind !== 'workday')) {
      throw new ClockError('calendar_day_invalid', `days[${i}]`);
    }
    if (map.has(day)) throw new ClockError('calendar_day_twice', `days[${i}]`);
    map.set(day, { kind: exception.kind, name: exception.name });
  }
  return map;
}

export function isWorking(c: Compiled, day: number): boolean {
  const exception = c.exceptions.get(day);
  return exception ? exception.kind === 'workday' : (c.workweek[weekdayOf(day)] as boolean);
}

export function kindOf(c: Compiled, day: number): DayKind {
  const usual = c.workweek[weekdayOf(day)];
  const exception = c.exceptions.get(day);
  if (exception?.kind === 'holiday') return 'holiday';
  if (exception && !usual) return 'makeup';
  return usual ? 'working' : 'weekend';
}

/** The season in force: the last begun this year, else the one that lasts over from last year. */
export function seasonOf(c: Compiled, day: number): Compiled['seasons'][number] {
  const last = c.seasons.length - 1;
  if (last > 0) {
    const { month, date } = civil(day);
    const today = month * 100 + date;
    for (let i = last; i >= 0; i--) {
      const season = c.seasons[i] as Compiled['seasons'][number];
      if (season.start <= today) return season;
    }
  }
  return c.seasons[last] as Compiled['seasons'][number];
}

/** The working spans of a day as instants, none on a day off. */
export function workingSpans(c: Compiled, day: number): [Instant, Instant][] {
  if (!isWorking(c, day)) return [];
  const midnight = day * DAY - c.offset;
  return seasonOf(c, day).spans.map(([from, to]) => [midnight + from, midnight + to]);
}

/**
 * What a calendar says of a day 'YYYY-MM-DD': its kind, the holiday's name, its spans as instants, and whether
 * its year is still without published holidays. Throws ClockError `day_invalid`.
 */
export function describeDay(calendar: Calendar, day: Day) {
  const c = compile(calendar);
  const number = parseDay(day);
  if (number === null) throw new ClockError('day_invalid', 'day');
  const name = c.exceptions.get(number)?.name;
  return {
    day,
    weekday: weekdayOf(number),
    kind: kindOf(c, number),
    ...(name ? { name } : {}),
    spans: workingSpans(c, number),
    provisional: !c.published.has(civil(number).year),
  };
}

/** The county's local day of an instant. */
export function localDay(calendar: Calendar, instant: Instant): Day {
  checkInstant(instant, 'instant');
  return formatDay(dayOf(instant, compile(calendar).offset));
}

/** The instant itself when inside a working span, else the start of the next one. Throws `deadline_too_far`. */
export function nextWorkingInstant(calendar: Calendar, instant: Instant): Instant {
  checkInstant(instant, 'instant');
  const c = compile(calendar);
  const first = dayOf(instant, c.offset);
  for (let day = first; day <= first + SEARCH_DAYS; day++) {
    for (const [from, to] of workingSpans(c, day)) {
      if (instant < to) return Math.max(instant, from);
    }
  }
  throw new ClockError('deadline_too_far', 'instant');
}
