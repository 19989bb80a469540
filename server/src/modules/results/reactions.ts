import { join, sql, type Tx } from '../../platform/db.ts';
import type { Happened, Projection } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { rebuildDay, reportedDays } from './tally.ts';

/** A matter's day is the one it was reported on, whatever happens to it later. */
async function markDays(tx: Tx, county: CountyRuntime, events: readonly Happened[]): Promise<void> {
  const ids = [...new Set(events.filter(({ subject }) => subject.kind === 'matter').map(({ subject }) => subject.id))];
  if (ids.length === 0) return;
  await tx.rows(sql`
    INSERT INTO tally_dirty (county_id, day)
    SELECT DISTINCT ${county.id}::text, ((submitted_at AT TIME ZONE 'UTC') + make_interval(mins => ${county.pack.utcOffsetMinutes}))::date
    FROM matter WHERE county_id = ${county.id} AND matter_id = ANY(${ids}::uuid[])
    ON CONFLICT DO NOTHING`);
}

/** One day after the other, each in its own transaction, which also takes the mark away. */
async function rebuildMarked(
  services: Services,
  county: CountyRuntime,
  enough: () => boolean = () => false,
): Promise<string[]> {
  const rebuilt: string[] = [];
  for (;;) {
    const day = await services.db.tx(async (tx) => {
      const row = await tx.row<{ day: string }>(sql`
        DELETE FROM tally_dirty WHERE county_id = ${county.id} AND day = (
          SELECT day FROM tally_dirty WHERE county_id = ${county.id} ORDER BY day DESC LIMIT 1)
        RETURNING day`);
      if (row) await rebuildDay(tx, county, row.day);
      return row?.day ?? null;
    });
    if (day !== null) rebuilt.push(day);
    if (day === null || enough()) return rebuilt;
  }
}

export const tallies: Projection = {
  name: 'tallies',
  mark: markDays,
  recounts: true,
  async rebuild(services, county, enough) {
    const days = await rebuildMarked(services, county, enough);
    return days.length > 0 ? [{ name: 'tally', data: {} }] : [];
  },
};

/** Counts every day again. @returns how many days */
export async function rebuildAllTallies(services: Services, county: CountyRuntime): Promise<number> {
  const days = await reportedDays(services.db, county);
  for (let from = 0; from < days.length; from += 1000) {
    const rows = days.slice(from, from + 1000).map((day) => sql`(${county.id}, ${day}::date)`);
    await services.db.rows(sql`INSERT INTO tally_dirty (county_id, day) VALUES ${join(rows)} ON CONFLICT DO NOTHING`);
  }
  await services.db.rows(sql`
    DELETE FROM tally WHERE county_id = ${county.id} AND NOT (day = ANY(${days}::date[]))`);
  return (await rebuildMarked(services, county)).length;
}
