/** Ending a term before its time, at once or on a day. */
import { actorKey } from '../../../access/actor.ts';
import { sql } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { forgetActors } from '../actor-of.ts';
import { appendToPost, dayBefore } from '../terms.ts';
import { type PeopleCall, refuseField } from './appoint.ts';
import { heldTerm } from './held-term.ts';

export type DismissBody = { term: string; lastDay?: string };

/** Without a last day it ends at once. @throws Refusal `not_found`, `term_over`, `invalid_fields` (day_order). */
export async function dismiss(
  services: Services,
  call: PeopleCall,
  person: string,
  body: DismissBody,
): Promise<{ term: string }> {
  const { county, actor, now, key } = call;
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  await once(services.db, stamp, `people/${person}/dismiss`, body, async (tx) => {
    const today = dayOf(county, now);
    const { held, post, office } = await heldTerm(tx, call, person, { term: body.term, version: null }, today);
    const to = body.lastDay ?? dayBefore(today);
    if (body.lastDay !== undefined && to < held.from) refuseField('lastDay', 'day_order');
    await tx.rows(sql`
      UPDATE term SET to_day = ${to}, ended = 'dismissed' WHERE county_id = ${county.id} AND term_id = ${body.term}`);
    // Who was to come after stays away: the term before has its own end again.
    if (to < held.from && held.follows) {
      await tx.rows(sql`
        UPDATE term SET ended = NULL WHERE county_id = ${county.id} AND term_id = ${held.follows} AND to_day >= ${today}`);
    }
    await appendToPost(tx, county.id, post, [
      { kind: 'term.ended', by: office.by, at: now, term: body.term, person, to },
    ]);
    return body.term;
  });
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return { term: body.term };
}
