/**
 * A register of any size, loaded by COPY: a year of matters as the loop leaves them (state, clocks, parts, texts, journal), and
 * beside them the same small heap of open ones in the hands that are measured, whatever the size.
 */
import type { Readable } from 'node:stream';
import { Readable as Source } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Db, sql } from '../server/src/platform/db.ts';
import { type Ground, type Hands, type Kind, matterRows, TABLES } from './matter-rows.ts';
import { randomFrom } from './reports.ts';

export async function groundOf(db: Db, county: string): Promise<Ground> {
  const grids = await db.rows<{ id: string; path: string }>(sql`
    SELECT place_id AS id, path FROM place WHERE county_id = ${county} AND kind = 'grid' ORDER BY place_id`);
  const units = await db.rows<{ id: string }>(sql`
    SELECT unit_id AS id FROM unit WHERE county_id = ${county} AND kind = 'department' ORDER BY unit_id`);
  const items = await db.rows<{ list: string; version: number; id: string; condition: string }>(sql`
    SELECT DISTINCT ON (item_id) list_id AS list, version, item_id AS id, condition_id AS condition FROM item_condition
    WHERE county_id = ${county} ORDER BY item_id, position`);
  const root = await db.row<{ id: string }>(
    sql`SELECT place_id AS id FROM place WHERE county_id = ${county} AND parent_id IS NULL`,
  );
  return { county, grids, units: units.map((unit) => unit.id), items, root: root?.id as string, now: Date.now() };
}

export function handsOf({ grids, units, root }: Ground): Hands {
  return { grid: grids[0]?.id as string, unit: units[0] as string, root };
}

/** Open matters in the measured hands: the same in every register. */
const HEAPS: readonly [Kind, number][] = [
  ['in_measured_grid', 40],
  ['at_centre', 60],
  ['in_measured_unit', 50],
];

/** Of the rest: how a year's register stands, as shares of one. */
function kindFrom(share: number): Kind {
  if (share < 0.52) return 'settled';
  if (share < 0.96) return 'dispatched_and_closed';
  if (share < 0.98) return 'rejected';
  if (share < 0.99) return 'in_another_grid';
  return 'in_another_unit';
}

function* kinds(count: number, random: () => number): Generator<Kind> {
  const heaps = HEAPS.flatMap(([kind, n]) => Array.from({ length: n }, () => kind));
  for (let n = 0; n < count - heaps.length; n += 1) yield kindFrom(random());
  yield* heaps;
}

async function copy(client: pg.PoolClient, table: string, columns: string, text: string): Promise<void> {
  const into = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
  await pipeline(Source.from([Buffer.from(text)]) as Readable, into);
}

const CHUNK = 5000;

/** Loads `count` matters. @param told called now and then with how many are there */
export async function fill(db: Db, ground: Ground, count: number, told: (done: number) => void): Promise<void> {
  const random = randomFrom(7);
  const client = await db.pool.connect();
  try {
    // References are right by construction; checking each row's would take most of the time.
    await client.query('SET session_replication_role = replica; SET synchronous_commit = off');
    let lines = new Map(Object.keys(TABLES).map((table) => [table, [] as string[]]));
    let done = 0;
    let writing: Promise<void> = Promise.resolve();
    const flush = async () => {
      const full = lines;
      lines = new Map(Object.keys(TABLES).map((table) => [table, [] as string[]]));
      await writing;
      writing = (async () => {
        for (const [table, rows] of full) {
          if (rows.length > 0) await copy(client, table, TABLES[table] as string, `${rows.join('\n')}\n`);
        }
      })();
    };
    for (const kind of kinds(count, random)) {
      for (const [table, row] of matterRows(ground, handsOf(ground), kind, done, count, random))
        lines.get(table)?.push(row);
      done += 1;
      if (done % CHUNK === 0) {
        await flush();
        if (done % 50_000 === 0) told(done);
      }
    }
    await flush();
    await writing;
    await client.query('RESET session_replication_role; RESET synchronous_commit');
  } finally {
    client.release();
  }
  await db.pool.query('VACUUM (ANALYZE)');
}
