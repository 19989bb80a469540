/** A new term for the same person, from the day after the old one ends: elected or appointed again. */
import { Refusal } from '@huying/domain/kernel';
import type { Filling } from '@huying/domain/pack';
import { actorKey } from '../../../access/actor.ts';
import { sql } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { forgetActors } from '../actor-of.ts';
import { appendToPost, dayAfter, lockPost, type Post } from '../terms.ts';
import { appointWithin, lockPerson, type PeopleCall } from './appoint.ts';
import { heldTerm, type TermBody } from './held-term.ts';

export type ProlongBody = TermBody & { to?: string | null; filled?: Filling };

/**
 * @throws Refusal `not_yourself`, `not_found`, `stale_version`, `term_over`, `term_without_end`, `term_suspended`,
 *   `already_followed`, and as appointing does (`post_full`, `posts_apart`, day_order).
 */
export async function prolong(
  services: Services,
  call: PeopleCall,
  person: string,
  body: ProlongBody,
): Promise<{ term: string }> {
  const { county, actor, now, key } = call;
  if (actor.person?.id === person) throw new Refusal('not_yourself');
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const term = await once(services.db, stamp, `people/${person}/prolong`, body, async (tx) => {
    await lockPerson(tx, county.id, person);
    const { held, post, office } = await heldTerm(tx, call, person, body, dayOf(county, now));
    if (held.to === null) throw new Refusal('term_without_end');
    if (held.suspended) throw new Refusal('term_suspended');
    if (held.ended !== null) throw new Refusal('already_followed');
    await tx.rows(sql`
      UPDATE term SET ended = 'prolonged' WHERE county_id = ${county.id} AND term_id = ${held.id}`);
    await appendToPost(tx, county.id, post, [
      { kind: 'term.prolonged', by: office.by, at: now, term: held.id, person, to: held.to },
    ]);
    const { kind, place, unit } = (await lockPost(tx, county.id, post.id)) as Post;
    return appointWithin(tx, office, {
      person,
      post: kind,
      at: (place ?? unit) as string,
      from: dayAfter(held.to),
      to: body.to,
      ...(body.filled ? { filled: body.filled } : {}),
      follows: held.id,
    });
  });
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return { term };
}
