/** Outlines of towns and communities for the public map, thinned; made once per reading of the county. */
import { type Queryable, sql } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { type Ring, simplifyRings } from './simplify.ts';

/** Some 40 m: about the width of a line on a county's map. */
const TOLERANCE = 0.0004;
const LEVELS = ['county', 'town', 'community'];

type Shape = { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] };
type Row = { id: string; name: string; kind: string; subkind: string | null; shape: Shape };

const made = new WeakMap<CountyRuntime, Promise<unknown>>();

export function publicShapes(db: Queryable, county: CountyRuntime): Promise<unknown> {
  let shapes = made.get(county);
  if (!shapes) {
    shapes = makeShapes(db, county);
    made.set(county, shapes);
    shapes.catch(() => made.delete(county));
  }
  return shapes;
}

async function makeShapes(db: Queryable, county: CountyRuntime) {
  const rows = await db.rows<Row>(sql`
    SELECT p.place_id AS id, p.name, p.kind, p.subkind, s.shape
    FROM place p JOIN place_shape s ON s.county_id = p.county_id AND s.place_id = p.place_id
    WHERE p.county_id = ${county.id} AND s.county_id = ${county.id} AND p.kind = ANY(${LEVELS}) AND ${inForce('p', county.day)}
    ORDER BY p.path`);
  const polygons = rows.map(({ shape }) => (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates));
  // All at once: borders are shared between levels as well as between neighbours.
  const thinned = simplifyRings(polygons.flat(2), TOLERANCE);
  let next = 0;
  const features = rows.map(({ id, name, kind, subkind, shape }, index) => {
    const coordinates = (polygons[index] as Ring[][]).map((rings) => rings.map(() => rounded(thinned[next++] as Ring)));
    return {
      type: 'Feature' as const,
      id,
      properties: { id, name, kind, subkind },
      geometry: { type: shape.type, coordinates: shape.type === 'Polygon' ? coordinates[0] : coordinates },
    };
  });
  return { type: 'FeatureCollection' as const, synthetic: county.pack.synthetic, features };
}

/** Five places are a metre. */
function rounded(ring: Ring): Ring {
  return ring.map(([x, y]) => [Number(x.toFixed(5)), Number(y.toFixed(5))]);
}
