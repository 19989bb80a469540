// A second, slow counter to hold the first against: it goes minute by minute, asks the calendar by strings and Date,
// takes every extension by itself, and shares no code with what it checks. Starts and pauses fall on whole minutes.
import type { Calendar, ClockInput, Limit } from './index.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

type Today = { day: string; working: boolean; spans: { from: string; to: string }[] };
type Leg = { dueAt: number; yellowAt: number };

export function reference(input: ClockInput, calendar: Calendar): Leg {
  const limits = [input.limit, ...input.extensions];
  let from = input.startedAt;
  let receipt = local(calendar, from).day;
  let end: Leg = { dueAt: from, yellowAt: from };
  for (const limit of limits) {
    end = isDays(limit) ? countDays(input, calendar, limit, from, receipt) : countMinutes(input, calendar, limit, from);
    from = end.dueAt;
    receipt = local(calendar, from - MINUTE).day;
  }
  return end;
}

function countMinutes(input: ClockInput, calendar: Calendar, limit: Limit, from: number): Leg {
  const wanted = limit.unit === 'minute' ? limit.n : limit.n * 60;
  let count = 0;
  let yellowAt = from;
  for (let at = from; ; at += MINUTE) {
    const now = local(calendar, at);
    if (isPaused(input, at)) continue;
    if (limit.unit === 'working_hour' && !isOpen(today(calendar, now.day), now.time)) continue;
    const before = count++;
    // Whole-number test of before < share * wanted <= count; the last minute may be yellow in part.
    const needed = Math.round(input.yellowShare * 100) * wanted;
    if (before * 100 < needed && needed <= count * 100) yellowAt = at + ((needed - before * 100) * MINUTE) / 100;
    if (count === wanted) return { dueAt: at + MINUTE, yellowAt };
  }
}

function countDays(input: ClockInput, calendar: Calendar, limit: Limit, from: number, receipt: string): Leg {
  let count = 0;
  let yellowAt = from;
  for (let midnight = from - ((from + calendar.utcOffsetMinutes * MINUTE) % DAY); ; midnight += DAY) {
    const { day } = local(calendar, midnight);
    const now = today(calendar, day);
    if (day <= receipt || (limit.unit === 'working_day' && !now.working)) continue;
    const endOfDay = input.endOfDay === 'span-end' ? last(now.spans.map((span) => span.to)) : input.endOfDay;
    const minutes = toMinutes(endOfDay);
    if (isPaused(input, midnight + (minutes - 1) * MINUTE)) continue;
    const end = midnight + minutes * MINUTE;
    const before = count++;
    const needed = Math.round(input.yellowShare * 100) * limit.n - before * 100;
    if (needed === 100) yellowAt = end;
    if (needed > 0 && needed < 100) yellowAt = withinDay(input, now, limit, midnight, end, needed);
    if (count === limit.n) return { dueAt: end, yellowAt };
  }
}

function withinDay(
  input: ClockInput,
  now: Today,
  limit: Limit,
  midnight: number,
  end: number,
  percent: number,
): number {
  const open: number[] = [];
  for (let at = midnight; at < end; at += MINUTE) {
    const time = toTime((at - midnight) / MINUTE);
    if (limit.unit === 'calendar_day' || isOpen(now, time)) open.push(at);
  }
  const needed = open.length * percent;
  let ran = 0;
  for (const at of open) {
    if (isPaused(input, at)) continue;
    ran += 100;
    if (ran >= needed) return at + ((needed - (ran - 100)) * MINUTE) / 100;
  }
  return end;
}

const days = new WeakMap<Calendar, Map<string, Today>>();

function today(calendar: Calendar, day: string): Today {
  const known = days.get(calendar) ?? days.set(calendar, new Map()).get(calendar) ?? new Map();
  const found = known.get(day);
  if (found) return found;
  const exception = calendar.days.find((one) => one.day === day);
  const weekday = new Date(day).getUTCDay() || 7;
  const working = exception ? exception.kind === 'workday' : calendar.workweek.includes(weekday);
  const seasons = calendar.seasons.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const season = seasons.findLast((one) => one.from <= day.slice(5)) ?? last(seasons);
  const answer = { day, working, spans: season.spans.toSorted((a, b) => (a.from < b.from ? -1 : 1)) };
  known.set(day, answer);
  return answer;
}

function local(calendar: Calendar, at: number): { day: string; time: string } {
  const text = new Date(at + calendar.utcOffsetMinutes * MINUTE).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
}

function isOpen(now: Today, time: string): boolean {
  return now.working && now.spans.some((span) => span.from <= time && time < span.to);
}

function isPaused(input: ClockInput, at: number): boolean {
  return input.pauses.some((pause) => pause.from <= at && at < (pause.to as number));
}

function isDays(limit: Limit): boolean {
  return limit.unit === 'working_day' || limit.unit === 'calendar_day';
}

function toMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

export function toTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function last<T>(list: T[]): T {
  return list[list.length - 1] as T;
}
