/** Starting, stopping and shifting the clocks of a matter. Each keeps the inputs from which its deadline is explained. */
import { type ClockInput, deadline, type Instant, type Limit } from '../clocks/index.ts';
import type { ClockKind } from '../kernel/index.ts';
import type { CountyRules, MatterRules } from './rules.ts';
import type { Clock, Matter } from './states.ts';

/** What the clock room needs to compute or explain this clock at `now` (an open pause counts as lasting until `now`). */
export function clockInput(clock: Clock, county: CountyRules, now: Instant): ClockInput {
  return {
    startedAt: clock.startedAt,
    limit: clock.limit,
    extensions: clock.extensions,
    pauses: clock.pauses.map((pause) => ({ ...pause, to: pause.to ?? now })),
    yellowShare: county.yellowShare,
    endOfDay: county.endOfDay,
  };
}

function limitOf(kind: ClockKind, rules: MatterRules): { limit: Limit; rule: string } {
  const own = rules.item?.limits[kind];
  if (rules.item && own) {
    const { list, version, id, condition } = rules.item.ref;
    return { limit: own, rule: `item:${list}/${version}/${id}/${condition ?? ''}` };
  }
  return { limit: rules.county.limits[kind], rule: `pack:${rules.county.packVersion}/limits/${kind}` };
}

/** Sets the stored deadline from the clock's inputs. */
export function settleDue(clock: Clock, county: CountyRules, now: Instant): void {
  const paused = clock.pauses.some((pause) => pause.to === null);
  const due = deadline(clockInput(clock, county, now), county.calendar);
  clock.dueAt = paused ? null : due.dueAt;
  clock.yellowAt = paused ? null : due.yellowAt;
  clock.provisional = due.provisional;
  clock.calendarVersion = county.calendar.version;
}

export function startClock(
  matter: Matter,
  kind: ClockKind,
  assignment: number | null,
  rules: MatterRules,
  now: Instant,
): Clock {
  const clock: Clock = {
    no: matter.clocks.length + 1,
    kind,
    assignment,
    startedAt: now,
    ...limitOf(kind, rules),
    extensions: [],
    pauses: [],
    calendarVersion: 0,
    provisional: false,
    yellowAt: null,
    dueAt: null,
    card: 'none',
    stoppedAt: null,
    verdict: null,
  };
  settleDue(clock, rules.county, now);
  matter.clocks.push(clock);
  return clock;
}

function isOpen(clock: Clock, assignment: number | null): boolean {
  return clock.assignment === assignment && clock.stoppedAt === null;
}

/** Stops open clocks of these kinds and gives their verdict: at the deadline is on time. */
export function stopClocks(
  matter: Matter,
  kinds: readonly ClockKind[],
  assignment: number | null,
  now: Instant,
  county: CountyRules,
): void {
  for (const clock of matter.clocks) {
    if (!isOpen(clock, assignment) || !kinds.includes(clock.kind)) continue;
    const due = clock.dueAt ?? deadline(clockInput(clock, county, now), county.calendar).dueAt;
    for (const pause of clock.pauses) pause.to ??= now;
    clock.dueAt = due;
    clock.stoppedAt = now;
    clock.verdict = now <= due ? 'on_time' : 'late';
    if (clock.verdict === 'late') clock.card = 'red';
  }
}

/** Ends every open clock without a verdict: nobody is judged by a part that was called off. */
export function voidClocks(matter: Matter, now: Instant, assignment?: number): void {
  for (const clock of matter.clocks) {
    if (clock.stoppedAt !== null || (assignment !== undefined && clock.assignment !== assignment)) continue;
    for (const pause of clock.pauses) pause.to ??= now;
    clock.stoppedAt = now;
    clock.verdict = 'void';
  }
}

export function pauseClocks(matter: Matter, assignment: number, now: Instant, county: CountyRules): void {
  for (const clock of matter.clocks) {
    if (!isOpen(clock, assignment) || clock.pauses.some((pause) => pause.to === null)) continue;
    clock.pauses.push({ from: now, to: null });
    settleDue(clock, county, now);
  }
}

export function resumeClocks(matter: Matter, assignment: number, now: Instant, county: CountyRules): void {
  for (const clock of matter.clocks) {
    if (!isOpen(clock, assignment)) continue;
    for (const pause of clock.pauses) pause.to ??= now;
    settleDue(clock, county, now);
  }
}

export function extendClock(
  matter: Matter,
  assignment: number,
  amount: Limit,
  now: Instant,
  county: CountyRules,
): void {
  for (const clock of matter.clocks) {
    if (!isOpen(clock, assignment) || clock.kind !== 'conclude') continue;
    clock.extensions.push(amount);
    settleDue(clock, county, now);
    // A longer limit takes the yellow card back; a red card stays: the first limit was missed.
    if (clock.card === 'yellow' && clock.yellowAt !== null && clock.yellowAt > now) clock.card = 'none';
  }
}

export function isPaused(matter: Matter, assignment: number): boolean {
  return matter.clocks.some((clock) => isOpen(clock, assignment) && clock.pauses.some((pause) => pause.to === null));
}

/** Yellow from the pack's share of the limit on, red once it is over. @returns the clocks whose card changed. */
export function showCards(matter: Matter, now: Instant): Clock[] {
  return matter.clocks.filter((clock) => {
    if (clock.stoppedAt !== null || clock.dueAt === null || clock.yellowAt === null) return false;
    const card = now > clock.dueAt ? 'red' : now >= clock.yellowAt ? 'yellow' : 'none';
    if (card === 'none' || card === clock.card || clock.card === 'red') return false;
    clock.card = card;
    return true;
  });
}

/** The open clock that is due first: the one lists sort and colour by. */
export function leadingClock(matter: Matter): Clock | null {
  let first: Clock | null = null;
  for (const clock of matter.clocks) {
    if (clock.stoppedAt !== null || clock.dueAt === null) continue;
    if (!first || clock.dueAt < (first.dueAt as number)) first = clock;
  }
  return first;
}
