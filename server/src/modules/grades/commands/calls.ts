/** What every command on a grade begins with: whose it is, whether the actor may, and all that is recorded, locked. */
import { Refusal } from '@huying/domain/kernel';
import type { GradeTable } from '@huying/domain/pack';
import { type Actor, actorKey, byOf, postFor } from '../../../access/actor.ts';
import type { Tx } from '../../../platform/db.ts';
import type { By } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { type Locked, lockWay } from '../ways.ts';
import { type Worker, workerSeen } from '../workers.ts';

export type GradeCall = { county: CountyRuntime; actor: Actor; now: number; key: string | null };

/** Why something is written otherwise than before or than reckoned: words of the journal, never somebody's own text. */
export const GRADE_REASONS = ['mistake', 'document', 'review', 'decision', 'carried_over'] as const;
export type GradeReason = (typeof GRADE_REASONS)[number];

export type Changed = { version: number };
export type Work = { tx: Tx; worker: Worker; table: GradeTable; locked: Locked; today: string; by: By };

export function refuseField(path: string, code: string, params?: Record<string, unknown>): never {
  throw new Refusal('invalid_fields', {}, [{ path, code, ...(params ? { params } : {}) }]);
}

/** @throws Refusal `not_found` outside `grades.read`, `not_permitted` outside `grades.edit`, `not_own_grade` */
export async function begin(tx: Tx, { county, actor, now }: GradeCall, person: string): Promise<Work> {
  const worker = await workerSeen(tx, county, actor, person, now);
  await workerSeen(tx, county, actor, person, now, 'grades.edit').catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal('not_permitted') : error;
  });
  if (actor.person?.id === person) throw new Refusal('not_own_grade');
  const locked = await lockWay(tx, county.id, person, worker.table.id);
  const by = byOf(
    actor,
    postFor(actor, 'grades.edit', () => true),
  );
  return { tx, worker, table: worker.table, locked, today: dayOf(county, now), by };
}

/** One command on one person, at most once for its key. @throws Refusal as `begin`; `stale_version` */
export async function onWorker(
  services: Services,
  call: GradeCall,
  person: string,
  { verb, body }: { verb: string; body: { version: number } },
  work: (work: Work) => Promise<number>,
): Promise<Changed> {
  const { county, actor, now, key } = call;
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const changed = await once(services.db, stamp, `grades/${person}/${verb}`, body, async (tx) => {
    const begun = await begin(tx, call, person);
    if (begun.locked.head.seq !== body.version) throw new Refusal('stale_version', { version: begun.locked.head.seq });
    return { version: await work(begun) };
  });
  services.wake(county.id);
  return changed;
}

/** A day that has come. @throws Refusal `invalid_fields` (day_to_come, day_order) */
export function requireDay(day: string, { from, today }: { from?: string | undefined; today: string }): void {
  if (day > today) refuseField('day', 'day_to_come');
  if (from !== undefined && day < from) refuseField('day', 'day_order');
}

/** @throws Refusal `invalid_fields`: grade_post_unknown, grade_outside_post */
export function requireGrade({ posts }: GradeTable, post: string, grade: number): void {
  const found = posts.find((one) => one.id === post);
  if (!found) refuseField('post', 'grade_post_unknown');
  if (grade < found.lowest || grade > found.highest)
    refuseField('grade', 'grade_outside_post', { lowest: found.lowest, highest: found.highest });
}
