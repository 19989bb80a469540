import type { AssignmentFact } from './assignment-table.ts';
import type { ActContext } from './rules.ts';
import { isPaused } from './running.ts';
import type { Assignment, Matter } from './states.ts';
import type { MatterFact } from './table.ts';

const DAY = 86_400_000;

function callbackOverdue(matter: Matter, now: number): boolean {
  return matter.clocks.some(
    (clock) => clock.kind === 'callback' && clock.stoppedAt === null && clock.dueAt !== null && clock.dueAt < now,
  );
}

export function matterFacts(matter: Matter, ctx: Pick<ActContext, 'now' | 'rules'>): Record<MatterFact, boolean> {
  const { county, upper } = ctx.rules;
  return {
    hasUpper: upper !== null,
    hasRefusal: matter.assignments.some((one) => one.state === 'refused' && !one.ruled),
    hasOpenRequest: matter.requests.some((one) => one.state === 'open'),
    reachable: matter.reachable,
    mayCloseUnheard:
      matter.callback === 'none' ||
      !matter.reachable ||
      matter.attempts >= county.callback.attempts ||
      (matter.callback === 'message' && callbackOverdue(matter, ctx.now)),
    withinReopenWindow: matter.closedAt !== null && ctx.now <= matter.closedAt + county.reopenDays * DAY,
  };
}

export function assignmentFacts(part: Assignment, matter: Matter): Record<AssignmentFact, boolean> {
  return {
    binding: part.binding,
    needsArrival: part.arrival,
    paused: isPaused(matter, part.no),
    asking: matter.requests.some((one) => one.assignment === part.no && one.state === 'open'),
  };
}
