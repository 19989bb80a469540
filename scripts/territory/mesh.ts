import { distance, type Point } from './plane.ts';

/** Faces over shared vertices: `faces[i]` lists vertex numbers counter-clockwise, without repeating the first. */
export type Mesh = { points: Point[]; faces: number[][] };

const SAME = 0.5; // metres: two corners nearer than this are one
const ON_EDGE = 1; // metres: a corner nearer than this to an edge splits it

/**
 * Joins rings that touch along their borders into one mesh in which every border is shared exactly:
 * near corners become one, and a corner lying on a neighbour's edge splits that edge.
 */
export function joinRings(rings: readonly (readonly Point[])[]): Mesh {
  const points: Point[] = [];
  const numberOf = (p: Point): number => {
    const found = points.findIndex((q) => distance(p, q) < SAME);
    return found >= 0 ? found : points.push(p) - 1;
  };
  const faces = rings.map((ring) => {
    const ids = ring.map(numberOf);
    return ids.filter((id, i) => id !== ids[(i + ids.length - 1) % ids.length]);
  });
  return { points, faces: faces.map((face) => splitEdges(points, face)) };
}

function splitEdges(points: readonly Point[], face: readonly number[]): number[] {
  const out: number[] = [];
  face.forEach((from, i) => {
    const to = face[(i + 1) % face.length]!;
    const a = points[from]!;
    const b = points[to]!;
    const length = distance(a, b);
    const on: { id: number; along: number }[] = [];
    points.forEach((p, id) => {
      if (id === from || id === to) return;
      const along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length;
      const off = ((p[0] - a[0]) * (b[1] - a[1]) - (p[1] - a[1]) * (b[0] - a[0])) / length;
      if (along > 0 && along < length && off < ON_EDGE && off > -ON_EDGE) on.push({ id, along });
    });
    out.push(from, ...on.sort((x, y) => x.along - y.along).map((x) => x.id));
  });
  return out;
}

/** The name of a border piece, the same from both sides. */
export function edgeKey(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

/** The outer rings of a union of faces: borders used by two of them cancel. One ring means one piece without holes. */
export function unionRings(faces: readonly (readonly number[])[]): number[][] {
  const next = new Map<number, number[]>();
  const used = new Set<string>();
  for (const face of faces) for (const [i, a] of face.entries()) used.add(`${a}>${face[(i + 1) % face.length]!}`);
  for (const face of faces)
    face.forEach((a, i) => {
      const b = face[(i + 1) % face.length]!;
      if (!used.has(`${b}>${a}`)) next.set(a, [...(next.get(a) ?? []), b]);
    });
  const rings: number[][] = [];
  for (const start of next.keys()) {
    while (next.get(start)?.length) {
      const ring: number[] = [];
      let at = start;
      do {
        ring.push(at);
        at = next.get(at)!.pop()!;
      } while (at !== start);
      rings.push(ring);
    }
  }
  return rings;
}
