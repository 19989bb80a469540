/** Facilities as lists: filtered by the database, paged by a cursor, open or not told for the instant of asking. */

import { pathRange, Refusal } from '@huying/domain/kernel';
import { metresBetween } from '@huying/domain/walking';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { presentRow } from './present.ts';
import { FACILITY, type FacilityRow } from './repository.ts';

export type FacilityQuery = {
  kind?: string;
  place?: string;
  service?: string;
  q?: string;
  oneWindow?: boolean;
  /** `lon,lat`: nearest first, with the distance. */
  near?: string;
  /** Closed ones too; only for those who keep them. */
  closed?: boolean;
  limit?: number;
  cursor?: string;
};

const COUNT_CAP = 10_000;
const PAGE = 50;
/** Nearest first is sorted in memory: no farther than this many rows are looked at. */
const NEAR_MOST = 5000;

async function conditions(db: Queryable, county: CountyRuntime, query: FacilityQuery, today: string): Promise<Sql[]> {
  const where = [sql`f.county_id = ${county.id}`];
  if (!query.closed) where.push(sql`f.from_day <= ${today} AND (f.to_day IS NULL OR f.to_day >= ${today})`);
  if (query.kind) where.push(sql`f.kind = ${query.kind}`);
  if (query.service) where.push(sql`${query.service} = ANY(f.services)`);
  if (query.oneWindow !== undefined) where.push(sql`f.one_window = ${query.oneWindow}`);
  if (query.q?.trim()) where.push(sql`f.name ILIKE ${`%${query.q.trim().replace(/[\\%_]/g, '\\$&')}%`}`);
  if (query.place) {
    const found = await db.row<{ path: string }>(sql`
      SELECT path FROM place WHERE county_id = ${county.id} AND place_id = ${query.place}`);
    if (!found) throw new Refusal('invalid_query', {}, [{ path: 'place', code: 'place_unknown' }]);
    const { lo, hi } = pathRange(found.path);
    where.push(sql`p.path >= ${lo} AND p.path < ${hi}`);
  }
  return where;
}

const FROM = sql`facility f JOIN place p ON p.county_id = f.county_id AND p.place_id = f.place_id`;

export async function listFacilities(db: Queryable, county: CountyRuntime, query: FacilityQuery, now: number) {
  const today = dayOf(county, now);
  const where = await conditions(db, county, query, today);
  const limit = query.limit ?? PAGE;
  const total = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (SELECT 1 FROM ${FROM} WHERE ${join(where, ' AND ')} LIMIT ${COUNT_CAP + 1}) AS counted`);
  const n = total?.n ?? 0;
  const counted = { count: Math.min(n, COUNT_CAP), counted: n <= COUNT_CAP };
  if (query.near) {
    const at = pointOf(query.near);
    const rows = await db.rows<FacilityRow>(sql`
      SELECT ${FACILITY} FROM ${FROM} WHERE ${join(where, ' AND ')} LIMIT ${NEAR_MOST}`);
    const sorted = rows
      .map((row) => ({ row, metres: Math.round(metresBetween(at, [row.lon, row.lat])) }))
      .sort((a, b) => a.metres - b.metres || (a.row.id < b.row.id ? -1 : 1))
      .slice(0, limit);
    return {
      rows: sorted.map(({ row, metres }) => ({ ...presentRow(county, row, now), metres })),
      next: null,
      ...counted,
    };
  }
  const after = query.cursor ? cursorOf(query.cursor) : null;
  if (after) where.push(sql`(f.name, f.facility_id) > (${after.name}, ${after.id}::uuid)`);
  const rows = await db.rows<FacilityRow>(sql`
    SELECT ${FACILITY} FROM ${FROM} WHERE ${join(where, ' AND ')} ORDER BY f.name, f.facility_id LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => presentRow(county, row, now)),
    next: rows.length > limit && last ? Buffer.from(JSON.stringify([last.name, last.id])).toString('base64url') : null,
    ...counted,
  };
}

/** All of a kind of question at once, for the map and the workbook. */
export async function allFacilities(
  db: Queryable,
  county: CountyRuntime,
  query: FacilityQuery,
  now: number,
): Promise<FacilityRow[]> {
  const where = await conditions(db, county, query, dayOf(county, now));
  return db.rows<FacilityRow>(sql`
    SELECT ${FACILITY} FROM ${FROM} WHERE ${join(where, ' AND ')} ORDER BY f.kind, f.name, f.facility_id`);
}

function pointOf(text: string): [number, number] {
  const [lon = Number.NaN, lat = Number.NaN] = text.split(',').map(Number);
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
    throw new Refusal('invalid_query', {}, [{ path: 'near', code: 'field_invalid' }]);
  return [lon, lat];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function cursorOf(text: string): { name: string; id: string } {
  try {
    const [name, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown];
    if (typeof name === 'string' && typeof id === 'string' && UUID.test(id)) return { name, id };
  } catch {
    // Said below.
  }
  throw new Refusal('invalid_query', {}, [{ path: 'cursor', code: 'field_invalid' }]);
}
