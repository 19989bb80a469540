/**
 * Suspending a term: its permissions stop at once, its seat stays taken; and resuming it
 * (docs/decisions/0010-terms-in-time.md).
 */
import { Refusal } from '@huying/domain/kernel';
import { actorKey } from '../../../access/actor.ts';
import { at, sql } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { forgetActors } from '../actor-of.ts';
import { appendToPost } from '../terms.ts';
import type { PeopleCall } from './appoint.ts';
import { heldTerm, type TermBody } from './held-term.ts';

/** Why: a word of the journal, never somebody's own text. */
export const SUSPENSION_REASONS = ['leave', 'training', 'illness', 'review', 'own_wish'] as const;
export type SuspendBody = TermBody & { reason: (typeof SUSPENSION_REASONS)[number] };

/** @throws Refusal `not_yourself`, `not_found`, `stale_version`, `term_over`, `already_suspended`. */
export function suspend(services: Services, call: PeopleCall, person: string, body: SuspendBody) {
  return turn(services, call, person, body, 'suspend');
}

/** @throws Refusal `not_yourself`, `not_found`, `stale_version`, `term_over`, `not_suspended`. */
export function resume(services: Services, call: PeopleCall, person: string, body: TermBody) {
  return turn(services, call, person, body, 'resume');
}

async function turn(
  services: Services,
  call: PeopleCall,
  person: string,
  body: TermBody & { reason?: string },
  verb: 'suspend' | 'resume',
): Promise<{ term: string }> {
  const { county, actor, now, key } = call;
  if (actor.person?.id === person) throw new Refusal('not_yourself');
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  await once(services.db, stamp, `people/${person}/${verb}`, body, async (tx) => {
    const { held, post, office } = await heldTerm(tx, call, person, body, dayOf(county, now));
    if (held.suspended === (verb === 'suspend')) {
      throw new Refusal(verb === 'suspend' ? 'already_suspended' : 'not_suspended');
    }
    await tx.rows(sql`
      UPDATE term SET suspended_at = ${verb === 'suspend' ? at(now) : null}
      WHERE county_id = ${county.id} AND term_id = ${body.term}`);
    const kind = verb === 'suspend' ? 'term.suspended' : 'term.resumed';
    const why = body.reason === undefined ? {} : { reason: body.reason };
    await appendToPost(tx, county.id, post, [{ kind, by: office.by, at: now, term: body.term, person, ...why }]);
    return body.term;
  });
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return { term: body.term };
}
