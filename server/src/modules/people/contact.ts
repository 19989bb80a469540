/** The contact page of a place: who answers here, as anybody may read it. Nothing private unless the pack says so. */
import { Refusal } from '@huying/domain/kernel';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Keys } from '../../platform/keys.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { type Answerer, type AnsweringPost, answerersOf } from './answerers.ts';

type PublicPost = Omit<AnsweringPost, 'id' | 'holders'> & { holders: { name: string; phone: string | null }[] };

export type Contact = {
  place: { id: string; name: string; kind: string };
  /** From the county down to the place. */
  within: { id: string; name: string; kind: string }[];
  rows: { place: Answerer['place']; posts: PublicPost[]; units: Answerer['units'] }[];
};

/** @throws Refusal `not_found` for a place that is not there, or no more */
export async function contactOf(
  db: Queryable,
  keys: Keys,
  county: CountyRuntime,
  place: string,
  now: number,
): Promise<Contact> {
  const within = await db.rows<Contact['place']>(sql`
    SELECT pl.place_id AS id, pl.name, pl.kind FROM place s
    JOIN place pl ON pl.county_id = s.county_id AND pl.place_id = ANY(string_to_array(s.path, '.'))
    WHERE s.county_id = ${county.id} AND s.place_id = ${place} AND s.to_day IS NULL ORDER BY length(pl.path)`);
  const here = within.at(-1);
  if (!here) throw new Refusal('not_found');
  const rows = await answerersOf(db, keys, county, place, { now, toStaff: false });
  return {
    place: here,
    within,
    rows: rows.map(({ place: at, posts, units }) => ({
      place: at,
      units,
      posts: posts.map(({ id: _, holders, ...post }) => ({
        ...post,
        holders: holders.map(({ name, phone }) => ({ name, phone })),
      })),
    })),
  };
}
