/** Rows that hold from a day to a day: both ends count, and without a last day they go on. Days are the county's, YYYY-MM-DD. */
import { raw, type Sql, sql } from './db.ts';

/** @param row alias of the row with `from_day` and `to_day`; written by the program, never input */
export function inForce(row: string, day: string): Sql {
  return sql`(${raw(row)}.from_day <= ${day} AND (${raw(row)}.to_day IS NULL OR ${raw(row)}.to_day >= ${day}))`;
}

/** In force on the day or later: what has not ended yet, begun or not. */
export function untilEnded(row: string, day: string): Sql {
  return sql`(${raw(row)}.to_day IS NULL OR (${raw(row)}.to_day >= ${day} AND ${raw(row)}.to_day >= ${raw(row)}.from_day))`;
}

/** The day before. */
export function dayBefore(day: string): string {
  return shiftDay(day, -1);
}

export function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}
