/** Which outlines share a border, and where their middle lies. Longitude and latitude in degrees, lengths in metres. */
import type { Border, LonLat } from './types.ts';

export type Outline = { id: string; rings: readonly (readonly LonLat[])[] };

/** Metres of a degree of latitude; of longitude too, once scaled by the cosine of the latitude. */
const DEGREE = 111_195;
/** Borders drawn this near to each other are one: what a surveyor's rounding leaves between neighbours. */
export const NEAR_M = 1;
/** Grids that only meet in a corner are no neighbours: the border they share is at least this long. */
export const SHARED_M = 10;

type Point = readonly [number, number];
type Edge = { a: Point; b: Point; west: number; east: number; south: number; north: number };

function plane(scale: number): (point: LonLat) => Point {
  return ([lon, lat]) => [lon * DEGREE * scale, lat * DEGREE];
}

function edgesOf(rings: Outline['rings'], project: (point: LonLat) => Point): Edge[] {
  return rings.flatMap((ring) => {
    const points = ring.map(project);
    return points.flatMap((a, i): Edge[] => {
      const b = points[(i + 1) % points.length] as Point;
      if (a[0] === b[0] && a[1] === b[1]) return [];
      return [
        {
          a,
          b,
          west: Math.min(a[0], b[0]) - NEAR_M,
          east: Math.max(a[0], b[0]) + NEAR_M,
          south: Math.min(a[1], b[1]) - NEAR_M,
          north: Math.max(a[1], b[1]) + NEAR_M,
        },
      ];
    });
  });
}

/** How much of edge `e` runs along edge `f`, within `NEAR_M` of it. */
function along(e: Edge, f: Edge): number {
  if (e.west > f.east || f.west > e.east || e.south > f.north || f.south > e.north) return 0;
  const [dx, dy] = [e.b[0] - e.a[0], e.b[1] - e.a[1]];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const at = (p: Point) => (p[0] - e.a[0]) * ux + (p[1] - e.a[1]) * uy;
  const off = (p: Point) => (p[1] - e.a[1]) * ux - (p[0] - e.a[0]) * uy;
  const [t0, t1] = [at(f.a), at(f.b)];
  const [from, to] = [Math.max(0, Math.min(t0, t1)), Math.min(length, Math.max(t0, t1))];
  if (to <= from) return 0;
  const slope = (off(f.b) - off(f.a)) / (t1 - t0);
  const offAt = (t: number) => off(f.a) + slope * (t - t0);
  return Math.abs(offAt(from)) <= NEAR_M && Math.abs(offAt(to)) <= NEAR_M ? to - from : 0;
}

/** Length of the border that two outlines share. */
function sharedLength(one: readonly Edge[], other: readonly Edge[]): number {
  let sum = 0;
  for (const e of one) for (const f of other) sum += along(e, f);
  return sum;
}

/**
 * The pairs of `outlines` that share a border of at least `SHARED_M`, each with its smaller id first, in order.
 * @param outlines of one community, or of any neighbourhood
 */
export function bordersOf(outlines: readonly Outline[]): Border[] {
  const [first] = outlines;
  if (!first) return [];
  const latitude = first.rings[0]?.[0]?.[1] ?? 0;
  const project = plane(Math.cos((latitude * Math.PI) / 180));
  const sorted = [...outlines].sort((a, b) => (a.id < b.id ? -1 : 1));
  const all = sorted.map(({ id, rings }) => {
    const edges = edgesOf(rings, project);
    const box = edges.reduce(
      ([w, s, e, n], edge) => [
        Math.min(w, edge.west),
        Math.min(s, edge.south),
        Math.max(e, edge.east),
        Math.max(n, edge.north),
      ],
      [Infinity, Infinity, -Infinity, -Infinity],
    ) as [number, number, number, number];
    return { id, edges, box };
  });
  const borders: Border[] = [];
  for (const [i, one] of all.entries()) {
    for (const other of all.slice(i + 1)) {
      const apart =
        one.box[0] > other.box[2] ||
        other.box[0] > one.box[2] ||
        one.box[1] > other.box[3] ||
        other.box[1] > one.box[3];
      if (!apart && sharedLength(one.edges, other.edges) >= SHARED_M) borders.push([one.id, other.id]);
    }
  }
  return borders;
}

/** The centroid of an outline's outer ring; the mean of its points where it has no area. */
export function centreOf(rings: Outline['rings']): LonLat {
  const ring = rings[0] ?? [];
  const [ox, oy] = ring[0] ?? [0, 0];
  let [area, x, y] = [0, 0, 0];
  for (const [i, p] of ring.entries()) {
    const q = ring[(i + 1) % ring.length] as LonLat;
    const [px, py, qx, qy] = [p[0] - ox, p[1] - oy, q[0] - ox, q[1] - oy];
    const cross = px * qy - qx * py;
    area += cross;
    x += (px + qx) * cross;
    y += (py + qy) * cross;
  }
  if (Math.abs(area) > 1e-18) return [ox + x / (3 * area), oy + y / (3 * area)];
  const mean = (of: 0 | 1) => ring.reduce((sum, point) => sum + point[of], 0) / Math.max(1, ring.length);
  return [mean(0), mean(1)];
}

/** Whole metres between two points as the crow flies; good for the few kilometres of a community. */
export function metres(a: LonLat, b: LonLat): number {
  const scale = Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180);
  return Math.round(Math.hypot((a[0] - b[0]) * scale, a[1] - b[1]) * DEGREE);
}
