/** What each verb of a matter changes, once its edge is taken. Every function may change the draft and returns the next state. */
import type { Input } from '../kernel/index.ts';
import { Refusal } from '../kernel/index.ts';
import { isUnderWay, openAssignment } from './parts.ts';
import type { ActContext } from './rules.ts';
import { extendClock, pauseClocks, showCards, startClock, stopClocks, voidClocks } from './running.ts';
import type { Assignment, Matter, MatterState, Verdict } from './states.ts';
import type { MatterVerb } from './table.ts';

type Effect = (matter: Matter, input: Input, ctx: ActContext) => MatterState;

function takeItem(matter: Matter, ctx: ActContext): void {
  if (!ctx.rules.item) return;
  matter.item = ctx.rules.item.ref;
  matter.callback = ctx.rules.item.callback;
}

/** After the answer is given: to the callback desk, or closed at once where nobody is to be asked. */
function toCallback(matter: Matter, ctx: ActContext): MatterState {
  matter.concludedAt = ctx.now;
  matter.firstConcludedAt ??= ctx.now;
  matter.attempts = 0;
  if (matter.callback === 'none') return close(matter, ctx);
  matter.holder = ctx.rules.centre;
  return 'concluded';
}

function close(matter: Matter, ctx: ActContext): MatterState {
  matter.holder = null;
  matter.closedAt = ctx.now;
  return 'closed';
}

/** Back into hand: the lead unit again, or the place that settled it. Counted; first-time figures stay. */
function sendBack(matter: Matter, ctx: ActContext): MatterState {
  matter.redoCount += 1;
  matter.round += 1;
  matter.outcome = null;
  const lead = matter.assignments.findLast(
    (one) => one.role === 'lead' && one.state === 'concluded' && one.round === matter.round - 1,
  );
  if (lead) {
    matter.holder = null;
    openAssignment(matter, { unit: lead.unit, role: 'lead', binding: true }, ctx);
    return 'dispatched';
  }
  matter.holder = matter.handler ?? matter.place;
  startClock(matter, 'conclude', null, ctx.rules, ctx.now);
  return 'accepted';
}

function hear(matter: Matter, verdict: Verdict, ctx: ActContext): MatterState {
  matter.verdict = verdict;
  matter.firstVerdict ??= verdict;
  stopClocks(matter, ['callback'], null, ctx.now, ctx.rules.county);
  const { maxRedos } = ctx.rules.county.callback;
  const done = verdict.resolved && verdict.satisfied;
  if (done || (maxRedos !== null && matter.redoCount >= maxRedos)) return close(matter, ctx);
  return sendBack(matter, ctx);
}

function verdictOf(input: Input): Verdict {
  return { met: input.met === true, resolved: input.resolved === true, satisfied: input.satisfied === true };
}

function refusedAssignment(matter: Matter, input: Input): Assignment {
  const found = matter.assignments.find((one) => one.no === input.assignment && one.state === 'refused' && !one.ruled);
  if (!found) throw new Refusal('invalid_fields', {}, [{ path: 'assignment', code: 'nothing_refused' }]);
  return found;
}

function openRequest(matter: Matter, input: Input) {
  const found = matter.requests.find((one) => one.no === input.request && one.state === 'open');
  if (!found) throw new Refusal('invalid_fields', {}, [{ path: 'request', code: 'nothing_requested' }]);
  return found;
}

function arbitrate(matter: Matter, input: Input, ctx: ActContext): MatterState {
  const refused = refusedAssignment(matter, input);
  if (matter.state === 'in_arbitration' && refused.role === 'assist') throw new Refusal('lead_ruled_first');
  refused.ruled = true;
  const { decision } = input;
  if (decision !== 'return') {
    const unit = decision === 'redirect' ? (input.unit as string) : refused.unit;
    if (matter.assignments.some((one) => one.unit === unit && isUnderWay(one))) {
      throw new Refusal('invalid_fields', {}, [{ path: 'unit', code: 'unit_already_has_part' }]);
    }
    openAssignment(matter, { unit, role: refused.role, binding: decision === 'uphold' }, ctx);
  }
  if (refused.role === 'assist') return matter.state;
  if (decision !== 'return') {
    matter.holder = null;
    return 'dispatched';
  }
  for (const part of matter.assignments) {
    if (!isUnderWay(part)) continue;
    part.state = 'called_off';
    voidClocks(matter, ctx.now, part.no);
  }
  matter.holder = matter.handler ?? matter.place;
  startClock(matter, 'conclude', null, ctx.rules, ctx.now);
  return 'accepted';
}

export const matterEffects: Record<MatterVerb, Effect> = {
  accept(matter, _input, ctx) {
    takeItem(matter, ctx);
    return 'accepted';
  },
  classify(matter, _input, ctx) {
    takeItem(matter, ctx);
    if (ctx.rules.place) {
      if (matter.holder?.id === matter.place.id) matter.holder = ctx.rules.place;
      matter.place = ctx.rules.place;
    }
    return matter.state;
  },
  reject(matter) {
    matter.holder = null;
    return 'rejected';
  },
  visit: (matter) => matter.state,
  settle(matter, input, ctx) {
    matter.handler = matter.holder;
    matter.outcome = input.outcome as string;
    return toCallback(matter, ctx);
  },
  raise(matter, _input, ctx) {
    takeItem(matter, ctx);
    matter.raiseCount += 1;
    matter.holder = ctx.rules.upper;
    return 'raised';
  },
  dispatch(matter, input, ctx) {
    takeItem(matter, ctx);
    const assists = (input.assists as string[] | undefined) ?? [];
    if (assists.includes(input.lead as string)) {
      throw new Refusal('invalid_fields', {}, [{ path: 'assists', code: 'lead_cannot_assist' }]);
    }
    matter.handler = matter.holder;
    matter.holder = null;
    openAssignment(matter, { unit: input.lead as string, role: 'lead', binding: false }, ctx);
    for (const unit of assists) openAssignment(matter, { unit, role: 'assist', binding: false }, ctx);
    return 'dispatched';
  },
  begin: () => 'in_progress',
  dispute(matter, _input, ctx) {
    matter.holder = ctx.rules.centre;
    return 'in_arbitration';
  },
  arbitrate,
  approve(matter, input, ctx) {
    const request = openRequest(matter, input);
    request.state = 'approved';
    if (request.kind === 'pause') pauseClocks(matter, request.assignment, ctx.now, ctx.rules.county);
    else if (request.amount) extendClock(matter, request.assignment, request.amount, ctx.now, ctx.rules.county);
    return matter.state;
  },
  deny(matter, input) {
    openRequest(matter, input).state = 'denied';
    return matter.state;
  },
  finish: (matter, _input, ctx) => toCallback(matter, ctx),
  call_back(matter, input, ctx) {
    matter.attempts += 1;
    if (input.reached !== true) return 'calling_back';
    return hear(matter, verdictOf(input), ctx);
  },
  judge: (matter, input, ctx) => hear(matter, verdictOf(input), ctx),
  redo: (matter, _input, ctx) => sendBack(matter, ctx),
  close: (matter, _input, ctx) => close(matter, ctx),
  withdraw(matter, _input, ctx) {
    for (const part of matter.assignments) if (isUnderWay(part)) part.state = 'called_off';
    voidClocks(matter, ctx.now);
    matter.holder = null;
    return 'withdrawn';
  },
  reopen(matter, _input, ctx) {
    matter.closedAt = null;
    matter.round += 1;
    matter.outcome = null;
    matter.holder = ctx.rules.centre;
    return 'raised';
  },
  note: (matter) => matter.state,
  card(matter, _input, ctx) {
    showCards(matter, ctx.now);
    return matter.state;
  },
};
