/** A parent and its children laid upon the lattice, and regions of it as shapes in degrees and metres. */
import { areaOf } from '../area.ts';
import { latticeAt, type Point, STEPS } from '../lattice.ts';
import { type Scale, scaleAt } from '../plane.ts';
import { boxOf, type Position, type Ring, ringsOf, type Shape, shapeOf } from '../shape.ts';
import { Corners, type Loop } from './noding.ts';
import { CUT, type Overlay, overlay } from './overlay.ts';
import type { Region } from './regions.ts';
import { widestCircle } from './widest-circle.ts';

export type Outline = { id: string; shape: Shape };

export type Ground = {
  plan: Overlay;
  /** By owner number; the parent is 0. */
  outlines: Outline[];
  /** The position a corner had where it was drawn, to its last digit. */
  positionOf(corner: number): Position;
  scale: Scale;
};

/** Farther from the parent than this, in degrees, an outline is not laid upon it. */
const REACH = 1;

/** Whether an outline lies near enough to the parent to be laid upon it. */
export function isNear(shape: Shape, parent: Shape): boolean {
  const [west, south, east, north] = boxOf(parent);
  const box = boxOf(shape);
  return box[0] > west - REACH && box[1] > south - REACH && box[2] < east + REACH && box[3] < north + REACH;
}

/** @param cuts rings of corners that divide faces and cover nothing */
export function layOut(parent: Outline, children: Outline[], cuts: Position[][] = []): Ground {
  const [west, south, east, north] = boxOf(parent.shape);
  const lattice = latticeAt([(west + east) / 2, (south + north) / 2]);
  const corners = new Corners();
  const drawn = new Map<number, Position>();
  const outlines = [parent, ...children];
  const idsOf = (ring: Position[]): number[] => {
    const ids = ring.map((position) => {
      const id = corners.add(lattice.toPoint(position));
      if (!drawn.has(id)) drawn.set(id, position);
      return id;
    });
    return ids[0] === ids[ids.length - 1] ? ids.slice(0, -1) : ids;
  };
  const loops: Loop[] = outlines.flatMap(({ shape }, owner) =>
    ringsOf(shape).map((ring) => ({ owner, ids: idsOf(ring) })),
  );
  for (const cut of cuts) loops.push({ owner: CUT, ids: idsOf(cut) });
  const plan = overlay(corners, loops);
  return {
    plan,
    outlines,
    positionOf: (corner) => drawn.get(corner) ?? lattice.toPosition(plan.points[corner] as Point),
    scale: scaleAt((south + north) / 2),
  };
}

export function shapeOfRegions({ positionOf }: Ground, regions: Region[]): Shape {
  return shapeOf(
    regions.map((region) =>
      region.map((ids): Ring => {
        const ring = ids.map(positionOf);
        return [...ring, ring[0] as Position];
      }),
    ),
  );
}

export type Measure = { shape: Shape; area: number; width: number; at: Position };

/**
 * A region in metres: its area, its width (of the widest circle that fits into it) and the middle of that circle.
 * @param tolerance metres: what is thinner is measured more roughly
 */
export function measure(ground: Ground, region: Region, tolerance: number): Measure {
  const { east, north } = ground.scale;
  const { points } = ground.plan;
  const [ox, oy] = points[(region[0] as number[])[0] as number] as Point;
  const metres = region.map((ids) =>
    [...ids, ids[0] as number].map((id): [number, number] => {
      const [x, y] = points[id] as Point;
      return [((x - ox) / STEPS) * east, ((y - oy) / STEPS) * north];
    }),
  );
  const shape = shapeOfRegions(ground, [region]);
  const area = areaOf(shape);
  const circle = widestCircle(metres, area, tolerance / 2);
  const first = ground.positionOf((region[0] as number[])[0] as number);
  const at: Position = [
    Math.round((first[0] + circle.at[0] / east) * 1e7) / 1e7,
    Math.round((first[1] + circle.at[1] / north) * 1e7) / 1e7,
  ];
  return { shape, area, width: 2 * circle.radius, at };
}

/** Metres of border by whatever a half-edge is counted to. */
export function lengths<T>({ plan, scale }: Ground, sides: number[], of: (side: number) => T | null): Map<T, number> {
  const sums = new Map<T, number>();
  for (const h of sides) {
    const key = of(h);
    if (key === null) continue;
    const [ax, ay] = plan.points[plan.from[h] as number] as Point;
    const [bx, by] = plan.points[plan.from[h ^ 1] as number] as Point;
    const length = Math.hypot(((bx - ax) / STEPS) * scale.east, ((by - ay) / STEPS) * scale.north);
    sums.set(key, (sums.get(key) ?? 0) + length);
  }
  return sums;
}
