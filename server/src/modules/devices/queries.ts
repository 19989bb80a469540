/** The inventory as lists, counts, points and single reads: one predicate for all of them. */
import { pathRange, Refusal } from '@huying/domain/kernel';
import type { DeviceState } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import { reaches, reachOf, reachSql } from '../../access/reach.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';

export type DeviceQuery = {
  kind?: string;
  state?: DeviceState | 'present';
  place?: string;
  q?: string;
  limit?: number;
  cursor?: string;
};

export type DeviceView = {
  id: string;
  kind: string;
  place: { id: string; name: string };
  maker: string;
  serial: string;
  spot: string;
  point: [number, number] | null;
  state: DeviceState;
  since: string;
  retiredOn: string | null;
  version: number;
};

const PAGE = 50;
export const COUNT_CAP = 10_000;
const MAP_MOST = 3000;

/** What the actor may see of the inventory and the query asks for. */
async function wanted(db: Queryable, county: CountyRuntime, actor: Actor, query: DeviceQuery): Promise<Sql> {
  const parts = [reachSql(reachOf(actor, county, 'devices.read'), sql`p.path`, sql`NULL`)];
  if (query.kind) parts.push(sql`d.kind = ${query.kind}`);
  // Without a word about it, what was taken away is not meant.
  if (query.state && query.state !== 'present') parts.push(sql`d.state = ${query.state}`);
  else parts.push(sql`d.state <> 'retired'`);
  if (query.place) {
    const place = await db.row<{ path: string }>(sql`
      SELECT path FROM place WHERE county_id = ${county.id} AND place_id = ${query.place}`);
    if (!place) throw new Refusal('invalid_query', {}, [{ path: 'place', code: 'place_unknown' }]);
    const { lo, hi } = pathRange(place.path);
    parts.push(sql`p.path >= ${lo} AND p.path < ${hi}`);
  }
  if (query.q) {
    const q = query.q.trim();
    parts.push(sql`(strpos(d.serial, ${q}) > 0 OR strpos(d.spot, ${q}) > 0 OR strpos(d.maker, ${q}) > 0)`);
  }
  return join(parts, ' AND ');
}

type Row = Omit<DeviceView, 'place' | 'point'> & {
  placeId: string;
  placeName: string;
  lon: number | null;
  lat: number | null;
};

const COLUMNS = sql`d.device_id AS id, d.kind, p.place_id AS "placeId", p.name AS "placeName", d.maker, d.serial, d.spot,
  d.lon, d.lat, d.state, d.since, d.retired_on AS "retiredOn", d.version`;

function view({ placeId, placeName, lon, lat, ...row }: Row): DeviceView {
  return { ...row, place: { id: placeId, name: placeName }, point: lon === null || lat === null ? null : [lon, lat] };
}

export type DevicePage = { rows: DeviceView[]; next: string | null; count: number; counted: boolean };

export async function listDevices(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: DeviceQuery,
): Promise<DevicePage> {
  const where = await wanted(db, county, actor, query);
  const limit = query.limit ?? PAGE;
  const after = query.cursor
    ? sql`AND (d.serial, d.device_id) > (
        SELECT serial, device_id FROM device WHERE county_id = ${county.id} AND device_id = ${query.cursor})`
    : sql``;
  const rows = await db.rows<Row>(sql`
    SELECT ${COLUMNS} FROM device d JOIN place p ON p.county_id = d.county_id AND p.place_id = d.place_id
    WHERE d.county_id = ${county.id} AND ${where} ${after} ORDER BY d.serial, d.device_id LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (
      SELECT 1 FROM device d JOIN place p ON p.county_id = d.county_id AND p.place_id = d.place_id
      WHERE d.county_id = ${county.id} AND ${where} LIMIT ${COUNT_CAP + 1}) c`);
  const page = rows.slice(0, limit);
  const n = counted?.n ?? 0;
  return {
    rows: page.map(view),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}

/** How many of each kind and state, of all that the query's place and words leave. */
export async function countDevices(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { place, q }: DeviceQuery,
): Promise<{ kind: string; state: DeviceState; n: number }[]> {
  const where = await wanted(db, county, actor, { ...(place ? { place } : {}), ...(q ? { q } : {}) });
  return db.rows(sql`
    SELECT d.kind, d.state, count(*)::int AS n FROM device d
    JOIN place p ON p.county_id = d.county_id AND p.place_id = d.place_id
    WHERE d.county_id = ${county.id} AND ${where} GROUP BY d.kind, d.state ORDER BY d.kind, d.state`);
}

/** The first of the same that have a point. */
export async function devicePoints(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: DeviceQuery,
): Promise<{ points: Pick<DeviceView, 'id' | 'kind' | 'serial' | 'spot' | 'state' | 'point'>[]; more: boolean }> {
  const where = await wanted(db, county, actor, query);
  const rows = await db.rows<Row>(sql`
    SELECT ${COLUMNS} FROM device d JOIN place p ON p.county_id = d.county_id AND p.place_id = d.place_id
    WHERE d.county_id = ${county.id} AND ${where} AND d.lon IS NOT NULL
    ORDER BY d.serial, d.device_id LIMIT ${MAP_MOST + 1}`);
  const points = rows.slice(0, MAP_MOST).map(view);
  return {
    points: points.map(({ id, kind, serial, spot, state, point }) => ({ id, kind, serial, spot, state, point })),
    more: rows.length > MAP_MOST,
  };
}

export type DeviceStep = { kind: string; at: number; state: DeviceState; changed: string[]; by: string | null };

/** One device with what became of it. @throws Refusal `not_found` */
export async function oneDevice(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  id: string,
): Promise<DeviceView & { mayEdit: boolean; steps: DeviceStep[] }> {
  const row = await db.row<Row & { path: string }>(sql`
    SELECT ${COLUMNS}, p.path FROM device d JOIN place p ON p.county_id = d.county_id AND p.place_id = d.place_id
    WHERE d.county_id = ${county.id} AND d.device_id = ${id}`);
  if (!row || !reaches(reachOf(actor, county, 'devices.read'), { path: row.path, unit: null }))
    throw new Refusal('not_found');
  const { path, ...device } = row;
  const steps = await db.rows<DeviceStep>(sql`
    SELECT event->>'kind' AS kind, occurred_at AS at, event->>'state' AS state,
      coalesce(event->'changed', '[]'::json) AS changed, event->'by'->>'post' AS by
    FROM journal WHERE county_id = ${county.id} AND subject_kind = 'device' AND subject_id = ${id} ORDER BY seq DESC LIMIT 50`);
  const mayEdit = device.state !== 'retired' && reaches(reachOf(actor, county, 'devices.edit'), { path, unit: null });
  return { ...view(device), mayEdit, steps };
}

/** All that the query asks for, in the order of the list, for a workbook. */
export async function allDevices(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: DeviceQuery,
): Promise<(DeviceView & { code: string })[]> {
  const where = await wanted(db, county, actor, query);
  const rows = await db.rows<Row & { code: string }>(sql`
    SELECT ${COLUMNS}, p.code FROM device d JOIN place p ON p.county_id = d.county_id AND p.place_id = d.place_id
    WHERE d.county_id = ${county.id} AND ${where} ORDER BY d.serial, d.device_id`);
  return rows.map(({ code, ...row }) => ({ ...view(row), code }));
}
