/** Who stands in a grade table or should: holders of its kinds of post, as far as the asker's posts reach. */
import { Refusal } from '@huying/domain/kernel';
import type { GradeTable } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import { reachOf, reachSql } from '../../access/reach.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { AT_NAME, POST, postFilters, runsOn } from '../people/index.ts';
import { gradedKinds, tableOfKind } from './rules.ts';

export type GradePermission = 'grades.read' | 'grades.edit';

/** Terms of graded posts within reach. `left`: held once, none of them running. */
export async function termsSeen(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { place, left, day }: { place?: string; left: boolean; day: string },
): Promise<Sql> {
  const scope = reachSql(reachOf(actor, county, 'grades.read'), sql`pl.path`, sql`o.unit_id`);
  const filters = await postFilters(db, county.id, place ? { place } : {});
  const kinds = gradedKinds(county);
  const running = left
    ? sql`t.from_day <= ${day} AND NOT EXISTS (
        SELECT 1 FROM term r JOIN post q ON q.county_id = r.county_id AND q.post_id = r.post_id
        WHERE r.county_id = ${county.id} AND r.person_id = t.person_id AND q.kind = ANY(${kinds})
          AND r.from_day <= ${day} AND (r.to_day IS NULL OR r.to_day >= ${day}))`
    : runsOn(day);
  return sql`
    SELECT DISTINCT ON (t.person_id) t.person_id, o.kind, ${AT_NAME} AS at_name, coalesce(u.unit_id, pl.place_id) AS at_id
    FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    WHERE o.county_id = ${county.id} AND o.kind = ANY(${kinds}) AND ${running}
      AND ${join([scope, ...filters], ' AND ')}
    ORDER BY t.person_id, t.from_day DESC, o.post_id`;
}

export type Worker = {
  id: string;
  name: string;
  table: GradeTable;
  /** The graded post they hold today, else the last one. */
  kind: string;
  at: { id: string; name: string };
  inPost: boolean;
};

/** One of them, seen by the actor. @throws Refusal `not_found` */
export async function workerSeen(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  person: string,
  now: number,
  permission: GradePermission = 'grades.read',
): Promise<Worker> {
  const scope = reachSql(reachOf(actor, county, permission), sql`pl.path`, sql`o.unit_id`);
  const found = await workerWithin(db, county, person, scope, now);
  if (!found) throw new Refusal('not_found');
  return found;
}

/** Oneself: nobody needs a permission to look at their own grade. Null for whoever never held a graded post. */
export function workerSelf(db: Queryable, county: CountyRuntime, person: string, now: number): Promise<Worker | null> {
  return workerWithin(db, county, person, sql`TRUE`, now);
}

async function workerWithin(
  db: Queryable,
  county: CountyRuntime,
  person: string,
  scope: Sql,
  now: number,
): Promise<Worker | null> {
  const day = dayOf(county, now);
  const row = await db.row<{ name: string; kind: string; atId: string; atName: string; inPost: boolean }>(sql`
    SELECT p.name, o.kind, coalesce(u.unit_id, pl.place_id) AS "atId", ${AT_NAME} AS "atName", (${runsOn(day)}) AS "inPost"
    FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id AND p.erased_at IS NULL
    WHERE o.county_id = ${county.id} AND t.person_id = ${person} AND o.kind = ANY(${gradedKinds(county)})
      AND t.from_day <= ${day} AND ${scope}
    ORDER BY (${runsOn(day)}) DESC, t.from_day DESC, o.post_id LIMIT 1`);
  const table = row ? tableOfKind(county, row.kind) : null;
  if (!row || !table) return null;
  const { name, kind, atId, atName, inPost } = row;
  return { id: person, name: name ?? '', table, kind, at: { id: atId, name: atName }, inPost };
}
