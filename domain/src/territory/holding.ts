/** In which outline something lies of which single spots are known: its own point, or those of what lies below it. */
import { type Position, pointInShape, type Shape } from './shape.ts';

/** @returns index of the outline that holds the most of the spots, the first of those that hold alike; -1 where none holds any */
export function holding(spots: readonly Position[], outlines: readonly (Shape | null | undefined)[]): number {
  let found = -1;
  let most = 0;
  for (const [index, outline] of outlines.entries()) {
    const held = outline ? spots.filter(([x, y]) => pointInShape(x, y, outline)).length : 0;
    if (held > most) [most, found] = [held, index];
  }
  return found;
}

/** Whether an outline holds more than half of the spots: then no other can hold more of them, unless the two overlap. */
export function holdsMost(spots: readonly Position[], outline: Shape): boolean {
  let open = spots.length;
  let held = 0;
  for (const [x, y] of spots) {
    if (pointInShape(x, y, outline)) held += 1;
    open -= 1;
    if (held * 2 > spots.length) return true;
    if ((held + open) * 2 <= spots.length) return false;
  }
  return false;
}
