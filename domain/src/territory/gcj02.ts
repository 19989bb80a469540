/**
 * GCJ-02, the shifted degrees of Chinese web maps, to and from WGS84. The shift is a published set of sines on the Krasovsky
 * 1940 ellipsoid; it runs from some 100 to 700 metres inside China and is nothing outside.
 */
import type { Position } from './shape.ts';

const A = 6378245;
const E2 = 0.006693421622965943;

const sine = (x: number): number => Math.sin(x * Math.PI);

/** What the three shared terms of both shifts add up to: the first with its own pair, then two of the axis. */
function waves(x: number, along: number, far: [number, number, number, number]): number {
  return (
    ((20 * sine(6 * x) + 20 * sine(2 * x)) * 2) / 3 +
    ((20 * sine(along) + 40 * sine(along / 3)) * 2) / 3 +
    ((far[0] * sine(along / far[1]) + far[2] * sine(along / far[3])) * 2) / 3
  );
}

/** Metres east and north, before they are brought to the ellipsoid. */
function shift(x: number, y: number): [number, number] {
  const root = Math.sqrt(Math.abs(x));
  return [
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x, x, [150, 12, 300, 30]),
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves(x, y, [160, 12, 320, 30]),
  ];
}

const inChina = ([lon, lat]: Position): boolean => lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;

export function toGcj02(position: Position): Position {
  if (!inChina(position)) return position;
  const [lon, lat] = position;
  const [east, north] = shift(lon - 105, lat - 35);
  const phi = (lat * Math.PI) / 180;
  const magic = 1 - E2 * Math.sin(phi) ** 2;
  return [
    lon + (east * 180) / ((A / Math.sqrt(magic)) * Math.cos(phi) * Math.PI),
    lat + (north * 180) / (((A * (1 - E2)) / (magic * Math.sqrt(magic))) * Math.PI),
  ];
}

/** The inverse, by approach: to far less than a centimetre in a few steps. */
export function fromGcj02(position: Position): Position {
  let [lon, lat] = position;
  for (let step = 0; step < 30; step += 1) {
    const [x, y] = toGcj02([lon, lat]);
    const [dx, dy] = [x - position[0], y - position[1]];
    lon -= dx;
    lat -= dy;
    if (Math.abs(dx) < 1e-10 && Math.abs(dy) < 1e-10) break;
  }
  return [lon, lat];
}
