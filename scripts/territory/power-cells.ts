import { centroid, distance, type Point } from './plane.ts';

/** One part of a divided convex ring: its own convex ring and, per edge, the neighbour behind it (-1: the outside). */
type Cell = { ring: Point[]; behind: number[] };

/** Cuts away the side of a cell that is nearer to the other seed (power distance). Null when nothing remains. */
function clip(cell: Cell, a: Point, wa: number, b: Point, wb: number, other: number): Cell | null {
  const nx = b[0] - a[0];
  const ny = b[1] - a[1];
  const limit = (b[0] * b[0] + b[1] * b[1] - wb - (a[0] * a[0] + a[1] * a[1] - wa)) / 2;
  const side = cell.ring.map((p) => p[0] * nx + p[1] * ny - limit);
  if (side.every((s) => s <= 0)) return cell;
  const ring: Point[] = [];
  const behind: number[] = [];
  for (let i = 0; i < cell.ring.length; i++) {
    const j = (i + 1) % cell.ring.length;
    const p = cell.ring[i]!;
    const q = cell.ring[j]!;
    const sp = side[i]!;
    const sq = side[j]!;
    const cut = (): Point => [p[0] + ((q[0] - p[0]) * sp) / (sp - sq), p[1] + ((q[1] - p[1]) * sp) / (sp - sq)];
    if (sp <= 0) {
      ring.push(p);
      behind.push(cell.behind[i]!);
      if (sq > 0) {
        ring.push(cut());
        behind.push(other);
      }
    } else if (sq <= 0) {
      ring.push(cut());
      behind.push(cell.behind[i]!);
    }
  }
  return ring.length >= 3 ? { ring, behind } : null;
}

function cellsOf(outer: readonly Point[], seeds: readonly Point[], weights: readonly number[]): (Cell | null)[] {
  return seeds.map((seed, i) => {
    let cell: Cell | null = { ring: [...outer], behind: outer.map(() => -1) };
    for (let j = 0; j < seeds.length && cell; j++)
      if (j !== i) cell = clip(cell, seed, weights[i]!, seeds[j]!, weights[j]!, j);
    return cell;
  });
}

/**
 * Divides a convex counter-clockwise ring into convex cells of wished areas, one per seed.
 * @param shares relative wished areas, any unit; they are scaled to the ring's area.
 * @param drift how far a seed moves to the centre of its cell each round, 0 (seeds stay) to 1.
 * @returns one counter-clockwise ring per seed, in the order of the seeds.
 * @throws when a cell stays empty: the seeds or shares cannot be met.
 */
export function divide(outer: readonly Point[], from: readonly Point[], shares: readonly number[], drift: number) {
  const total = centroid(outer).area;
  const sum = shares.reduce((a, b) => a + b, 0);
  const wished = shares.map((s) => (s / sum) * total);
  let seeds = [...from];
  const weights = seeds.map(() => 0);
  const rounds = 160;
  for (let round = 0; round < rounds; round++) {
    const cells = cellsOf(outer, seeds, weights);
    const next = [...seeds];
    cells.forEach((cell, i) => {
      if (!cell) {
        weights[i] = weights[i]! + wished[i]!;
        return;
      }
      const { at, area } = centroid(cell.ring);
      let slope = 0; // how fast the area grows with the weight: border length over twice the seeds' distance
      cell.ring.forEach((p, e) => {
        const j = cell.behind[e]!;
        if (j >= 0) slope += distance(p, cell.ring[(e + 1) % cell.ring.length]!) / (2 * distance(seeds[i]!, seeds[j]!));
      });
      if (slope > 0) weights[i] = weights[i]! + (0.5 * (wished[i]! - area)) / slope;
      const move = round < rounds - 40 ? drift : 0; // the last rounds only settle the areas
      next[i] = [seeds[i]![0] + move * (at[0] - seeds[i]![0]), seeds[i]![1] + move * (at[1] - seeds[i]![1])];
    });
    seeds = next;
  }
  return cellsOf(outer, seeds, weights).map((cell, i) => {
    if (!cell) throw new Error(`part ${i} of the division is empty: move its seed or raise its share`);
    return cell.ring;
  });
}
