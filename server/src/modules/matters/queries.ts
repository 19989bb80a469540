/** Lists of matters: each branch of what the actor sees is read in order from an index, and the branches are merged. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { type Branch, matterBranches } from '../../access/scope.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { type FilterQuery, filterSql, type ListQuery } from './filters.ts';
import { inboxBranches } from './inbox.ts';

export const COUNT_CAP = 10_000;
const PAGE = 50;

type Sort = NonNullable<ListQuery['sort']>;
type Key = { at: number; id: string };

/** Rows without a deadline come last; as a number, later than every instant. */
const NEVER = Number.MAX_SAFE_INTEGER;

export function branchesOf(actor: Actor, county: CountyRuntime, view: FilterQuery['view']): Branch[] {
  if (view === 'inbox') return inboxBranches(actor, county);
  if (view === 'mine') {
    if (!actor.person) return [];
    return [{ condition: sql`m.reporter_id = ${actor.person.id}`, part: false }];
  }
  return matterBranches(actor, county.root.path);
}

function source(branch: Branch): Sql {
  return branch.part
    ? sql`assignment a JOIN matter m ON m.county_id = a.county_id AND m.matter_id = a.matter_id`
    : sql`matter m`;
}

function own(branch: Branch, county: string): Sql {
  return branch.part ? sql`a.county_id = ${county} AND m.county_id = ${county}` : sql`m.county_id = ${county}`;
}

function encode(key: Key): string {
  return Buffer.from(JSON.stringify([key.at, key.id])).toString('base64url');
}

function decode(cursor: string): Key {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Number.isSafeInteger(at) && /^[0-9a-f-]{36}$/.test(id)) return { at, id };
  } catch {
    // Falls through: a cursor is either ours or refused.
  }
  throw new Refusal('invalid_query', {}, [{ path: 'cursor', code: 'field_invalid' }]);
}

/** One ordered stretch of a branch: the next `limit` ids after `after`. */
function ordered(
  branch: Branch,
  county: CountyRuntime,
  query: ListQuery,
  sort: Sort,
  after: Key | null,
  limit: number,
): Sql[] {
  const where = sql`${own(branch, county.id)} AND ${branch.condition} AND ${filterSql(county, query)}`;
  const id = branch.part ? sql`a.matter_id` : sql`m.matter_id`;
  if (sort !== 'due') {
    const column = branch.part ? sql`a.submitted_at` : sql`m.submitted_at`;
    const [order, than] = sort === 'submitted' ? [sql`ASC`, sql`>`] : [sql`DESC`, sql`<`];
    const beyond = after ? sql`AND (${column}, ${id}) ${than} (${new Date(after.at)}, ${after.id}::uuid)` : sql``;
    return [
      sql`(SELECT m.matter_id AS id, ${column} AS k FROM ${source(branch)} WHERE ${where} ${beyond}
        ORDER BY ${column} ${order}, ${id} ${order} LIMIT ${limit})`,
    ];
  }
  const column = branch.part ? sql`a.due_at` : sql`m.due_at`;
  const dated =
    after && after.at !== NEVER ? sql`AND (${column}, ${id}) > (${new Date(after.at)}, ${after.id}::uuid)` : sql``;
  const undated = after && after.at === NEVER ? sql`AND ${id} > ${after.id}::uuid` : sql``;
  const parts = [
    sql`(SELECT m.matter_id AS id, NULL::timestamptz AS k FROM ${source(branch)} WHERE ${where} AND ${column} IS NULL ${undated}
      ORDER BY ${id} LIMIT ${limit})`,
  ];
  if (!after || after.at !== NEVER) {
    parts.push(sql`(SELECT m.matter_id AS id, ${column} AS k FROM ${source(branch)} WHERE ${where} AND ${column} IS NOT NULL ${dated}
      ORDER BY ${column}, ${id} LIMIT ${limit})`);
  }
  return parts;
}

export type IdPage = { ids: string[]; next: string | null };

/** A page of ids in order. Two branches may name the same matter (with two deadlines): the earlier place counts. */
export async function pageOfIds(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: ListQuery,
  defaultLimit = PAGE,
): Promise<IdPage> {
  const branches = branchesOf(actor, county, query.view);
  if (branches.length === 0) return { ids: [], next: null };
  const sort: Sort = query.sort ?? (query.view === 'inbox' ? 'due' : '-submitted');
  const limit = query.limit ?? defaultLimit;
  const after = query.cursor ? decode(query.cursor) : null;
  const parts = branches.flatMap((branch) => ordered(branch, county, query, sort, after, limit + 1));
  const descending = sort === '-submitted';
  const rows = await db.rows<{ id: string; k: number | null }>(sql`
    SELECT id, ${descending ? sql`max(k)` : sql`min(k)`} AS k FROM (${join(parts, ' UNION ALL ')}) AS seen
    GROUP BY id ORDER BY k ${descending ? sql`DESC` : sql`ASC NULLS LAST`}, id ${descending ? sql`DESC` : sql`ASC`}
    LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? encode({ at: last.k ?? NEVER, id: last.id }) : null;
  return { ids: page.map((row) => row.id), next };
}

/** How many the actor sees, honestly: counting stops at the cap. */
export async function countMatters(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: FilterQuery,
): Promise<{ count: number; counted: boolean }> {
  const branches = branchesOf(actor, county, query.view);
  if (branches.length === 0) return { count: 0, counted: true };
  const where = filterSql(county, query);
  const parts = branches.map(
    (branch) => sql`(SELECT m.matter_id FROM ${source(branch)}
      WHERE ${own(branch, county.id)} AND ${branch.condition} AND ${where} LIMIT ${COUNT_CAP + 1})`,
  );
  const row = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (SELECT * FROM (${join(parts, ' UNION ')}) AS seen LIMIT ${COUNT_CAP + 1}) AS capped`);
  const n = row?.n ?? 0;
  return { count: Math.min(n, COUNT_CAP), counted: n <= COUNT_CAP };
}

export type Group = { state: string; card: string; n: number };

/** The view by state and card, over at most the cap of rows per branch. */
export async function groupMatters(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: FilterQuery,
): Promise<Group[]> {
  const branches = branchesOf(actor, county, query.view);
  if (branches.length === 0) return [];
  const where = filterSql(county, query);
  const parts = branches.map(
    (branch) => sql`(SELECT m.matter_id, m.state, m.card FROM ${source(branch)}
      WHERE ${own(branch, county.id)} AND ${branch.condition} AND ${where} LIMIT ${COUNT_CAP + 1})`,
  );
  return db.rows<Group>(sql`
    SELECT state, card, count(*)::int AS n FROM (${join(parts, ' UNION ')}) AS seen GROUP BY state, card ORDER BY state, card`);
}
