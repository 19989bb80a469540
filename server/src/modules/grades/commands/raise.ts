/** Raising those whose review is through: one, or many that were listed as due. */
import { Refusal } from '@huying/domain/kernel';
import { actorKey } from '../../../access/actor.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { reckoned } from '../view.ts';
import { addStep } from '../ways.ts';
import { begin, type Changed, type GradeCall, onWorker, requireDay, type Work } from './calls.ts';

export type RaiseBody = { version: number; day: string; grade: number };

/** The grade is reckoned again under the lock, as of the day from which it holds. */
async function raiseWithin(call: GradeCall, work: Work, { day, grade }: Omit<RaiseBody, 'version'>): Promise<number> {
  const { tx, worker, locked, today, by } = work;
  const last = locked.way.steps.at(-1);
  if (!last) throw new Refusal('grade_not_placed');
  if (!worker.inPost) throw new Refusal('grade_not_in_post');
  requireDay(day, { from: last.day, today });
  const { due } = reckoned(worker, locked.way, day);
  if (!due) throw new Refusal('grade_not_due');
  if (due.grade !== grade) throw new Refusal('grade_otherwise', { grade: due.grade });
  const step = { why: 'risen', post: last.post, day, ...due } as const;
  return addStep(tx, call.county.id, locked, step, { by, now: call.now });
}

/** @throws Refusal as `onWorker`; `grade_not_placed`, `grade_not_in_post`, `grade_not_due`, `grade_otherwise`, `invalid_fields` (day_*) */
export function raise(services: Services, call: GradeCall, person: string, body: RaiseBody): Promise<Changed> {
  return onWorker(services, call, person, { verb: 'raise', body }, (work) => raiseWithin(call, work, body));
}

export type RaiseManyBody = { day: string; people: { person: string; version: number; grade: number }[] };
/** `code`: why somebody was left out. */
export type RaisedMany = { risen: number; people: { person: string; grade: number | null; code: string | null }[] };

/** Each by itself, in the order of ids so that two at once do not wait for each other; one who cannot rise stops nobody else. */
export async function raiseMany(services: Services, call: GradeCall, body: RaiseManyBody): Promise<RaisedMany> {
  const { county, actor, now, key } = call;
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const raised = await once(services.db, stamp, 'grades/raise', body, async (tx): Promise<RaisedMany> => {
    const told: RaisedMany = { risen: 0, people: [] };
    const asked = new Map(body.people.map((one) => [one.person, one]));
    for (const { person, version, grade } of [...asked.values()].sort((a, b) => (a.person < b.person ? -1 : 1))) {
      try {
        const work = await begin(tx, call, person);
        if (work.locked.head.seq !== version) throw new Refusal('stale_version');
        await raiseWithin(call, work, { day: body.day, grade });
        told.risen += 1;
        told.people.push({ person, grade, code: null });
      } catch (error) {
        // Refused before anything of this person was written.
        if (!(error instanceof Refusal)) throw error;
        told.people.push({ person, grade: null, code: error.fields[0]?.code ?? error.code });
      }
    }
    return told;
  });
  services.wake(county.id);
  return raised;
}
