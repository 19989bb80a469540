/** One term from a workbook: there already, or begun as by appointing. Nothing that is there is changed or ended. */
import { Refusal } from '@huying/domain/kernel';
import type { Filling, PostKind } from '@huying/domain/pack';
import { type Actor, byOf, postFor } from '../../../access/actor.ts';
import { reachOf } from '../../../access/reach.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import type { Services } from '../../../platform/services.ts';
import { postId } from '../../county/index.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { findOrMakePerson, type PersonMeant } from '../find-person.ts';
import { isOffice } from '../person.ts';
import { postAt, termEnd, termsOfPost } from '../terms.ts';
import { appointWithin, type Office } from './appoint.ts';

export type TermToTake = {
  person: PersonMeant;
  kind: PostKind;
  at: string;
  from: string;
  /** Unset: as long as the kind says; null: no end is set. */
  to?: string | null;
  filled?: Filling;
};

export type TermTaken = { status: 'taken' | 'repeated'; term: string; personMade: boolean };

/** @param actor as they are when the workbook is taken in; the program itself reaches everywhere */
export function officeFor(county: CountyRuntime, actor: Actor, now: number): Office {
  const reach = reachOf(actor, county, 'people.edit');
  if (actor.kind === 'program') return { county, by: { person: null, post: null }, reach, now };
  const post = postFor(actor, 'people.edit', () => true);
  if (!post) throw new Refusal('not_permitted');
  return { county, by: byOf(actor, post), reach, now };
}

/** Two terms of one seat are named by their days. */
async function requireFree(tx: Tx, office: Office, { kind, at, from }: TermToTake, to: string | null): Promise<void> {
  const { county, now } = office;
  if (kind.capacity !== 1) return;
  const post = await postAt(tx, county, kind.kind, at, now);
  const [other] = post ? await termsOfPost(tx, county.id, post.id, from, to) : [];
  if (!other) return;
  const open = { to: to ?? '—', otherTo: other.to ?? '—' };
  throw new Refusal('row_term_overlaps', { from, otherFrom: other.from, ...open });
}

/**
 * Inside one transaction.
 * @throws Refusal as `findOrMakePerson` and appointing do; `row_term_otherwise` where the same term is there with another
 *   end, `row_term_overlaps` where the only seat is taken in these days, `not_yourself`
 */
export async function takeTerm(
  services: Services,
  office: Office,
  self: string | null,
  input: TermToTake,
): Promise<TermTaken> {
  const { county, by, now } = office;
  const { kind, at, from } = input;
  return services.db.tx(async (tx): Promise<TermTaken> => {
    const sort = isOffice(kind) ? 'staff' : 'resident';
    const person = await findOrMakePerson(tx, services.keys, county.id, { meant: input.person, kind: sort, by, now });
    const same = await tx.row<{ term: string; to: string | null }>(sql`
      SELECT term_id AS term, to_day AS to FROM term
      WHERE county_id = ${county.id} AND post_id = ${postId(kind.kind, at)} AND person_id = ${person.id}
        AND from_day = ${from} AND (to_day IS NULL OR to_day >= from_day)`);
    if (same && (input.to === undefined || input.to === same.to))
      return { status: 'repeated', term: same.term, personMade: false };
    if (person.id === self) throw new Refusal('not_yourself');
    if (same) throw new Refusal('row_term_otherwise', { from, to: same.to ?? '—' });
    const to = input.to === undefined ? termEnd(kind, from) : input.to;
    await requireFree(tx, office, input, to);
    const term = await appointWithin(tx, office, {
      person: person.id,
      post: kind.kind,
      at,
      from,
      to,
      ...(input.filled ? { filled: input.filled } : {}),
    });
    return { status: 'taken', term, personMade: person.made };
  });
}
