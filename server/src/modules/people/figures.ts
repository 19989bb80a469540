/** People in posts in numbers, counted from the terms that run on a day. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';

/** Posts by figure: how many people hold one of these kinds today. */
const PEOPLE: Record<string, readonly string[]> = {
  buildingHeads: ['building_head'],
  stairwayHeads: ['stairway_head'],
  compoundHeads: ['compound_head'],
  gridLeaders: ['grid_leader', 'group_grid_leader'],
  gridMembers: ['grid_member', 'women_grid_member', 'part_time_rider'],
  fullTimeGridMembers: ['grid_member'],
  womenGridMembers: ['women_grid_member'],
  partTimeRiders: ['part_time_rider'],
  secondedCadres: ['first_secretary', 'party_building_instructor', 'seconded_cadre'],
  firstSecretaries: ['first_secretary'],
  gridFirstSecretaries: ['grid_first_secretary'],
  stationedOfficers: ['stationed_officer', 'enforcement_officer'],
  linkedCadres: ['linked_cadre'],
  opinionSecretaries: ['opinion_secretary'],
  branchSecretaries: ['branch_secretary'],
  keyKeepers: ['key_keeper'],
  enforcementOfficers: ['enforcement_officer'],
  seatedResponders: ['seated_responder'],
  socialWorkers: ['social_worker'],
  communitySecretaries: ['community_secretary'],
  communityWorkers: ['community_worker'],
  responders: ['responder'],
  reportingMembers: ['reporting_member'],
  delegates: ['delegate'],
};

export async function peopleFigures(db: Queryable, county: CountyRuntime, today: string): Promise<Figures> {
  const wanted = Object.entries(PEOPLE).flatMap(([figure, kinds]) => kinds.map((kind) => ({ figure, kind })));
  const rows = await db.rows<{ figure: string; n: number }>(sql`
    SELECT w.figure, count(DISTINCT t.person_id)::int AS n
    FROM json_to_recordset(${JSON.stringify(wanted)}::json) AS w(figure text, kind text)
    JOIN post o ON o.county_id = ${county.id} AND o.kind = w.kind
    JOIN term t ON t.county_id = ${county.id} AND t.post_id = o.post_id
    WHERE t.from_day <= ${today} AND (t.to_day IS NULL OR t.to_day >= ${today})
    GROUP BY w.figure`);
  const counted = new Map(rows.map((row) => [row.figure, row.n]));
  const officers = await db.row<{ places: number; units: number }>(sql`
    SELECT count(DISTINCT o.place_id) FILTER (WHERE o.kind = 'stationed_officer')::int AS places,
      count(DISTINCT o.unit_id) FILTER (WHERE o.kind = 'sent_officer')::int AS units
    FROM post o JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    WHERE o.county_id = ${county.id} AND o.kind IN ('stationed_officer', 'sent_officer')
      AND t.from_day <= ${today} AND (t.to_day IS NULL OR t.to_day >= ${today})`);
  return {
    ...Object.fromEntries(Object.keys(PEOPLE).map((id) => [id, counted.get(id) ?? 0])),
    officerCommunities: officers?.places ?? 0,
    sendingDepartments: officers?.units ?? 0,
    ...(await seatFigures(db, county, today)),
  };
}

/** Posts that exist, seats nobody holds, and terms that are suspended. A suspended term holds its seat and counts above. */
async function seatFigures(db: Queryable, county: CountyRuntime, today: string): Promise<Figures> {
  const capacities = [...county.postKinds.values()].map((kind) => ({ kind: kind.kind, n: kind.capacity }));
  const row = await db.row<Figures>(sql`
    WITH held AS MATERIALIZED (
      SELECT t.post_id, count(*)::int AS n, count(*) FILTER (WHERE t.suspended_at IS NOT NULL)::int AS suspended
      FROM term t WHERE t.county_id = ${county.id} AND t.from_day <= ${today} AND (t.to_day IS NULL OR t.to_day >= ${today})
      GROUP BY t.post_id)
    SELECT count(*)::int AS posts,
      coalesce(sum(greatest(0, k.n - coalesce(h.n, 0))) FILTER (WHERE k.n < 1000), 0)::int AS "vacantSeats",
      count(*) FILTER (WHERE h.n IS NULL AND k.n < 1000)::int AS "vacantPosts",
      coalesce(sum(h.suspended), 0)::int AS "suspendedTerms"
    FROM post o
    JOIN json_to_recordset(${JSON.stringify(capacities)}::json) AS k(kind text, n int) ON k.kind = o.kind
    LEFT JOIN held h ON h.post_id = o.post_id
    WHERE o.county_id = ${county.id}`);
  return row ?? {};
}
