import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSameProcess, startOf, thisProcess } from '../processes.mjs';
import { databaseAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { initialise, launch, runningOn, urlOf } from './cluster.ts';
import { socketDir } from './home.ts';

export type Throwaway = { urlOf(database: string): string; stop(): void };

const PREFIX = 'huying-throwaway-';
const ROOM_NEEDED = 1024 ** 3;

/**
 * A database server for tests and checks, in memory where there is room: quick, and worth nothing after a crash. It
 * goes with `stop()` or with this process; what a killed process left behind is cleared by the next.
 * @param own programs of another PostgreSQL than the one the program brings
 */
export async function startThrowaway(own?: Binaries): Promise<Throwaway> {
  const bases = ['/dev/shm', tmpdir()].filter((base) => freeIn(base) > 0);
  for (const base of bases) clearLeftBehind(base);
  const dir = mkdtempSync(join(bases.find((base) => freeIn(base) > ROOM_NEEDED) ?? tmpdir(), PREFIX));
  writeFileSync(join(dir, 'owner.json'), JSON.stringify(thisProcess()));
  process.once('exit', () => remove(dir));

  const account = databaseAccount();
  if (account) chmodSync(dir, 0o711);
  const pgdata = join(dir, 'postgres');
  const binaries = own ?? (await findBinaries(account, dir));
  const cluster = {
    pgdata,
    socketDir: socketDir(dir, account, 5432),
    port: 5432,
    account,
    binaries,
    // Servers older than 18 know one way to read only, and refuse to be told which.
    settings: Number(binaries.major) >= 18 ? { ...SETTINGS, io_method: 'sync' } : SETTINGS,
  };
  initialise(cluster, { durable: false });
  const server = await launch(cluster);
  return { urlOf: (database) => urlOf(server, database), stop: () => remove(dir) };
}

const SETTINGS: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  max_wal_size: '256MB',
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
};

/** Synchronous, as it must also serve while the process ends. */
function remove(dir: string): void {
  const server = runningOn(join(dir, 'postgres'));
  if (server) {
    const started = startOf(server.pid);
    process.kill(server.pid, 'SIGQUIT');
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    for (let i = 0; i < 500 && startOf(server.pid) === started; i++) Atomics.wait(sleeper, 0, 0, 10);
  }
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}

function clearLeftBehind(base: string): void {
  for (const name of readdirSync(base).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = join(base, name);
    try {
      if (!isSameProcess(JSON.parse(readFileSync(join(dir, 'owner.json'), 'utf8')))) remove(dir);
    } catch {
      // Another user's, or one that is just being made.
    }
  }
}

function freeIn(base: string): number {
  try {
    const { bavail, bsize } = statfsSync(base);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
