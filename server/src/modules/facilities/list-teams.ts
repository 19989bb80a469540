/** Teams as a list. */
import { pathRange, Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { join, type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { membersOf, presentTeam, TEAM, type TeamQuery, type TeamRow } from './teams.ts';

const PAGE = 50;

export async function listTeams(db: Queryable, county: CountyRuntime, actor: Actor, query: TeamQuery) {
  const where = [sql`t.county_id = ${county.id}`, sql`t.to_day IS NULL`];
  if (query.kind) where.push(sql`t.kind = ${query.kind}`);
  if (query.facility) where.push(sql`t.facility_id = ${query.facility}`);
  if (query.q?.trim()) where.push(sql`t.name ILIKE ${`%${query.q.trim().replace(/[\\%_]/g, '\\$&')}%`}`);
  if (query.place) {
    const found = await db.row<{ path: string }>(sql`
      SELECT path FROM place WHERE county_id = ${county.id} AND place_id = ${query.place}`);
    if (!found) throw new Refusal('invalid_query', {}, [{ path: 'place', code: 'place_unknown' }]);
    const { lo, hi } = pathRange(found.path);
    where.push(sql`p.path >= ${lo} AND p.path < ${hi}`);
  }
  const from = sql`team t JOIN place p ON p.county_id = t.county_id AND p.place_id = t.place_id`;
  const total = await db.row<{ n: number }>(sql`SELECT count(*)::int AS n FROM ${from} WHERE ${join(where, ' AND ')}`);
  const limit = query.limit ?? PAGE;
  const after = query.cursor
    ? await db.row<{ name: string }>(
        sql`SELECT name FROM team WHERE county_id = ${county.id} AND team_id = ${query.cursor}`,
      )
    : null;
  if (after) where.push(sql`(t.name, t.team_id) > (${after.name}, ${query.cursor}::uuid)`);
  const rows = await db.rows<TeamRow>(sql`
    SELECT ${TEAM} FROM ${from} WHERE ${join(where, ' AND ')} ORDER BY t.name, t.team_id LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit);
  const members = await membersOf(
    db,
    county.id,
    page.map((row) => row.id),
  );
  return {
    rows: page.map((row) => presentTeam(county, actor, row, members.get(row.id) ?? [])),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    count: total?.n ?? 0,
    counted: true,
  };
}

/** @throws Refusal `not_found` */
export async function viewTeam(db: Queryable, county: CountyRuntime, actor: Actor, id: string) {
  const row = await db.row<TeamRow>(sql`
    SELECT ${TEAM} FROM team t JOIN place p ON p.county_id = ${county.id} AND p.place_id = t.place_id
    WHERE t.county_id = ${county.id} AND t.team_id = ${id}`);
  if (!row) throw new Refusal('not_found');
  return presentTeam(county, actor, row, (await membersOf(db, county.id, [id])).get(id) ?? []);
}
