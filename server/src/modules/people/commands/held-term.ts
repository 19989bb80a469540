/** The term an act is about, with its post locked: seen by the actor, held by this person, and still as it was seen. */
import { Refusal } from '@huying/domain/kernel';
import { reaches } from '../../../access/reach.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import { lockPost, type Post, type Term } from '../terms.ts';
import { type Office, officeOf, type PeopleCall } from './appoint.ts';

export type HeldTerm = Term & { suspended: boolean; ended: string | null; follows: string | null };

/** What every act on a term names: the term, and the version of its post that the actor saw. */
export type TermBody = { term: string; version: number };

/**
 * @param version of the post, as the actor saw it; null where an act does not ask for it
 * @throws Refusal `not_found` for what is not there, not this person's or outside the reach; `stale_version`; `term_over`.
 */
export async function heldTerm(
  tx: Tx,
  call: PeopleCall,
  person: string,
  { term, version }: { term: string; version: number | null },
  today: string,
): Promise<{ held: HeldTerm; post: Post; office: Office }> {
  const { county } = call;
  const found = await tx.row<{ post: string }>(sql`
    SELECT post_id AS post FROM term WHERE county_id = ${county.id} AND term_id = ${term} AND person_id = ${person}`);
  const post = found ? await lockPost(tx, county.id, found.post) : null;
  const office = officeOf(call);
  if (!post || !reaches(office.reach, post)) throw new Refusal('not_found');
  if (version !== null && version !== post.head.seq) throw new Refusal('stale_version');
  // Read again under the lock: another act may have ended it in between.
  const held = await tx.row<HeldTerm>(sql`
    SELECT term_id AS id, post_id AS post, person_id AS person, from_day AS from, to_day AS to,
      suspended_at IS NOT NULL AS suspended, ended, follows
    FROM term WHERE county_id = ${county.id} AND term_id = ${term}`);
  if (!held) throw new Refusal('not_found');
  if (held.to !== null && (held.to < today || held.to < held.from)) throw new Refusal('term_over');
  return { held, post, office };
}
