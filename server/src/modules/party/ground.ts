/** What branch formation works on: grids of a place with their members of a day and the borders they share. */
import { type Border, bordersOf, centreOf, type Grid, type LonLat, type Rules } from '@huying/domain/branches';
import { pathRange } from '@huying/domain/kernel';
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { partyOf } from './rules.ts';

export type Land = { grids: Grid[]; borders: Border[]; names: Map<string, string> };

type Row = {
  id: string;
  name: string;
  community: string;
  members: number;
  shape: { type: string; coordinates: LonLat[][] | LonLat[][][] } | null;
};

function ringsOf(shape: Row['shape']): LonLat[][] {
  if (!shape) return [];
  return shape.type === 'MultiPolygon' ? (shape.coordinates as LonLat[][][]).flat() : (shape.coordinates as LonLat[][]);
}

/** Grids of a place that are to have branches, with the full members of the community's own who live there on `day`. */
async function readGrids(db: Queryable, county: CountyRuntime, path: string, day: string): Promise<Row[]> {
  const { lo, hi } = pathRange(path);
  const { grids: kinds } = partyOf(county).formation;
  return db.rows<Row>(sql`
    SELECT p.place_id AS id, p.name, p.parent_id AS community, s.shape,
      (SELECT count(*)::int FROM party_member m
        WHERE m.county_id = ${county.id} AND m.residence_id = p.place_id AND m.relation = 'own' AND m.standing = 'full'
          AND m.from_day <= ${day} AND (m.to_day IS NULL OR m.to_day >= ${day})) AS members
    FROM place p LEFT JOIN place_shape s ON s.county_id = ${county.id} AND s.place_id = p.place_id
    WHERE p.county_id = ${county.id} AND p.kind = 'grid' AND p.subkind = ANY(${kinds}) AND p.path >= ${lo} AND p.path < ${hi}
      AND p.from_day <= ${day} AND (p.to_day IS NULL OR p.to_day >= ${day})
    ORDER BY p.place_id`);
}

const withRings = ({ shape, ...row }: Row): LandRow => ({ ...row, rings: ringsOf(shape) });

/** The grids with their borders. A grid without an outline has none. */
export async function landOf(db: Queryable, county: CountyRuntime, path: string, day: string): Promise<Land> {
  return landFrom((await readGrids(db, county, path, day)).map(withRings));
}

/** The same without borders, which take a moment in a big county. */
export async function gridsOf(db: Queryable, county: CountyRuntime, path: string, day: string): Promise<Grid[]> {
  return (await readGrids(db, county, path, day))
    .map(withRings)
    .map(({ id, community, members, rings }) => ({ id, community, members, centre: centreOf(rings) }));
}

export type LandRow = {
  id: string;
  name: string;
  community: string;
  members: number;
  rings: readonly (readonly LonLat[])[];
};

export function landFrom(rows: readonly LandRow[]): Land {
  const communities = Map.groupBy(rows, (row) => row.community);
  return {
    grids: rows.map(({ id, community, members, rings }) => ({ id, community, members, centre: centreOf(rings) })),
    borders: [...communities.values()].flatMap((grids) => bordersOf(grids.filter((grid) => grid.rings.length > 0))),
    names: new Map(rows.map(({ id, name }) => [id, name])),
  };
}

export function rulesOf(county: CountyRuntime, given: Partial<Rules> = {}): Rules {
  const { minimum, mostGrids, takeIn } = partyOf(county).formation;
  return { minimum, mostGrids, takeIn, ...given };
}

/** Names for branches that are formed: numbered within their community in the order of their first grid. */
export function branchNames(
  names: { own: string; joint: string },
  branches: readonly { kind: 'own' | 'joint'; community: string; grids: readonly string[] }[],
  nameOf: (place: string) => string,
): string[] {
  const counts = new Map<string, number>();
  return branches.map(({ kind, community, grids }) => {
    const n = (counts.get(community) ?? 0) + (kind === 'joint' ? 1 : 0);
    counts.set(community, n);
    return names[kind]
      .replaceAll('{grid}', nameOf(grids[0] as string))
      .replaceAll('{community}', nameOf(community))
      .replaceAll('{n}', String(n));
  });
}
