/** What becomes of the posts of a place that ends: their terms end with it, or go on in the posts of the place after it. */
import { v7 as uuidv7 } from 'uuid';
import { type Queryable, sql, type Tx } from '../../platform/db.ts';
import { dayBefore } from '../../platform/in-force.ts';
import type { By } from '../../platform/journal.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { appendToPost, lockPost, mostAtOnce, postAt, termsOfPost } from './terms.ts';

export type PostsSettled = { ended: number; handedOver: number };

/**
 * Ends the terms of a place's posts with the day before `day`. With an heir each goes on there, in the post of the same kind,
 * from `day`, as far as that post has room and the level has such a post.
 */
export async function settlePlacePosts(
  tx: Tx,
  county: CountyRuntime,
  { place, heir, day, by, now }: { place: string; heir: string | null; day: string; by: By; now: number },
): Promise<PostsSettled> {
  const last = dayBefore(day);
  const posts = await tx.rows<{ id: string }>(sql`
    SELECT post_id AS id FROM post WHERE county_id = ${county.id} AND place_id = ${place} ORDER BY post_id`);
  const settled: PostsSettled = { ended: 0, handedOver: 0 };
  for (const { id } of posts) {
    const post = await lockPost(tx, county.id, id);
    if (!post) continue;
    for (const term of await termsOfPost(tx, county.id, id, day, null)) {
      const ended = {
        kind: 'term.ended',
        by,
        at: now,
        term: term.id,
        person: term.person,
        to: last,
        reason: 'place_ended',
      };
      await appendToPost(tx, county.id, post, [ended]);
      post.head = (await lockPost(tx, county.id, id))?.head ?? post.head;
      const from = term.from > day ? term.from : day;
      const goesOn = heir !== null && (await goOn(tx, county, { kind: post.kind, heir, term, from, by, now }));
      await tx.rows(sql`
        UPDATE term SET to_day = ${last}, ended = coalesce(ended, ${goesOn ? 'handed_over' : 'expired'})
        WHERE county_id = ${county.id} AND term_id = ${term.id}`);
      if (goesOn) settled.handedOver += 1;
      else settled.ended += 1;
    }
  }
  return settled;
}

async function goOn(
  tx: Tx,
  county: CountyRuntime,
  {
    kind,
    heir,
    term,
    from,
    by,
    now,
  }: {
    kind: string;
    heir: string;
    term: { id: string; person: string; to: string | null };
    from: string;
    by: By;
    now: number;
  },
): Promise<boolean> {
  const post = await postAt(tx, county, kind, heir, now);
  if (!post) return false;
  const there = await termsOfPost(tx, county.id, post.id, from, term.to);
  const capacity = county.postKinds.get(kind)?.capacity ?? 1;
  if (there.some((one) => one.person === term.person) || mostAtOnce(there, from) >= capacity) return false;
  const id = uuidv7();
  await tx.rows(sql`
    INSERT INTO term (county_id, term_id, post_id, person_id, from_day, to_day, filled, follows, suspended_at)
    SELECT county_id, ${id}::uuid, ${post.id}, person_id, ${from}::date, ${term.to}::date, filled, term_id, suspended_at
    FROM term WHERE county_id = ${county.id} AND term_id = ${term.id}`);
  await appendToPost(tx, county.id, post, [
    { kind: 'term.begun', by, at: now, term: id, person: term.person, from, to: term.to, reason: 'place_changed' },
  ]);
  return true;
}

/** How many terms run at these places on the day or later. */
export async function termsAt(db: Queryable, county: string, places: readonly string[], day: string): Promise<number> {
  const row = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM term t JOIN post o ON o.county_id = ${county} AND o.post_id = t.post_id
    WHERE t.county_id = ${county} AND o.place_id = ANY(${places as string[]})
      AND (t.to_day IS NULL OR (t.to_day >= ${day} AND t.to_day >= t.from_day))`);
  return row?.n ?? 0;
}
