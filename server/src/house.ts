/** Opens the house: database, counties, what runs beside the requests. Used by the server, the command line and the tests. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CountyRuntime, readCounty, readPack, watchCounties } from './modules/county/index.ts';
import { installCounty } from './modules/installing/index.ts';
import { hearOfActors, makeSecretCache } from './modules/people/index.ts';
import type { Config } from './platform/config.ts';
import type { Database } from './platform/database.ts';
import { type Db, openDb, sql } from './platform/db.ts';
import { startDatabase } from './platform/embedded.ts';
import { diskStore } from './platform/file-store.ts';
import { fileGateway } from './platform/gateway.ts';
import { loadKeys } from './platform/keys.ts';
import { makeLive } from './platform/live.ts';
import type { Log } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';
import { openNotices, relayLive } from './platform/notices.ts';
import type { Services } from './platform/services.ts';
import { migrateJobs } from './platform/worker.ts';
import { startWork, type Work } from './work.ts';

export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

export type House = {
  services: Services;
  database: Pick<Database, 'url' | 'kind' | 'dataDir' | 'pid'>;
  /** Counties that were brought into the database by this opening. */
  fresh: string[];
  close(): Promise<void>;
};

export type OpenOptions = {
  log: Log;
  /** Whether jobs, the drainer and the sweep run in this process too. */
  worker?: boolean;
  /** Use this database instead of starting one; it is not stopped on closing. */
  database?: Database;
  clock?: () => number;
  /** Gives the opening up: it stops what it started and throws the signal's reason. */
  signal?: AbortSignal;
};

const INTAKE_PER_MINUTE = 100_000;

async function bringIn(
  db: Db,
  keys: ReturnType<typeof loadKeys>,
  config: Config,
  options: { log: Log; now: number; signal?: AbortSignal },
): Promise<{ counties: Map<string, CountyRuntime>; fresh: string[] }> {
  const counties = new Map<string, CountyRuntime>();
  const fresh: string[] = [];
  const there = await db.rows<{ id: string }>(sql`SELECT county_id AS id FROM county`);
  const known = new Set(there.map((row) => row.id));
  for (const [n, id] of config.counties.entries()) {
    options.signal?.throwIfAborted();
    const pack = await readPack(id);
    const { zh, en } = pack.county.name;
    const step = `${n + 1}/${config.counties.length}`;
    if (!known.has(id)) options.log.info({ county: id }, `正在装入${zh}（${step}）· bringing in ${en} (${step})`);
    const installed = await installCounty(db, keys, pack, { demo: config.demo, ...options });
    if (installed.fresh) fresh.push(id);
    counties.set(id, await readCounty(db, pack, options.now));
  }
  return { counties, fresh };
}

/** The owner's connection makes and changes tables; without one of its own, the program's does. */
async function prepareTables(config: Config, db: Db, log: Log): Promise<void> {
  const owner = config.ownerUrl ? openDb({ connectionString: config.ownerUrl, max: 1 }) : db;
  try {
    const applied = await migrate(owner.pool, MIGRATIONS);
    if (applied.length > 0) log.info({ applied }, '数据库已更新 · database migrated');
    await migrateJobs(owner, log);
  } finally {
    if (owner !== db) await owner.end();
  }
}

export async function openHouse(config: Config, options: OpenOptions): Promise<House> {
  const { log, clock = Date.now, signal } = options;
  const database = options.database ?? (await startDatabase(config, log));
  mkdirSync(config.dataDir, { recursive: true });
  const db = openDb({ connectionString: database.url });
  // A first start takes long; without its database the step under way fails at once.
  const giveUp = () => void (options.database ? null : database.stop().catch(() => {}));
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    signal?.throwIfAborted();
    await prepareTables(config, db, log);
    const keys = loadKeys(config.keys, join(config.dataDir, 'keys'));
    const { counties, fresh } = await bringIn(db, keys, config, { log, now: clock(), signal });
    const live = makeLive();
    const notices = await openNotices(db, log);
    await relayLive(live, notices, log);
    let work: Work | null = null;
    const services: Services = {
      db,
      keys,
      files: diskStore(config.filesDir),
      gateway: fileGateway(join(config.dataDir, 'messages')),
      live,
      log,
      counties,
      clock,
      acts: { underWay: 0 },
      wake: (county) => work?.wake(county),
      secretOf: makeSecretCache(db),
      intakePerMinute: INTAKE_PER_MINUTE,
      demo: config.demo,
      dataDir: config.dataDir,
      publicUrl: config.publicUrl,
    };
    const watch = await watchCounties(services, notices);
    await hearOfActors(db, notices);
    work = options.worker === false ? null : await startWork(services, notices);
    signal?.throwIfAborted();
    return {
      services,
      database,
      fresh,
      async close() {
        watch.stop();
        await work?.stop();
        await notices.stop();
        await db.end();
        if (!options.database) await database.stop();
      },
    };
  } catch (error) {
    await db.end().catch(() => {});
    if (!options.database) await database.stop();
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}
