/** Made-up communities of grids on a jittered lattice, for tests and measurements. The same seed gives the same ground. */
import type { Border, Grid, Ground, Rules } from './types.ts';
import { NO_WISHES } from './types.ts';

/** mulberry32 */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type GroundShape = {
  seed: number;
  communities: number;
  /** Grids of a community lie on a lattice so wide and so high; some are missing. */
  width: number;
  height: number;
  /** Share of grids with members enough for themselves. */
  strong: number;
  rules?: Partial<Rules>;
  /** Stop at so many grids. */
  grids?: number;
};

export function randomGround(shape: GroundShape): Ground {
  const { seed, communities, width, height, strong, grids: most = Infinity } = shape;
  const random = randomFrom(seed);
  const rules: Rules = { minimum: 3, mostGrids: 4, takeIn: false, ...shape.rules };
  const grids: Grid[] = [];
  const borders: Border[] = [];
  for (let c = 0; c < communities; c += 1) {
    const community = `s${String(c).padStart(3, '0')}`;
    const here = new Map<string, string>();
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (grids.length >= most || random() < 0.08) continue;
        const id = `${community}g${y}${x}`;
        here.set(`${x},${y}`, id);
        const members =
          random() < strong ? rules.minimum + Math.floor(random() * 9) : Math.floor(random() * rules.minimum);
        const jitter = () => (random() - 0.5) * 0.002;
        grids.push({
          id,
          community,
          members,
          centre: [116 + c * 0.1 + x * 0.005 + jitter(), 36 + y * 0.004 + jitter()],
        });
      }
    }
    for (const [at, id] of here) {
      const [x = 0, y = 0] = at.split(',').map(Number);
      for (const other of [here.get(`${x + 1},${y}`), here.get(`${x},${y + 1}`)]) {
        if (other) borders.push([id, other]);
      }
      const across = here.get(`${x + 1},${y + 1}`);
      if (across && random() < 0.3) borders.push([id, across]);
    }
  }
  return { grids, borders, rules, wishes: NO_WISHES };
}
