/** The territory in numbers, counted from its rows. */
import { type Queryable, sql } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';

type Counted = { a: string; b: string | null; gridded: boolean; n: number };

const PLACES: Record<string, (row: Counted) => boolean> = {
  towns: ({ a }) => a === 'town',
  subdistricts: ({ a, b }) => a === 'town' && b === 'subdistrict',
  communities: ({ a, b }) => a === 'community' && b !== 'village',
  villages: ({ a, b }) => a === 'community' && b === 'village',
  griddedCommunities: ({ a, gridded }) => a === 'community' && gridded,
  grids: ({ a }) => a === 'grid',
  residentGrids: ({ a, b }) => a === 'grid' && b === 'resident',
  reservedGrids: ({ a, b }) => a === 'grid' && b === 'reserved',
  dedicatedGrids: ({ a, b }) => a === 'grid' && b === 'dedicated',
  compounds: ({ a }) => a === 'compound',
  buildings: ({ a }) => a === 'building',
  stairways: ({ a }) => a === 'stairway',
};

export async function placeFigures(db: Queryable, county: CountyRuntime, day: string): Promise<Figures> {
  const rows = await db.rows<Counted>(sql`
    SELECT kind AS a, subkind AS b, gridded, count(*)::int AS n FROM place p
    WHERE p.county_id = ${county.id} AND ${inForce('p', day)} GROUP BY kind, subkind, gridded`);
  const sum = (fits: (row: Counted) => boolean) => rows.filter(fits).reduce((n, row) => n + row.n, 0);
  return Object.fromEntries(Object.entries(PLACES).map(([id, fits]) => [id, sum(fits)]));
}
