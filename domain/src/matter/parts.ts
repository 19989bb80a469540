/** The units' parts in a matter: opening them, and whether all are done. */
import type { ActContext } from './rules.ts';
import { startClock } from './running.ts';
import type { Assignment, Matter } from './states.ts';

export function isUnderWay(part: Assignment): boolean {
  return part.state === 'sent' || part.state === 'taken_on' || part.state === 'arrived';
}

/** Sends one unit its part and starts the clocks of that part. */
export function openAssignment(
  matter: Matter,
  part: { unit: string; role: 'lead' | 'assist'; binding: boolean },
  ctx: ActContext,
): Assignment {
  const assignment: Assignment = {
    no: matter.assignments.length + 1,
    ...part,
    state: 'sent',
    round: matter.round,
    arrival: ctx.rules.item?.arrival ?? false,
    sentAt: ctx.now,
    takenOnAt: null,
    arrivedAt: null,
    concludedAt: null,
    refusedFor: null,
    ruled: true,
    outcome: null,
  };
  matter.assignments.push(assignment);
  startClock(matter, 'take_on', assignment.no, ctx.rules, ctx.now);
  if (assignment.arrival) startClock(matter, 'arrive', assignment.no, ctx.rules, ctx.now);
  startClock(matter, 'conclude', assignment.no, ctx.rules, ctx.now);
  return assignment;
}

/** True when this round's lead has concluded and no part is under way or waits for a ruling. */
export function partsDone(matter: Matter): boolean {
  const round = matter.assignments.filter((one) => one.round === matter.round);
  const lead = round.findLast((one) => one.role === 'lead');
  return lead?.state === 'concluded' && round.every((one) => !isUnderWay(one) && one.ruled);
}
