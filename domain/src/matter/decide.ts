/** One act on a matter: which edge is taken, what changes, which clocks stop and start, what follows by itself. */
import { type Field, type Input, Refusal, readFields, type Standing, takeEdge } from '../kernel/index.ts';
import { assignmentEffects } from './assignment-effects.ts';
import { type AssignmentVerb, assignmentLifecycle } from './assignment-table.ts';
import { matterEffects } from './effects.ts';
import { assignmentFacts, matterFacts } from './facts.ts';
import { partsDone } from './parts.ts';
import type { ActContext } from './rules.ts';
import { startClock, stopClocks } from './running.ts';
import type { Matter } from './states.ts';
import { type MatterVerb, matterLifecycle } from './table.ts';

/** What happened, for the journal: verbs and references only. The order is the order in which it followed. */
export type MatterEvent = {
  kind: `matter.${MatterVerb | 'submit'}` | `assignment.${AssignmentVerb}`;
  from: string | null;
  to: string;
  assignment?: number;
  input: Input;
};

export type Decision = { next: Matter; events: MatterEvent[]; fields: readonly Field[] };

const FOLLOWS: Standing = { holds: () => false, reporter: false, consequence: true };

type Step = { event: MatterEvent; fields: readonly Field[] };

function step(matter: Matter, verb: MatterVerb, given: Input, ctx: ActContext): Step {
  const edge = takeEdge(matterLifecycle, matter.state, verb, ctx.standing, matterFacts(matter, ctx));
  const input = readFields(edge.fields, given);
  const from = matter.state;
  if (edge.stops) stopClocks(matter, edge.stops, null, ctx.now, ctx.rules.county);
  const to = matterEffects[verb](matter, input, ctx);
  if (to !== from && !edge.to.includes(to)) throw new Error(`the table does not lead from ${from} by ${verb} to ${to}`);
  if (to !== 'closed') {
    for (const kind of edge.starts ?? []) startClock(matter, kind, null, ctx.rules, ctx.now);
  }
  matter.state = to;
  return { event: { kind: `matter.${verb}`, from, to, input }, fields: edge.fields };
}

/** A ruling on an assist's refusal, or the last part's end, may be what the matter waited for. */
function finishIfDone(matter: Matter, ctx: ActContext, events: MatterEvent[]): void {
  if (
    matterLifecycle.edges.some((edge) => edge.verb === 'finish' && edge.from.includes(matter.state)) &&
    partsDone(matter)
  ) {
    events.push(step(matter, 'finish', {}, { ...ctx, standing: FOLLOWS }).event);
  }
}

/**
 * An act on the matter itself. `matter` is not changed.
 * @throws Refusal as `takeEdge` and `readFields` say, or one of the effects' own.
 */
export function actOnMatter(matter: Matter, verb: MatterVerb, input: Input, ctx: ActContext): Decision {
  const next = structuredClone(matter);
  const { event, fields } = step(next, verb, input, ctx);
  const events = [event];
  finishIfDone(next, ctx, events);
  return { next, events, fields };
}

/** An act on one unit's part. What follows for the matter is in the same decision. */
export function actOnAssignment(
  matter: Matter,
  no: number,
  verb: AssignmentVerb,
  given: Input,
  ctx: ActContext,
): Decision {
  const next = structuredClone(matter);
  const part = next.assignments.find((one) => one.no === no);
  if (!part) throw new Refusal('not_found');
  const edge = takeEdge(assignmentLifecycle, part.state, verb, ctx.standing, assignmentFacts(part, next));
  const input = readFields(edge.fields, given);
  const from = part.state;
  if (edge.stops) stopClocks(next, edge.stops, part.no, ctx.now, ctx.rules.county);
  const effect = assignmentEffects[verb](part, input, ctx, next);
  part.state = effect.state;
  const events: MatterEvent[] = [{ kind: `assignment.${verb}`, from, to: part.state, assignment: no, input }];
  if (effect.then) events.push(step(next, effect.then, {}, { ...ctx, standing: FOLLOWS }).event);
  finishIfDone(next, ctx, events);
  return { next, events, fields: edge.fields };
}
