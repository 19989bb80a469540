import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Program, Solved } from '../kernel/index.ts';
import {
  areaOf,
  bestCover,
  buildNetwork,
  coverageOf,
  crowMinutes,
  greedyCover,
  type LonLat,
  lattice,
  METRES_PER_MINUTE,
  metresBetween,
  pointWithin,
  type Rings,
  walkTimes,
  within,
} from './index.ts';

const ORIGIN: LonLat = [116.4, 36.3];
/** A point so many metres east and north. */
const at = (east: number, north: number): [number, number] => [
  Number((ORIGIN[0] + east / (111_195 * Math.cos((ORIGIN[1] * Math.PI) / 180))).toFixed(6)),
  Number((ORIGIN[1] + north / 111_195).toFixed(6)),
];

describe('as the crow flies', () => {
  it('takes 1.3 times as long as straight at 4.5 km/h', () => {
    assert.ok(Math.abs(metresBetween(at(0, 0), at(300, 400)) - 500) < 1);
    assert.ok(Math.abs(crowMinutes(at(0, 0), at(0, 750)) - 13) < 0.05);
  });

  it('finds all within the limit and no others', () => {
    const coordinate = fc.integer({ min: -2500, max: 2500 });
    const points = fc.array(
      fc.tuple(coordinate, coordinate).map(([x, y]) => at(x, y)),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(points, points, fc.integer({ min: 1, max: 30 }), (sources, targets, limit) => {
        const { from, off } = walkTimes(sources, targets, null, limit);
        sources.forEach((source, s) => {
          const expected = targets.flatMap((target, t) => (crowMinutes(source, target) <= limit ? [t] : []));
          assert.deepEqual(
            from[s]?.map((one) => one.target),
            expected,
          );
        });
        assert.deepEqual(off, { sources: sources.length, targets: targets.length });
      }),
    );
  });
});

describe('over a network', () => {
  /** Floyd-Warshall over the nodes, the reference. */
  function brute(nodes: LonLat[], edges: [number, number][]): number[][] {
    const d = nodes.map((_, i) => nodes.map((__, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)));
    for (const [a, b] of edges) {
      const length = metresBetween(nodes[a] as LonLat, nodes[b] as LonLat);
      (d[a] as number[])[b] = length;
      (d[b] as number[])[a] = length;
    }
    for (let k = 0; k < nodes.length; k += 1)
      for (let i = 0; i < nodes.length; i += 1)
        for (let j = 0; j < nodes.length; j += 1) {
          const through = (d[i]?.[k] as number) + (d[k]?.[j] as number);
          if (through < (d[i]?.[j] as number)) (d[i] as number[])[j] = through;
        }
    return d;
  }

  /** Metres from a point to the stretch between two others. */
  function toStretch([x, y]: number[], [x0, y0]: number[], [x1, y1]: number[]): number {
    const [dx, dy] = [(x1 as number) - (x0 as number), (y1 as number) - (y0 as number)];
    const along = ((x as number) - (x0 as number)) * dx + ((y as number) - (y0 as number)) * dy;
    const share = Math.max(0, Math.min(1, along / (dx * dx + dy * dy)));
    return Math.hypot((x as number) - (x0 as number) - share * dx, (y as number) - (y0 as number) - share * dy);
  }

  it('agrees with every pair of a brute force', () => {
    const spot = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 2000 }));
    const network = fc.record({
      spots: fc.uniqueArray(spot, { minLength: 2, maxLength: 12, selector: String }),
      picks: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 24 }),
    });
    let pairs = 0;
    fc.assert(
      fc.property(network, fc.integer({ min: 2, max: 60 }), ({ spots, picks }, limit) => {
        const edges = picks
          .map(([a, b]): [number, number] => [a % spots.length, b % spots.length])
          .filter(([a, b]) => a !== b);
        fc.pre(edges.length > 0);
        const used = [...new Set(edges.flat())];
        // A vertex on the way of others would meet that one as well as its own.
        const clear = used.every((node) =>
          edges.every(
            ([a, b]) =>
              a === node ||
              b === node ||
              toStretch(spots[node] as number[], spots[a] as number[], spots[b] as number[]) > 2,
          ),
        );
        fc.pre(clear);
        const nodes = spots.map(([x, y]) => at(x, y));
        const graph = buildNetwork(edges.map(([a, b]) => ({ line: [nodes[a] as LonLat, nodes[b] as LonLat] })));
        const distance = brute(nodes, edges);
        const places = used.map((node) => nodes[node] as LonLat);
        const { from } = walkTimes(places, places, graph, limit);
        used.forEach((a, s) => {
          const found = new Map(from[s]?.map((one) => [one.target, one.minutes]));
          used.forEach((b, t) => {
            const minutes = (distance[a]?.[b] as number) / METRES_PER_MINUTE;
            if (Math.abs(minutes - limit) < 0.05) return;
            pairs += 1;
            if (minutes > limit) assert.equal(found.has(t), false);
            else assert.ok(Math.abs((found.get(t) ?? Number.POSITIVE_INFINITY) - minutes) < 0.01);
          });
        });
      }),
    );
    assert.ok(pairs > 500, `${pairs} pairs`);
  });

  it('walks around what has no way across', () => {
    // A U of ways: the two ends lie 200 m apart, the way round is 2,200 m.
    const line = [at(0, 0), at(0, 1000), at(200, 1000), at(200, 0)];
    const graph = buildNetwork([{ line }]);
    const { from, off } = walkTimes([at(0, 0)], [at(200, 0), at(0, 500), at(50, 500)], graph, 60);
    const minutes = new Map(from[0]?.map((one) => [one.target, one.minutes]));
    assert.ok(Math.abs((minutes.get(0) ?? 0) - 2200 / 75) < 0.1);
    assert.ok(Math.abs((minutes.get(1) ?? 0) - 500 / 75) < 0.1, 'along the same way');
    assert.ok(Math.abs((minutes.get(2) ?? 0) - 550 / 75) < 0.1, 'and 50 m over open ground');
    assert.deepEqual(off, { sources: 0, targets: 0 });
  });

  it('counts as the crow flies what does not meet it, and says so', () => {
    const graph = buildNetwork([{ line: [at(0, 0), at(100, 0)] }]);
    const { from, off } = walkTimes([at(0, 0)], [at(0, 700)], graph, 60);
    assert.ok(Math.abs((from[0]?.[0]?.minutes ?? 0) - crowMinutes(at(0, 0), at(0, 700))) < 1e-9);
    assert.deepEqual(off, { sources: 0, targets: 1 });
  });

  it('stays finite on ways that lead nowhere', () => {
    const graph = buildNetwork([{ line: [at(0, 0), at(0, 0)] }, { line: [at(0, 0)] }]);
    assert.equal(graph.edges.length, 0);
    assert.deepEqual(walkTimes([at(0, 0)], [at(10, 0)], graph, 1).off, { sources: 1, targets: 1 });
  });
});

describe('coverage', () => {
  it('sums households by community, with the nearest station of each', () => {
    const demand = (community: string, weight: number, i: number) => ({
      id: `d${i}`,
      community,
      weight,
      point: at(i, 0),
    });
    const demands = [demand('a', 10, 0), demand('a', 30, 1), demand('b', 5, 2)];
    const found = coverageOf(demands, [
      [{ target: 0, minutes: 9 }],
      [
        { target: 0, minutes: 4 },
        { target: 2, minutes: 1 },
      ],
    ]);
    assert.deepEqual(found.minutes, [4, null, 1]);
    assert.deepEqual(found.communities, [
      { community: 'a', weight: 40, covered: 10, meanMinutes: 4 },
      { community: 'b', weight: 5, covered: 5, meanMinutes: 1 },
    ]);
    assert.deepEqual([found.weight, found.covered], [45, 15]);
  });
});

/** Tries every choice: for small programs of this room only. */
async function exhaustive({ costs, rows }: Program): Promise<Solved> {
  const columns = costs.length;
  let best: Solved = { state: 'none', taken: [], cost: Number.POSITIVE_INFINITY, bound: Number.POSITIVE_INFINITY };
  for (let bits = 0; bits < 2 ** columns; bits += 1) {
    const keeps = rows.every(({ columns: of, values, low, high }) => {
      const sum = of.reduce((n, column, i) => n + ((bits >> column) & 1) * (values?.[i] ?? 1), 0);
      return sum >= low && sum <= high;
    });
    if (!keeps) continue;
    const taken = costs.flatMap((_, i) => ((bits >> i) & 1 ? [i] : []));
    const cost = taken.reduce((n, i) => n + (costs[i] as number), 0);
    if (cost < best.cost) best = { state: 'optimal', taken, cost, bound: cost };
  }
  return best;
}

describe('the next stations', () => {
  const problems = fc.record({
    weights: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 }),
    picks: fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
    sites: fc.integer({ min: 1, max: 3 }),
  });
  const worthOf = (weights: readonly number[], covers: readonly (readonly number[])[], chosen: readonly number[]) =>
    [...new Set(chosen.flatMap((one) => covers[one] ?? []))].reduce((sum, demand) => sum + (weights[demand] ?? 0), 0);

  it('are as good as any choice there is, and never worse than the greedy one', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ weights, picks, sites }) => {
        const covers = picks.map((list) => [...new Set(list.map((n) => n % weights.length))]);
        const answer = await bestCover({ weights, covers, sites }, exhaustive);
        let most = 0;
        for (let bits = 0; bits < 2 ** covers.length; bits += 1) {
          const chosen = covers.flatMap((_, i) => ((bits >> i) & 1 ? [i] : []));
          if (chosen.length <= sites) most = Math.max(most, worthOf(weights, covers, chosen));
        }
        assert.equal(answer.best.covered, most);
        assert.equal(
          worthOf(
            weights,
            covers,
            answer.best.sites.map((one) => one.candidate),
          ),
          most,
        );
        assert.ok(answer.best.covered >= answer.greedy.covered);
        assert.equal(answer.optimal, true);
        assert.equal(answer.gap, 0);
      }),
      { numRuns: 60 },
    );
  });

  it('beat the greedy choice where it is led astray', async () => {
    const weights = [10, 10, 10, 10, 11, 11];
    // The greedy one takes the middle first and then cannot cover both sides.
    const covers = [
      [0, 1, 4],
      [2, 3, 5],
      [4, 5, 1, 2],
    ];
    const answer = await bestCover({ weights, covers, sites: 2 }, exhaustive);
    assert.equal(answer.best.covered, 62);
    assert.ok(answer.greedy.covered < 62);
  });

  it('say how good a choice could be where the solver ran out of time', async () => {
    const weights = [10, 10, 10, 10, 11, 11];
    const covers = [
      [0, 1, 4],
      [2, 3, 5],
      [4, 5, 1, 2],
    ];
    const none: Solved = { state: 'none', taken: [], cost: 0, bound: -62 };
    const answer = await bestCover({ weights, covers, sites: 2 }, async () => none);
    assert.deepEqual(answer.best, answer.greedy);
    assert.deepEqual([answer.optimal, answer.bound], [false, 62]);
    assert.ok(answer.gap > 0);
  });

  it('ask no solver where everything is covered or nothing can be', async () => {
    const never = async () => assert.fail('asked');
    assert.equal((await bestCover({ weights: [1, 2], covers: [[0, 1]], sites: 1 }, never)).best.covered, 3);
    assert.deepEqual((await bestCover({ weights: [1], covers: [[]], sites: 2 }, never)).best.sites, []);
    assert.deepEqual(greedyCover({ weights: [], covers: [], sites: 3 }), { sites: [], covered: 0 });
  });
});

describe('ground', () => {
  const square: Rings = [[at(0, 0), at(1000, 0), at(1000, 1000), at(0, 1000), at(0, 0)]];
  const hollow: Rings = [square[0] as LonLat[], [at(300, 300), at(700, 300), at(700, 700), at(300, 700), at(300, 300)]];
  it('is spread over in squares that lie inside', () => {
    const points = lattice(square, 100);
    assert.ok(Math.abs(points.length - 100) <= 20, String(points.length));
    assert.ok(points.every((point) => within(square, point)));
    assert.ok(lattice(hollow, 50).every((point) => within(hollow, point)));
    assert.equal(lattice(square, 100_000).length, 1, 'one for what is smaller than a square');
  });
  it('has an area and a point within', () => {
    assert.ok(Math.abs(areaOf(square) - 1e6) < 2e3);
    assert.ok(Math.abs(areaOf(hollow) - 0.84e6) < 2e3);
    for (const rings of [square, hollow]) assert.ok(within(rings, pointWithin(rings)));
  });
});
