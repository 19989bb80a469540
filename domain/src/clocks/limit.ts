import { ClockError } from './error.ts';
import type { CountUnit, Limit, LimitUnit } from './types.ts';

/** What each unit is counted in, and how many of that one of it makes. */
const COUNTED: Record<LimitUnit, { unit: CountUnit; each: number }> = {
  minute: { unit: 'minute', each: 1 },
  hour: { unit: 'minute', each: 60 },
  working_hour: { unit: 'working_minute', each: 60 },
  working_day: { unit: 'working_day', each: 1 },
  calendar_day: { unit: 'calendar_day', each: 1 },
};

/** More than ten years of minutes is a mistake; it also keeps every product below 2^53. */
const MOST = 10 * 366 * 24 * 60;

export const LIMIT_UNITS = Object.keys(COUNTED) as LimitUnit[];

/** A limit in what it is counted in: hours as whole minutes, days as they are. */
export type Count = { unit: CountUnit; total: number };

/** Refuses an unknown unit, zero, negatives, what is not a number, half days and fractions of a minute. */
export function checkLimit(limit: Limit, at = 'limit'): void {
  toCount(limit, at);
}

/** Throws ClockError `limit_invalid`, `limit_not_positive`, `limit_not_whole` or `deadline_too_far`. */
export function toCount(limit: Limit, at = 'limit'): Count {
  const counted = Object.hasOwn(COUNTED, limit?.unit) ? COUNTED[limit.unit] : undefined;
  if (!counted || typeof limit.n !== 'number' || Number.isNaN(limit.n)) throw new ClockError('limit_invalid', at);
  if (limit.n <= 0) throw new ClockError('limit_not_positive', at);
  // 2.3 * 60 is 137.99999999999997: people mean the nearest whole minute.
  const total = Math.round(limit.n * counted.each);
  if (total > MOST) throw new ClockError('deadline_too_far', at);
  if (Math.abs(total - limit.n * counted.each) > 1e-6 || total === 0) throw new ClockError('limit_not_whole', at);
  return { unit: counted.unit, total };
}

/** The limit and its extensions in order, neighbours of like unit added up. */
export function toLegs(limit: Limit, extensions: Limit[]): Count[] {
  const legs = [toCount(limit)];
  for (const [i, extension] of extensions.entries()) {
    const next = toCount(extension, `extensions[${i}]`);
    const last = legs[legs.length - 1] as Count;
    if (last.unit === next.unit) last.total += next.total;
    else legs.push(next);
  }
  return legs;
}

/**
 * Negative when `a` is the shorter, 0 when equal, positive when longer; null for units that only a date can compare
 * (is 1 working day more than 20 hours?): count both with `deadline` then.
 */
export function compareLimits(a: Limit, b: Limit): number | null {
  const left = toCount(a, 'a');
  const right = toCount(b, 'b');
  return left.unit === right.unit ? Math.sign(left.total - right.total) : null;
}

export type Part = { n: number; unit: 'day' | 'hour' | 'minute' | 'working_day' | 'working_hour' | 'working_minute' };

/**
 * A count as the parts people say, for a face to put into words: 90 minutes are 1 hour and 30 minutes, 1,500 are 1 day
 * and 1 hour. Working minutes never become days, whose length differs by season. Zero is 0 minutes or 0 days.
 */
export function countParts(n: number, unit: CountUnit): Part[] {
  if (unit === 'working_day') return [{ n, unit }];
  if (unit === 'calendar_day') return [{ n, unit: 'day' }];
  const working = unit === 'working_minute';
  const days = working ? 0 : Math.floor(n / 1440);
  const hours = Math.floor((n - days * 1440) / 60);
  const minutes = n - days * 1440 - hours * 60;
  const parts: Part[] = [];
  if (days > 0) parts.push({ n: days, unit: 'day' });
  if (hours > 0) parts.push({ n: hours, unit: working ? 'working_hour' : 'hour' });
  if (minutes > 0 || parts.length === 0) parts.push({ n: minutes, unit: working ? 'working_minute' : 'minute' });
  return parts;
}

/** A limit as the pack wrote it, in words-free parts: {n: 1.5, unit: 'hour'} is 1 hour, 30 minutes; 48 hours stay 48. */
export function limitParts(limit: Limit): Part[] {
  const { unit, total } = toCount(limit);
  if (limit.unit === 'calendar_day' || limit.unit === 'working_day') return countParts(total, unit);
  if (Number.isInteger(limit.n)) return [{ n: limit.n, unit: limit.unit }];
  const working = unit === 'working_minute';
  const hours = Math.floor(total / 60);
  const minutes: Part = { n: total % 60, unit: working ? 'working_minute' : 'minute' };
  return hours > 0 ? [{ n: hours, unit: working ? 'working_hour' : 'hour' }, minutes] : [minutes];
}
