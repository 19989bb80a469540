import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkCoverage } from './check-coverage.ts';
import { meet } from './crossings.ts';
import { makeShapes } from './make-shapes.ts';
import { unionRings } from './mesh.ts';
import { chineseNumber, shortName } from './names.ts';
import { nodesOf } from './nodes.ts';
import { centroid, type Point } from './plane.ts';
import { divide } from './power-cells.ts';
import type { TerritorySource } from './source.ts';

const square: Point[] = [
  [0, 0],
  [1000, 0],
  [1000, 1000],
  [0, 1000],
];

/** A small county of another place and shape: nothing in the generator may depend on one county. */
function sourceOf(seed: string): TerritorySource {
  const communities = [
    ...Array.from({ length: 9 }, (_, i) => ({ code: `11010100100${i + 1}`, name: `甲${i}社区居民委员会` })),
    ...Array.from({ length: 7 }, (_, i) => ({ code: `11010110000${i + 1}`, name: `乙${i}村民委员会` })),
    ...Array.from({ length: 5 }, (_, i) => ({ code: `11010110100${i + 1}`, name: `丙${i}村村民委员会` })),
  ];
  return {
    seed,
    county: { code: '110101', name: '试县', areaKm2: 90 },
    outline: [
      [100.0, 25.0],
      [100.1, 24.98],
      [100.13, 25.06],
      [100.05, 25.11],
      [99.98, 25.07],
    ],
    shape: { rough: 0.1, step: { community: 200, grid: 80 }, waves: [{ reach: 3000, shift: 300 }] },
    endings: [
      { from: '居民委员会', to: '' },
      { from: '村民委员会', to: '村' },
    ],
    towns: [
      {
        code: '110101001',
        name: '甲街道',
        subkind: 'subdistrict',
        share: 3,
        at: [100.02, 25.03],
        core: [100.05, 25.05],
      },
      { code: '110101100', name: '乙镇', subkind: 'town', share: 4, at: [100.08, 25.02] },
      { code: '110101101', name: '丙镇', subkind: 'town', share: 2, at: [100.07, 25.08] },
    ],
    urban: [
      { code: '110101001001', grids: 3, areaKm2: 1 },
      { code: '110101001004', grids: 12, areaKm2: 2 },
    ],
    near: { codes: ['110101001002'], areaKm2: 1.5 },
    communities,
  };
}

describe('a drawn territory', () => {
  for (const seed of ['one', 'two', 'three', 'four', 'five'])
    test(`is seamless with seed ${seed}`, () => {
      const source = sourceOf(seed);
      const nodes = nodesOf(source);
      assert.equal(nodes.length, 1 + 3 + 21 + 15);
      const shapes = makeShapes(source, nodes);
      assert.equal(shapes.features.length, nodes.length);
      assert.deepEqual(checkCoverage(nodes, shapes), []);
    });

  test('has service areas between town and village, grids of several kinds, and former grids without a shape', () => {
    const source: TerritorySource = {
      ...sourceOf('six'),
      households: [300, 500],
      urban: [{ code: '110101001001', grids: { resident: 4, reserved: 2, dedicated: 1 }, areaKm2: 1 }],
      gridded: [{ code: '110101100001', grids: 2 }],
      former: { until: '2023-04-30', grids: [{ code: '110101001001', grids: 5 }] },
    };
    source.towns[1] = { ...source.towns[1]!, serviceAreas: 3 };
    source.towns.push({ code: '110101400', name: '丁园区', subkind: 'zone', share: 1, at: [100.04, 25.0] });
    const nodes = nodesOf(source);
    const shapes = makeShapes(source, nodes);
    assert.deepEqual(checkCoverage(nodes, shapes), []);
    const count = (fits: (node: (typeof nodes)[number]) => boolean) => nodes.filter(fits).length;
    assert.equal(
      count((node) => node.kind === 'service_area'),
      3,
    );
    assert.deepEqual(
      ['resident', 'reserved', 'dedicated'].map((kind) => count((node) => node.subkind === kind && !node.until)),
      [6, 2, 1],
    );
    const now = nodes.filter((node) => node.subkind === 'resident' && !node.until);
    assert.ok(now.every((node) => node.households! >= 300 && node.households! <= 500 && node.from === '2023-05-01'));
    const former = nodes.filter((node) => node.until);
    assert.equal(former.length, 5);
    assert.ok(former.every((node) => !shapes.features.some((feature) => feature.id === node.id)));
    assert.equal(
      new Set(nodes.map((node) => node.code).filter(Boolean)).size,
      count((node) => node.code !== ''),
    );
  });

  test('is the same for the same seed and another for another', () => {
    const draw = (seed: string) => JSON.stringify(makeShapes(sourceOf(seed), nodesOf(sourceOf(seed))));
    assert.equal(draw('one'), draw('one'));
    assert.notEqual(draw('one'), draw('two'));
  });
});

test('a division meets its wished areas', () => {
  const seeds: Point[] = [
    [200, 300],
    [700, 200],
    [500, 800],
    [800, 700],
  ];
  const cells = divide(square, seeds, [1, 2, 3, 4], 0.5);
  cells.forEach((cell, i) => {
    assert.ok(Math.abs(centroid(cell).area / 100_000 - (i + 1)) < 0.02, `${i}: ${centroid(cell).area}`);
  });
});

test('a union of faces has the rings it should', () => {
  assert.deepEqual(unionRings([[0, 1, 2, 3]]), [[0, 1, 2, 3]]);
  assert.equal(
    unionRings([
      [0, 1, 4, 3],
      [1, 2, 5, 4],
    ])[0]!.length,
    6,
  );
  assert.equal(
    unionRings([
      [0, 1, 2],
      [3, 4, 5],
    ]).length,
    2,
    'two pieces',
  );
});

test('border pieces meet when they cross, touch or lie upon each other', () => {
  assert.equal(meet([0, 0], [4, 4], [0, 4], [4, 0]), true);
  assert.equal(meet([0, 0], [4, 0], [2, 0], [2, 3]), true);
  assert.equal(meet([0, 0], [4, 0], [2, 0], [6, 0]), true);
  assert.equal(meet([0, 0], [4, 0], [0, 1], [4, 1]), false);
  assert.equal(meet([0, 0], [4, 0], [5, 0], [6, 0]), false);
});

test('names', () => {
  assert.deepEqual([1, 9, 10, 11, 20, 35].map(chineseNumber), ['一', '九', '十', '十一', '二十', '三十五']);
  assert.throws(() => chineseNumber(0), RangeError);
  const endings = [
    { from: '委员会', to: '会' },
    { from: '村民委员会', to: '村' },
  ];
  assert.equal(shortName('东村民委员会', endings), '东村');
  assert.equal(shortName('东村村民委员会', endings), '东村');
  assert.equal(shortName('东村', endings), '东村');
});
