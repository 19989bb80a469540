import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from './config.ts';
import { makeDataDir } from './data-dir.ts';
import type { Database } from './database.ts';
import { useExternal } from './external.ts';
import { withLock } from './lock.mjs';
import type { Log } from './log.ts';
import { databaseAccount } from './postgres/account.ts';
import { findBinaries } from './postgres/binaries.ts';
import {
  type Cluster,
  halt,
  initialise,
  launch,
  type Running,
  runningOn,
  SUPERUSER,
  urlOf,
} from './postgres/cluster.ts';
import { databaseHome, socketDir } from './postgres/home.ts';
import { isSameProcess, startOf, thisProcess } from './processes.mjs';

export type DatabaseConfig = Pick<Config, 'dataDir' | 'databaseUrl' | 'databaseBuffersMb'>;

const DATABASE = 'huying';
const PORT = 5432;
const WATCH_MS = 1000;

/**
 * Gives the program its database: the one at `databaseUrl`, else the embedded server on the data folder. A server that
 * already runs there (another of our processes uses it, or one that was killed left it behind) is shared; one that
 * dies while we use it is started again.
 * @throws Error with words for people when there can be none
 */
export async function startDatabase(config: DatabaseConfig, log: Log): Promise<Database> {
  if (config.databaseUrl !== null) return useExternal(config.databaseUrl);
  const { cluster, home } = await prepare(config);
  const lock = join(home, 'postgres.lock');
  const holders = join(home, 'postgres.holders');
  const report = (words: string): void => log.info(words);
  if (home !== config.dataDir) report(`数据库的文件在 ${home} · the database's files are in ${home}`);

  // A process may use the server more than once, so each use has a note of its own.
  const hold = join(holders, `${randomUUID()}.json`);
  let server = await withLock(lock, async () => {
    const running = await ensureRunning(cluster, report);
    await ensureDatabase(running);
    mkdirSync(holders, { recursive: true, mode: 0o700 });
    writeFileSync(hold, JSON.stringify(thisProcess()));
    return running;
  });

  let stopping: Promise<void> | null = null;
  let mending = false;
  const watch = setInterval(async () => {
    if (stopping || mending || startOf(server.pid) !== null) return;
    mending = true;
    log.error('数据库意外停止，正在重新启动 · the database stopped unexpectedly and is being started again');
    try {
      server = await withLock(lock, async () => (stopping ? server : await ensureRunning(cluster, report)));
    } catch (error) {
      log.error({ err: error }, '数据库未能重新启动 · the database could not be started again');
    }
    mending = false;
  }, WATCH_MS);
  watch.unref();

  return {
    url: urlOf({ socketDir: cluster.socketDir, port: cluster.port }, DATABASE),
    kind: 'embedded',
    dataDir: cluster.pgdata,
    get pid() {
      return server.pid;
    },
    // Whoever asks again waits for the same stop.
    stop() {
      clearInterval(watch);
      stopping ??= withLock(lock, async () => {
        rmSync(hold, { force: true });
        if (livingHolders(holders) > 0) return;
        const now = runningOn(cluster.pgdata);
        if (now) await halt(cluster.pgdata, now.pid);
      });
      return stopping;
    },
  };
}

async function prepare(config: DatabaseConfig): Promise<{ cluster: Cluster; home: string }> {
  await makeDataDir(config.dataDir);
  const account = databaseAccount();
  const home = databaseHome(config.dataDir, account);
  const cluster: Cluster = {
    pgdata: join(home, 'postgres'),
    socketDir: socketDir(home, account, PORT),
    port: PORT,
    account,
    binaries: await findBinaries(account, home),
    settings: durableSettings(config.databaseBuffersMb),
  };
  return { cluster, home };
}

/** Every acknowledged commit survives a power cut; memory is that of a small machine. */
function durableSettings(buffersMb: number): Record<string, string> {
  return {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'replica',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    checkpoint_timeout: '15min',
    max_connections: '120',
    shared_buffers: `${buffersMb}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: `${buffersMb * 8}MB`,
    // Disks of today answer a random read almost as fast as the next one.
    random_page_cost: '1.1',
    jit: 'off',
    autovacuum: 'on',
    autovacuum_max_workers: '2',
    io_method: 'sync',
    max_logical_replication_workers: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A week of files at most, each day's written over a week later. Only what the server says of itself: refused
    // statements carry people's data, and the program reports them in its own words.
    logging_collector: 'on',
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
  };
}

/** Under the lock: the server that runs on the files, made and started where it is not. */
async function ensureRunning(cluster: Cluster, report: (words: string) => void): Promise<Running> {
  const now = runningOn(cluster.pgdata);
  if (now) {
    const adopted = await waitForReady(cluster, now.pid);
    if (adopted && adopted.socketDir === cluster.socketDir && adopted.port === cluster.port) return adopted;
    // It is going down, or the data folder was moved under it and nobody can reach its socket.
    await halt(cluster.pgdata, now.pid);
  }
  if (initialise(cluster, { durable: true })) {
    report(`数据库已建立于 ${cluster.pgdata} · the database was made in ${cluster.pgdata}`);
  }
  return launch(cluster, report);
}

/** @returns null when it went away or is stopping */
async function waitForReady(cluster: Cluster, pid: number): Promise<Running | null> {
  for (;;) {
    const now = runningOn(cluster.pgdata);
    if (!now || now.pid !== pid || now.status === 'stopping') return null;
    if (now.status === 'ready') return now;
    await sleep(50);
  }
}

async function ensureDatabase(server: Running): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(server, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${SUPERUSER}`);
  } finally {
    await client.end();
  }
}

/** Counts the processes that use the server; notes of dead ones are cleared away. */
function livingHolders(holders: string): number {
  let living = 0;
  for (const name of readdirSync(holders)) {
    const path = join(holders, name);
    let alive = false;
    try {
      alive = isSameProcess(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      // Half a note: its writer was killed while writing.
    }
    if (alive) living += 1;
    else rmSync(path, { force: true });
  }
  return living;
}
