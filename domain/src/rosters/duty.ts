/** The life of one duty: planned, then attended or missed; a miss may be excused. */
import type { Instant } from '../clocks/index.ts';
import { Refusal } from '../kernel/index.ts';

export const DUTY_STATES = ['planned', 'attended', 'missed', 'excused', 'cancelled'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

export type DutyVerb = 'check_in' | 'miss' | 'excuse' | 'cancel' | 'reassign';

/** A check-in that was made in time and reached the program late turns a miss into what it was. */
export const DUTY_TABLE: readonly { verb: DutyVerb; from: readonly DutyState[]; to: DutyState }[] = [
  { verb: 'check_in', from: ['planned', 'missed'], to: 'attended' },
  { verb: 'miss', from: ['planned'], to: 'missed' },
  { verb: 'excuse', from: ['missed'], to: 'excused' },
  { verb: 'cancel', from: ['planned'], to: 'cancelled' },
  // To another person: it stays planned.
  { verb: 'reassign', from: ['planned'], to: 'planned' },
];

/** @throws Refusal `state_forbids` */
export function stepDuty(state: DutyState, verb: DutyVerb): DutyState {
  const row = DUTY_TABLE.find((one) => one.verb === verb && one.from.includes(state));
  if (!row) throw new Refusal('state_forbids', { verb, state });
  return row.to;
}

/** Minutes before and after the start within which one checks in, and how far from the facility's point, in metres. */
export type CheckInRule = { opensMinutes: number; closesMinutes: number; metres: number };

/** When the sweep may call a duty missed: after the window, at the latest at the duty's end. */
export function closesAt(rule: CheckInRule, duty: { startsAt: Instant; endsAt: Instant }): Instant {
  return Math.min(duty.startsAt + rule.closesMinutes * 60_000, duty.endsAt);
}

/** A phone without network may tell of a check-in so much later. */
export const SENT_WITHIN_MS = 24 * 3_600_000;

type CheckIn = { at: Instant; now: Instant; distance: number | null; accuracy: number };

/**
 * @param checkIn `at`: when the phone says it was; `distance`: metres from the facility, null without a position
 * @returns minutes late, 0 in time
 * @throws Refusal `duty_too_early`, `duty_window_over`, `duty_time_unbelievable`, `position_required`, `duty_too_far`
 */
export function checkIn(
  rule: CheckInRule,
  duty: { startsAt: Instant; endsAt: Instant },
  { at, now, distance, accuracy }: CheckIn,
): number {
  // A phone's clock may go a little before ours.
  if (at > now + 300_000 || now - at > SENT_WITHIN_MS) throw new Refusal('duty_time_unbelievable');
  if (at < duty.startsAt - rule.opensMinutes * 60_000)
    throw new Refusal('duty_too_early', { minutes: rule.opensMinutes });
  if (at > closesAt(rule, duty)) throw new Refusal('duty_window_over', { minutes: rule.closesMinutes });
  if (distance === null) throw new Refusal('position_required');
  // A rough fix may reach as far again as the rule, never farther.
  if (distance - Math.min(accuracy, rule.metres) > rule.metres)
    throw new Refusal('duty_too_far', { metres: Math.round(distance), most: rule.metres });
  return Math.max(0, Math.ceil((at - duty.startsAt) / 60_000));
}
