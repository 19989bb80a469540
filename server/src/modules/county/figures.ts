/** Units in numbers. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from './runtime.ts';

export async function unitFigures(db: Queryable, county: CountyRuntime): Promise<Figures> {
  const row = await db.row<Figures>(sql`
    SELECT count(*)::int AS units, count(*) FILTER (WHERE kind = 'department')::int AS departments,
      count(*) FILTER (WHERE reporting_in)::int AS "reportingUnits"
    FROM unit WHERE county_id = ${county.id}`);
  return row ?? {};
}
