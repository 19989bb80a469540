/** Posts with who holds them and how many seats are free, within the reach of the asker's own posts. */
import type { Actor } from '../../access/actor.ts';
import { join, type Queryable, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { reachOf, reachSql } from './reach.ts';
import { POST, postFilters, runsOn } from './seats.ts';

const PAGE = 50;

export type Holder = { term: string; person: { id: string; name: string }; from: string; to: string | null };

export type PostView = {
  id: string;
  kind: string;
  word: { zh: string; en: string };
  at: { id: string; name: string };
  atKind: 'place' | 'unit';
  level: string | null;
  capacity: number;
  vacant: number;
  holders: Holder[];
};

type PostRow = Pick<PostView, 'id' | 'kind' | 'atKind' | 'level'> & { atId: string; atName: string; holders: Holder[] };

export type PostQuery = {
  kind?: string;
  place?: string;
  unit?: string;
  vacant?: boolean;
  limit?: number;
  cursor?: string;
};

/** Posts within reach with their holders of the day, by id. `vacant`: only those that have a free seat. */
export async function listPosts(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: PostQuery,
  now: number,
): Promise<{ rows: PostView[]; next: string | null }> {
  const day = dayOf(county, now);
  const scope = reachSql(reachOf(actor, county, 'people.read'), sql`pl.path`, sql`o.unit_id`);
  const { kind, ...rest } = query;
  const filters = await postFilters(db, county.id, { ...(kind ? { post: kind } : {}), ...rest });
  if (query.cursor) filters.push(sql`o.post_id > ${query.cursor}`);
  if (query.vacant) {
    const capacities = JSON.stringify(
      [...county.postKinds.values()].map((one) => ({ kind: one.kind, n: one.capacity })),
    );
    filters.push(sql`(SELECT count(*) FROM term t WHERE t.county_id = ${county.id} AND t.post_id = o.post_id AND ${runsOn(day)})
      < (SELECT k.n FROM json_to_recordset(${capacities}::json) AS k(kind text, n int) WHERE k.kind = o.kind)`);
  }
  const limit = query.limit ?? PAGE;
  const rows = await db.rows<PostRow>(sql`
    SELECT o.post_id AS id, o.kind, coalesce(u.unit_id, pl.place_id) AS "atId", coalesce(u.name, pl.name) AS "atName",
      CASE WHEN u.unit_id IS NULL THEN 'place' ELSE 'unit' END AS "atKind",
      CASE WHEN u.unit_id IS NULL THEN pl.kind END AS level,
      (SELECT coalesce(json_agg(json_build_object('term', t.term_id, 'person', json_build_object('id', p.person_id,
          'name', p.name), 'from', t.from_day, 'to', t.to_day) ORDER BY t.from_day, t.term_id), '[]')
        FROM term t JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id
        WHERE t.county_id = ${county.id} AND t.post_id = o.post_id AND ${runsOn(day)}) AS holders
    FROM ${POST} WHERE o.county_id = ${county.id} AND ${join([scope, ...filters], ' AND ')}
    ORDER BY o.post_id LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit).map(({ atId, atName, ...row }): PostView => {
    const known = county.postKinds.get(row.kind);
    const capacity = known?.capacity ?? row.holders.length;
    return {
      ...row,
      word: known?.word ?? { zh: row.kind, en: row.kind },
      at: { id: atId, name: atName },
      capacity,
      vacant: Math.max(0, capacity - row.holders.length),
    };
  });
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
