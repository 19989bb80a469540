/** A local plane of a shape or a county: degrees to metres, good to a few parts in ten thousand over a county. */
import type { Position } from './shape.ts';

/** Metres per degree, east and north. */
export type Scale = { east: number; north: number };

/** @param latitude in degrees. Series of the WGS84 ellipsoid (Snyder, Map Projections, 1987, p. 25). */
export function scaleAt(latitude: number): Scale {
  const phi = (latitude * Math.PI) / 180;
  return {
    east: 111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi),
    north: 111132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi) - 0.0023 * Math.cos(6 * phi),
  };
}

/** Metres between two positions that are not far apart. */
export function metresBetween(a: Position, b: Position): number {
  const { east, north } = scaleAt((a[1] + b[1]) / 2);
  return Math.hypot((a[0] - b[0]) * east, (a[1] - b[1]) * north);
}

/** Metres from a position to the nearest point of the piece a-b. */
export function metresToPiece(p: Position, a: Position, b: Position, { east, north }: Scale): number {
  const px = (p[0] - a[0]) * east;
  const py = (p[1] - a[1]) * north;
  const bx = (b[0] - a[0]) * east;
  const by = (b[1] - a[1]) * north;
  const length = bx * bx + by * by;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * bx + py * by) / length));
  return Math.hypot(px - along * bx, py - along * by);
}
