/** Recording what a grade rests on, and taking back what was recorded wrongly. Nothing is overwritten. */
import { type Fact, type FactKind, factsInEffect } from '@huying/domain/grades';
import { Refusal } from '@huying/domain/kernel';
import type { GradeTable } from '@huying/domain/pack';
import type { Services } from '../../../platform/services.ts';
import { addFact } from '../ways.ts';
import { type Changed, type GradeCall, type GradeReason, onWorker, refuseField, requireDay } from './calls.ts';

export type RecordBody = {
  version: number;
  kind: FactKind;
  /** A code of the table; for an assessment the year. */
  of?: string;
  /** For an assessment the code of its result. */
  value?: string;
  day: string;
  /** When something else was recorded of the same before. */
  reason?: GradeReason;
};

/** @throws Refusal `invalid_fields`: field_required, grade_code_unknown, grade_year_invalid, day_to_come */
export function factOf({ rise }: GradeTable, body: Omit<RecordBody, 'version'>, today: string): Fact {
  const { kind, of = '', value = '', day } = body;
  requireDay(day, { today });
  if (kind === 'service') return { kind, of: '', value: '', day };
  if (kind !== 'assessment') {
    const known = kind === 'education' ? rise.education : rise.examinations;
    if (!known.some((one) => one.code === of)) refuseField('of', 'grade_code_unknown');
    return { kind, of, value: '', day };
  }
  // A year is assessed in it or after it.
  if (!/^(19|20)\d\d$/.test(of) || of > day.slice(0, 4)) refuseField('of', 'grade_year_invalid');
  if (!rise.assessments.some((one) => one.code === value)) refuseField('value', 'grade_code_unknown');
  return { kind, of, value, day };
}

/** @throws Refusal as `onWorker` and `factOf`; `nothing_changed`; field_required for the reason of another word on the same */
export function record(services: Services, call: GradeCall, person: string, body: RecordBody): Promise<Changed> {
  return onWorker(services, call, person, { verb: 'record', body }, async ({ tx, table, locked, today, by }) => {
    const fact = factOf(table, body, today);
    const before = factsInEffect(locked.way.facts).find((one) => one.kind === fact.kind && one.of === fact.of);
    if (before && before.value === fact.value && before.day === fact.day) throw new Refusal('nothing_changed');
    if (before && !body.reason) refuseField('reason', 'field_required');
    const reason = before ? (body.reason ?? null) : null;
    return addFact(tx, call.county.id, locked, { ...fact, withdrawn: false }, { by, now: call.now, reason });
  });
}

export type WithdrawBody = { version: number; fact: number; reason: GradeReason };

/** @throws Refusal as `onWorker`; `not_found` for a fact that does not hold */
export function withdraw(services: Services, call: GradeCall, person: string, body: WithdrawBody): Promise<Changed> {
  return onWorker(services, call, person, { verb: 'withdraw', body }, async ({ tx, locked, by }) => {
    const held = factsInEffect(locked.way.facts).find((one) => one.no === body.fact);
    if (!held) throw new Refusal('not_found');
    const { kind, of, value, day } = held;
    const gone = { kind, of, value, day, withdrawn: true };
    return addFact(tx, call.county.id, locked, gone, { by, now: call.now, reason: body.reason });
  });
}
