import { edgeKey, type Mesh } from './mesh.ts';
import { distance, type Point } from './plane.ts';
import { hash32, randomOf } from './random.ts';

/** One layer of bending: points up to `reach` metres apart move alike, by at most `shift` metres. */
export type Wave = { reach: number; shift: number };

/** Smooth noise in [-1, 1]: seeded values on a lattice, blended so that the bend has no kinks. */
function noise(seed: string, x: number, y: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const ease = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);
  const u = ease(x - ix);
  const v = ease(y - iy);
  const at = (dx: number, dy: number): number => (hash32(`${seed}:${ix + dx}:${iy + dy}`) / 4294967295) * 2 - 1;
  const low = at(0, 0) + (at(1, 0) - at(0, 0)) * u;
  const high = at(0, 1) + (at(1, 1) - at(0, 1)) * u;
  return low + (high - low) * v;
}

/** Bends the whole plane. A function of the point alone, so a shared border stays shared. */
export function bend(seed: string, waves: readonly Wave[], p: Point): Point {
  let x = p[0];
  let y = p[1];
  waves.forEach((wave, i) => {
    x += wave.shift * noise(`${seed}:x${i}`, p[0] / wave.reach, p[1] / wave.reach);
    y += wave.shift * noise(`${seed}:y${i}`, p[0] / wave.reach, p[1] / wave.reach);
  });
  return [x, y];
}

/** Midpoint displacement of one border piece, drawn once from the border's own seed. Inner points only. */
function wander(a: Point, b: Point, step: number, rough: number, random: () => number): Point[] {
  const length = distance(a, b);
  if (length <= step) return [];
  const off = (random() * 2 - 1) * rough;
  const mid: Point = [(a[0] + b[0]) / 2 - (b[1] - a[1]) * off, (a[1] + b[1]) / 2 + (b[0] - a[0]) * off];
  return [...wander(a, mid, step, rough, random), mid, ...wander(mid, b, step, rough, random)];
}

/**
 * Makes straight borders look grown: every border is drawn once (seeded by its two corners) and given to both sides.
 * @param stepOf the longest straight piece of a border of that length, in metres.
 * @param straight borders (by edgeKey) that must not wander because they would cross another.
 */
export function roughen(
  mesh: Mesh,
  options: {
    seed: string;
    rough: number;
    waves: readonly Wave[];
    stepOf(length: number): number;
    straight: Set<string>;
  },
): { mesh: Mesh; originOf: Map<string, string> } {
  const points = [...mesh.points];
  const inner = new Map<string, number[]>();
  const originOf = new Map<string, string>();
  const faces = mesh.faces.map((face) =>
    face.flatMap((a, i) => {
      const b = face[(i + 1) % face.length]!;
      const key = edgeKey(a, b);
      let ids = inner.get(key);
      if (!ids) {
        const [low, high] = a < b ? [a, b] : [b, a];
        const from = mesh.points[low]!;
        const to = mesh.points[high]!;
        const rough = options.straight.has(key) ? 0 : options.rough;
        const step = options.stepOf(distance(from, to));
        ids = wander(from, to, step, rough, randomOf(`${options.seed}:${key}`)).map((p) => points.push(p) - 1);
        inner.set(key, ids);
        const chain = [low, ...ids, high];
        for (let n = 1; n < chain.length; n++) originOf.set(edgeKey(chain[n - 1]!, chain[n]!), key);
      }
      return [a, ...(a < b ? ids : [...ids].reverse())];
    }),
  );
  return { mesh: { points: points.map((p) => bend(options.seed, options.waves, p)), faces }, originOf };
}
