/** Faults put into clean grids, one at a time, each with what the check must say of it. */
import {
  areaOf,
  type CoverageKind,
  metresBetween,
  type Outline,
  type Polygon,
  type Position,
  partsOf,
  pointInShape,
  type Ring,
  ringsOf,
  type Shape,
  scaleAt,
  shapeFaults,
  shapeOf,
} from '../../domain/src/territory/index.ts';
import type { Random } from './random.ts';
import type { GriddedArea } from './random-county.fixture.ts';

export const PLANTED = ['gap', 'overlap', 'loose', 'outside', 'sliver'] as const;

export type Planted = { kind: CoverageKind; of: CoverageKind; place: string; at: Position; grids: Outline[] };

/** Puts a fault of a kind into the area. Widths of slivers stay below a metre, all others above one and a half. */
export function plant(kind: (typeof PLANTED)[number], area: GriddedArea, random: Random): Planted {
  for (let tries = 0; tries < 400; tries += 1) {
    const planted =
      kind === 'loose'
        ? looseIn(area, random)
        : kind === 'gap' && tries % 3 === 1
          ? holeIn(area, random)
          : moveCorner(kind, area, random);
    if (planted) return planted;
  }
  throw new Error(`no room for a ${kind}`);
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

const keyOf = ([x, y]: Position): string => `${x},${y}`;

function replaced(grids: Outline[], changed: Map<string, Shape>): Outline[] {
  return grids.map((one) => ({ id: one.id, shape: changed.get(one.id) ?? one.shape }));
}

/** One corner of one grid's border is moved: inwards leaves a gap, outwards covers the neighbour or leaves the parent. */
function moveCorner(kind: CoverageKind, { parent, grids }: GriddedArea, random: Random): Planted | null {
  const of = kind === 'sliver' ? pick(['gap', 'overlap', 'outside'] as const, random) : kind;
  const grid = pick(grids, random);
  const ring = [...(ringsOf(grid.shape)[0] as Ring)].slice(0, -1);
  const i = Math.floor(random() * ring.length);
  const at = (n: number): Position => ring[(n + ring.length) % ring.length] as Position;
  const [before, corner, after] = [at(i - 1), at(i), at(i + 1)];
  const rim = new Set(ringsOf(parent.shape).flat().map(keyOf));
  const onRim = [before, corner, after].every((p) => rim.has(keyOf(p)));
  const inner = [before, corner, after].every((p) => !rim.has(keyOf(p)));
  if (of === 'outside' ? !onRim : of === 'overlap' ? !inner : false) return null;
  const { east, north } = scaleAt(corner[1]);
  const along: Position = [(after[0] - before[0]) * east, (after[1] - before[1]) * north];
  const length = Math.hypot(...along);
  const metres = (kind === 'sliver' ? 0.15 + random() * 0.7 : 4 + random() * 30) * (of === 'gap' ? -1 : 1);
  // To the right of the way of a counter-clockwise ring is outwards.
  const to: Position = [
    Math.round((corner[0] + ((along[1] / length) * metres) / east) * 1e7) / 1e7,
    Math.round((corner[1] - ((along[0] / length) * metres) / north) * 1e7) / 1e7,
  ];
  const wedge: Shape = { type: 'Polygon', coordinates: [[before, corner, after, to, before]] };
  if (shapeFaults(wedge).length > 0) return null;
  const border =
    metresBetween(before, corner) + metresBetween(corner, after) + metresBetween(after, to) + metresBetween(to, before);
  const least = (2 * areaOf(wedge)) / border;
  if (kind === 'sliver' ? least < 0.06 : least < 1.5) return null;
  ring[i] = to;
  const shape: Shape = { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] };
  if (shapeFaults(shape).length > 0) return null;
  const where: Position = [(corner[0] + to[0]) / 2, (corner[1] + to[1]) / 2];
  const holders = grids.filter((one) => one !== grid && pointInShape(...where, one.shape));
  if (of === 'outside' ? pointInShape(...where, parent.shape) : of === 'overlap' && holders.length !== 1) return null;
  return { kind, of, place: grid.id, at: where, grids: replaced(grids, new Map([[grid.id, shape]])) };
}

function roomIn(grid: Outline, random: Random): { at: Position; square: Ring } | null {
  const ring = ringsOf(grid.shape)[0] as Ring;
  const [a, b] = [pick(ring, random), pick(ring, random)];
  const at: Position = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const half = 2 + random() * 10;
  const { east, north } = scaleAt(at[1]);
  const corner = (sx: number, sy: number): Position => [
    Math.round((at[0] + (sx * half) / east) * 1e7) / 1e7,
    Math.round((at[1] + (sy * half) / north) * 1e7) / 1e7,
  ];
  const square: Ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)];
  const clear =
    ring.every((p) => metresBetween(p, at) > 3 * half) && square.every((p) => pointInShape(...p, grid.shape));
  return clear ? { at, square } : null;
}

const withHole = (shape: Shape, square: Ring): Shape => {
  const [polygon] = partsOf(shape) as [Polygon];
  return { type: 'Polygon', coordinates: [...polygon, [...square].reverse()] };
};

function holeIn({ grids }: GriddedArea, random: Random): Planted | null {
  const grid = pick(grids, random);
  const room = roomIn(grid, random);
  const shape = room && withHole(grid.shape, room.square);
  if (!room || !shape || shapeFaults(shape).length > 0) return null;
  return { kind: 'gap', of: 'gap', place: grid.id, at: room.at, grids: replaced(grids, new Map([[grid.id, shape]])) };
}

/** A square in the middle of one grid is given to another. */
function looseIn({ grids }: GriddedArea, random: Random): Planted | null {
  const [grid, owner] = [pick(grids, random), pick(grids, random)];
  if (grid === owner) return null;
  const room = roomIn(grid, random);
  const shape = room && withHole(grid.shape, room.square);
  if (!room || !shape || shapeFaults(shape).length > 0) return null;
  const changed = new Map([
    [grid.id, shape],
    [owner.id, shapeOf([...partsOf(owner.shape), [room.square]])],
  ]);
  return { kind: 'loose', of: 'loose', place: owner.id, at: room.at, grids: replaced(grids, changed) };
}
