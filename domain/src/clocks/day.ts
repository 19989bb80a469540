// Days as whole numbers (days since 1970-01-01) so that counting needs no Date and no strings.
// The calendar arithmetic is Howard Hinnant's days_from_civil / civil_from_days.
import { ClockError } from './error.ts';
import type { Day, Instant } from './types.ts';

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** Years 1900 to 2200: a day outside is a slip of the keyboard, not a matter. */
const FIRST_INSTANT = dayNumber(1900, 1, 1) * DAY;
const LAST_INSTANT = dayNumber(2200, 1, 1) * DAY;

export function dayNumber(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civil(day: number): { year: number; month: number; date: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date };
}

/** ISO weekday of a day number: Monday 1 to Sunday 7 (1970-01-01 was a Thursday). */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function formatDay(day: number): Day {
  const { year, month, date } = civil(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Day number of 'YYYY-MM-DD', or null when there is no such day. */
export function parseDay(text: unknown): number | null {
  const match = typeof text === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) : null;
  if (!match) return null;
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  return formatDay(day) === text ? day : null;
}

/** Milliseconds after midnight of 'HH:MM', '24:00' included, or null. */
export function parseTime(text: unknown): number | null {
  const match = typeof text === 'string' ? /^(\d{2}):(\d{2})$/.exec(text) : null;
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return null;
  return (hours * 60 + minutes) * MINUTE;
}

/** Refuses what is not a whole millisecond of the years 1900 to 2199. */
export function checkInstant(instant: unknown, at: string): void {
  if (!Number.isInteger(instant) || (instant as number) < FIRST_INSTANT || (instant as number) >= LAST_INSTANT) {
    throw new ClockError('instant_invalid', at);
  }
}

/** The local day number an instant falls on. */
export function dayOf(instant: Instant, offset: number): number {
  return Math.floor((instant + offset) / DAY);
}
