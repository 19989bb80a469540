// Plain JavaScript: the launcher uses it before anything is installed, on whatever Node is there.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, thisProcess } from './processes.mjs';

/**
 * Runs `act` while holding a lock that at most one process on this machine holds. The lock is a folder that appears
 * and goes whole (by renaming), so it always names its holder; a holder that has died is recognised by process id and
 * start time, and its lock is broken.
 *
 * @template T
 * @param {string} path the lock's folder; its parent must exist and be writable
 * @param {() => Promise<T>} act
 * @param {{ onWait?: (holder: number) => void, everyMs?: number }} [options] onWait is called once, when another holds it
 * @returns {Promise<T>}
 */
export async function withLock(path, act, options = {}) {
  const aside = mkdtempSync(join(dirname(path), `.${basename(path)}-`));
  try {
    writeFileSync(join(aside, 'holder.json'), JSON.stringify(thisProcess()));
    let told = false;
    while (!tryTake(aside, path)) {
      const holder = readHolder(path);
      if (holder && !isSameProcess(holder)) {
        breakLock(path);
        continue;
      }
      if (holder && !told) options.onWait?.(holder.pid);
      told ||= holder !== null;
      await sleep(options.everyMs ?? 50);
    }
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
  try {
    return await act();
  } finally {
    removeWhole(path);
  }
}

/**
 * @param {string} aside
 * @param {string} path
 * @returns {boolean} false when another holds it
 */
function tryTake(aside, path) {
  try {
    renameSync(aside, path);
    return true;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? '';
    // A folder never replaces one that has something in it (Windows says EPERM).
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {import('./processes.mjs').ProcessMark | null} null when the lock has just gone
 */
function readHolder(path) {
  try {
    return JSON.parse(readFileSync(join(path, 'holder.json'), 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Two waiters may find the same dead holder; without a guard the slower one would break the quicker one's new lock.
 * @param {string} path
 */
function breakLock(path) {
  const guard = `${path}.breaking`;
  try {
    mkdirSync(guard);
  } catch {
    // A guard lives for a blink: one that is old was left by a process killed in between.
    const made = statSync(guard, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made > 10_000) rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    const holder = readHolder(path);
    if (holder && !isSameProcess(holder)) removeWhole(path);
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

/**
 * Emptied in place, the folder could be taken by another before it is gone.
 * @param {string} path
 */
function removeWhole(path) {
  const away = `${path}.away-${randomBytes(4).toString('hex')}`;
  renameSync(path, away);
  rmSync(away, { recursive: true, force: true });
}
