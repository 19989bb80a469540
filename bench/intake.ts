/** Intake over HTTP beside pgbench writing the same rows: paired runs in turn, medians. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_COUNTY } from '../server/src/platform/config.ts';
import type { Database } from '../server/src/platform/database.ts';
import { openDb, sql } from '../server/src/platform/db.ts';
import { startDatabase } from '../server/src/platform/embedded.ts';
import { makeLog } from '../server/src/platform/log.ts';
import { startLoader } from './loader.ts';
import { waitForQuiet } from './machine.ts';
import { residents } from './people.ts';
import { findPgbench, runPgbench, versionOf } from './pgbench.ts';
import { prepared } from './reports.ts';
import { sameRowsScript } from './same-rows.ts';
import { line, median } from './say.ts';
import { startServer } from './server.ts';

export type IntakeFigures = {
  pgbench: string;
  settings: string;
  rows: number;
  pairs: {
    http: number;
    pgbench: number;
    ratio: number;
    p50: number;
    p99: number;
    others: number;
    /** How long the oldest event that was not sealed and told had waited, at worst. */
    waitedMs: number;
    /** Reports whose words could not yet be found when the load ended. */
    behind: number;
    caughtUpMs: number;
  }[];
  http: number;
  reference: number;
  ratio: number;
  /** The same with the time counted in that it took afterwards to do all that follows from the reports. */
  sustained: number;
  sustainedRatio: number;
};

const CONNECTIONS = 64;
const RESIDENTS = 24;

async function durability(db: ReturnType<typeof openDb>): Promise<string> {
  const rows = await db.rows<{ name: string; setting: string }>(sql`
    SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version') ORDER BY name`);
  const settings = new Map(rows.map((row) => [row.name, row.setting]));
  if (settings.get('fsync') !== 'on' || settings.get('synchronous_commit') !== 'on')
    throw new Error('the database does not wait for the disk');
  return [...settings].map(([name, value]) => `${name} ${value}`).join(', ');
}

/**
 * Until all that follows from the last run is done: its work must not fall into the other's turn.
 * @returns how many reports were not yet to be found, and how long all of it took
 */
async function settled(db: ReturnType<typeof openDb>, county: string): Promise<{ behind: number; caughtUpMs: number }> {
  const began = performance.now();
  let behind: number | null = null;
  while (performance.now() - began < 120_000) {
    const row = await db.row<{ events: number; words: number }>(sql`
      SELECT (SELECT count(*)::int FROM outbox WHERE county_id = ${county}) AS events,
        (SELECT count(*)::int FROM search_dirty WHERE county_id = ${county}) AS words`);
    behind ??= (row?.events ?? 0) + (row?.words ?? 0);
    if (row?.events === 0 && row.words === 0) return { behind, caughtUpMs: performance.now() - began };
    await sleep(50);
  }
  throw new Error('what follows from the reports is not done in two minutes');
}

/** Looks again and again how long the oldest event in the queue has been there. @returns the most that was seen, in ms */
function watchQueue(db: ReturnType<typeof openDb>, county: string): { end(): Promise<number> } {
  let going = true;
  let most = 0;
  const watching = (async () => {
    for (; going; await sleep(200)) {
      const row = await db.row<{ ms: number }>(sql`
        SELECT extract(epoch FROM clock_timestamp() - j.recorded_at)::float8 * 1000 AS ms
        FROM (SELECT * FROM outbox WHERE county_id = ${county} ORDER BY queue_no LIMIT 1) o
        JOIN journal j ON j.county_id = ${county} AND j.subject_kind = o.subject_kind AND j.subject_id = o.subject_id AND j.seq = o.seq`);
      most = Math.max(most, row?.ms ?? 0);
    }
  })();
  return {
    async end() {
      going = false;
      await watching;
      return most;
    },
  };
}

export async function measureIntake(dir: string, options: { pairs: number; seconds: number }): Promise<IntakeFigures> {
  const pgbench = findPgbench();
  if (!pgbench) throw new Error('pgbench is not on this machine (Debian: apt install postgresql-contrib)');
  const county = DEFAULT_COUNTY;
  const dataDir = join(dir, 'intake');
  rmSync(dataDir, { recursive: true, force: true });
  const profile = process.env.HUYING_BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${dir}`] : [];
  const server = await startServer({ dataDir, county, nodeArgs: profile });
  const database: Database = await startDatabase(
    { dataDir, databaseUrl: null, databaseBuffersMb: 64 },
    makeLog('silent'),
  );
  const db = openDb({ connectionString: database.url, max: 2 });
  const loader = startLoader();
  try {
    const requests = prepared(county, await residents(server.base, county, dataDir, RESIDENTS), 2000);
    const http = (seconds: number) => loader.run({ port: server.port, connections: CONNECTIONS, seconds, requests });
    const warm = await http(4);
    if (warm.refused > 0) throw new Error(`reports were refused:\n${warm.firstRefusal}`);
    const last = await db.row<{ id: string }>(sql`
      SELECT matter_id AS id FROM matter WHERE county_id = ${county} ORDER BY submitted_at DESC LIMIT 1`);
    await settled(db, county);
    const { script, rows } = await sameRowsScript(db, county, last?.id as string);
    const file = join(dir, 'same-rows.sql');
    const reference = async (seconds: number) => {
      // The program stands still meanwhile, or it would drain what pgbench writes and take the processor from it.
      process.kill(server.pid, 'SIGSTOP');
      try {
        const told = await runPgbench(pgbench, database.url, script, { clients: CONNECTIONS, seconds, file });
        await clearQueue(db);
        return told;
      } finally {
        process.kill(server.pid, 'SIGCONT');
      }
    };
    await reference(4);
    const pairs: IntakeFigures['pairs'] = [];
    for (let n = 0; n < options.pairs; n += 1) {
      await db.pool.query('CHECKPOINT');
      const others = await waitForQuiet();
      // Who goes first changes, so that neither always meets the warmer cache.
      const theirsFirst = n % 2 === 1 ? await reference(options.seconds) : null;
      const queue = watchQueue(db, county);
      const ours = await http(options.seconds);
      if (ours.refused > 0) throw new Error(`reports were refused:\n${ours.firstRefusal}`);
      const after = { waitedMs: await queue.end(), ...(await settled(db, county)) };
      const theirs = theirsFirst ?? (await reference(options.seconds));
      const rate = ours.done / ours.seconds;
      pairs.push({
        http: rate,
        pgbench: theirs.tps,
        ratio: rate / theirs.tps,
        p50: ours.p50,
        p99: ours.p99,
        others,
        ...after,
      });
      line(
        `  pair ${n + 1}: ${rate.toFixed(0)} reports/s over HTTP (p50 ${ours.p50.toFixed(1)} ms, p99 ${ours.p99.toFixed(1)} ms), pgbench ${theirs.tps.toFixed(0)}/s, ratio ${(rate / theirs.tps).toFixed(2)}, oldest event waited ${(after.waitedMs / 1000).toFixed(1)} s, all done after ${(after.caughtUpMs / 1000).toFixed(1)} s; others took ${(others * 100).toFixed(0)} % of the machine before`,
      );
    }
    const sustained = (pair: IntakeFigures['pairs'][number]) =>
      (pair.http * options.seconds) / (options.seconds + pair.caughtUpMs / 1000);
    return {
      pgbench: versionOf(pgbench),
      settings: await durability(db),
      rows,
      pairs,
      http: median(pairs.map((pair) => pair.http)),
      reference: median(pairs.map((pair) => pair.pgbench)),
      ratio: median(pairs.map((pair) => pair.ratio)),
      sustained: median(pairs.map(sustained)),
      sustainedRatio: median(pairs.map((pair) => sustained(pair) / pair.pgbench)),
    };
  } finally {
    loader.stop();
    await db.end();
    await server.stop();
    await database.stop();
  }
}

/** pgbench's rows go out of the queue unread: their journal says the same thing of every matter, and is nobody's. */
async function clearQueue(db: ReturnType<typeof openDb>): Promise<void> {
  await db.rows(sql`TRUNCATE outbox`);
}
