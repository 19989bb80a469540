/** Handing a post over: the old term ends, the successor's begins the next day; what was in hand is counted and kept. */
import { Refusal } from '@huying/domain/kernel';
import { actorKey } from '../../../access/actor.ts';
import { sql } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { forgetActors } from '../actor-of.ts';
import { type InHand, inHandOf } from '../in-hand.ts';
import { appendToPost, dayAfter, lockPost, type Post } from '../terms.ts';
import { appointWithin, lockPerson, type PeopleCall, refuseField } from './appoint.ts';
import { heldTerm, type TermBody } from './held-term.ts';

export type HandOverBody = TermBody & { successor: string; lastDay?: string; to?: string | null };

/**
 * The last day is today unless it says otherwise.
 * @throws Refusal `not_yourself` (the actor takes no post himself), `not_found`, `stale_version`, `term_over`,
 *   `same_person`, `already_followed`, `invalid_fields` (day_order, person_unknown), and as appointing does.
 */
export async function handOver(
  services: Services,
  call: PeopleCall,
  person: string,
  body: HandOverBody,
): Promise<{ term: string; inHand: InHand }> {
  const { county, actor, now, key } = call;
  const { successor } = body;
  if (actor.person?.id === successor) throw new Refusal('not_yourself');
  if (person === successor) throw new Refusal('same_person');
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const answer = await once(services.db, stamp, `people/${person}/hand-over`, body, async (tx) => {
    await lockPerson(tx, county.id, successor).catch((error: unknown) => {
      if (error instanceof Refusal) refuseField('successor', 'person_unknown');
      throw error;
    });
    const today = dayOf(county, now);
    const { held, post, office } = await heldTerm(tx, call, person, body, today);
    if (held.ended !== null) throw new Refusal('already_followed');
    const lastDay = body.lastDay ?? (today < held.from ? held.from : today);
    if (lastDay < held.from || (held.to !== null && lastDay > held.to)) refuseField('lastDay', 'day_order');
    const inHand = await inHandOf(tx, county, post);
    await tx.rows(sql`
      UPDATE term SET to_day = ${lastDay}, ended = 'handed_over' WHERE county_id = ${county.id} AND term_id = ${held.id}`);
    await appendToPost(tx, county.id, post, [
      { kind: 'term.handed_over', by: office.by, at: now, term: held.id, person, to: lastDay, successor, inHand },
    ]);
    const { kind, place, unit } = (await lockPost(tx, county.id, post.id)) as Post;
    const term = await appointWithin(tx, office, {
      person: successor,
      post: kind,
      at: (place ?? unit) as string,
      from: dayAfter(lastDay),
      to: body.to,
      follows: held.id,
    });
    return { term, inHand };
  });
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return answer;
}
