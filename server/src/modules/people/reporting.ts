/** Units that take part in 双报到, the grid or community that each reports to, and how many members it sends. */
import { type Actor, permits } from '../../access/actor.ts';
import { reaches, reachOf, reachSql } from '../../access/reach.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { COUNT_CAP } from './directory.ts';
import { runsOn, within } from './seats.ts';

const PAGE = 50;

export type ReportingUnit = {
  id: string;
  name: string;
  kind: string;
  version: number;
  reportsTo: { id: string; name: string; kind: string } | null;
  members: number;
  /** What the asker may do with it: `report_to`. */
  abilities: string[];
};

export type ReportingQuery = { q?: string; place?: string; open?: boolean; limit?: number; cursor?: string };

type Row = Omit<ReportingUnit, 'reportsTo' | 'abilities'> & {
  place: string | null;
  placeName: string;
  placeKind: string;
  path: string;
};

/**
 * `place`: those who report there or below; `open`: those who report nowhere yet, which lie on nobody's ground: every reader of
 * the list sees them, as whoever keeps a place may take them in.
 * @throws Refusal `invalid_query`
 */
export async function listReporting(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { q, place, open, limit = PAGE, cursor }: ReportingQuery,
  now: number,
): Promise<{ rows: ReportingUnit[]; next: string | null; count: number; counted: boolean }> {
  const filters: Sql[] = [
    sql`u.county_id = ${county.id} AND u.reporting_in`,
    sql`(u.reports_to IS NULL OR ${reachSql(reachOf(actor, county, 'people.read'), sql`pl.path`, sql`u.unit_id`)})`,
    ...(q ? [sql`strpos(u.name, ${q.trim()}) > 0`] : []),
    ...(place ? [await within(db, county.id, place)] : []),
    ...(open ? [sql`u.reports_to IS NULL`] : []),
  ];
  const from = sql`
    FROM unit u LEFT JOIN place pl ON pl.county_id = u.county_id AND pl.place_id = u.reports_to
    WHERE ${join(filters, ' AND ')}`;
  const after = cursor ? sql`AND u.unit_id > ${cursor}` : sql``;
  const rows = await db.rows<Row>(sql`
    SELECT u.unit_id AS id, u.name, u.kind, u.version, pl.place_id AS place, pl.name AS "placeName", pl.kind AS "placeKind", pl.path,
      (SELECT count(*)::int FROM term t JOIN post o ON o.county_id = ${county.id} AND o.post_id = t.post_id
        WHERE t.county_id = ${county.id} AND o.kind = 'reporting_member' AND o.unit_id = u.unit_id
          AND ${runsOn(dayOf(county, now))}) AS members
    ${from} ${after} ORDER BY u.unit_id LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM (SELECT 1 ${from} LIMIT ${COUNT_CAP + 1}) c`,
  );
  const n = counted?.n ?? 0;
  const edits = reachOf(actor, county, 'party.edit');
  const mine = (path: string | null) =>
    permits(actor, 'party.edit') && (path === null || reaches(edits, { path, unit: null }));
  return {
    rows: rows.slice(0, limit).map(({ place: id, placeName, placeKind, path, ...unit }) => ({
      ...unit,
      reportsTo: id === null ? null : { id, name: placeName, kind: placeKind },
      abilities: mine(id === null ? null : path) ? ['report_to'] : [],
    })),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}

/** The units that report to each of these places. */
export async function reportingAt(
  db: Queryable,
  county: string,
  places: readonly string[],
): Promise<Map<string, { id: string; name: string }[]>> {
  const rows = await db.rows<{ place: string; id: string; name: string }>(sql`
    SELECT reports_to AS place, unit_id AS id, name FROM unit
    WHERE county_id = ${county} AND reports_to = ANY(${places as string[]}) ORDER BY unit_id`);
  const byPlace = Map.groupBy(rows, (row) => row.place);
  return new Map([...byPlace].map(([place, units]) => [place, units.map(({ id, name }) => ({ id, name }))]));
}
