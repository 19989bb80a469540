/** What a county has, counted from its rows: nothing here is a constant. */
import { type Queryable, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from './runtime.ts';

export type Figures = Record<string, number>;

type Counted = { a: string; b: string | null; gridded: boolean; n: number };

/** Posts by figure: how many people hold one of these kinds today. */
const PEOPLE: Record<string, readonly string[]> = {
  buildingHeads: ['building_head'],
  stairwayHeads: ['stairway_head'],
  compoundHeads: ['compound_head'],
  gridLeaders: ['grid_leader'],
  gridMembers: ['grid_member', 'women_grid_member', 'part_time_rider'],
  fullTimeGridMembers: ['grid_member'],
  womenGridMembers: ['women_grid_member'],
  partTimeRiders: ['part_time_rider'],
  secondedCadres: ['first_secretary', 'party_building_instructor'],
  firstSecretaries: ['first_secretary'],
  gridFirstSecretaries: ['grid_first_secretary'],
  stationedOfficers: ['stationed_officer'],
  linkedCadres: ['linked_cadre'],
  communitySecretaries: ['community_secretary'],
  communityWorkers: ['community_worker'],
  responders: ['responder'],
  reportingMembers: ['reporting_member'],
  delegates: ['delegate'],
};

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

async function places(db: Queryable, county: string): Promise<Figures> {
  const rows = await db.rows<Counted>(sql`
    SELECT kind AS a, subkind AS b, gridded, count(*)::int AS n FROM place
    WHERE county_id = ${county} AND to_day IS NULL GROUP BY kind, subkind, gridded`);
  const sum = (fits: (row: Counted) => boolean) => rows.filter(fits).reduce((n, row) => n + row.n, 0);
  return Object.fromEntries(Object.entries(PLACES).map(([id, fits]) => [id, sum(fits)]));
}

async function people(db: Queryable, county: string, today: string): Promise<Figures> {
  const wanted = Object.entries(PEOPLE).flatMap(([figure, kinds]) => kinds.map((kind) => ({ figure, kind })));
  const rows = await db.rows<{ figure: string; n: number }>(sql`
    SELECT w.figure, count(DISTINCT t.person_id)::int AS n
    FROM json_to_recordset(${JSON.stringify(wanted)}::json) AS w(figure text, kind text)
    JOIN post o ON o.county_id = ${county} AND o.kind = w.kind
    JOIN term t ON t.county_id = ${county} AND t.post_id = o.post_id
    WHERE t.from_day <= ${today} AND (t.to_day IS NULL OR t.to_day >= ${today})
    GROUP BY w.figure`);
  const counted = new Map(rows.map((row) => [row.figure, row.n]));
  const officers = await db.row<{ n: number }>(sql`
    SELECT count(DISTINCT o.place_id)::int AS n FROM post o
    JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    WHERE o.county_id = ${county} AND o.kind = 'stationed_officer'
      AND t.from_day <= ${today} AND (t.to_day IS NULL OR t.to_day >= ${today})`);
  return {
    ...Object.fromEntries(Object.keys(PEOPLE).map((id) => [id, counted.get(id) ?? 0])),
    officerCommunities: officers?.n ?? 0,
  };
}

async function units(db: Queryable, county: string): Promise<Figures> {
  const row = await db.row<Figures>(sql`
    SELECT count(*)::int AS units, count(*) FILTER (WHERE kind = 'department')::int AS departments,
      count(*) FILTER (WHERE reporting_in)::int AS "reportingUnits"
    FROM unit WHERE county_id = ${county}`);
  return row ?? {};
}

async function items(db: Queryable, county: CountyRuntime): Promise<Figures> {
  if (!county.list) return { items: 0, itemsTownResponsible: 0 };
  const { id, version } = county.list;
  const row = await db.row<Figures>(sql`
    SELECT count(*)::int AS items, count(*) FILTER (WHERE lead IS NULL)::int AS "itemsTownResponsible"
    FROM item WHERE county_id = ${county.id} AND list_id = ${id} AND version = ${version}`);
  return { ...row, townItems: row?.itemsTownResponsible ?? 0 };
}

/** The county's figures by key, as of the day of `now`. A key is there for every county; what a county lacks is 0. */
export async function figures(db: Queryable, county: CountyRuntime, now: number): Promise<Figures> {
  const [ofPlaces, ofPeople, ofUnits, ofItems] = await Promise.all([
    places(db, county.id),
    people(db, county.id, dayOf(county, now)),
    units(db, county.id),
    items(db, county),
  ]);
  return { ...ofPlaces, ...ofPeople, ...ofUnits, ...ofItems };
}
