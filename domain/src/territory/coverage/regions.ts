/** Faces joined to regions, and regions drawn as rings. */
import { doubleArea, type Point } from '../lattice.ts';
import type { Overlay } from './overlay.ts';

/** Rings of corner numbers, closed without repetition: the outer one counter-clockwise, then holes. */
export type Region = number[][];

/** Groups of the faces that hang together by common borders; two faces that only touch in a corner do not. */
export function groupsOf({ face, sides }: Overlay, faces: Iterable<number>): number[][] {
  const open = new Set(faces);
  const groups: number[][] = [];
  for (const first of open) {
    open.delete(first);
    const group = [first];
    for (const f of group)
      for (const h of sides[f] as number[]) {
        const other = face[h ^ 1] as number;
        if (open.delete(other)) group.push(other);
      }
    groups.push(group);
  }
  return groups;
}

/** Half-edges of a group's faces with another face to their right. */
export function borderOf({ face, sides }: Overlay, group: Iterable<number>): number[] {
  const inside = new Set(group);
  return [...inside].flatMap((f) => (sides[f] as number[]).filter((h) => !inside.has(face[h ^ 1] as number)));
}

/** A group as regions; one that hangs together is one region. */
export function regionsOf(plan: Overlay, group: Iterable<number>): Region[] {
  const { from, next, points } = plan;
  const border = new Set(borderOf(plan, group));
  const rings: number[][] = [];
  const open = new Set(border);
  for (const start of open) {
    const path: number[] = [];
    const seen = new Map<number, number>();
    for (let h = start; open.delete(h); ) {
      const corner = from[h] as number;
      // A ring that comes to a corner again is closed there: rings touch, they do not tie knots.
      const before = seen.get(corner);
      if (before !== undefined) {
        const loop = path.splice(before);
        for (const one of loop) seen.delete(one);
        rings.push(loop);
      }
      seen.set(corner, path.length);
      path.push(corner);
      h = next[h] as number;
      while (!border.has(h)) h = next[h ^ 1] as number;
    }
    if (path.length > 2) rings.push(path);
  }
  return nested(points, rings);
}

function nested(points: readonly Point[], rings: number[][]): Region[] {
  const drawn = rings.map((ids) => ({ ids, ring: ids.map((id) => points[id] as Point) }));
  const outers = drawn.filter(({ ring }) => doubleArea(ring) > 0).map((outer) => ({ ...outer, region: [outer.ids] }));
  for (const { ids, ring } of drawn) {
    if (doubleArea(ring) > 0) continue;
    const holders = outers.filter((outer) => outers.length === 1 || holds(outer.ring, ring));
    const [least] = holders.sort((a, b) => doubleArea(a.ring) - doubleArea(b.ring));
    least?.region.push(ids);
  }
  return outers.map(({ region }) => region);
}

/** Whether a ring lies in another that it does not cross: by the first of its corners that is not the other's too. */
function holds(outer: readonly Point[], ring: readonly Point[]): boolean {
  const own = new Set(outer.map(([x, y]) => `${x},${y}`));
  const p = ring.find(([x, y]) => !own.has(`${x},${y}`)) ?? middle(ring);
  let inside = false;
  outer.forEach((a, i) => {
    const b = outer[(i + 1) % outer.length] as Point;
    if (a[1] > p[1] === b[1] > p[1]) return;
    const [low, high] = a[1] < b[1] ? [a, b] : [b, a];
    if (p[0] < low[0] + ((high[0] - low[0]) * (p[1] - low[1])) / (high[1] - low[1])) inside = !inside;
  });
  return inside;
}

const middle = ([a, b]: readonly Point[]): Point => [
  ((a as Point)[0] + (b as Point)[0]) / 2,
  ((a as Point)[1] + (b as Point)[1]) / 2,
];
