/** The shapes of a matter, its assignments and clocks, as the pure rules see them. Instants are epoch milliseconds. */
import type { Instant, Limit, Pause } from '../clocks/index.ts';
import type { ClockKind } from '../kernel/index.ts';

export const MATTER_STATES = [
  'submitted',
  'accepted',
  'raised',
  'dispatched',
  'in_arbitration',
  'in_progress',
  'concluded',
  'calling_back',
  'closed',
  'rejected',
  'withdrawn',
] as const;
export type MatterState = (typeof MATTER_STATES)[number];

/** `called_off` is the end of a part whose matter was withdrawn, sent elsewhere or sent back. */
export const ASSIGNMENT_STATES = ['sent', 'taken_on', 'arrived', 'concluded', 'refused', 'called_off'] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

export const OUTCOMES = ['resolved', 'explained', 'not_feasible', 'not_ours', 'duplicate'] as const;
export const REJECT_REASONS = ['not_a_matter', 'duplicate', 'abusive'] as const;
export const REFUSE_REASONS = ['not_our_duty', 'wrong_place', 'lacks_facts', 'other'] as const;
export const DECISIONS = ['uphold', 'redirect', 'return'] as const;

/** A place that has the matter in hand. */
export type Holder = { id: string; path: string; kind: string };

export type Clock = {
  no: number;
  kind: ClockKind;
  /** Number of the assignment it belongs to; null for a clock of the matter itself. */
  assignment: number | null;
  startedAt: Instant;
  limit: Limit;
  extensions: Limit[];
  pauses: Pause[];
  /** Which rule gave the limit: an item's condition in a list version, or the county's default. */
  rule: string;
  calendarVersion: number;
  provisional: boolean;
  /** Null while paused: a clock that stands is not due. */
  yellowAt: Instant | null;
  dueAt: Instant | null;
  card: 'none' | 'yellow' | 'red';
  stoppedAt: Instant | null;
  verdict: 'on_time' | 'late' | 'void' | null;
};

export type Assignment = {
  no: number;
  unit: string;
  role: 'lead' | 'assist';
  state: AssignmentState;
  round: number;
  /** An arbitration upheld it: it may not be refused again. */
  binding: boolean;
  arrival: boolean;
  sentAt: Instant;
  takenOnAt: Instant | null;
  arrivedAt: Instant | null;
  concludedAt: Instant | null;
  refusedFor: string | null;
  /** A refusal was ruled on (or needs no ruling). */
  ruled: boolean;
  outcome: string | null;
};

export type ClockRequest = {
  no: number;
  assignment: number;
  kind: 'pause' | 'extension';
  amount: Limit | null;
  askedAt: Instant;
  state: 'open' | 'approved' | 'denied';
};

/** What the person said of the result. `met`: somebody met or called them; the concluded rate is not theirs to judge. */
export type Verdict = { met: boolean; resolved: boolean; satisfied: boolean };

export type MatterItem = { list: string; version: number; id: string; condition: string | null };

export type Matter = {
  id: string;
  state: MatterState;
  version: number;
  channel: string;
  submittedAt: Instant;
  place: Holder;
  holder: Holder | null;
  /** The place that dispatched it or settled it: where it returns to. */
  handler: Holder | null;
  item: MatterItem | null;
  callback: 'call' | 'message' | 'none';
  reporterId: string | null;
  reachable: boolean;
  round: number;
  raiseCount: number;
  refuseCount: number;
  redoCount: number;
  attempts: number;
  outcome: string | null;
  firstConcludedAt: Instant | null;
  concludedAt: Instant | null;
  closedAt: Instant | null;
  firstVerdict: Verdict | null;
  verdict: Verdict | null;
  assignments: Assignment[];
  clocks: Clock[];
  requests: ClockRequest[];
};
