import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bordersOf, centreOf, metres } from './index.ts';
import { connectedSets } from './joins.ts';
import { randomGround } from './random-ground.fixture.ts';

const box = (x: number, y: number, size = 0.01): [number, number][][] => [
  [
    [116 + x, 36 + y],
    [116 + x + size, 36 + y],
    [116 + x + size, 36 + y + size],
    [116 + x, 36 + y + size],
    [116 + x, 36 + y],
  ],
];

describe('borders', () => {
  it('are shared edges, also where one side has more points; a corner is none', () => {
    const outlines = [
      { id: 'a', rings: box(0, 0) },
      { id: 'b', rings: box(0.01, 0.004) },
      { id: 'c', rings: box(-0.01, -0.01) },
      { id: 'd', rings: box(0, 0.01 + 0.000004) },
      { id: 'e', rings: box(0, -0.0101) },
    ];
    assert.deepEqual(bordersOf(outlines), [
      ['a', 'b'],
      ['a', 'd'],
      ['b', 'd'],
      ['c', 'e'],
    ]);
    assert.deepEqual(bordersOf([...outlines].reverse()), bordersOf(outlines));
  });

  it('centre and metres', () => {
    const [lon, lat] = centreOf(box(0, 0));
    assert.ok(Math.abs(lon - 116.005) < 1e-9 && Math.abs(lat - 36.005) < 1e-9);
    assert.equal(metres([116, 36], [116, 36.01]), 1112);
    assert.deepEqual(centreOf([[[1, 2]]]), [1, 2]);
  });
});

describe('connected sets', () => {
  it('are all there, each once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 4 }), (seed, most) => {
        const { grids, borders } = randomGround({ seed, communities: 1, width: 4, height: 2, strong: 0 });
        const at = new Map(grids.map((grid, i) => [grid.id, i]));
        const near = grids.map((grid) =>
          borders.flatMap(([a, b]) => (a === grid.id ? at.get(b) : b === grid.id ? at.get(a) : undefined) ?? []),
        );
        const { sets } = connectedSets({ grids, near }, most, 100_000);
        const expected: string[] = [];
        for (let bits = 1; bits < 1 << grids.length; bits += 1) {
          const set = grids.flatMap((_, i) => (bits & (1 << i) ? [i] : []));
          if (set.length > most) continue;
          const seen = new Set(set.slice(0, 1));
          for (const one of seen) for (const next of near[one] ?? []) if (set.includes(next)) seen.add(next);
          if (seen.size === set.length) expected.push(set.join());
        }
        assert.deepEqual(sets.map((set) => set.join()).sort(), expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  it('keep the smaller ones where there are too many, and say so', () => {
    const grids = randomGround({ seed: 1, communities: 1, width: 4, height: 4, strong: 0 }).grids;
    const near = grids.map((_, i) => grids.map((__, j) => j).filter((j) => j !== i));
    const { sets, most } = connectedSets({ grids, near }, 4, 200);
    assert.equal(most, 2);
    assert.ok(sets.length <= 200 && sets.every((set) => set.length <= 2));
  });
});
