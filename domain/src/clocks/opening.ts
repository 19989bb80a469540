/**
 * Opening hours of a place that people go to: by weekday, with the county's holidays and make-up workdays and with days of
 * its own. An exception of the place's own wins over the calendar, the calendar over the weekday.
 */
import { describeDay } from './calendar.ts';
import { DAY, dayOf, formatDay, MINUTE, parseDay, parseTime, weekdayOf } from './day.ts';
import type { Calendar, Day, Instant } from './types.ts';

/** Local times HH:MM, `to` up to 24:00 and after `from`: a night is two spans. */
export type OpeningSpan = { from: string; to: string };

export type Hours = {
  /** Seven lists, Monday first; an empty one is a day off. */
  week: OpeningSpan[][];
  /** What holds on a public holiday. */
  holidays: 'closed' | 'usual';
  /** What holds on a make-up workday: Monday's hours, or the weekday's own. */
  makeup: 'monday' | 'usual';
  /** Days of its own; no spans: closed. */
  exceptions: { day: Day; spans: OpeningSpan[] }[];
};

export type HoursFault = { path: string; code: string };

/** Every fault: `hours_time_invalid`, `hours_order` (closing at or before opening), `hours_overlap`, `hours_day_invalid`, `hours_day_twice`. */
export function hoursFaults(hours: Hours): HoursFault[] {
  const faults: HoursFault[] = [];
  if (hours.week.length !== 7) faults.push({ path: 'week', code: 'hours_week' });
  hours.week.forEach((spans, i) => void faults.push(...spanFaults(spans, `week.${i}`)));
  const seen = new Set<string>();
  hours.exceptions.forEach(({ day, spans }, i) => {
    const path = `exceptions.${i}`;
    if (parseDay(day) === null) faults.push({ path: `${path}.day`, code: 'hours_day_invalid' });
    if (seen.has(day)) faults.push({ path: `${path}.day`, code: 'hours_day_twice' });
    seen.add(day);
    faults.push(...spanFaults(spans, `${path}.spans`));
  });
  return faults;
}

function spanFaults(spans: readonly OpeningSpan[], path: string): HoursFault[] {
  const faults: HoursFault[] = [];
  const read = spans.map((span, i) => {
    const from = parseTime(span.from);
    const to = parseTime(span.to);
    if (from === null || to === null) faults.push({ path: `${path}.${i}`, code: 'hours_time_invalid' });
    else if (from >= to) faults.push({ path: `${path}.${i}`, code: 'hours_order' });
    return { from: from ?? 0, to: to ?? 0, i };
  });
  const sorted = [...read].sort((a, b) => a.from - b.from);
  sorted.forEach((span, n) => {
    const before = sorted[n - 1];
    if (before && span.from < before.to) faults.push({ path: `${path}.${span.i}`, code: 'hours_overlap' });
  });
  return faults;
}

export type OpenDay = {
  day: Day;
  spans: OpeningSpan[];
  why: 'exception' | 'holiday' | 'makeup' | 'week';
  name?: string;
};

/** The hours of one day and which rule gave them. Throws ClockError `day_invalid`. */
export function openingOn(hours: Hours, calendar: Calendar, day: Day): OpenDay {
  const own = hours.exceptions.find((one) => one.day === day);
  const { kind, weekday, name } = describeDay(calendar, day);
  const named = name ? { name } : {};
  if (own) return { day, spans: inOrder(own.spans), why: 'exception', ...named };
  if (kind === 'holiday' && hours.holidays === 'closed') return { day, spans: [], why: 'holiday', ...named };
  if (kind === 'makeup' && hours.makeup === 'monday') {
    return { day, spans: inOrder(hours.week[0] ?? []), why: 'makeup', ...named };
  }
  return { day, spans: inOrder(hours.week[weekday - 1] ?? []), why: 'week', ...named };
}

function inOrder(spans: readonly OpeningSpan[]): OpeningSpan[] {
  return [...spans].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** `until`: null while open with no end in sight; `opens`: null while open, or where it does not open within `LOOK_DAYS`. */
export type OpenState = { open: boolean; until: Instant | null; opens: Instant | null };

/** How far ahead the next opening or closing is looked for. */
const LOOK_DAYS = 30;

/** Whether it is open at an instant, until when, or else when next. At closing time it is closed. */
export function openingAt(hours: Hours, calendar: Calendar, now: Instant): OpenState {
  const offset = calendar.utcOffsetMinutes * MINUTE;
  const today = dayOf(now, offset);
  let until: Instant | null = null;
  for (let day = today; day <= today + LOOK_DAYS; day += 1) {
    const midnight = day * DAY - offset;
    for (const { from, to } of openingOn(hours, calendar, formatDay(day)).spans) {
      const start = midnight + (parseTime(from) ?? 0);
      const end = midnight + (parseTime(to) ?? 0);
      if (until === null) {
        if (now < start) return { open: false, until: null, opens: start };
        if (now < end) until = end;
      } else if (start === until) until = end;
      else return { open: true, until, opens: null };
    }
    // What closes before midnight has closed; only what runs to 24:00 may go on.
    if (until !== null && until < midnight + DAY) return { open: true, until, opens: null };
  }
  return { open: until !== null, until: null, opens: null };
}

const NAMES = ['一', '二', '三', '四', '五', '六', '日'];

/** The week in one cell: `周一至周五 08:30-12:00 13:30-17:30；周六 09:00-12:00`. Days that are alike stand together. */
export function hoursText(week: readonly OpeningSpan[][]): string {
  const texts = week.map((spans) =>
    inOrder(spans)
      .map(({ from, to }) => `${from}-${to}`)
      .join(' '),
  );
  if (texts[0] && texts.every((text) => text === texts[0])) return `每天 ${texts[0]}`;
  const parts: string[] = [];
  for (let i = 0; i < 7; ) {
    let end = i;
    while (end < 6 && texts[end + 1] === texts[i]) end += 1;
    const days = end === i ? `周${NAMES[i]}` : `周${NAMES[i]}至周${NAMES[end]}`;
    if (texts[i]) parts.push(`${days} ${texts[i]}`);
    i = end + 1;
  }
  return parts.join('；');
}

const PART = /^(每天|周[一二三四五六日天](?:[至到-]周?[一二三四五六日天])?(?:[、,]周?[一二三四五六日天])*)\s*(.+)$/;
const SPAN = /^(\d{1,2}):(\d{2})[-—~至](\d{1,2}):(\d{2})$/;

/** What `hoursText` writes, read with patience; null for anything else. An empty text is a week without hours. */
export function parseHours(text: string): OpeningSpan[][] | null {
  const week: OpeningSpan[][] = Array.from({ length: 7 }, () => []);
  for (const part of text.replaceAll('：', ':').split(/[;；\n]/)) {
    if (!part.trim()) continue;
    const found = PART.exec(part.trim());
    const days = found ? daysOf(found[1] as string) : null;
    const spans = found ? spansOf(found[2] as string) : null;
    if (!days || !spans) return null;
    for (const day of days) week[day]?.push(...spans);
  }
  return week;
}

function daysOf(text: string): number[] | null {
  if (text === '每天') return [0, 1, 2, 3, 4, 5, 6];
  const days: number[] = [];
  for (const piece of text.split(/[、,]/)) {
    const ends = piece.split(/[至到-]/).map((one) => NAMES.indexOf(one.replace('周', '').replace('天', '日')));
    const [first = -1, last = first] = ends;
    if (first < 0 || last < first) return null;
    for (let day = first; day <= last; day += 1) days.push(day);
  }
  return days;
}

function spansOf(text: string): OpeningSpan[] | null {
  const spans: OpeningSpan[] = [];
  for (const piece of text.split(/[\s,，、]+/).filter(Boolean)) {
    const found = SPAN.exec(piece);
    if (!found) return null;
    const [, h1 = '', m1, h2 = '', m2] = found;
    spans.push({ from: `${h1.padStart(2, '0')}:${m1}`, to: `${h2.padStart(2, '0')}:${m2}` });
  }
  return spans.length > 0 ? spans : null;
}

/** The weekday of a local day, Monday 1 to Sunday 7; null where there is no such day. */
export function weekdayOfDay(day: Day): number | null {
  const number = parseDay(day);
  return number === null ? null : weekdayOf(number);
}

/** The local day so many days after another. Throws RangeError where there is no such day. */
export function dayAfter(day: Day, days: number): Day {
  const number = parseDay(day);
  if (number === null) throw new RangeError(`no such day: ${day}`);
  return formatDay(number + days);
}

/** The instant of a local time of a day. Throws RangeError where there is no such day or time. */
export function instantAt(calendar: Pick<Calendar, 'utcOffsetMinutes'>, day: Day, time: string): Instant {
  const number = parseDay(day);
  const after = parseTime(time);
  if (number === null || after === null) throw new RangeError(`no such time: ${day} ${time}`);
  return number * DAY - calendar.utcOffsetMinutes * MINUTE + after;
}
