/** Parts of the statements about posts: where a post is, on which day a term runs, which posts are asked for. */
import { pathRange, Refusal } from '@huying/domain/kernel';
import { type Queryable, type Sql, sql } from '../../platform/db.ts';

/** A post `o` with the place `pl` it reaches from; its unit `u` where it is at one. */
export const POST = sql`post o
  LEFT JOIN unit u ON u.county_id = o.county_id AND u.unit_id = o.unit_id
  JOIN place pl ON pl.county_id = o.county_id AND pl.place_id = coalesce(o.place_id, u.jurisdiction)`;

/**
 * The name of where a post is. Below the grid a name says little without those above it: 1号楼 of which compound, 2单元 of
 * which building?
 */
export const AT_NAME = sql`coalesce(u.name, CASE WHEN pl.kind IN ('building', 'stairway', 'household') THEN concat(
  (SELECT concat((SELECT over.name FROM place over WHERE over.county_id = above.county_id AND over.place_id = above.parent_id
      AND over.kind IN ('compound', 'building')), above.name)
    FROM place above WHERE above.county_id = o.county_id AND above.place_id = pl.parent_id), pl.name)
  ELSE pl.name END)`;

export function runsOn(day: string): Sql {
  return sql`t.from_day <= ${day} AND (t.to_day IS NULL OR t.to_day >= ${day})`;
}

/** The place's posts and those below it, but not the posts of units that work there. */
async function placeFilter(db: Queryable, county: string, place: string): Promise<Sql> {
  return sql`o.place_id IS NOT NULL AND ${await within(db, county, place)}`;
}

/** That a place `pl` is this one or lies below it. @throws Refusal `invalid_query` */
export async function within(db: Queryable, county: string, place: string): Promise<Sql> {
  const row = await db.row<{ path: string }>(sql`
    SELECT path FROM place WHERE county_id = ${county} AND place_id = ${place}`);
  if (!row) throw new Refusal('invalid_query', {}, [{ path: 'place', code: 'place_unknown' }]);
  const { lo, hi } = pathRange(row.path);
  return sql`pl.path >= ${lo} AND pl.path < ${hi}`;
}

export async function postFilters(
  db: Queryable,
  county: string,
  { post, place, unit }: { post?: string; place?: string; unit?: string },
): Promise<Sql[]> {
  return [
    ...(post ? [sql`o.kind = ${post}`] : []),
    ...(unit ? [sql`o.unit_id = ${unit}`] : []),
    ...(place ? [await placeFilter(db, county, place)] : []),
  ];
}
