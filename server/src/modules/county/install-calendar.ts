/** The county's calendar as versions: each is whole, and none is ever changed. */
import { createHash } from 'node:crypto';
import type { Calendar } from '@huying/domain/clocks';
import { canonical } from '@huying/domain/kernel';
import type { Pack } from '@huying/domain/pack';
import { at, type Queryable, sql, type Tx } from '../../platform/db.ts';
import { appendAlone, type By } from '../../platform/journal.ts';

export async function latestCalendar(db: Queryable, county: string): Promise<Calendar | null> {
  const row = await db.row<{ body: Calendar }>(sql`
    SELECT body FROM calendar WHERE county_id = ${county} ORDER BY version DESC LIMIT 1`);
  return row?.body ?? null;
}

/** Two who publish at once follow each other. The lock is the one of the calendar's chain. */
export async function lockCalendar(tx: Tx, county: string): Promise<void> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county}/calendar/calendar`}, 0))`);
}

/** Writes the next version and journals it. @returns the version. */
export async function publishCalendar(
  tx: Tx,
  county: string,
  body: Omit<Calendar, 'version'>,
  { by, now, year = null }: { by: By; now: number; year?: number | null },
): Promise<number> {
  await lockCalendar(tx, county);
  const last = await tx.row<{ version: number }>(sql`
    SELECT coalesce(max(version), 0)::int AS version FROM calendar WHERE county_id = ${county}`);
  const version = (last?.version ?? 0) + 1;
  const whole: Calendar = { ...body, version };
  await tx.rows(sql`
    INSERT INTO calendar (county_id, version, body, made_at)
    VALUES (${county}, ${version}, ${JSON.stringify(whole)}, ${at(now)})`);
  const digest = createHash('sha256').update(canonical(whole)).digest('base64url');
  await appendAlone(tx, county, { kind: 'calendar', id: 'calendar' }, [
    { kind: 'calendar.published', by, at: now, version, digest, year },
  ]);
  return version;
}

/** The pack's calendar as the next version; years published in the program meanwhile are kept where the pack has none. */
export async function installCalendar(tx: Tx, pack: Pack, now: number): Promise<void> {
  const { id, utcOffsetMinutes } = pack.county;
  const { workweek, seasons, publishedYears } = pack.calendar;
  const days = pack.calendar.days as Calendar['days'];
  const before = await latestCalendar(tx, id);
  const own = (before?.publishedYears ?? []).filter((year) => !publishedYears.includes(year));
  const ownDays = (before?.days ?? []).filter((one) => own.includes(Number(one.day.slice(0, 4))));
  const body = {
    utcOffsetMinutes,
    workweek,
    seasons,
    publishedYears: [...publishedYears, ...own].sort((a, b) => a - b),
    days: [...days, ...ownDays],
  };
  await publishCalendar(tx, id, body, { by: { person: null, post: null }, now });
}
