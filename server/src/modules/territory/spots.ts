/** Where places lie, as far as it is known. */
import type { Position, Shape } from '@huying/domain/territory';
import { type Queryable, sql } from '../../platform/db.ts';
import { untilEnded } from '../../platform/in-force.ts';
import { innerPoint } from './inner-point.ts';
import { type Place, shapesOf } from './places.ts';

/** A compound of a thousand buildings lies where the first of them lie. */
const MOST = 200;

/** By id: its own point; else one inside its outline; else the points of what lies below it. Nothing is known of those left out. */
export async function spotsOf(
  db: Queryable,
  county: string,
  places: readonly Pick<Place, 'id' | 'point'>[],
  day: string,
): Promise<Map<string, Position[]>> {
  const spots = new Map<string, Position[]>();
  const pointless = places.filter(({ id, point }) => {
    if (point) spots.set(id, [point]);
    return !point;
  });
  const shapes = await shapesOf(
    db,
    county,
    pointless.map(({ id }) => id),
  );
  const open = pointless.filter(({ id }) => {
    const inner = shapes.has(id) ? innerPoint(shapes.get(id) as Shape) : null;
    if (inner) spots.set(id, [inner]);
    return !inner;
  });
  if (open.length === 0) return spots;
  const below = await db.rows<{ id: string; spots: Position[] }>(sql`
    SELECT c.place_id AS id, (
      SELECT json_agg(json_build_array(b.lon, b.lat)) FROM (
        SELECT p.lon, p.lat FROM place p
        WHERE p.county_id = ${county} AND p.path > c.path AND p.path < rtrim(c.path, '.') || '/' AND p.lon IS NOT NULL
          AND ${untilEnded('p', day)} ORDER BY p.path LIMIT ${MOST}) b) AS spots
    FROM place c WHERE c.county_id = ${county} AND c.place_id = ANY(${open.map(({ id }) => id)})`);
  for (const { id, spots: found } of below) if (found) spots.set(id, found);
  return spots;
}
