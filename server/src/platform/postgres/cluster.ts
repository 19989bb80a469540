import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOf } from '../processes.mjs';
import { type Account, giveTo, runAs } from './account.ts';
import type { Binaries } from './binaries.ts';

/** One database cluster on disk: its files, who runs it, with what. */
export type Cluster = {
  pgdata: string;
  socketDir: string;
  port: number;
  account: Account | null;
  binaries: Binaries;
  settings: Readonly<Record<string, string>>;
};

/** A cluster that runs and takes connections. */
export type Running = { pid: number; socketDir: string; port: number };

export const SUPERUSER = 'huying';

export function urlOf(at: { socketDir: string; port: number }, database: string): string {
  return `postgresql://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(at.socketDir)}&port=${at.port}`;
}

/** Makes the cluster's files where there are none: aside, then renamed, so that files that are there are whole. */
export function initialise(cluster: Cluster, options: { durable: boolean }): boolean {
  if (existsSync(cluster.pgdata)) {
    const version = join(cluster.pgdata, 'PG_VERSION');
    const found = existsSync(version) ? readFileSync(version, 'utf8').trim() : '?';
    if (found === cluster.binaries.major) return false;
    throw new Error(
      `${cluster.pgdata} 是 PostgreSQL ${found} 的数据，本程序带的是 ${cluster.binaries.major}。· ${cluster.pgdata} was made by PostgreSQL ${found}, this program carries ${cluster.binaries.major}: export with the old program and import with the new one.`,
    );
  }
  const aside = `${cluster.pgdata}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  giveTo(cluster.account, aside);
  // Sorting by code point and the same everywhere: the system's own collations change under an index with its libc.
  const made = spawnSync(
    cluster.binaries.initdb,
    [
      ...['-D', aside, '--username', SUPERUSER, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C'],
      // Older than 17, PostgreSQL has no locales of its own: the system's C is the same everywhere, too.
      ...(Number(cluster.binaries.major) >= 17 ? ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'] : []),
      '--no-instructions',
      ...(options.durable ? [] : ['--no-sync']),
    ],
    { ...runAs(cluster.account), encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(aside, { recursive: true, force: true });
    throw new Error(`建立数据库失败 · the database could not be made: ${made.error?.message ?? made.stderr.trim()}`);
  }
  renameSync(aside, cluster.pgdata);
  return true;
}

/** @returns the server that runs on these files now, ready or still on its way; null when there is none */
export function runningOn(pgdata: string): (Running & { status: string }) | null {
  const note = readPidFile(pgdata);
  return note && isServerOf(note.pid, pgdata) ? note : null;
}

/**
 * Starts the server and waits until it takes connections; recovery after a crash may take its time.
 * @throws Error with the server's own last words when it gives up
 */
export async function launch(cluster: Cluster, report: (words: string) => void = () => {}): Promise<Running> {
  await forgetGone(cluster);
  const words = join(dirname(cluster.pgdata), 'postgres-start.log');
  for (let attempt = 1; ; attempt++) {
    rmSync(words, { force: true });
    const log = openSync(words, 'w', 0o600);
    const settings = Object.entries({
      ...cluster.settings,
      listen_addresses: '',
      unix_socket_directories: quoteForList(cluster.socketDir),
      port: String(cluster.port),
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // Detached: Ctrl-C at a terminal must not stop the database under a program that is still finishing.
    const child = spawn(cluster.binaries.postgres, ['-D', cluster.pgdata, ...settings], {
      ...runAs(cluster.account),
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    let ended: string | null = null;
    child.once('exit', (code, signal) => {
      ended = `exit ${code ?? signal}`;
    });
    child.once('error', (error) => {
      ended = error.message;
    });
    child.unref();

    const since = Date.now();
    for (let told = since; ended === null; await sleep(15)) {
      const now = runningOn(cluster.pgdata);
      if (now?.status === 'ready' && now.pid === child.pid) return now;
      if (Date.now() - told > 5000) {
        told = Date.now();
        report(`数据库正在恢复，已 ${Math.round((told - since) / 1000)} 秒 · the database is recovering`);
      }
    }
    const last = lastWords(words, join(cluster.pgdata, 'log'), since);
    // The children of a killed server hold its shared memory for the moment they need to notice.
    if (!last.includes('shared memory block') || attempt === 40) {
      throw new Error(`数据库未能启动（${ended}）· the database did not start (${ended}): ${last}`);
    }
    await sleep(250);
  }
}

/** A server speaks to its own log as soon as it has one. */
function lastWords(start: string, logs: string, since: number): string {
  const files = existsSync(logs) ? readdirSync(logs).map((name) => join(logs, name)) : [];
  return [start, ...files.filter((path) => statSync(path).mtimeMs >= since)]
    .map((path) => readFileSync(path, 'utf8').trim().slice(-1500))
    .join('\n');
}

/** Stops the server: open transactions are rolled back, what was committed is on disk. */
export async function halt(pgdata: string, pid: number): Promise<void> {
  const started = startOf(pid);
  const gone = async (seconds: number): Promise<boolean> => {
    for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(10)) {
      if (startOf(pid) !== started) return true;
    }
    return false;
  };
  if (started === null || !isServerOf(pid, pgdata)) return;
  process.kill(pid, 'SIGINT');
  if (await gone(90)) return;
  // As after a power cut: the next start recovers from the log.
  process.kill(pid, 'SIGQUIT');
  if (!(await gone(15))) throw new Error(`数据库（进程 ${pid}）停不下来 · the database (process ${pid}) does not stop`);
}

/** Lines of postmaster.pid: process, data folder, start, port, socket folder, address, shared memory, status. */
function readPidFile(pgdata: string): (Running & { status: string }) | null {
  let lines: string[];
  try {
    lines = readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  return { pid, socketDir: lines[4] ?? '', port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' };
}

/** A process id in an old note may long be somebody else's: a server stands in its data folder. */
function isServerOf(pid: number, pgdata: string): boolean {
  if (startOf(pid) === null) return false;
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(pgdata);
    } catch {
      return false;
    }
  }
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(pgdata);
}

/**
 * Removes the note of a server that is gone. PostgreSQL does so itself unless the note's process id is taken: by a
 * stranger, after a reboot, or by the server's own remains, where nobody collects the dead (a container without an
 * init). The note also guards against children of a killed server, so they are waited for first.
 */
async function forgetGone({ pgdata, socketDir, port }: Cluster): Promise<void> {
  if (process.platform !== 'linux' || readPidFile(pgdata) === null) return;
  for (let i = 0; i < 200 && someoneStandsIn(pgdata); i++) await sleep(50);
  if (someoneStandsIn(pgdata)) return;
  rmSync(join(pgdata, 'postmaster.pid'));
  rmSync(join(socketDir, `.s.PGSQL.${port}.lock`), { force: true });
}

function someoneStandsIn(pgdata: string): boolean {
  return readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && isServerOf(Number(entry), pgdata));
}

/** unix_socket_directories is a list: a comma or a blank in a folder's name must be quoted. */
const quoteForList = (dir: string): string => `"${dir.replaceAll('"', '""')}"`;
