/** The list of those who stand in a grade table, who should but do not yet, and who left. */
import type { Actor } from '../../access/actor.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { tableOfKind } from './rules.ts';
import { termsSeen } from './workers.ts';

export const GRADE_STATES = ['standing', 'unplaced', 'left'] as const;
export type GradeState = (typeof GRADE_STATES)[number];

export type GradeQuery = {
  /** Unset: all who hold a graded post today. */
  state?: GradeState;
  /** Post of the table. */
  post?: string;
  grade?: number;
  place?: string;
  q?: string;
  limit?: number;
  cursor?: string;
};

export type GradeRow = {
  person: { id: string; name: string };
  table: string;
  kind: string;
  at: { id: string; name: string };
  /** Null before the placing. */
  post: string | null;
  grade: number | null;
  since: string | null;
};

export type GradePage = { rows: GradeRow[]; next: string | null; count: number; counted: boolean };

const PAGE = 50;
const COUNT_CAP = 10_000;

type Row = { id: string; name: string; kind: string; atId: string; atName: string } & Pick<
  GradeRow,
  'post' | 'grade' | 'since'
>;

/** Seen people with the step they stand on today. */
async function source(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: GradeQuery,
  day: string,
): Promise<{ from: Sql; where: Sql }> {
  const { state, post, grade, place, q } = query;
  const seen = await termsSeen(db, county, actor, { ...(place ? { place } : {}), left: state === 'left', day });
  const parts: Sql[] = [sql`p.county_id = ${county.id}`, sql`p.erased_at IS NULL`];
  if (state === 'unplaced') parts.push(sql`s.grade IS NULL`);
  if (state === 'standing' || state === 'left') parts.push(sql`s.grade IS NOT NULL`);
  if (post) parts.push(sql`s.grade_post = ${post}`);
  if (grade !== undefined) parts.push(sql`s.grade = ${grade}`);
  if (q?.trim()) parts.push(sql`strpos(p.name, ${q.trim()}) > 0`);
  return {
    from: sql`
      FROM (${seen}) w
      JOIN person p ON p.county_id = ${county.id} AND p.person_id = w.person_id
      LEFT JOIN LATERAL (
        SELECT g.grade_post, g.grade, g.from_day FROM grade_step g
        WHERE g.county_id = ${county.id} AND g.person_id = w.person_id AND g.from_day <= ${day}
        ORDER BY g.step_no DESC LIMIT 1) s ON TRUE`,
    where: join(parts, ' AND '),
  };
}

/** By name. A filter that nobody fits leaves an empty page, not an error. */
export async function listGrades(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: GradeQuery,
  now: number,
): Promise<GradePage> {
  const { from, where } = await source(db, county, actor, query, dayOf(county, now));
  const limit = query.limit ?? PAGE;
  const after = query.cursor
    ? sql`AND (p.name, p.person_id) > (
        SELECT name, person_id FROM person WHERE county_id = ${county.id} AND person_id = ${query.cursor})`
    : sql``;
  const rows = await db.rows<Row>(sql`
    SELECT p.person_id AS id, p.name, w.kind, w.at_id AS "atId", w.at_name AS "atName", s.grade_post AS post, s.grade,
      s.from_day AS since
    ${from} WHERE ${where} ${after} ORDER BY p.name, p.person_id LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (SELECT 1 ${from} WHERE ${where} LIMIT ${COUNT_CAP + 1}) c`);
  const n = counted?.n ?? 0;
  const page = rows.slice(0, limit);
  return {
    rows: page.map(({ id, name, kind, atId, atName, ...stand }) => ({
      person: { id, name: name ?? '' },
      table: tableOfKind(county, kind)?.id ?? '',
      kind,
      at: { id: atId, name: atName },
      ...stand,
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}

const ALL = 100_000;

/** The whole list, for what is reckoned over all of it and for workbooks. */
export async function allGrades(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: GradeQuery,
  now: number,
): Promise<GradeRow[]> {
  const { cursor: _, ...rest } = query;
  return (await listGrades(db, county, actor, { ...rest, limit: ALL }, now)).rows;
}
