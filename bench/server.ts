/** The real program as a process of its own, on a data folder of the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_COUNTY } from '../server/src/platform/config.ts';
import { startOf } from '../server/src/platform/processes.mjs';
import { familyOf, ROOT } from './machine.ts';

export type Server = {
  pid: number;
  base: string;
  port: number;
  /** Milliseconds from the start of the process until it answered that it is ready. */
  readyMs: number;
  /** Lets it end by itself. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
};

export type ServerOptions = {
  dataDir: string;
  /** A database of its own; else the embedded one in the folder. */
  url?: string;
  demo?: boolean;
  county?: string;
  nodeArgs?: string[];
  env?: Record<string, string>;
  /** By `npm start`, as people do, instead of the program itself. */
  launcher?: boolean;
};

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

const STARTUP_MS = 120_000;

/** What a terminal has in PATH: npm puts this project's tools in front, and would run itself on its Node. */
function plainPath(): string {
  const own = join(ROOT, 'node_modules', '.bin');
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((dir) => !dir.includes(own))
    .join(delimiter);
}

/** The server among the processes a launcher started: the launcher may have become it, or keep it as a child. */
function serverIn(launcher: number): number {
  const isServer = (pid: number) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .some((arg) => arg.endsWith('server/src/main.ts'));
  return familyOf(launcher).findLast(isServer) ?? launcher;
}

/** Starts it on a free port and waits until `/readyz` says yes. @throws Error with its last words when it ends before. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { dataDir, url, demo = false, county = DEFAULT_COUNTY, nodeArgs = [], env = {}, launcher = false } = options;
  mkdirSync(dataDir, { recursive: true });
  const log = join(dataDir, 'server.out');
  const began = performance.now();
  const command = launcher ? ['npm', 'start'] : [process.execPath, ...nodeArgs, join(ROOT, 'server/src/main.ts')];
  const child = spawn(command[0] as string, command.slice(1), {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...(launcher ? { PATH: plainPath() } : {}),
      PORT: '0',
      HOST: '127.0.0.1',
      HUYING_DATA: dataDir,
      HUYING_DEMO: demo ? '1' : '0',
      HUYING_COUNTIES: county,
      HUYING_LOG: 'warn',
      ...(url ? { DATABASE_URL: url } : {}),
      ...env,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      if (said.length < 100_000) said += chunk;
      appendFileSync(log, chunk);
    });
  }
  const base = await new Promise<string>((resolve, reject) => {
    const look = setInterval(() => {
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found) resolve(found[0]);
      else if (child.exitCode !== null || performance.now() - began > STARTUP_MS)
        reject(new Error(`the server did not start:\n${said.slice(-3000)}`));
      else return;
      clearInterval(look);
    }, 5);
  });
  while (
    !(await fetch(`${base}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    ))
  ) {
    if (performance.now() - began > STARTUP_MS) throw new Error('the server never said it is ready');
    await sleep(10);
  }
  const readyMs = performance.now() - began;
  const pid = launcher ? serverIn(child.pid as number) : (child.pid as number);
  const end = async (signal: NodeJS.Signals) => {
    process.kill(pid, signal);
    await ended(child);
  };
  return {
    pid,
    base,
    port: Number(new URL(base).port),
    readyMs,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** The embedded database's process on a data folder; null when none runs. */
export function postmasterOf(dataDir: string): number | null {
  const note = join(dataDir, 'postgres.json');
  const home = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')).home as string) : dataDir;
  const file = join(home, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return startOf(pid) === null ? null : pid;
}

/** Ends the embedded database that a killed server left behind. */
export async function stopPostmaster(dataDir: string): Promise<void> {
  const pid = postmasterOf(dataDir);
  if (pid === null) return;
  process.kill(pid, 'SIGINT');
  while (postmasterOf(dataDir) !== null) await sleep(20);
}
