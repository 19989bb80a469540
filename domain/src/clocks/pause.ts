import { checkInstant } from './day.ts';
import { ClockError } from './error.ts';
import type { Instant, Pause } from './types.ts';

/** [from, to) in which the clock stood. */
export type Standstill = readonly [from: Instant, to: Instant];

/** The pauses as counted up to `now`: one still open is taken to end now; one that begins later says nothing yet. */
export function closePauses(pauses: Pause[], now: Instant): Pause[] {
  checkInstant(now, 'now');
  return pauses.map((pause) => (pause.to === null ? { ...pause, to: Math.max(pause.from, now) } : pause));
}

/** Sorted, overlaps joined, empty ones dropped. Throws `pause_invalid`, or `pause_open` for one without an end. */
export function toStandstills(pauses: Pause[]): Standstill[] {
  if (pauses.length === 0) return [];
  const sorted = pauses.map((pause, i): Standstill => {
    if (pause.to === null) throw new ClockError('pause_open', `pauses[${i}].to`);
    checkInstant(pause.from, `pauses[${i}].from`);
    checkInstant(pause.to, `pauses[${i}].to`);
    if (pause.to < pause.from) throw new ClockError('pause_invalid', `pauses[${i}]`);
    return [pause.from, pause.to];
  });
  sorted.sort((a, b) => a[0] - b[0]);
  const joined: [Instant, Instant][] = [];
  for (const [from, to] of sorted) {
    const last = joined[joined.length - 1];
    if (from === to) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Whether the clock stood right before an instant: a pause that begins at a day's very end leaves the day whole. */
export function stoodBefore(standstills: Standstill[], instant: Instant): boolean {
  return standstills.some(([from, to]) => from < instant && instant <= to);
}

/** The parts of [from, to) in which the clock ran. */
export function runsWithin(standstills: Standstill[], from: Instant, to: Instant): [Instant, Instant][] {
  const runs: [Instant, Instant][] = [];
  let at = from;
  for (const [pausedFrom, pausedTo] of standstills) {
    if (pausedTo <= at) continue;
    if (pausedFrom >= to) break;
    if (pausedFrom > at) runs.push([at, pausedFrom]);
    at = pausedTo;
  }
  if (at < to) runs.push([at, to]);
  return runs;
}
