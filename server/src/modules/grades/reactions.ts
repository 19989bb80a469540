/** Whoever is placed, rises, is moved or corrected in a grade table is told. The words are made when it is sent. */
import { STEP_KINDS } from '@huying/domain/grades';
import { v7 as uuidv7 } from 'uuid';
import { at, sql } from '../../platform/db.ts';
import type { Effect } from '../../platform/reactions.ts';

/** History that is told rings nobody's phone. */
const FRESH_MS = 86_400_000;

const STEPS: readonly string[] = STEP_KINDS.map((why) => `grade.${why}`);

export const tellOfGrade: Effect = {
  rule: 'message:grade',
  // What the program itself brought in, with a demo county, is no news to anybody.
  handles: ({ subject, event }, now) =>
    subject.kind === 'grade' && STEPS.includes(event.kind) && event.by.person !== null && event.at >= now - FRESH_MS,
  async run(tx, services, county, { subject, event }) {
    await tx.rows(sql`
      INSERT INTO message (county_id, message_id, person_id, template, made_at)
      SELECT ${county.id}, ${uuidv7()}::uuid, p.person_id, ${event.kind.replace('.', '_')}, ${at(services.clock())}::timestamptz
      FROM person p WHERE p.county_id = ${county.id} AND p.person_id = ${subject.id} AND p.erased_at IS NULL`);
  },
};
