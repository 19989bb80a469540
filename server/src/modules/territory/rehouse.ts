/** Where borders of grids move, what lies directly below one goes under the grid that it lies in now. */
import { boxOf, holding, type Shape } from '@huying/domain/territory';
import { type Queryable, sql, type Tx } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { moveBelow, type Stamp } from './move-below.ts';
import { childrenOf, lockPlaces, type Place } from './places.ts';
import { spotsOf } from './spots.ts';

export type Rehoused = { child: Place; from: string; to: string };

/**
 * What lies below these grids or beside them and no longer in the outline of its own grid, but in another's. What lies in none
 * stays where it is. Places that are no grids are passed over.
 * @param drawn outlines that are to be, by grid
 */
export async function rehousedBy(
  db: Queryable,
  county: string,
  touched: readonly string[],
  day: string,
  drawn: ReadonlyMap<string, Shape> = new Map(),
): Promise<Rehoused[]> {
  const rows = await db.rows<{ id: string; parent: string; shape: Shape | null }>(sql`
    SELECT p.place_id AS id, p.parent_id AS parent, s.shape FROM place p
    LEFT JOIN place_shape s ON s.county_id = ${county} AND s.place_id = p.place_id
    WHERE p.county_id = ${county} AND p.kind = 'grid' AND ${inForce('p', day)} ORDER BY p.place_id`);
  const grids = new Map(
    rows.flatMap(({ id, parent, shape: own }) => {
      const shape = drawn.get(id) ?? own;
      return shape ? [[id, { id, parent, shape }] as const] : [];
    }),
  );
  const moved = touched.flatMap((id) => grids.get(id) ?? []);
  if (moved.length === 0) return [];
  const boxes = moved.map(({ shape }) => boxOf(shape));
  const parents = new Set(moved.map(({ parent }) => parent));
  // A neighbour of another community has its own parent, but shares the ground.
  const beside = [...grids.values()].filter(
    ({ parent, shape }) => parents.has(parent) || boxes.some((box) => meet(box, boxOf(shape))),
  );
  const ids = beside.map(({ id }) => id);
  const children = await childrenOf(db, county, ids, day);
  const spots = await spotsOf(db, county, children, day);
  return children.flatMap((child) => {
    const own = grids.get(child.parent as string);
    if (!own) return [];
    const order = [own, ...beside.filter((one) => one !== own)];
    const to =
      order[
        holding(
          spots.get(child.id) ?? [],
          order.map(({ shape }) => shape),
        )
      ];
    return to && to !== own ? [{ child, from: own.id, to: to.id }] : [];
  });
}

type Box = readonly [number, number, number, number];
const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** Does it, in the transaction that moved the borders. @returns how many went elsewhere */
export async function rehouse(
  tx: Tx,
  county: CountyRuntime,
  touched: readonly string[],
  stamp: Stamp,
): Promise<number> {
  const moves = await rehousedBy(tx, county.id, touched, dayOf(county, stamp.now));
  for (const { child, to } of moves) {
    const [locked, parent] = (await lockPlaces(tx, county.id, [child.id, to])) as [Place, Place];
    await moveBelow(tx, county, locked, parent, stamp);
  }
  return moves.length;
}
