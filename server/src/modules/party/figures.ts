/** The party's organisation in numbers, counted from what stands on a day. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';

export async function partyFigures(db: Queryable, county: CountyRuntime, day: string): Promise<Figures> {
  const orgs = await db.row<Figures>(sql`
    SELECT count(*) FILTER (WHERE kind = 'branch' AND variety IN ('own', 'joint'))::int AS "gridBranches",
      count(*) FILTER (WHERE variety = 'own')::int AS "ownBranches",
      count(*) FILTER (WHERE variety = 'joint')::int AS "jointBranches",
      count(*) FILTER (WHERE variety = 'compound')::int AS "compoundBranches",
      count(*) FILTER (WHERE variety = 'functional')::int AS "functionalBranches",
      count(*) FILTER (WHERE variety = 'temporary')::int AS "temporaryBranches",
      count(*) FILTER (WHERE kind = 'group' AND variety = 'building')::int AS "buildingGroups",
      count(*) FILTER (WHERE kind = 'group' AND variety = 'courtyard')::int AS "courtyardGroups",
      count(*) FILTER (WHERE kind = 'household')::int AS "partyCentreHouseholds"
    FROM party_org WHERE county_id = ${county.id} AND from_day <= ${day} AND (to_day IS NULL OR to_day >= ${day})`);
  const covers = await db.row<Figures>(sql`
    SELECT count(DISTINCT c.place_id)::int AS "coveredGrids",
      count(DISTINCT c.place_id) FILTER (WHERE o.variety = 'joint')::int AS "gridsUnderJointBranches"
    FROM party_cover c JOIN party_org o ON o.county_id = c.county_id AND o.org_id = c.org_id
    WHERE c.county_id = ${county.id} AND o.variety IN ('own', 'joint') AND c.from_day <= ${day}
      AND (c.to_day IS NULL OR c.to_day >= ${day}) AND o.from_day <= ${day} AND (o.to_day IS NULL OR o.to_day >= ${day})`);
  const plaques = await db.row<Figures>(sql`
    SELECT count(*)::int AS "plaqueHouseholds" FROM party_plaque
    WHERE county_id = ${county.id} AND from_day <= ${day} AND (to_day IS NULL OR to_day >= ${day})`);
  const members = await db.row<Figures>(sql`
    SELECT count(DISTINCT person_id)::int AS "partyMembers" FROM party_member
    WHERE county_id = ${county.id} AND relation = 'own' AND from_day <= ${day} AND (to_day IS NULL OR to_day >= ${day})`);
  return { ...orgs, ...covers, ...plaques, ...members };
}
