/** Where borders of grids or points move, what lies directly below a grid goes under the grid that it lies in now. */
import {
  type Box,
  boxesMeet,
  boxOf,
  boxOfSpots,
  holding,
  holdsMost,
  type Position,
  type Shape,
} from '@huying/domain/territory';
import { type Queryable, sql, type Tx } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { moveBelow, type Stamp } from './move-below.ts';
import { childrenOf, lockPlaces, type Place } from './places.ts';
import { spotsOf } from './spots.ts';

export type Rehoused = { child: Place; from: string; to: string };

/** `before`: outlines as they were, of grids whose outline changes; null: it had none. `pinned`: places whose point changes. */
export type Moved = { before?: ReadonlyMap<string, Shape | null>; pinned?: readonly Place[] };

type Grid = { id: string; parent: string; shape: Shape; box: Box };

async function readGrids(
  db: Queryable,
  county: string,
  day: string,
  drawn: ReadonlyMap<string, Shape>,
): Promise<Map<string, Grid>> {
  const rows = await db.rows<{ id: string; parent: string; shape: Shape | null }>(sql`
    SELECT p.place_id AS id, p.parent_id AS parent, s.shape FROM place p
    LEFT JOIN place_shape s ON s.county_id = ${county} AND s.place_id = p.place_id
    WHERE p.county_id = ${county} AND p.kind = 'grid' AND ${inForce('p', day)} ORDER BY p.place_id`);
  return new Map(
    rows.flatMap(({ id, parent, shape: own }) => {
      const shape = drawn.get(id) ?? own;
      return shape ? [[id, { id, parent, shape, box: boxOf(shape) }] as const] : [];
    }),
  );
}

/**
 * What goes under another grid. By a border: what lay in its own grid, or in none, and lies in another's outline now; what somebody
 * put under a grid that it does not lie in stays there, and what lies in none stays where it is. By its new point: what lies in
 * another grid of its community.
 * @param drawn outlines that are to be, by grid
 */
export async function rehousedBy(
  db: Queryable,
  county: string,
  { before = new Map(), pinned = [] }: Moved,
  day: string,
  drawn: ReadonlyMap<string, Shape> = new Map(),
): Promise<Rehoused[]> {
  const grids = await readGrids(db, county, day, drawn);
  const moved = [...before.keys()].flatMap((id) => grids.get(id) ?? []);
  const parents = new Set(moved.map(({ parent }) => parent));
  // A neighbour of another community has its own parent, but shares the ground.
  const beside = [...grids.values()].filter(
    ({ parent, box }) => parents.has(parent) || moved.some((one) => boxesMeet(one.box, box)),
  );
  const ids = beside.map(({ id }) => id);
  const pins = new Set(pinned.map(({ id }) => id));
  const children = (await childrenOf(db, county, ids, day)).filter(({ id }) => !pins.has(id));
  const spots = await spotsOf(db, county, children, day);
  const byBorder = children.flatMap((child) => {
    const own = grids.get(child.parent as string);
    const at = spots.get(child.id);
    // Only a border that moved can have changed where it lies.
    const others = before.has(child.parent as string) ? beside : moved;
    const to = own && at ? elsewhere(at, own, others) : null;
    if (!own || !at || !to) return [];
    const order = [own, ...beside.filter((one) => one !== own)];
    const earlier = holding(
      at,
      order.map(({ id, shape }) => (before.has(id) ? before.get(id) : shape)),
    );
    return earlier <= 0 ? [{ child, from: own.id, to }] : [];
  });
  return [...byPoint(grids, pinned), ...byBorder];
}

function byPoint(grids: ReadonlyMap<string, Grid>, pinned: readonly Place[]): Rehoused[] {
  const siblings = Map.groupBy(grids.values(), ({ parent }) => parent);
  return pinned.flatMap((child) => {
    const own = grids.get(child.parent as string);
    const to = own && child.point ? elsewhere([child.point], own, siblings.get(own.parent) ?? []) : null;
    return own && to ? [{ child, from: own.id, to }] : [];
  });
}

/** The other grid that holds the most of the spots, where the own one does not hold as many. */
function elsewhere(spots: readonly Position[], own: Grid, others: readonly Grid[]): string | null {
  const box = boxOfSpots(spots);
  const near = others.filter((one) => one !== own && boxesMeet(one.box, box));
  if (near.length === 0 || holdsMost(spots, own.shape)) return null;
  const order = [own, ...near];
  const found = holding(
    spots,
    order.map(({ shape }) => shape),
  );
  return found > 0 ? (order[found] as Grid).id : null;
}

/**
 * Does it, in the transaction that moved the borders or points.
 * @param changes the order of each place that changed: a move is of the order that moved its point or a border of its two grids
 * @returns how many went elsewhere
 */
export async function rehouse(
  tx: Tx,
  county: CountyRuntime,
  moved: Moved,
  { by, now, changes }: Omit<Stamp, 'change'> & { changes: ReadonlyMap<string, string> },
): Promise<number> {
  const moves = await rehousedBy(tx, county.id, moved, dayOf(county, now));
  for (const { child, from, to } of moves) {
    const [locked, parent] = (await lockPlaces(tx, county.id, [child.id, to])) as [Place, Place];
    const change = (changes.get(child.id) ?? changes.get(to) ?? changes.get(from)) as string;
    await moveBelow(tx, county, locked, parent, { by, now, change });
  }
  return moves.length;
}
