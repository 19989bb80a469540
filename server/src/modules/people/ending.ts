/** Terms that end soon, the soonest first, within the reach of the asker's own posts. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { reachOf, reachSql } from '../../access/reach.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { COUNT_CAP } from './directory.ts';
import { POST, postFilters } from './seats.ts';
import { type HeldTerm, readerOf, TERM_COLUMNS, type TermRow, viewTerm } from './term-views.ts';

const PAGE = 50;
const SOON_DAYS = 60;

export type EndingQuery = {
  kind?: string;
  place?: string;
  unit?: string;
  /** Days from today on. */
  within?: number;
  limit?: number;
  cursor?: string;
};

export type EndingTerm = HeldTerm & { person: { id: string; name: string }; daysLeft: number; reminded: boolean };
export type EndingPage = { rows: EndingTerm[]; next: string | null; count: number; counted: boolean };

const MARK = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f-]{36})$/;

function afterMark(cursor: string | undefined): Sql {
  if (cursor === undefined) return sql``;
  const [, day, term] = MARK.exec(cursor) ?? [];
  if (!day || !term) throw new Refusal('invalid_query', {}, [{ path: 'cursor', code: 'field_invalid' }]);
  return sql`AND (t.to_day, t.term_id) > (${day}::date, ${term}::uuid)`;
}

/** Nobody follows yet, and the end is near: what has to be settled by whoever keeps people. */
export async function listEnding(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: EndingQuery,
  now: number,
): Promise<EndingPage> {
  const today = dayOf(county, now);
  const { kind, within = SOON_DAYS, limit = PAGE, cursor, ...rest } = query;
  const scope = reachSql(reachOf(actor, county, 'people.read'), sql`pl.path`, sql`o.unit_id`);
  const filters = await postFilters(db, county.id, { ...(kind ? { post: kind } : {}), ...rest });
  const source = sql`
    FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id
    WHERE o.county_id = ${county.id} AND t.county_id = ${county.id} AND t.ended IS NULL
      AND t.to_day >= ${today} AND t.to_day <= ${today}::date + ${within}::int AND t.from_day <= ${today}
      AND ${join([scope, ...filters], ' AND ')}`;
  const rows = await db.rows<TermRow & { name: string | null; reminded: boolean }>(sql`
    SELECT ${TERM_COLUMNS}, p.name, t.reminded_at IS NOT NULL AS reminded ${source} ${afterMark(cursor)}
    ORDER BY t.to_day, t.term_id LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (SELECT 1 ${source} LIMIT ${COUNT_CAP + 1}) c`);
  const n = counted?.n ?? 0;
  const reader = readerOf(actor, county);
  const page = rows.slice(0, limit).map(({ name, reminded, ...row }) => ({
    ...viewTerm(county, row, today, reader),
    person: { id: row.person, name: name ?? '' },
    daysLeft: Math.round((Date.parse(row.to as string) - Date.parse(today)) / 86_400_000),
    reminded,
  }));
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > limit && last ? `${last.to} ${last.term}` : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}
