/**
 * "What would change": a year's matters judged again under a version of the list, in batches by key, as a job. The result is
 * kept with every matter looked at, so that a figure opens the matters behind it. Goes on where it was cut off.
 */
import type { Calendar } from '@huying/domain/clocks';
import { at, type Db, type Queryable, sql, stamp } from '../../../platform/db.ts';
import { defineJob } from '../../../platform/jobs.ts';
import { insertRows } from '../../../platform/rows.ts';
import type { Services } from '../../../platform/services.ts';
import { readItems } from '../../county/index.ts';
import type { CountyRuntime, ItemRow } from '../../county/runtime.ts';
import { type ClockRow, clockOf } from '../repository.ts';
import { judgePast } from './judge.ts';

export const REPLAY = 'lists.replay';
const AT_ONCE = 500;

/** What nobody was answerable for in the end. */
const LEFT_OUT = ['rejected', 'withdrawn'];

export type ReplayRow = {
  id: string;
  list: string;
  version: number;
  revision: number;
  from: string;
  to: string;
  madeAt: number;
  looked: number;
  doneAt: number | null;
  figures: Record<string, number> | null;
};

export async function readReplay(
  db: Queryable,
  county: string,
  where: { id: string } | { list: string; version: number },
): Promise<ReplayRow | null> {
  const which =
    'id' in where ? sql`replay_id = ${where.id}` : sql`list_id = ${where.list} AND version = ${where.version}`;
  return db.row<ReplayRow>(sql`
    SELECT replay_id AS id, list_id AS list, version, revision, from_day AS from, to_day AS to, made_at AS "madeAt", looked,
      done_at AS "doneAt", figures
    FROM list_replay WHERE county_id = ${county} AND ${which}`);
}

type PastRow = {
  id: string;
  submitted_at: number;
  path: string;
  list_version: number;
  item_id: string;
  condition_id: string | null;
};

type Mark = { at: number; id: string };

/** Matters of the list in the window, by the index of days. */
function window(county: CountyRuntime, { list, from, to }: Pick<ReplayRow, 'list' | 'from' | 'to'>) {
  const start = (day: string) => at(Date.parse(`${day}T00:00:00Z`) - county.pack.utcOffsetMinutes * 60_000);
  return sql`m.submitted_at >= ${start(from)} AND m.submitted_at < ${start(to)}
    AND m.list_id = ${list} AND m.item_id IS NOT NULL AND NOT m.historic AND m.state <> ALL(${LEFT_OUT})`;
}

function nextMatters(db: Queryable, county: CountyRuntime, replay: ReplayRow, after: Mark): Promise<PastRow[]> {
  return db.rows<PastRow>(sql`
    SELECT m.matter_id AS id, m.submitted_at, m.path, m.list_version, m.item_id, m.condition_id FROM matter m
    WHERE m.county_id = ${county.id} AND ${window(county, replay)} AND (m.submitted_at, m.matter_id) > (${at(after.at)}, ${after.id}::uuid)
    ORDER BY m.submitted_at, m.matter_id LIMIT ${AT_ONCE}`);
}

async function clocksOf(db: Queryable, county: string, ids: string[]) {
  const rows = await db.rows<ClockRow & { matter_id: string }>(sql`
    SELECT * FROM clock WHERE county_id = ${county} AND matter_id = ANY(${ids}::uuid[]) ORDER BY matter_id, clock_no`);
  return Map.groupBy(rows, (row) => row.matter_id);
}

/** Where an earlier, cut-off run had come to. */
async function markOf(db: Queryable, county: string, replay: string): Promise<Mark> {
  const row = await db.row<Mark>(sql`
    SELECT submitted_at AS at, matter_id AS id FROM list_replay_matter
    WHERE county_id = ${county} AND replay_id = ${replay} ORDER BY submitted_at DESC, matter_id DESC LIMIT 1`);
  return row ?? { at: 0, id: '00000000-0000-0000-0000-000000000000' };
}

async function totalOf(db: Queryable, county: CountyRuntime, replay: ReplayRow): Promise<number> {
  const row = await db.row<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM matter m WHERE m.county_id = ${county.id} AND ${window(county, replay)}`,
  );
  return row?.n ?? 0;
}

/** Figures are counted from what was kept: a figure and the matters behind it cannot differ. */
async function countFigures(db: Queryable, county: string, replay: string): Promise<Record<string, number>> {
  const rows = await db.rows<{ flag: string; n: number }>(sql`
    SELECT f.flag, count(*)::int AS n FROM list_replay_matter r CROSS JOIN LATERAL unnest(r.flags) AS f(flag)
    WHERE r.county_id = ${county} AND r.replay_id = ${replay} GROUP BY f.flag ORDER BY f.flag`);
  const all = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM list_replay_matter WHERE county_id = ${county} AND replay_id = ${replay}`);
  return { matters: all?.n ?? 0, ...Object.fromEntries(rows.map(({ flag, n }) => [flag, n])) };
}

async function judgeBatch(
  db: Db,
  county: CountyRuntime,
  replay: ReplayRow,
  items: ReadonlyMap<string, ItemRow>,
  rows: readonly PastRow[],
): Promise<void> {
  const clocks = await clocksOf(
    db,
    county.id,
    rows.map((row) => row.id),
  );
  const calendars = new Map<number, Calendar>();
  for (const { calendar_version: version } of [...clocks.values()].flat()) {
    if (!calendars.has(version)) calendars.set(version, await county.calendarAt(version));
  }
  const kept: object[] = [];
  for (const row of rows) {
    const before = await county.itemAt(replay.list, row.list_version, row.item_id);
    if (!before) continue;
    const flags = judgePast(
      county,
      {
        path: row.path,
        condition: row.condition_id,
        before,
        after: items.get(row.item_id) ?? null,
        clocks: (clocks.get(row.id) ?? []).map(clockOf),
      },
      calendars,
      replay.madeAt,
    );
    kept.push({
      county_id: county.id,
      replay_id: replay.id,
      matter_id: row.id,
      submitted_at: stamp(row.submitted_at),
      flags,
    });
  }
  await db.tx(async (tx) => {
    await insertRows(tx, 'list_replay_matter', kept);
    await tx.rows(sql`
      UPDATE list_replay SET looked = looked + ${rows.length} WHERE county_id = ${county.id} AND replay_id = ${replay.id}`);
  });
}

/** A draft that was edited since is judged as it stands now, from the beginning. */
async function asItStands(db: Db, county: string, replay: ReplayRow): Promise<ReplayRow> {
  const row = await db.row<{ revision: number }>(sql`
    SELECT revision FROM list_version WHERE county_id = ${county} AND list_id = ${replay.list} AND version = ${replay.version}`);
  if (!row || row.revision === replay.revision) return replay;
  await db.tx(async (tx) => {
    await tx.rows(sql`DELETE FROM list_replay_matter WHERE county_id = ${county} AND replay_id = ${replay.id}`);
    await tx.rows(sql`
      UPDATE list_replay SET revision = ${row.revision}, looked = 0 WHERE county_id = ${county} AND replay_id = ${replay.id}`);
  });
  return { ...replay, revision: row.revision, looked: 0 };
}

type Told = { report?: (done: number, total: number) => void; signal?: AbortSignal };

/** Judges all matters of a replay that are still to be judged. @returns its figures; null when a newer replay took its place */
export async function runReplay(
  services: Pick<Services, 'db' | 'clock'>,
  county: CountyRuntime,
  id: string,
  { report = () => {}, signal }: Told = {},
): Promise<Record<string, number> | null> {
  const { db } = services;
  const found = await readReplay(db, county.id, { id });
  if (!found) return null;
  const replay = await asItStands(db, county.id, found);
  const total = await totalOf(db, county, replay);
  const items = new Map(
    (await readItems(db, county.id, replay.list, replay.version)).map((item): [string, ItemRow] => [item.id, item]),
  );
  let mark = await markOf(db, county.id, id);
  let { looked } = replay;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await nextMatters(db, county, replay, mark);
    if (rows.length > 0) await judgeBatch(db, county, replay, items, rows);
    looked += rows.length;
    report(looked, Math.max(total, looked));
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) break;
    mark = { at: last.submitted_at, id: last.id };
  }
  const figures = await countFigures(db, county.id, id);
  await db.rows(sql`
    UPDATE list_replay SET figures = ${JSON.stringify(figures)}, done_at = ${at(services.clock())}
    WHERE county_id = ${county.id} AND replay_id = ${id}`);
  return figures;
}

defineJob<{ replay: string }>(
  REPLAY,
  async ({ services, county, input, progress, signal }) => {
    const figures = await runReplay(services, county, input.replay, { report: progress, signal });
    // Units are named in the result's own page; the job's row keeps what is no unit's.
    return Object.fromEntries(Object.entries(figures ?? {}).filter(([flag]) => !flag.includes(':')));
  },
  { heardBy: 'items.read' },
);
