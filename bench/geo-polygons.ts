/** Seamless polygons on made-up ground, as many as wanted: a lattice with bent corners and borders of many points. */
import type { Outline, Position, Ring } from '../domain/src/territory/index.ts';
import { randomFrom } from './reports.ts';

const STEP = 0.004;
const [WEST, SOUTH] = [117, 36];
const PIECES = 8;

export type Ground = { polygons: Outline[]; points: Position[] };

const rounded = (n: number): number => Math.round(n * 1e6) / 1e6;

/** @param side polygons in a row, and rows */
export function makeGround(side: number, count: number): Ground {
  const random = randomFrom(side);
  const bend = (at: number): number => (at % side === 0 ? 0 : (random() - 0.5) * 0.5);
  const corners = Array.from({ length: side + 1 }, (_, j) =>
    Array.from(
      { length: side + 1 },
      (_, i): Position => [rounded(WEST + (i + bend(i)) * STEP), rounded(SOUTH + (j + bend(j)) * STEP)],
    ),
  );
  const borders = new Map<string, Position[]>();
  const border = (a: readonly number[], b: readonly number[]): Position[] => {
    const [from, to] = `${a}` < `${b}` ? [a, b] : [b, a];
    const key = `${from}|${to}`;
    let drawn = borders.get(key);
    if (!drawn) {
      const [p, q] = [from, to].map(([i, j]) => corners[j as number]?.[i as number]) as [Position, Position];
      drawn = Array.from({ length: PIECES + 1 }, (_, n): Position => {
        const share = n / PIECES;
        const off = n === 0 || n === PIECES ? 0 : (random() - 0.5) * STEP * 0.05;
        return [rounded(p[0] + (q[0] - p[0]) * share + off), rounded(p[1] + (q[1] - p[1]) * share + off)];
      });
      borders.set(key, drawn);
    }
    return from === a ? drawn : [...drawn].reverse();
  };
  const polygons: Outline[] = [];
  for (let j = 0; j < side; j += 1)
    for (let i = 0; i < side; i += 1) {
      const around = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ];
      const ring: Ring = around.flatMap((a, n) => border(a, around[(n + 1) % 4] as number[]).slice(0, -1));
      polygons.push({
        id: `g${polygons.length}`,
        shape: { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] },
      });
    }
  const points = Array.from(
    { length: count },
    (): Position => [WEST + random() * side * STEP, SOUTH + random() * side * STEP],
  );
  return { polygons, points };
}
