// Plain JavaScript: the launcher uses it before anything is installed, on whatever Node is there.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ pid: number, started: string }} ProcessMark A process id alone is soon used again; with its start time it is not. */

/**
 * @param {number} pid
 * @returns {string | null} when the process started, in the system's own words; null when there is none, or only its remains
 */
export function startOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') {
    try {
      // The name in parentheses may itself hold spaces and parentheses: count the fields after the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return null;
  }
  if (process.platform === 'win32') return 'alive';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** @returns {ProcessMark} */
export function thisProcess() {
  return { pid: process.pid, started: startOf(process.pid) ?? '' };
}

/**
 * @param {ProcessMark} mark
 * @returns {boolean} whether the very process that left the mark still runs
 */
export function isSameProcess(mark) {
  return mark.started !== '' && startOf(mark.pid) === mark.started;
}
