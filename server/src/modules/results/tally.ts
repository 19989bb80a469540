/**
 * Tallies: one row per day of report, community and item, made by counting that day's matters again whenever one of them
 * changed. A day is the unit because an index gives its matters; nothing here ever reads all of them.
 */
import { at, type Queryable, sql, type Tx } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';

/** Figures of one cell. Judged, satisfied and met are of the first verdict: a redo never betters them. */
export type Tally = {
  day: string;
  community_id: string;
  item_id: string;
  received: number;
  concluded: number;
  closed: number;
  judged: number;
  satisfied: number;
  met: number;
  on_time: number;
  late: number;
  /** Whole hours from report to first conclusion, summed over `concluded`. */
  hours: number;
  redone: number;
};

const FIGURES = [
  'received',
  'concluded',
  'closed',
  'judged',
  'satisfied',
  'met',
  'on_time',
  'late',
  'hours',
  'redone',
] as const satisfies (keyof Tally)[];

const DAY = 86_400_000;

/** Start of a local day. */
export function startOfDay(county: CountyRuntime, day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - county.pack.utcOffsetMinutes * 60_000;
}

/** Where a place is counted: at its community, or at itself where it lies above one. */
function countedAt(county: CountyRuntime, place: string): string {
  for (let at = county.placesEver.get(place); at; at = at.parent ? county.placesEver.get(at.parent) : undefined) {
    if (at.kind === 'community') return at.id;
  }
  return place;
}

/**
 * Counts one day from its matters; historic ones are left out. On time or late is the clock that ran up to the first
 * conclusion: the lead's, or the holder's own where no unit was called.
 */
export async function countDay(db: Queryable, county: CountyRuntime, day: string): Promise<Tally[]> {
  const from = startOfDay(county, day);
  const rows = await db.rows<Tally & { place_id: string }>(sql`
    SELECT m.place_id, coalesce(m.item_id, '') AS item_id,
      count(*)::int AS received,
      count(m.first_concluded_at)::int AS concluded,
      count(m.closed_at)::int AS closed,
      count(m.first_verdict)::int AS judged,
      count(*) FILTER (WHERE (m.first_verdict->>'satisfied')::boolean)::int AS satisfied,
      count(*) FILTER (WHERE (m.first_verdict->>'met')::boolean)::int AS met,
      count(*) FILTER (WHERE c.verdict = 'on_time')::int AS on_time,
      count(*) FILTER (WHERE c.verdict = 'late')::int AS late,
      coalesce(sum(floor(extract(epoch FROM m.first_concluded_at - m.submitted_at) / 3600)), 0)::bigint AS hours,
      count(*) FILTER (WHERE m.redo_count > 0)::int AS redone
    FROM matter m
    LEFT JOIN LATERAL (
      SELECT k.verdict FROM clock k
      LEFT JOIN assignment a ON a.county_id = k.county_id AND a.matter_id = k.matter_id AND a.assignment_no = k.assignment_no
      WHERE k.county_id = ${county.id} AND k.matter_id = m.matter_id AND k.kind = 'conclude'
        AND k.verdict IN ('on_time', 'late') AND k.stopped_at <= m.first_concluded_at
        AND (k.assignment_no IS NULL OR a.role = 'lead')
      ORDER BY k.assignment_no IS NULL, k.clock_no LIMIT 1
    ) c ON TRUE
    WHERE m.county_id = ${county.id} AND m.submitted_at >= ${at(from)} AND m.submitted_at < ${at(from + DAY)} AND NOT m.historic
    GROUP BY m.place_id, coalesce(m.item_id, '')`);
  return fold(county, day, rows);
}

function fold(county: CountyRuntime, day: string, rows: (Tally & { place_id: string })[]): Tally[] {
  const cells = new Map<string, Tally>();
  for (const { place_id, ...row } of rows) {
    const community = countedAt(county, place_id);
    const key = `${community}/${row.item_id}`;
    const cell = cells.get(key);
    if (!cell) cells.set(key, { ...row, day, community_id: community });
    else for (const figure of FIGURES) cell[figure] += row[figure];
  }
  return [...cells.values()];
}

/** Puts what was counted in the place of what stood there. */
export async function rebuildDay(tx: Tx, county: CountyRuntime, day: string): Promise<void> {
  const rows = (await countDay(tx, county, day)).map((tally) => ({ county_id: county.id, ...tally }));
  await tx.rows(sql`DELETE FROM tally WHERE county_id = ${county.id} AND day = ${day}`);
  await tx.rows(
    sql`INSERT INTO tally SELECT * FROM json_populate_recordset(null::tally, ${JSON.stringify(rows)}::json)`,
  );
}

/** Days on which anything was reported, first and last; null where nothing was. */
export async function reportedDays(db: Queryable, county: CountyRuntime): Promise<string[]> {
  const row = await db.row<{ first: number | null; last: number | null }>(sql`
    SELECT min(submitted_at) AS first, max(submitted_at) AS last FROM matter WHERE county_id = ${county.id}`);
  if (row?.first == null || row.last == null) return [];
  const offset = county.pack.utcOffsetMinutes * 60_000;
  const days: string[] = [];
  for (let n = Math.floor((row.first + offset) / DAY); n <= Math.floor((row.last + offset) / DAY); n += 1) {
    days.push(new Date(n * DAY).toISOString().slice(0, 10));
  }
  return days;
}

/** Where the kept tallies differ from a count of the rows now; empty when they agree. Days that wait to be counted do differ. */
export async function compareTallies(db: Queryable, county: CountyRuntime): Promise<string[]> {
  const differing: string[] = [];
  const spell = (tallies: Tally[]): string =>
    JSON.stringify(
      tallies
        .map((tally) => [tally.community_id, tally.item_id, ...FIGURES.map((figure) => tally[figure])])
        .sort((a, b) => (`${a[0]}/${a[1]}` < `${b[0]}/${b[1]}` ? -1 : 1)),
    );
  const days = await reportedDays(db, county);
  for (const day of days) {
    const kept = await db.rows<Tally>(sql`SELECT * FROM tally WHERE county_id = ${county.id} AND day = ${day}`);
    if (spell(kept) !== spell(await countDay(db, county, day))) differing.push(day);
  }
  const stray = await db.rows<{ day: string }>(sql`
    SELECT DISTINCT day FROM tally WHERE county_id = ${county.id} AND NOT (day = ANY(${days}::date[]))`);
  return [...differing, ...stray.map((row) => row.day)].sort();
}
