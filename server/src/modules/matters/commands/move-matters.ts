/**
 * After a change of the territory: matters below a place that ended are put under the places that came after, each by a
 * journaled act of the program. `place_then` stays. In batches; what is done leaves the range, so that a run that was cut off is
 * simply run again.
 */
import { pathRange } from '@huying/domain/kernel';
import { hex, type Queryable, type Sql, sql } from '../../../platform/db.ts';
import type { Head } from '../../../platform/journal.ts';
import { journalMany } from '../../../platform/journal-many.ts';
import type { Services } from '../../../platform/services.ts';
import { ancestors, type CountyRuntime, placeEver } from '../../county/runtime.ts';

const AT_ONCE = 200;

/** Where a place leads that may have ended: the same id while it has not. */
export type Follow = (place: string, point: [number, number] | null) => string;

type Row = {
  id: string;
  state: string;
  version: number;
  head: Buffer;
  place: string;
  path: string;
  submitted: string;
  lon: number | null;
  lat: number | null;
  holder: string | null;
  handler: string | null;
};

type Mark = Pick<Row, 'path' | 'submitted' | 'id'>;
const START: Mark = { path: '', submitted: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

function inRange(path: string): Sql {
  const { lo, hi } = pathRange(path);
  return sql`m.path >= ${lo} AND m.path < ${hi}`;
}

/** How many matters lie below a path. */
export async function countBelow(db: Queryable, county: string, path: string): Promise<number> {
  const row = await db.row<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM matter m WHERE m.county_id = ${county} AND ${inRange(path)}`,
  );
  return row?.n ?? 0;
}

/** How many that are not ended lie below the paths. */
export async function countOpenBelow(db: Queryable, county: string, path: string): Promise<number> {
  const row = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM matter m WHERE m.county_id = ${county} AND ${inRange(path)} AND m.holder_id IS NOT NULL`);
  return row?.n ?? 0;
}

/** The next place at or above one that holds matters. */
function holderFor(county: CountyRuntime, place: string): string {
  const line = ancestors(county, placeEver(county, place));
  return (line.find((one) => county.pack.raiseLadder.includes(one.kind as never)) ?? county.root).id;
}

/**
 * @param county as it stands after the change
 * @param report is told after each batch how many were moved so far
 * @returns how many matters were moved
 */
export async function moveMatters(
  services: Services,
  county: CountyRuntime,
  {
    path,
    follow,
    change,
    report = () => {},
    signal,
  }: {
    path: string;
    follow: Follow;
    change: string;
    report?: (moved: number) => void;
    signal?: AbortSignal;
  },
): Promise<number> {
  let moved = 0;
  let after = START;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await moveBatch(services, county, path, after, follow, change);
    const last = rows.at(-1);
    moved += rows.length;
    report(moved);
    if (rows.length > 0) services.wake(county.id);
    if (!last || rows.length < AT_ONCE) return moved;
    after = last;
  }
}

async function moveBatch(
  services: Services,
  county: CountyRuntime,
  path: string,
  after: Mark,
  follow: Follow,
  change: string,
): Promise<Row[]> {
  return services.db.tx(async (tx) => {
    const rows = await tx.rows<Row>(sql`
      SELECT m.matter_id AS id, m.state, m.version, m.head, m.place_id AS place, m.path, m.submitted_at::text AS submitted,
        m.lon, m.lat, m.holder_id AS holder, m.handler_id AS handler
      FROM matter m WHERE m.county_id = ${county.id} AND ${inRange(path)}
        AND (m.path, m.submitted_at, m.matter_id) > (${after.path}, ${after.submitted}::timestamptz, ${after.id}::uuid)
      ORDER BY m.path, m.submitted_at, m.matter_id LIMIT ${AT_ONCE} FOR UPDATE OF m`);
    if (rows.length === 0) return rows;
    const now = services.clock();
    const next = rows.map((row) => {
      const point: [number, number] | null = row.lon === null || row.lat === null ? null : [row.lon, row.lat];
      const place = follow(row.place, point);
      const hand = (held: string | null) => {
        if (held === null) return null;
        const to = follow(held, point);
        return to === held ? held : holderFor(county, to);
      };
      return { place, path: placeEver(county, place).path, holder: hand(row.holder), handler: hand(row.handler) };
    });
    const heads = await journalMany(
      tx,
      county.id,
      rows.map((row, index) => {
        const { place, holder } = next[index] as (typeof next)[number];
        return {
          subject: { kind: 'matter', id: row.id },
          head: { seq: row.version, hash: row.head },
          events: [
            {
              kind: 'matter.moved',
              by: { person: null, post: null },
              at: now,
              from: row.state,
              to: row.state,
              input: { place, was: row.place },
              holder,
              change,
            },
          ],
        };
      }),
    );
    const set = rows.map((row, index) => ({
      matter_id: row.id,
      ...(next[index] as (typeof next)[number]),
      version: (heads[index] as Head).seq,
      head: hex((heads[index] as Head).hash),
    }));
    await tx.rows(sql`
      UPDATE matter m SET place_id = r.place, path = r.path, holder_id = r.holder, handler_id = r.handler,
        version = r.version, head = r.head
      FROM json_to_recordset(${JSON.stringify(set)}::json)
        AS r(matter_id uuid, place text, path text, holder text, handler text, version int, head bytea)
      WHERE m.county_id = ${county.id} AND m.matter_id = r.matter_id`);
    return rows;
  });
}
