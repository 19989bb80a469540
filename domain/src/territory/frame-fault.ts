/** Whether a shape lies where its parent says it should, and by which common mistake it does not. */
import { fromGcj02 } from './gcj02.ts';
import { metresBetween, metresToPiece, scaleAt } from './plane.ts';
import { boxOf, type Polygon, type Position, partsOf, pointInShape, ringsOf, type Shape, shapeOf } from './shape.ts';

export type FrameFault = {
  code: 'coordinates_swapped' | 'gcj02_suspected' | 'outside_parent';
  /** How far it stands beyond its parent; for GCJ-02 how far the mistake has moved it. */
  metres: number;
  /** The shape with the mistake undone, where it is one that can be. */
  fixed: Shape | null;
};

/** Metres beyond the parent that count as drawn badly, not as laid into another frame. */
const LOOSE = 10;

/** Less than this share of the shift of GCJ-02 beyond the parent is no sign of it: a badly drawn border is likelier. */
const SHARE = 0.25;

/**
 * @param tolerance metres beyond the parent that are let pass
 * @returns null when the shape lies in its parent
 */
export function frameFault(shape: Shape, parent: Shape, tolerance = LOOSE): FrameFault | null {
  const out = metresOutside(shape, parent);
  if (out <= tolerance) return null;
  const allowed = Math.max(tolerance, LOOSE);
  const swapped = moved(shape, ([x, y]) => [y, x]);
  if (fits(swapped, parent, allowed)) return { code: 'coordinates_swapped', metres: Math.round(out), fixed: swapped };
  const back = moved(shape, fromGcj02);
  const shift = metresBetween(firstOf(shape), firstOf(back));
  if (shift > 0 && out >= Math.max(3 * LOOSE, SHARE * shift) && out <= 1.5 * shift && fits(back, parent, allowed))
    return { code: 'gcj02_suspected', metres: Math.round(shift), fixed: back };
  return { code: 'outside_parent', metres: Math.round(out * 100) / 100, fixed: null };
}

export type PointFault = Omit<FrameFault, 'fixed'> & { fixed: Position | null };

/** The same of a single point. @returns null when it lies in the outline */
export function pointFrameFault(point: Position, parent: Shape, tolerance = LOOSE): PointFault | null {
  const fault = frameFault({ type: 'Polygon', coordinates: [[point]] }, parent, tolerance);
  return fault && { ...fault, fixed: fault.fixed && firstOf(fault.fixed) };
}

const firstOf = (shape: Shape): Position => ringsOf(shape)[0]?.[0] ?? [0, 0];

function moved(shape: Shape, move: (position: Position) => Position): Shape {
  return shapeOf(
    partsOf(shape).map(
      (polygon): Polygon =>
        polygon.map((ring) =>
          ring.map((position): Position => {
            const [x, y] = move(position);
            return [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
          }),
        ),
    ),
  );
}

function fits(shape: Shape, parent: Shape, tolerance: number): boolean {
  if (ringsOf(shape).some((ring) => ring.some(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90))) return false;
  return metresOutside(shape, parent) <= tolerance;
}

/** How far the farthest corner of a shape stands outside the parent, in metres; 0 when none does. */
export function metresOutside(shape: Shape, parent: Shape): number {
  const box = boxOf(parent);
  const scale = scaleAt((box[1] + box[3]) / 2);
  const borders = ringsOf(parent);
  let most = 0;
  for (const ring of ringsOf(shape))
    for (const position of ring) {
      if (pointInShape(position[0], position[1], parent)) continue;
      let least = Infinity;
      for (const border of borders)
        for (let i = 0; i + 1 < border.length && least > most; i += 1)
          least = Math.min(least, metresToPiece(position, border[i] as Position, border[i + 1] as Position, scale));
      most = Math.max(most, least);
    }
  return most;
}
