/** The grid branches that stand on a day in a place. */
import { pathRange } from '@huying/domain/kernel';
import { type Queryable, sql } from '../../platform/db.ts';

export type StandingBranch = {
  id: string;
  name: string;
  kind: 'own' | 'joint';
  community: string;
  grids: string[];
  from: string;
};

/** Branches of grids, own and joint, with the grids they cover on `day`. */
export async function branchesOn(db: Queryable, county: string, path: string, day: string): Promise<StandingBranch[]> {
  const { lo, hi } = pathRange(path);
  return db.rows<StandingBranch>(sql`
    SELECT o.org_id AS id, o.name, o.variety AS kind, min(g.parent_id) AS community, o.from_day AS from,
      array_agg(g.place_id ORDER BY g.place_id) AS grids
    FROM party_org o
    JOIN party_cover c ON c.county_id = o.county_id AND c.org_id = o.org_id
      AND c.from_day <= ${day} AND (c.to_day IS NULL OR c.to_day >= ${day})
    JOIN place g ON g.county_id = o.county_id AND g.place_id = c.place_id
    WHERE o.county_id = ${county} AND o.kind = 'branch' AND o.variety IN ('own', 'joint')
      AND o.from_day <= ${day} AND (o.to_day IS NULL OR o.to_day >= ${day}) AND g.path >= ${lo} AND g.path < ${hi}
    GROUP BY o.org_id, o.name, o.variety, o.from_day ORDER BY o.org_id`);
}
