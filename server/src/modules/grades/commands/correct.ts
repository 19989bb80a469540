/** Putting the last step right: another step with a reason, and what a wrong rise used up is given back. */
import { givenBack } from '@huying/domain/grades';
import { Refusal } from '@huying/domain/kernel';
import type { Services } from '../../../platform/services.ts';
import { addStep } from '../ways.ts';
import { type Changed, type GradeCall, type GradeReason, onWorker, requireDay, requireGrade } from './calls.ts';

export type CorrectBody = { version: number; post: string; grade: number; day?: string; reason: GradeReason };

/** @throws Refusal as `onWorker`; `grade_not_placed`, `nothing_changed`, `invalid_fields` (grade_*, day_*) */
export function correct(services: Services, call: GradeCall, person: string, body: CorrectBody): Promise<Changed> {
  return onWorker(services, call, person, { verb: 'correct', body }, async ({ tx, table, locked, today, by }) => {
    const last = locked.way.steps.at(-1);
    if (!last) throw new Refusal('grade_not_placed');
    const { post, grade, day = last.day, reason } = body;
    requireDay(day, { from: locked.way.steps.at(-2)?.day, today });
    requireGrade(table, post, grade);
    if (post === last.post && grade === last.grade && day === last.day) throw new Refusal('nothing_changed');
    const step = { why: 'corrected', post, grade, day, ...givenBack(last, grade) } as const;
    return addStep(tx, call.county.id, locked, step, { by, now: call.now, reason });
  });
}
