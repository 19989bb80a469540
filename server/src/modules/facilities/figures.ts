/** Facilities and teams in numbers, under the names the pack gives their kinds. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';
import { facilityRules } from './rules.ts';

/** There for every county; what a county lacks is 0. */
const ALWAYS = ['stations', 'restStations', 'volunteerTeams', 'dutyTeams', 'errandTeams'];

export async function facilityFigures(db: Queryable, county: CountyRuntime, day: string): Promise<Figures> {
  const rules = facilityRules(county);
  const running = sql`from_day <= ${day} AND (to_day IS NULL OR to_day >= ${day})`;
  const kinds = await db.rows<{ kind: string; n: number }>(sql`
    SELECT kind, count(*)::int AS n FROM facility WHERE county_id = ${county.id} AND ${running} GROUP BY kind`);
  const teams = await db.rows<{ kind: string; n: number }>(sql`
    SELECT kind, count(*)::int AS n FROM team WHERE county_id = ${county.id} AND ${running} GROUP BY kind`);
  const figures: Figures = { ...Object.fromEntries(ALWAYS.map((id) => [id, 0])), facilities: 0, teams: 0 };
  const add = (id: string | undefined, n: number) => {
    if (id) figures[id] = (figures[id] ?? 0) + n;
  };
  for (const { kind, n } of kinds) {
    add('facilities', n);
    add(rules.kinds.find((one) => one.kind === kind)?.figure, n);
  }
  for (const { kind, n } of teams) {
    add('teams', n);
    add(rules.teamKinds.find((one) => one.kind === kind)?.figure, n);
  }
  return figures;
}
