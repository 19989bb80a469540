/** A geometry that somebody sent, as a shape: what can be put right without asking is, the rest is said. */
import { ringArea } from './area.ts';
import { type Polygon, type Position, type Ring, type Shape, shapeOf } from './shape.ts';
import { type ShapeFault, shapeFaults } from './shape-faults.ts';

/** `fixed`: the shape with longitude and latitude exchanged, where that would put it right. */
export type ShapeRead = { shape: Shape; faults: [] } | { shape: null; faults: ShapeFault[]; fixed: Shape | null };

const broken = (code: ShapeFault['code']): ShapeRead => ({ shape: null, faults: [{ code, at: null }], fixed: null });

/**
 * Reads a GeoJSON Polygon or MultiPolygon. Heights are dropped, rings turned the right way round, positions that stand
 * twice in a row taken once.
 * @returns the shape, or its faults
 */
export function readShape(geometry: unknown): ShapeRead {
  if (typeof geometry !== 'object' || geometry === null) return broken('empty');
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if ((type !== 'Polygon' && type !== 'MultiPolygon') || !Array.isArray(coordinates)) return broken('empty');
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as unknown[];
  const parts: Polygon[] = [];
  for (const polygon of polygons) {
    if (!Array.isArray(polygon)) return broken('empty');
    const rings = polygon.map(readRing);
    if (rings.some((ring) => ring === null)) return broken('not_a_number');
    if (rings.length > 0) parts.push(rings as Polygon);
  }
  if (parts.length === 0) return broken('empty');
  const shape = shapeOf(parts);
  const faults = shapeFaults(shape);
  if (faults.length === 0) return { shape: turned(parts), faults: [] };
  const fixed = faults.every(({ code }) => code === 'coordinates_swapped') ? readShape(swapped(parts)).shape : null;
  return { shape: null, faults, fixed };
}

function readRing(ring: unknown): Ring | null {
  if (!Array.isArray(ring)) return null;
  const positions: Ring = [];
  for (const one of ring) {
    if (!Array.isArray(one) || !Number.isFinite(one[0]) || !Number.isFinite(one[1])) return null;
    const position: Position = [one[0], one[1]];
    const before = positions[positions.length - 1];
    if (!before || before[0] !== position[0] || before[1] !== position[1]) positions.push(position);
  }
  return positions;
}

function swapped(parts: Polygon[]): Shape {
  return shapeOf(parts.map((polygon) => polygon.map((ring) => ring.map(([x, y]): Position => [y, x]))));
}

function turned(parts: Polygon[]): Shape {
  return shapeOf(
    parts.map((polygon) =>
      polygon.map((ring, i) => (ringArea(ring) > 0 === (i === 0) ? ring : ([...ring].reverse() as Ring))),
    ),
  );
}
