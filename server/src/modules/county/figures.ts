/** Units in numbers. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from './runtime.ts';

export async function unitFigures(db: Queryable, county: CountyRuntime): Promise<Figures> {
  const row = await db.row<Figures>(sql`
    SELECT count(*)::int AS units, count(*) FILTER (WHERE u.kind = 'department')::int AS departments,
      count(*) FILTER (WHERE u.reporting_in)::int AS "reportingUnits",
      count(DISTINCT u.reports_to)::int AS "reportedPlaces",
      count(*) FILTER (WHERE p.kind = 'community')::int AS "linkedUnits"
    FROM unit u JOIN place p ON p.county_id = u.county_id AND p.place_id = u.jurisdiction
    WHERE u.county_id = ${county.id} AND p.county_id = ${county.id}`);
  return row ?? {};
}
