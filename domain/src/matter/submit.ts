import type { ActContext } from './rules.ts';
import { startClock } from './running.ts';
import type { Holder, Matter } from './states.ts';

export type Submission = {
  id: string;
  channel: string;
  place: Holder;
  /** The place that judges first, by the pack's rule for the channel. */
  holder: Holder;
  reporterId: string | null;
  reachable: boolean;
};

/** A new matter in state `submitted`, its accept clock running. An item comes with `ctx.rules.item`. */
export function submitMatter(submission: Submission, ctx: Pick<ActContext, 'now' | 'rules'>): Matter {
  const { rules, now } = ctx;
  const matter: Matter = {
    ...submission,
    state: 'submitted',
    version: 0,
    submittedAt: now,
    handler: null,
    item: rules.item?.ref ?? null,
    callback: rules.item?.callback ?? rules.county.callback.byDefault,
    round: 1,
    raiseCount: 0,
    refuseCount: 0,
    redoCount: 0,
    attempts: 0,
    outcome: null,
    firstConcludedAt: null,
    concludedAt: null,
    closedAt: null,
    firstVerdict: null,
    verdict: null,
    assignments: [],
    clocks: [],
    requests: [],
  };
  startClock(matter, 'accept', null, rules, now);
  return matter;
}
