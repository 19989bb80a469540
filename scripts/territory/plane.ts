/** A point of the working plane: metres east and north of the origin. */
export type Point = readonly [number, number];

/** Twice the signed area of a closed ring given without its repeated last point; positive when counter-clockwise. */
export function doubleArea(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[(i + 1) % ring.length]!;
    sum += ax * by - bx * ay;
  }
  return sum;
}

/** Centre of gravity of a convex ring, and its area in square metres. */
export function centroid(ring: readonly Point[]): { at: Point; area: number } {
  const [ox, oy] = ring[0]!;
  let twice = 0;
  let x = 0;
  let y = 0;
  for (let i = 1; i + 1 < ring.length; i++) {
    const ax = ring[i]![0] - ox;
    const ay = ring[i]![1] - oy;
    const bx = ring[i + 1]![0] - ox;
    const by = ring[i + 1]![1] - oy;
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { at: [ox + x / (3 * twice), oy + y / (3 * twice)], area: twice / 2 };
}

export function distance(a: Point, b: Point): number {
  return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
}

/** True when the point lies inside a convex counter-clockwise ring. */
export function insideConvex(ring: readonly Point[], p: Point): boolean {
  return ring.every((a, i) => {
    const b = ring[(i + 1) % ring.length]!;
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) >= 0;
  });
}

/** Cosine of an angle in degrees by its series: library cosines may differ in the last bit between machines. */
function cosine(degrees: number): number {
  const x = (degrees * 3.141592653589793) / 180;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 12; n++) {
    term *= -(x * x) / ((2 * n - 1) * (2 * n));
    sum += term;
  }
  return sum;
}

export type Projection = { toPlane(lonLat: Point): Point; toDegrees(p: Point): Point };

/** A local plane around an origin, good to a few parts in ten thousand over a county. Degrees are WGS84. */
export function projectionAt(origin: Point): Projection {
  const north = 111132.954 - 559.822 * cosine(2 * origin[1]);
  const east = 111412.84 * cosine(origin[1]) - 93.5 * cosine(3 * origin[1]);
  return {
    toPlane: ([lon, lat]) => [(lon - origin[0]) * east, (lat - origin[1]) * north],
    toDegrees: ([x, y]) => [x / east + origin[0], y / north + origin[1]],
  };
}
