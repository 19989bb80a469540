/** Figures that look at days and households, counted from the places' rows. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';

/**
 * Grids in force on the last day before the county's grids were drawn anew: the day on which most of them ended. 0 where
 * none ever did. Households of all places that keep count of their own.
 */
export async function figuresInTime(db: Queryable, county: CountyRuntime, today: string): Promise<Figures> {
  const row = await db.row<Figures>(sql`
    WITH redrawn AS (
      SELECT to_day AS last FROM place
      WHERE county_id = ${county.id} AND kind = 'grid' AND to_day < ${today}
      GROUP BY to_day ORDER BY count(*) DESC, to_day DESC LIMIT 1
    )
    SELECT
      (SELECT count(*)::int FROM place p, redrawn r
        WHERE p.county_id = ${county.id} AND p.kind = 'grid' AND p.from_day <= r.last
          AND (p.to_day IS NULL OR p.to_day >= r.last)) AS "gridsBefore",
      (SELECT coalesce(sum(households), 0)::int FROM place
        WHERE county_id = ${county.id} AND from_day <= ${today} AND (to_day IS NULL OR to_day >= ${today})) AS households`);
  return row ?? {};
}
