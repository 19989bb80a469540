// Hands over to the real program, on the Node that stands in the lockfile.
import { spawn, spawnSync } from 'node:child_process';
import { constants as access, accessSync, existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { withLock } from '../server/src/platform/lock.mjs';
import { ROOT } from './place.mjs';
import { say } from './say.mjs';

const OLDEST_NODE = 24;

/**
 * @returns {string} the Node to run the program with: the lockfile's, else this one where it is new enough
 * @throws Error in words when there is none
 */
export function findNode() {
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const bundled = join(
    ...[ROOT, 'node_modules', `node-${os}-${process.arch}`, 'bin'],
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (process.execPath === bundled) return bundled;
  if (existsSync(bundled) && spawnSync(bundled, ['--version']).status === 0) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return process.execPath;
  throw new Error(
    `本平台（${process.platform}-${process.arch}）没有随带的 Node；请安装 Node ${OLDEST_NODE} 或更新版本后再启动。· No Node comes along for this platform (${process.platform}-${process.arch}): install Node ${OLDEST_NODE} or newer and start again.`,
  );
}

/** What the program finds in its environment: its own Node and tools first. */
export function programEnv() {
  const path = [join(ROOT, 'node_modules', '.bin'), ...(process.env.PATH ?? '').split(delimiter)];
  return { ...process.env, PATH: [...new Set(path)].join(delimiter) };
}

/** @param {string[]} args */
export async function serve(args) {
  await buildFaces();
  await become(['server/src/main.ts', ...args]);
}

/** @param {string[]} args */
export async function command(args) {
  await become(['server/src/cli.ts', ...args]);
}

/** @param {string[]} args */
export async function bench(args) {
  await become(['bench/run.ts', ...args]);
}

/**
 * The server and, where one is named, a face; each renews itself at a change, and one that ends takes the other along.
 * @param {string[]} args a face and, if it must be another, its port: npm run dev -- console 5173
 */
export async function dev(args) {
  if (args.length === 0) await buildFaces();
  const both = [['--watch', 'server/src/main.ts'], ...(args.length > 0 ? [['faces/dev.mjs', ...args]] : [])];
  const children = both.map((each) => start(each));
  process.exitCode = await Promise.race(children.map((child) => child.ended));
  for (const { child } of children) child.kill('SIGTERM');
}

/** Builds the faces where they are stale; that they are is for their own build to say. */
export async function buildFaces() {
  const script = 'faces/build.mjs';
  if (!existsSync(join(ROOT, script))) return;
  const build = () => start([script]).ended;
  const shared = join(ROOT, '.cache');
  // In a checkout that is not ours to write, they were built by its owner.
  const code =
    existsSync(shared) && isWritable(shared) ? await withLock(join(shared, 'faces.lock'), build) : await build();
  if (code !== 0) throw new Error(`界面构建失败（${code}）。· The faces could not be built (${code}).`);
}

/** @param {string} dir */
function isWritable(dir) {
  try {
    accessSync(dir, access.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a script in our place: as this very process where the system can do that, so that signals, terminal and exit
 * code are its own and no launcher stays in memory; else as a child that gets every signal.
 * @param {string[]} args
 */
async function become(args) {
  if (!existsSync(join(ROOT, args[0] ?? ''))) throw new Error(`${args[0]}: 没有这个程序 · there is no such program`);
  const node = findNode();
  const run = process.execve;
  if (run && process.platform !== 'win32') {
    process.chdir(ROOT);
    // Newer than some of the Nodes that may run us, hence announced as experimental there: nobody here needs to know.
    process.removeAllListeners('warning');
    run.call(process, node, [node, '--import', new URL('orphan.mjs', import.meta.url).href, ...args], programEnv());
  }
  process.exitCode = await start(args).ended;
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to the program's
 * @returns {{ child: import('node:child_process').ChildProcess, ended: Promise<number> }} ended tells the exit code, as a shell would
 */
export function start(args, env = {}) {
  const child = spawn(findNode(), args, { cwd: ROOT, stdio: 'inherit', env: { ...programEnv(), ...env } });
  /** @type {Map<NodeJS.Signals, () => void>} */
  const passing = new Map();
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    const pass = () => {
      // At a terminal Ctrl-C reaches the child by itself; twice would mean "now, at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    passing.set(signal, pass);
    process.on(signal, pass);
  }
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      say(error.message);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  }).then((code) => {
    for (const [signal, pass] of passing) process.off(signal, pass);
    return /** @type {number} */ (code);
  });
  return { child, ended };
}
