/** How many stand in a grade table and hold its post. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';
import { gradedKinds } from './rules.ts';

export async function gradeFigures(db: Queryable, county: CountyRuntime, day: string): Promise<Figures> {
  const row = await db.row<{ n: number }>(sql`
    SELECT count(DISTINCT t.person_id)::int AS n FROM grade_step s
    JOIN term t ON t.county_id = s.county_id AND t.person_id = s.person_id
    JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
    WHERE s.county_id = ${county.id} AND s.from_day <= ${day} AND o.kind = ANY(${gradedKinds(county)})
      AND t.from_day <= ${day} AND (t.to_day IS NULL OR t.to_day >= ${day})`);
  return { gradedWorkers: row?.n ?? 0 };
}
