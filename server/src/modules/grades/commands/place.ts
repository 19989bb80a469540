/** Placing somebody in the table, and moving them to another post of it. */
import { entryOn, factsInEffect, within } from '@huying/domain/grades';
import { Refusal } from '@huying/domain/kernel';
import type { Services } from '../../../platform/services.ts';
import { addStep } from '../ways.ts';
import {
  type Changed,
  type GradeCall,
  type GradeReason,
  onWorker,
  refuseField,
  requireDay,
  requireGrade,
} from './calls.ts';

export type PlaceBody = { version: number; post: string; grade?: number; day?: string; reason?: GradeReason };

/**
 * On the grade that the rule gives, or on another one with a reason.
 * @throws Refusal as `onWorker`; `grade_placed`, `grade_not_in_post`, `invalid_fields` (grade_post_unknown,
 *   grade_outside_post, day_to_come, field_required for the reason)
 */
export function place(services: Services, call: GradeCall, person: string, body: PlaceBody): Promise<Changed> {
  return onWorker(services, call, person, { verb: 'place', body }, async ({ tx, worker, table, locked, today, by }) => {
    if (locked.way.steps.length > 0) throw new Refusal('grade_placed');
    if (!worker.inPost) throw new Refusal('grade_not_in_post');
    const day = body.day ?? today;
    requireDay(day, { today });
    requireGrade(table, body.post, body.grade ?? table.posts.find((one) => one.id === body.post)?.lowest ?? 0);
    const entry = entryOn(table, factsInEffect(locked.way.facts), body.post, day);
    const grade = body.grade ?? entry.grade;
    if (grade !== entry.grade && !body.reason) refuseField('reason', 'field_required');
    const step = { why: 'placed', post: body.post, grade, day, byYears: 0, byQualifications: 0 } as const;
    const reason = grade === entry.grade ? null : (body.reason ?? null);
    return addStep(tx, call.county.id, locked, step, { by, now: call.now, reason });
  });
}

export type MoveBody = { version: number; post: string; day?: string };

/** To another post of the table: the grade stays, kept within those of the new post. @throws Refusal as `place`; `grade_not_placed`, `nothing_changed` */
export function move(services: Services, call: GradeCall, person: string, body: MoveBody): Promise<Changed> {
  return onWorker(services, call, person, { verb: 'move', body }, async ({ tx, worker, table, locked, today, by }) => {
    const last = locked.way.steps.at(-1);
    if (!last) throw new Refusal('grade_not_placed');
    if (!worker.inPost) throw new Refusal('grade_not_in_post');
    const day = body.day ?? today;
    requireDay(day, { from: last.day, today });
    if (!table.posts.some((one) => one.id === body.post)) refuseField('post', 'grade_post_unknown');
    if (body.post === last.post) throw new Refusal('nothing_changed');
    const grade = within(table, body.post, last.grade);
    const step = { why: 'moved', post: body.post, grade, day, byYears: 0, byQualifications: 0 } as const;
    return addStep(tx, call.county.id, locked, step, { by, now: call.now });
  });
}
