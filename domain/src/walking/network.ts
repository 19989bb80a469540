/** A network of ways to walk on: built once from lines, kept, and asked many times. */
import { Buckets } from './buckets.ts';
import { type LonLat, metresBetween, type Plane, planeAt } from './plane.ts';

/** A way; ways meet where they share a vertex (to about a decimetre). */
export type Way = { line: readonly LonLat[] };

/** Adjacency in flat arrays: the edges of node n are `first[n] .. first[n + 1]`. */
export type Network = {
  nodes: LonLat[];
  first: Uint32Array;
  to: Uint32Array;
  metres: Float64Array;
  /** Undirected edges once each, for finding the nearest. */
  edges: { a: number; b: number; metres: number }[];
  plane: Plane;
  squares: Buckets;
};

/** Two vertices nearer than this are one. */
const DIGITS = 6;
const SQUARE_METRES = 250;

const keyOf = ([lon, lat]: LonLat): string => `${lon.toFixed(DIGITS)} ${lat.toFixed(DIGITS)}`;

export function buildNetwork(ways: readonly Way[]): Network {
  const ids = new Map<string, number>();
  const nodes: LonLat[] = [];
  const idOf = (point: LonLat): number => {
    const key = keyOf(point);
    let id = ids.get(key);
    if (id === undefined) {
      id = nodes.length;
      nodes.push(point);
      ids.set(key, id);
    }
    return id;
  };
  const known = new Map<string, number>();
  const edges: Network['edges'] = [];
  for (const { line } of ways) {
    for (let i = 0; i + 1 < line.length; i += 1) {
      const [a, b] = [idOf(line[i] as LonLat), idOf(line[i + 1] as LonLat)].sort((p, q) => p - q) as [number, number];
      if (a === b || known.has(`${a} ${b}`)) continue;
      known.set(`${a} ${b}`, edges.length);
      edges.push({ a, b, metres: metresBetween(nodes[a] as LonLat, nodes[b] as LonLat) });
    }
  }
  const plane = planeAt(nodes[0] ?? [0, 0]);
  const squares = new Buckets(SQUARE_METRES);
  edges.forEach(({ a, b }, id) => {
    const [x0, y0] = plane.to(nodes[a] as LonLat);
    const [x1, y1] = plane.to(nodes[b] as LonLat);
    squares.add(id, x0, y0, x1, y1);
  });
  return { nodes, ...adjacency(nodes.length, edges), edges, plane, squares };
}

function adjacency(count: number, edges: Network['edges']): Pick<Network, 'first' | 'to' | 'metres'> {
  const first = new Uint32Array(count + 1);
  for (const { a, b } of edges) {
    first[a + 1] = (first[a + 1] as number) + 1;
    first[b + 1] = (first[b + 1] as number) + 1;
  }
  for (let n = 0; n < count; n += 1) first[n + 1] = (first[n + 1] as number) + (first[n] as number);
  const to = new Uint32Array(edges.length * 2);
  const metres = new Float64Array(edges.length * 2);
  const next = first.slice();
  const put = (from: number, target: number, length: number): void => {
    const slot = next[from] as number;
    to[slot] = target;
    metres[slot] = length;
    next[from] = slot + 1;
  };
  for (const { a, b, metres: length } of edges) {
    put(a, b, length);
    put(b, a, length);
  }
  return { first, to, metres };
}

/** Where a point meets the network: on an edge, so far from each end, after so many metres over open ground. */
export type Foot = { edge: number; fromA: number; fromB: number; off: number };

/** The nearest spot of the network within `within` metres; null where there is none. */
export function footOf(network: Network, point: LonLat, within: number): Foot | null {
  const { plane, nodes, edges, squares } = network;
  const [x, y] = plane.to(point);
  let best: Foot | null = null;
  for (const id of squares.near(x, y, within)) {
    const { a, b, metres } = edges[id] as Network['edges'][number];
    const [x0, y0] = plane.to(nodes[a] as LonLat);
    const [x1, y1] = plane.to(nodes[b] as LonLat);
    const [dx, dy] = [x1 - x0, y1 - y0];
    const share = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
    const off = Math.hypot(x - (x0 + share * dx), y - (y0 + share * dy));
    if (off > within || (best && off >= best.off)) continue;
    best = { edge: id, fromA: share * metres, fromB: (1 - share) * metres, off };
  }
  return best;
}
