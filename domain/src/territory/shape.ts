/** Outlines as GeoJSON writes them: WGS84 degrees, rings closed, outer ring counter-clockwise, holes clockwise. */
import { pointInRing } from './point-in-ring.ts';

/** Longitude and latitude. */
export type Position = [number, number];
export type Ring = Position[];
/** The outer ring, then its holes. */
export type Polygon = Ring[];
export type Shape = { type: 'Polygon'; coordinates: Polygon } | { type: 'MultiPolygon'; coordinates: Polygon[] };

/** West, south, east, north. */
export type Box = [number, number, number, number];

export function partsOf(shape: Shape): Polygon[] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
}

/** One part makes a Polygon, more a MultiPolygon. */
export function shapeOf(parts: Polygon[]): Shape {
  return parts.length === 1
    ? { type: 'Polygon', coordinates: parts[0] as Polygon }
    : { type: 'MultiPolygon', coordinates: parts };
}

export function ringsOf(shape: Shape): Ring[] {
  return partsOf(shape).flat();
}

/** The box of all its points; infinite and turned inside out when there are none. */
export function boxOf(shape: Shape): Box {
  return boxOfSpots(ringsOf(shape).flat());
}

/** The box of single spots; infinite and turned inside out when there are none. */
export function boxOfSpots(spots: readonly Position[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of spots) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Whether two boxes have ground or a border in common. */
export function boxesMeet(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** Whether a point lies in a shape and in none of its holes; borders as `pointInRing` says. */
export function pointInShape(x: number, y: number, shape: Shape): boolean {
  return shape.type === 'Polygon'
    ? inPolygon(x, y, shape.coordinates)
    : shape.coordinates.some((one) => inPolygon(x, y, one));
}

function inPolygon(x: number, y: number, [outer, ...holes]: Polygon): boolean {
  return outer !== undefined && pointInRing(x, y, outer) && !holes.some((hole) => pointInRing(x, y, hole));
}
