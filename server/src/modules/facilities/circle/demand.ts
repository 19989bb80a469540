/**
 * Where the households are, as well as the territory knows: counted per grid (or community without grids) from the households,
 * else stairways, else buildings below it, and spread evenly over its outline; where nothing is known, by area.
 */
import { pathIds } from '@huying/domain/kernel';
import { areaOf, type Demand, lattice, pointWithin, type Rings } from '@huying/domain/walking';
import { type Queryable, sql } from '../../../platform/db.ts';
import type { CountyRuntime } from '../../county/runtime.ts';

export const BASES = ['household', 'stairway', 'building', 'area'] as const;
/** What the weight of a community's points counts; an area is in hectares. */
export type Basis = (typeof BASES)[number];

export type Ground = {
  demands: Demand[];
  /** Side of a point's square in metres, by demand. */
  sides: number[];
  /** By community. */
  bases: Map<string, Basis>;
  /** Middle of each grid and community, for choosing sites among. */
  middles: { place: string; point: [number, number] }[];
};

const CELLS = 5000;
const STEP = 50;
const SMALLEST = 100;

type Shape = { id: string; rings: Rings };

async function shapesOf(db: Queryable, county: CountyRuntime): Promise<Map<string, Rings>> {
  const rows = await db.rows<{ id: string; shape: { type: string; coordinates: unknown } }>(sql`
    SELECT s.place_id AS id, s.shape FROM place_shape s
    JOIN place p ON p.county_id = ${county.id} AND p.place_id = s.place_id
    WHERE s.county_id = ${county.id} AND p.kind IN ('community', 'grid') AND p.to_day IS NULL`);
  return new Map(
    rows.map(({ id, shape }) => [
      id,
      // Of a place in several pieces the first: the others are islands of some houses.
      (shape.type === 'MultiPolygon' ? (shape.coordinates as Rings[])[0] : shape.coordinates) as Rings,
    ]),
  );
}

/** How many of each kind lie below each grid, and below each community. */
async function countsBelow(db: Queryable, county: CountyRuntime): Promise<Map<string, Record<string, number>>> {
  const rows = await db.rows<{ kind: string; path: string; n: number }>(sql`
    SELECT d.kind, u.path, count(*)::int AS n FROM place d
    JOIN place u ON u.county_id = ${county.id} AND u.place_id = d.parent_id
    WHERE d.county_id = ${county.id} AND d.kind IN ('household', 'stairway', 'building') AND d.to_day IS NULL
    GROUP BY d.kind, u.path`);
  const counts = new Map<string, Record<string, number>>();
  for (const { kind, path, n } of rows) {
    for (const id of pathIds(path)) {
      if (!county.places.has(id)) continue;
      const of = counts.get(id) ?? {};
      of[kind] = (of[kind] ?? 0) + n;
      counts.set(id, of);
    }
  }
  return counts;
}

export async function readGround(db: Queryable, county: CountyRuntime): Promise<Ground> {
  const shapes = await shapesOf(db, county);
  const counts = await countsBelow(db, county);
  const places = [...county.places.values()].filter((place) => shapes.has(place.id));
  const communities = places.filter((place) => place.kind === 'community');
  const gridsOf = Map.groupBy(
    places.filter((place) => place.kind === 'grid'),
    (place) => pathIds(place.path).find((id) => county.places.get(id)?.kind === 'community') ?? '',
  );
  const bases = new Map<string, Basis>();
  const known: { community: string; shape: Shape; weight: number }[] = [];
  const unknown: typeof known = [];
  for (const community of communities) {
    const of = counts.get(community.id) ?? {};
    const basis = BASES.find((one) => (of[one] ?? 0) > 0) ?? 'area';
    bases.set(community.id, basis);
    const parts = gridsOf.get(community.id) ?? [community];
    for (const place of parts.length > 0 ? parts : [community]) {
      const rings = shapes.get(place.id) as Rings;
      const weight = basis === 'area' ? areaOf(rings) / 10_000 : (counts.get(place.id)?.[basis] ?? 0);
      (basis === 'area' ? unknown : known).push({ community: community.id, shape: { id: place.id, rings }, weight });
    }
  }
  const demands: Demand[] = [];
  const sides: number[] = [];
  for (const list of [known, unknown]) {
    const side = sideFor(list.map(({ shape }) => shape));
    for (const { community, shape, weight } of list) {
      if (weight === 0) continue;
      const points = lattice(shape.rings, side);
      points.forEach((point, i) => {
        demands.push({
          id: `${shape.id}/${i}`,
          community,
          point: [point[0], point[1]],
          weight: weight / points.length,
        });
        sides.push(side);
      });
    }
  }
  const middles = places
    .filter((place) => place.kind === 'grid' || (place.kind === 'community' && !gridsOf.has(place.id)))
    .map((place) => {
      const [lon, lat] = pointWithin(shapes.get(place.id) as Rings);
      return { place: place.id, point: [Number(lon.toFixed(6)), Number(lat.toFixed(6))] as [number, number] };
    });
  return { demands, sides, bases, middles };
}

/** The side with which all the outlines together have some thousand squares. */
function sideFor(shapes: readonly Shape[]): number {
  const area = shapes.reduce((sum, shape) => sum + areaOf(shape.rings), 0);
  return Math.max(SMALLEST, Math.ceil(Math.sqrt(area / CELLS) / STEP) * STEP);
}

/** The basis that most weight-bearing communities have, households before the others; `area` where none knows better. */
export function mainBasis(bases: ReadonlyMap<string, Basis>): Basis {
  const n = new Map<Basis, number>();
  for (const basis of bases.values()) n.set(basis, (n.get(basis) ?? 0) + 1);
  const better = BASES.slice(0, 3).filter((basis) => n.has(basis));
  return better.sort((a, b) => (n.get(b) ?? 0) - (n.get(a) ?? 0))[0] ?? 'area';
}
