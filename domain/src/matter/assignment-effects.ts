/** What each verb of an assignment changes in it, and what follows for the matter. */
import type { Input } from '../kernel/index.ts';
import type { AssignmentVerb } from './assignment-table.ts';
import type { ActContext } from './rules.ts';
import { resumeClocks, voidClocks } from './running.ts';
import type { Assignment, AssignmentState, Matter } from './states.ts';
import type { MatterVerb } from './table.ts';

/** The next state of the assignment, and the verb that follows on the matter, if any. */
export type PartEffect = { state: AssignmentState; then?: MatterVerb };

type Effect = (part: Assignment, input: Input, ctx: ActContext, matter: Matter) => PartEffect;

export const assignmentEffects: Record<AssignmentVerb, Effect> = {
  take_on(part, _input, ctx, matter) {
    part.takenOnAt = ctx.now;
    const begins = part.role === 'lead' && matter.state === 'dispatched';
    return { state: 'taken_on', ...(begins ? { then: 'begin' } : {}) };
  },
  refuse(part, input, ctx, matter) {
    part.refusedFor = input.reason as string;
    part.ruled = false;
    matter.refuseCount += 1;
    voidClocks(matter, ctx.now, part.no);
    return { state: 'refused', ...(part.role === 'lead' ? { then: 'dispute' } : {}) };
  },
  arrive(part, _input, ctx) {
    part.arrivedAt = ctx.now;
    return { state: 'arrived' };
  },
  step: (part) => ({ state: part.state }),
  conclude(part, input, ctx, matter) {
    part.concludedAt = ctx.now;
    part.outcome = input.outcome as string;
    if (part.role === 'lead') matter.outcome = part.outcome;
    resumeClocks(matter, part.no, ctx.now, ctx.rules.county);
    voidClocks(matter, ctx.now, part.no);
    return { state: 'concluded' };
  },
  request(part, input, ctx, matter) {
    matter.requests.push({
      no: matter.requests.length + 1,
      assignment: part.no,
      kind: input.kind as 'pause' | 'extension',
      amount: (input.amount as Matter['requests'][number]['amount'] | undefined) ?? null,
      askedAt: ctx.now,
      state: 'open',
    });
    return { state: part.state };
  },
  resume(part, _input, ctx, matter) {
    resumeClocks(matter, part.no, ctx.now, ctx.rules.county);
    return { state: part.state };
  },
  call_off(part, _input, ctx, matter) {
    voidClocks(matter, ctx.now, part.no);
    return { state: part.state };
  },
};
