/** Appointing a person to a post. */
import { Refusal } from '@huying/domain/kernel';
import { APART, type Filling, waysOf } from '@huying/domain/pack';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, actorKey, byOf, postFor } from '../../../access/actor.ts';
import { type Reach, reaches, reachOf } from '../../../access/reach.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import type { By } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { forgetActors } from '../actor-of.ts';
import { appendToPost, mostAtOnce, postAt, termEnd, termsOfPost } from '../terms.ts';

export type Appointment = {
  person: string;
  post: string;
  at: string;
  from: string;
  /** Unset: as long as the kind says; null: no end is set. */
  to?: string | null;
  /** How it was filled; unset: as the kind is as a rule. */
  filled?: Filling;
  /** The term it comes after, prolonged or handed over. */
  follows?: string;
};

export type Office = { county: CountyRuntime; by: By; reach: Reach; now: number };

export function refuseField(path: string, code: string, params?: Record<string, unknown>): never {
  throw new Refusal('invalid_fields', {}, [{ path, code, ...(params ? { params } : {}) }]);
}

/** The administrators of system, people and audit are three people (三员分立): no person may hold two such posts. */
async function requireApart(
  tx: Tx,
  county: CountyRuntime,
  { person, post, from, to }: Appointment & { to: string | null },
): Promise<void> {
  const groupsOf = (kind: string) =>
    APART.filter((group) => group.some((permission) => county.postKinds.get(kind)?.permissions.includes(permission)));
  const own = groupsOf(post);
  if (own.length === 0) return;
  const held = await tx.rows<{ kind: string }>(sql`
    SELECT DISTINCT o.kind FROM term t JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
    WHERE t.county_id = ${county.id} AND t.person_id = ${person}
      AND (t.to_day IS NULL OR (t.to_day >= ${from} AND t.to_day >= t.from_day))
      AND (${to}::date IS NULL OR t.from_day <= ${to}::date)`);
  if (held.some(({ kind }) => groupsOf(kind).some((group) => !own.includes(group)))) throw new Refusal('posts_apart');
}

/**
 * Inside the caller's transaction. @returns the term's id
 * @throws Refusal `invalid_fields` (post_unknown, post_not_here, filled_otherwise, day_order), `not_permitted` outside the
 *   reach, `already_in_post`, `post_full`, `posts_apart`.
 */
export async function appointWithin(
  tx: Tx,
  { county, by, reach, now }: Office,
  appointment: Appointment,
): Promise<string> {
  const { person, at, from, follows } = appointment;
  const kind = county.postKinds.get(appointment.post);
  if (!kind) refuseField('post', 'post_unknown');
  const filled = appointment.filled ?? kind.filled;
  if (!waysOf(kind).includes(filled)) refuseField('filled', 'filled_otherwise');
  const to = appointment.to === undefined ? termEnd(kind, from) : appointment.to;
  if (to !== null && to < from) refuseField('to', 'day_order');
  const post = await postAt(tx, county, kind.kind, at, now);
  if (!post) refuseField('at', 'post_not_here');
  if (!reaches(reach, post)) throw new Refusal('not_permitted');
  const terms = await termsOfPost(tx, county.id, post.id, from, to);
  if (terms.some((term) => term.person === person)) throw new Refusal('already_in_post');
  if (mostAtOnce(terms, from) >= kind.capacity) throw new Refusal('post_full', { capacity: kind.capacity });
  await requireApart(tx, county, { ...appointment, to });
  const term = uuidv7();
  await tx.rows(sql`
    INSERT INTO term (county_id, term_id, post_id, person_id, from_day, to_day, filled, follows)
    VALUES (${county.id}, ${term}, ${post.id}, ${person}, ${from}, ${to}, ${filled}, ${follows ?? null})`);
  await appendToPost(tx, county.id, post, [
    { kind: 'term.begun', by, at: now, term, person, from, to, filled, ...(follows ? { follows } : {}) },
  ]);
  return term;
}

export type PeopleCall = { county: CountyRuntime; actor: Actor; now: number; key: string | null };

export function officeOf({ county, actor, now }: PeopleCall): Office {
  const post = postFor(actor, 'people.edit', () => true);
  return { county, by: byOf(actor, post), reach: reachOf(actor, county, 'people.edit'), now };
}

/** The person's row, locked. @throws Refusal `not_found` for nobody and for the erased. */
export async function lockPerson(
  tx: Tx,
  county: string,
  id: string,
): Promise<{ version: number; head: Buffer; kind: string }> {
  const row = await tx.row<{ version: number; head: Buffer; kind: string }>(sql`
    SELECT version, head, kind FROM person
    WHERE county_id = ${county} AND person_id = ${id} AND erased_at IS NULL FOR UPDATE`);
  if (!row) throw new Refusal('not_found');
  return row;
}

export type AppointBody = { post: string; at: string; from?: string; to?: string | null; filled?: Filling };

export async function appoint(
  services: Services,
  call: PeopleCall,
  person: string,
  body: AppointBody,
): Promise<{ term: string }> {
  const { county, actor, now, key } = call;
  // Whoever gives out posts does not give them to himself.
  if (actor.person?.id === person) throw new Refusal('not_yourself');
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const term = await once(services.db, stamp, `people/${person}/appoint`, body, async (tx) => {
    await lockPerson(tx, county.id, person);
    return appointWithin(tx, officeOf(call), { ...body, person, from: body.from ?? dayOf(county, now) });
  });
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return { term };
}
