/** Distances over the ground, good to a few tenths of a percent over a county. */
export type LonLat = readonly [lon: number, lat: number];

/** Metres walked in a minute: 4.5 km/h. */
export const METRES_PER_MINUTE = 75;

/** How much longer a way is than the crow's flight, where no ways are known. */
export const DETOUR = 1.3;

const METRES_PER_DEGREE = 111_195;

/** Metres between two points, by the length of a degree at their middle latitude. */
export function metresBetween(a: LonLat, b: LonLat): number {
  const middle = ((a[1] + b[1]) / 2) * (Math.PI / 180);
  const x = (b[0] - a[0]) * Math.cos(middle) * METRES_PER_DEGREE;
  const y = (b[1] - a[1]) * METRES_PER_DEGREE;
  return Math.hypot(x, y);
}

/** Minutes on foot where only the two ends are known. */
export function crowMinutes(a: LonLat, b: LonLat): number {
  return (metresBetween(a, b) * DETOUR) / METRES_PER_MINUTE;
}

/** A plane in metres around a point, for what needs many distances nearby. */
export type Plane = { to(point: LonLat): [x: number, y: number]; from(x: number, y: number): [number, number] };

export function planeAt(origin: LonLat): Plane {
  const kx = Math.cos(origin[1] * (Math.PI / 180)) * METRES_PER_DEGREE;
  return {
    to: ([lon, lat]) => [(lon - origin[0]) * kx, (lat - origin[1]) * METRES_PER_DEGREE],
    from: (x, y) => [origin[0] + x / kx, origin[1] + y / METRES_PER_DEGREE],
  };
}
