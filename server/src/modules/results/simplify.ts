/**
 * Outlines with fewer points and no seams: borders are cut where three places meet, each stretch is thinned once
 * (Douglas and Peucker) and used by both neighbours.
 */
export type Position = [number, number];
export type Ring = Position[];

const nameOf = ([x, y]: Position): string => `${x},${y}`;

/** @param tolerance in degrees; @param rings closed rings that share their common borders point by point */
export function simplifyRings(rings: readonly Ring[], tolerance: number): Ring[] {
  const neighbours = new Map<string, Set<string>>();
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 1) {
      const [a, b] = [nameOf(ring[i] as Position), nameOf(ring[i + 1] as Position)];
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const)
        neighbours.set(from, (neighbours.get(from) ?? new Set()).add(to));
    }
  }
  const isNode = (point: Position): boolean => (neighbours.get(nameOf(point))?.size ?? 0) !== 2;
  return rings.map((ring) => simplifyRing(ring, isNode, tolerance));
}

function simplifyRing(ring: Ring, isNode: (point: Position) => boolean, tolerance: number): Ring {
  const open = ring.slice(0, -1);
  const nodes = open.flatMap((point, index) => (isNode(point) ? [index] : []));
  // A ring without a meeting point is nobody's neighbour, or one place's all around: its least point stands for one.
  const starts = nodes.length > 0 ? nodes : [leastOf(open)];
  const first = starts[0] as number;
  const turned = [...open.slice(first), ...open.slice(0, first)];
  const cuts = [...starts.map((index) => index - first), turned.length];
  turned.push(turned[0] as Position);
  const thinned: Ring = [];
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const stretch = turned.slice(cuts[i], (cuts[i + 1] as number) + 1);
    thinned.push(...thinBothWays(stretch, tolerance).slice(0, -1));
  }
  thinned.push(thinned[0] as Position);
  // Too small to thin: better all its points than none of its area.
  return thinned.length >= 4 ? thinned : ring;
}

function leastOf(points: Ring): number {
  let least = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i] as Position, points[least] as Position];
    if (a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])) least = i;
  }
  return least;
}

/** The neighbour walks the same stretch the other way and must come to the same points. */
function thinBothWays(stretch: Ring, tolerance: number): Ring {
  const [first, last] = [nameOf(stretch[0] as Position), nameOf(stretch.at(-1) as Position)];
  const second = nameOf(stretch[1] as Position);
  const before = nameOf(stretch.at(-2) as Position);
  if (first < last || (first === last && second <= before)) return thin(stretch, tolerance);
  return thin([...stretch].reverse(), tolerance).reverse();
}

function thin(points: Ring, tolerance: number): Ring {
  const keep = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let far = -1;
    let distance = tolerance;
    for (let i = from + 1; i < to; i += 1) {
      const d = distanceTo(points[i] as Position, points[from] as Position, points[to] as Position);
      if (d > distance) [far, distance] = [i, d];
    }
    if (far === -1) continue;
    keep.add(far);
    spans.push([from, far], [far, to]);
  }
  return points.filter((_, index) => keep.has(index));
}

function distanceTo([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
