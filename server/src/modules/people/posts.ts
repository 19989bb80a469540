/** Posts with who holds them, how many seats are free and since when, within the reach of the asker's own posts. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { reachOf, reachSql } from '../../access/reach.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { COUNT_CAP } from './directory.ts';
import { freeSince, type Held } from './free-since.ts';
import { AT_NAME, POST, postFilters, runsOn } from './seats.ts';
import { type HeldTerm, readerOf, TERM_COLUMNS, type TermRow, viewTerm } from './term-views.ts';

const PAGE = 50;

export type Holder = {
  term: string;
  person: { id: string; name: string };
  from: string;
  to: string | null;
  suspended: boolean;
  /** Other posts the person holds today (交叉任职). */
  also: { kind: string; at: string }[];
};

export type PostView = {
  id: string;
  kind: string;
  word: { zh: string; en: string };
  at: { id: string; name: string };
  atKind: 'place' | 'unit';
  level: string | null;
  capacity: number;
  vacant: number;
  /** The day since which as many seats as now have been free; null when none is, or when they were never held. */
  since: string | null;
  /** Of each free seat: since when one more than before it has been free; null: ever since the post is there. */
  freeSince: (string | null)[];
  everHeld: boolean;
  holders: Holder[];
};

type PostRow = Pick<PostView, 'id' | 'kind' | 'atKind' | 'level' | 'holders'> & {
  atId: string;
  atName: string;
  held: Held[];
};

export type PostQuery = {
  kind?: string;
  place?: string;
  unit?: string;
  vacant?: boolean;
  limit?: number;
  cursor?: string;
};

/** A free seat: fewer terms run than the kind allows. A suspended term keeps its seat. */
function hasFreeSeat(county: CountyRuntime, day: string): Sql {
  const capacities = JSON.stringify([...county.postKinds.values()].map((one) => ({ kind: one.kind, n: one.capacity })));
  return sql`(SELECT count(*) FROM term t WHERE t.county_id = ${county.id} AND t.post_id = o.post_id AND ${runsOn(day)})
    < (SELECT k.n FROM json_to_recordset(${capacities}::json) AS k(kind text, n int) WHERE k.kind = o.kind)`;
}

function postColumns(county: CountyRuntime, day: string): Sql {
  return sql`o.post_id AS id, o.kind, coalesce(u.unit_id, pl.place_id) AS "atId", ${AT_NAME} AS "atName",
    CASE WHEN u.unit_id IS NULL THEN 'place' ELSE 'unit' END AS "atKind",
    CASE WHEN u.unit_id IS NULL THEN pl.kind END AS level,
    (SELECT coalesce(json_agg(json_build_object('from', t.from_day, 'to', t.to_day)), '[]') FROM term t
      WHERE t.county_id = ${county.id} AND t.post_id = o.post_id AND t.from_day <= ${day}
        AND (t.to_day IS NULL OR t.to_day >= t.from_day)) AS held,
    (SELECT coalesce(json_agg(json_build_object('term', t.term_id, 'person', json_build_object('id', p.person_id,
        'name', p.name), 'from', t.from_day, 'to', t.to_day, 'suspended', t.suspended_at IS NOT NULL,
        'also', (SELECT coalesce(json_agg(json_build_object('kind', b.kind, 'at', coalesce(bu.name, bp.name))
            ORDER BY b.post_id), '[]')
          FROM term s JOIN post b ON b.county_id = s.county_id AND b.post_id = s.post_id
          LEFT JOIN unit bu ON bu.county_id = b.county_id AND bu.unit_id = b.unit_id
          LEFT JOIN place bp ON bp.county_id = b.county_id AND bp.place_id = b.place_id
          WHERE s.county_id = ${county.id} AND s.person_id = t.person_id AND s.post_id <> t.post_id
            AND s.from_day <= ${day} AND (s.to_day IS NULL OR s.to_day >= ${day})))
        ORDER BY t.from_day, t.term_id), '[]')
      FROM term t JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id
      WHERE t.county_id = ${county.id} AND t.post_id = o.post_id AND ${runsOn(day)}) AS holders`;
}

/** More seats than this are no seats but a number to count: nobody asks since when the 900th is free. */
const SEATS_MOST = 1000;

function viewPost(county: CountyRuntime, { atId, atName, held, ...row }: PostRow, day: string): PostView {
  const known = county.postKinds.get(row.kind);
  const capacity = known?.capacity ?? row.holders.length;
  const vacant = Math.max(0, capacity - row.holders.length);
  const free = capacity < SEATS_MOST ? freeSince(held, capacity, day) : [];
  return {
    ...row,
    word: known?.word ?? { zh: row.kind, en: row.kind },
    at: { id: atId, name: atName },
    capacity,
    vacant,
    since: free.at(-1) ?? null,
    freeSince: free,
    everHeld: held.length > 0,
  };
}

/** The conditions of a list of posts within the asker's reach. */
export async function postsSeen(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { kind, vacant, ...rest }: PostQuery,
  day: string,
): Promise<Sql> {
  const scope = reachSql(reachOf(actor, county, 'people.read'), sql`pl.path`, sql`o.unit_id`);
  const filters = await postFilters(db, county.id, { ...(kind ? { post: kind } : {}), ...rest });
  if (vacant) filters.push(hasFreeSeat(county, day));
  return join([sql`o.county_id = ${county.id}`, sql`pl.to_day IS NULL`, scope, ...filters], ' AND ');
}

export type PostPage = { rows: PostView[]; next: string | null; count: number; counted: boolean };

/** Posts within reach with their holders of the day, by id. `vacant`: only those that have a free seat. */
export async function listPosts(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: PostQuery,
  now: number,
): Promise<PostPage> {
  const day = dayOf(county, now);
  const seen = await postsSeen(db, county, actor, query, day);
  const after = query.cursor ? sql`AND o.post_id > ${query.cursor}` : sql``;
  const limit = query.limit ?? PAGE;
  const rows = await db.rows<PostRow>(sql`
    SELECT ${postColumns(county, day)} FROM ${POST} WHERE ${seen} ${after} ORDER BY o.post_id LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (SELECT 1 FROM ${POST} WHERE ${seen} LIMIT ${COUNT_CAP + 1}) c`);
  const n = counted?.n ?? 0;
  const page = rows.slice(0, limit);
  return {
    rows: page.map((row) => viewPost(county, row, day)),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}

/** A post as it stands now and as it was held before, with its kind's rules. */
export type PostSheet = PostView & {
  path: string;
  terms: (HeldTerm & { person: { id: string; name: string } })[];
};

const MOST_TERMS = 60;

/** One post with its terms, the newest first. @throws Refusal `not_found` outside the reach. */
export async function viewPostSheet(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  id: string,
  now: number,
): Promise<PostSheet> {
  const day = dayOf(county, now);
  const scope = reachSql(reachOf(actor, county, 'people.read'), sql`pl.path`, sql`o.unit_id`);
  const row = await db.row<PostRow & { path: string }>(sql`
    SELECT ${postColumns(county, day)}, pl.path FROM ${POST}
    WHERE o.county_id = ${county.id} AND o.post_id = ${id} AND ${scope}`);
  if (!row) throw new Refusal('not_found');
  const { path, ...post } = row;
  const terms = await db.rows<TermRow & { name: string | null }>(sql`
    SELECT ${TERM_COLUMNS}, p.name FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id
    WHERE o.county_id = ${county.id} AND o.post_id = ${id}
    ORDER BY t.from_day DESC, t.term_id LIMIT ${MOST_TERMS}`);
  const reader = readerOf(actor, county);
  return {
    ...viewPost(county, post, day),
    path,
    terms: terms.map(({ name, ...term }) => ({
      ...viewTerm(county, term, day, reader),
      person: { id: term.person, name: name ?? '' },
    })),
  };
}
