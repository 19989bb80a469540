/** Minutes on foot from many places to many, each as far as a limit: over the network where both ends meet it, else as the crow flies. */
import { Buckets } from './buckets.ts';
import { Heap } from './heap.ts';
import { type Foot, footOf, type Network } from './network.ts';
import { crowMinutes, DETOUR, type LonLat, METRES_PER_MINUTE, planeAt } from './plane.ts';

/** A point farther than this from every way does not meet the network. */
export const MEETS_WITHIN = 250;

export type Reached = { target: number; minutes: number };

export type Times = {
  /** For each source the targets within the limit, by target. */
  from: Reached[][];
  /** How many sources and targets did not meet the network and were counted as the crow flies. */
  off: { sources: number; targets: number };
};

export function walkTimes(
  sources: readonly LonLat[],
  targets: readonly LonLat[],
  network: Network | null,
  limitMinutes: number,
): Times {
  const near = finderOf(targets, limitMinutes);
  const feet = (points: readonly LonLat[]) =>
    points.map((point) => (network ? footOf(network, point, MEETS_WITHIN) : null));
  const targetFeet = feet(targets);
  const byEdge = Map.groupBy(
    targetFeet.flatMap((foot, target) => (foot ? [{ foot, target }] : [])),
    ({ foot }) => foot.edge,
  );
  const sourceFeet = feet(sources);
  const from = sources.map((source, s): Reached[] => {
    const foot = sourceFeet[s] ?? null;
    const found = network && foot ? walked(network, foot, byEdge, limitMinutes) : new Map<number, number>();
    for (const target of near(source)) {
      if (network && foot && targetFeet[target]) continue;
      const minutes = crowMinutes(source, targets[target] as LonLat);
      if (minutes <= limitMinutes) found.set(target, minutes);
    }
    return [...found].map(([target, minutes]) => ({ target, minutes })).sort((a, b) => a.target - b.target);
  });
  const off = (list: readonly (Foot | null)[]) => (network ? list.filter((one) => one === null).length : list.length);
  return { from, off: { sources: off(sourceFeet), targets: off(targetFeet) } };
}

/** Targets that a crow's flight of the limit could reach. */
function finderOf(targets: readonly LonLat[], limitMinutes: number): (source: LonLat) => Set<number> {
  const reach = (limitMinutes * METRES_PER_MINUTE) / DETOUR;
  const plane = planeAt(targets[0] ?? [0, 0]);
  const squares = new Buckets(Math.max(reach, 1));
  targets.forEach((target, id) => {
    squares.add(id, ...plane.to(target));
  });
  // The plane is a little off far from its origin.
  return (source) => squares.near(...plane.to(source), reach * 1.02);
}

/** Bounded Dijkstra from one spot of the network to all targets that meet it. */
function walked(
  network: Network,
  source: Foot,
  byEdge: ReadonlyMap<number, readonly { foot: Foot; target: number }[]>,
  limitMinutes: number,
): Map<number, number> {
  const most = limitMinutes * METRES_PER_MINUTE;
  const { edges, first, to, metres } = network;
  const start = edges[source.edge] as Network['edges'][number];
  const distance = new Map<number, number>();
  const heap = new Heap();
  const reach = (node: number, length: number): void => {
    if (length <= most && length < (distance.get(node) ?? Number.POSITIVE_INFINITY)) {
      distance.set(node, length);
      heap.push(node, length);
    }
  };
  reach(start.a, source.off + source.fromA);
  reach(start.b, source.off + source.fromB);
  for (let top = heap.pop(); top; top = heap.pop()) {
    if (top.key > (distance.get(top.id) as number)) continue;
    for (let slot = first[top.id] as number; slot < (first[top.id + 1] as number); slot += 1) {
      reach(to[slot] as number, top.key + (metres[slot] as number));
    }
  }
  const found = new Map<number, number>();
  for (const [edge, list] of byEdge) {
    const { a, b } = edges[edge] as Network['edges'][number];
    const [da, db] = [distance.get(a), distance.get(b)];
    if (da === undefined && db === undefined && edge !== source.edge) continue;
    for (const { foot, target } of list) {
      const along = edge === source.edge ? source.off + Math.abs(foot.fromA - source.fromA) : Number.POSITIVE_INFINITY;
      const length =
        foot.off +
        Math.min(along, (da ?? Number.POSITIVE_INFINITY) + foot.fromA, (db ?? Number.POSITIVE_INFINITY) + foot.fromB);
      if (length <= most) found.set(target, length / METRES_PER_MINUTE);
    }
  }
  return found;
}
