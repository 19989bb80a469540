/** Areas on the ellipsoid. */
import { type Polygon, partsOf, type Ring, type Shape } from './shape.ts';

/** WGS84: equatorial radius in metres, eccentricity. */
const A = 6378137;
const E2 = 0.0066943799901413165;
const E = Math.sqrt(E2);

/** Area between the equator and a latitude per radian of longitude, in m² (Snyder 1987, 3-12). */
function below(latitude: number): number {
  const s = Math.sin((latitude * Math.PI) / 180);
  return ((A * A * (1 - E2)) / 2) * (s / (1 - E2 * s * s) - Math.log((1 - E * s) / (1 + E * s)) / (2 * E));
}

/**
 * Signed area of a closed ring in m², counter-clockwise positive. Sides are straight in longitude against authalic latitude,
 * which for sides of some kilometres differs from a straight line by far less than the coordinates' last digit. What two
 * neighbours share cancels exactly, so parts of a whole sum up to the whole.
 */
export function ringArea(ring: Ring): number {
  const first = ring[0];
  if (!first) return 0;
  const base = below(first[1]);
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x1, y1] = ring[i] as [number, number];
    const [x2, y2] = ring[i + 1] as [number, number];
    sum -= (((x2 - x1) * Math.PI) / 180) * ((below(y1) + below(y2)) / 2 - base);
  }
  return sum;
}

function polygonArea([outer, ...holes]: Polygon): number {
  return Math.abs(ringArea(outer ?? [])) - holes.reduce((sum, hole) => sum + Math.abs(ringArea(hole)), 0);
}

/** m², holes taken off. */
export function areaOf(shape: Shape): number {
  return partsOf(shape).reduce((sum, polygon) => sum + polygonArea(polygon), 0);
}
