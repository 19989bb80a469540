/** Terms within reach for a workbook that can be taken in again: those that run, are planned, or are over. */
import type { Actor } from '../../access/actor.ts';
import { reachOf, reachSql } from '../../access/reach.ts';
import { join, type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { AT_NAME, POST, postFilters } from './seats.ts';

export type TermLine = {
  person: string;
  name: string;
  kind: string;
  at: string;
  atName: string;
  from: string;
  to: string | null;
  filled: string | null;
};

const MOST = 150_000;

/** In the order of posts and days. Cancelled terms and people who were erased are left out; numbers are in no workbook. */
export async function allTerms(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { kind, place, unit }: { kind?: string; place?: string; unit?: string },
): Promise<TermLine[]> {
  const scope = reachSql(reachOf(actor, county, 'people.read'), sql`pl.path`, sql`o.unit_id`);
  const filters = await postFilters(db, county.id, {
    ...(kind ? { post: kind } : {}),
    ...(place ? { place } : {}),
    ...(unit ? { unit } : {}),
  });
  return db.rows<TermLine>(sql`
    SELECT t.person_id AS person, p.name, o.kind, coalesce(o.place_id, o.unit_id) AS at, ${AT_NAME} AS "atName",
      t.from_day AS from, t.to_day AS to, t.filled
    FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id AND p.erased_at IS NULL
    WHERE o.county_id = ${county.id} AND (t.to_day IS NULL OR t.to_day >= t.from_day)
      AND ${join([scope, ...filters], ' AND ')}
    ORDER BY o.post_id, t.from_day, t.term_id LIMIT ${MOST}`);
}
