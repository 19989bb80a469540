/** Which version counts on a day. A late process decides as a punctual one: the day alone says it, not when states were turned. */
import type { ListState } from './table.ts';

type Dated = { version: number; state: ListState; effectiveFrom: string | null };

const COUNTS: readonly ListState[] = ['approved', 'in_force', 'superseded'];

function later(a: Dated, b: Dated): boolean {
  const [x, y] = [a.effectiveFrom as string, b.effectiveFrom as string];
  return x > y || (x === y && a.version > b.version);
}

/** The version in force on `day`: the last that has begun; of two from one day, the later. */
export function inForceOn<V extends Dated>(versions: readonly V[], day: string): V | null {
  let best: V | null = null;
  for (const one of versions) {
    if (!COUNTS.includes(one.state) || one.effectiveFrom === null || one.effectiveFrom > day) continue;
    if (!best || later(one, best)) best = one;
  }
  return best;
}

/** Turns that the days up to `day` have brought and nobody has written yet, in order. */
export function turnsDue(
  versions: readonly Dated[],
  day: string,
): { version: number; verb: 'begin' | 'supersede'; day: string }[] {
  const current = inForceOn(versions, day);
  const begun = versions
    .filter((one) => COUNTS.includes(one.state) && one.effectiveFrom !== null && one.effectiveFrom <= day)
    .sort((a, b) => (later(a, b) ? 1 : -1));
  return begun.flatMap((one, index) => {
    const turns: { version: number; verb: 'begin' | 'supersede'; day: string }[] = [];
    if (one.state === 'approved') turns.push({ version: one.version, verb: 'begin', day: one.effectiveFrom as string });
    if (one !== current && one.state !== 'superseded')
      turns.push({ version: one.version, verb: 'supersede', day: begun[index + 1]?.effectiveFrom as string });
    return turns;
  });
}

/** The state a version has on `day`, whether its turn was written or not. */
export function stateOn(version: Dated, versions: readonly Dated[], day: string): ListState {
  if (!COUNTS.includes(version.state) || version.effectiveFrom === null) return version.state;
  if (version.effectiveFrom > day) return 'approved';
  return inForceOn(versions, day)?.version === version.version ? 'in_force' : 'superseded';
}
