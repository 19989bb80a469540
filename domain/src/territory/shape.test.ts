import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  areaOf,
  boxesMeet,
  boxOf,
  boxOfSpots,
  frameFault,
  fromGcj02,
  holding,
  holdsMost,
  metresBetween,
  metresOutside,
  type Polygon,
  type Position,
  partsOf,
  pointFrameFault,
  pointInShape,
  type Ring,
  readShape,
  type Shape,
  shapeFaults,
  shapeOf,
  toGcj02,
} from './index.ts';

const square = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const polygon = (...rings: Polygon): Shape => ({ type: 'Polygon', coordinates: rings });
const moved = (shape: Shape, move: (p: Position) => Position): Shape =>
  shapeOf(partsOf(shape).map((rings) => rings.map((ring) => ring.map(move))));
const codes = (shape: Shape) => shapeFaults(shape).map(({ code }) => code);

describe('a shape by itself', () => {
  const good: [string, Shape][] = [
    ['a square', polygon(square(113, 23, 0.01))],
    ['a square with a hole', polygon(square(113, 23, 0.01), square(113.002, 23.002, 0.002))],
    [
      'a hole that touches the border in a corner',
      polygon(square(0, 0, 4), [
        [0, 0],
        [1, 2],
        [2, 1],
        [0, 0],
      ]),
    ],
    ['two parts', shapeOf([[square(113, 23, 0.01)], [square(113.02, 23, 0.01)]])],
    ['two parts side by side in a corner', shapeOf([[square(0, 0, 1)], [square(1, 1, 1)]])],
    ['an island in a lake of its own', shapeOf([[square(0, 0, 9), square(2, 2, 5)], [square(3, 3, 1)]])],
  ];
  for (const [name, shape] of good) test(`${name} has no fault`, () => assert.deepEqual(shapeFaults(shape), []));

  const bad: [string, string, Shape][] = [
    ['nothing', 'empty', { type: 'MultiPolygon', coordinates: [] }],
    ['a ring left open', 'ring_open', polygon(square(0, 0, 1).slice(0, -1))],
    [
      'a line there and back',
      'ring_short',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
    ],
    [
      'three corners on a line',
      'ring_short',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
    ],
    [
      'a bow tie',
      'self_crossing',
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
    ],
    [
      'a spike',
      'self_crossing',
      polygon([
        [0, 0],
        [2, 0],
        [2, 1],
        [2, 3],
        [2, 1],
        [0, 1],
        [0, 0],
      ]),
    ],
    ['a hole across the border', 'self_crossing', polygon(square(0, 0, 2), square(1, 1, 2))],
    ['a hole elsewhere', 'ring_misplaced', polygon(square(0, 0, 2), square(5, 5, 1))],
    ['a part inside another', 'ring_misplaced', shapeOf([[square(0, 0, 4)], [square(1, 1, 1)]])],
    ['parts that share a side', 'self_crossing', shapeOf([[square(0, 0, 1)], [square(1, 0, 1)]])],
    ['a latitude of 113', 'coordinates_swapped', polygon(square(23, 113, 0.01))],
    ['far out', 'out_of_range', polygon(square(200, 113, 0.01))],
    [
      'no number',
      'not_a_number',
      polygon([
        [0, 0],
        [Number.NaN, 1],
        [1, 1],
        [0, 0],
      ]),
    ],
  ];
  for (const [name, code, shape] of bad)
    test(`${name}: ${code}`, () => {
      const found = codes(shape);
      assert.ok(found.length > 0 && found.every((one) => one === code), found.join());
    });

  test('a crossing is said with its place', () => {
    const [fault] = shapeFaults(
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
    );
    assert.deepEqual(fault, { code: 'self_crossing', at: [0.5, 0.5] });
  });
});

describe('reading what was sent', () => {
  test('heights, repeated positions and the order of rings are put right', () => {
    const sent = {
      type: 'Polygon',
      coordinates: [
        square(0, 0, 9)
          .reverse()
          .flatMap(([x, y]) => [
            [x, y, 12],
            [x, y, 12],
          ]),
        square(1, 1, 1).map(([x, y]) => [x, y, 0]),
      ],
    };
    const read = readShape(sent);
    assert.deepEqual(
      read.shape,
      polygon(square(0, 0, 9), [
        [1, 1],
        [1, 2],
        [2, 2],
        [2, 1],
        [1, 1],
      ]),
    );
  });

  test('what cannot be read is said', () => {
    const nothing = [null, 7, 'POLYGON', {}, { type: 'Point', coordinates: [1, 2] }, { type: 'Polygon' }];
    for (const one of nothing)
      assert.deepEqual(
        readShape(one).faults.map(({ code }) => code),
        ['empty'],
      );
    const words = {
      type: 'Polygon',
      coordinates: [
        [
          ['113', '23'],
          [1, 2],
          [2, 3],
          [1, 1],
        ],
      ],
    };
    assert.deepEqual(
      readShape(words).faults.map(({ code }) => code),
      ['not_a_number'],
    );
  });

  test('exchanged coordinates are offered the other way round', () => {
    const read = readShape(polygon(square(23, 113, 0.01)));
    assert.equal(read.shape, null);
    assert.ok(!read.shape && read.fixed && pointInShape(113.005, 23.005, read.fixed));
  });
});

describe('areas', () => {
  test('a cell between meridians and parallels, as the ellipsoid has it', () => {
    // Radii of the meridian and of the prime vertical multiplied and summed up over the latitudes.
    const e2 = 0.0066943799901413165;
    const step = Math.PI / 180 / 10_000;
    let sum = 0;
    for (let i = 0; i < 10_000; i += 1) {
      const phi = (36 * Math.PI) / 180 + (i + 0.5) * step;
      const w = 1 - e2 * Math.sin(phi) ** 2;
      sum += ((6378137 ** 2 * (1 - e2)) / w ** 2) * Math.cos(phi) * step;
    }
    assert.ok(Math.abs(areaOf(polygon(square(117, 36, 1))) / (sum * (Math.PI / 180)) - 1) < 1e-9);
    const small = polygon(square(117, 36, 0.01));
    const flat = metresBetween([117, 36.005], [117.01, 36.005]) * metresBetween([117.005, 36], [117.005, 36.01]);
    assert.ok(Math.abs(areaOf(small) / flat - 1) < 1e-6);
  });

  test('parts sum up to the whole, holes are taken off', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -170, max: 170, noNaN: true }),
        fc.double({ min: -70, max: 70, noNaN: true }),
        fc.double({ min: 0.001, max: 0.1, noNaN: true }),
        (x, y, size) => {
          const cut: Ring = [
            [x, y],
            [x + size, y],
            [x + size, y + size],
            [x, y],
          ];
          const rest: Ring = [
            [x, y],
            [x + size, y + size],
            [x, y + size],
            [x, y],
          ];
          const whole = areaOf(polygon(square(x, y, size)));
          assert.ok(Math.abs(areaOf(shapeOf([[cut], [rest]])) / whole - 1) < 1e-9);
          const hole = square(x + size / 4, y + size / 4, size / 2);
          const ring = areaOf(polygon(square(x, y, size), hole));
          assert.ok(Math.abs((ring + areaOf(polygon(hole))) / whole - 1) < 1e-9);
        },
      ),
    );
  });
});

describe('GCJ-02', () => {
  test('shifts as the maps do', () => {
    const [lon, lat] = toGcj02([116.404, 39.915]);
    assert.ok(Math.abs(lon - 116.41024449916938) < 1e-9 && Math.abs(lat - 39.91640428150164) < 1e-9);
    assert.deepEqual(toGcj02([2.35, 48.86]), [2.35, 48.86], 'not outside China');
  });

  test('there and back is the same to a millimetre', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 75, max: 134, noNaN: true }),
        fc.double({ min: 18, max: 53, noNaN: true }),
        (lon, lat) => assert.ok(metresBetween(fromGcj02(toGcj02([lon, lat])), [lon, lat]) < 0.001),
      ),
    );
  });
});

describe('a shape against its parent', () => {
  const parent = polygon(square(117, 36, 0.02));
  const child = polygon(square(117.002, 36.004, 0.016));

  test('inside there is nothing to say', () => {
    assert.equal(frameFault(child, parent), null);
    assert.equal(frameFault(parent, parent), null);
    assert.equal(metresOutside(child, parent), 0);
  });

  test('exchanged coordinates are found and put right', () => {
    const fault = frameFault(
      moved(child, ([x, y]) => [y, x]),
      parent,
    );
    assert.equal(fault?.code, 'coordinates_swapped');
    assert.ok(fault?.fixed && Math.abs(areaOf(fault.fixed) / areaOf(child) - 1) < 1e-6);
    assert.equal(metresOutside(fault.fixed, parent), 0);
  });

  test('GCJ-02 is found by its shift and put right', () => {
    const fault = frameFault(moved(parent, toGcj02), parent);
    assert.equal(fault?.code, 'gcj02_suspected');
    assert.ok(fault && fault.metres > 100 && fault.metres < 900);
    assert.ok(fault?.fixed && metresOutside(fault.fixed, parent) < 0.05);
  });

  test('a border drawn badly or a shape far away is neither', () => {
    const loose = moved(parent, ([x, y]) => [x + 0.0003, y]);
    assert.equal(frameFault(loose, parent)?.code, 'outside_parent');
    assert.equal(frameFault(loose, parent, 50), null, 'within the tolerance');
    assert.equal(
      frameFault(
        moved(child, ([x, y]) => [x + 1, y]),
        parent,
      )?.code,
      'outside_parent',
    );
    assert.equal(frameFault(loose, parent)?.fixed, null);
  });
});

test('a single point is judged as an outline is', () => {
  const parent = polygon(square(117, 36, 0.02));
  const at: Position = [117.01, 36.01];
  assert.equal(pointFrameFault(at, parent), null);
  const swapped = pointFrameFault([36.01, 117.01], parent);
  assert.deepEqual([swapped?.code, swapped?.fixed], ['coordinates_swapped', at]);
  const shifted = pointFrameFault(toGcj02([117.0199, 36.01]), parent);
  assert.equal(shifted?.code, 'gcj02_suspected');
  assert.ok(shifted?.fixed && metresBetween(shifted.fixed, [117.0199, 36.01]) < 0.05);
  assert.equal(pointFrameFault([117.5, 36.01], parent)?.fixed, null);
});

test('what has several spots lies where most of them lie, the first where they are even', () => {
  const [west, east] = [polygon(square(0, 0, 1)), polygon(square(1, 0, 1))];
  assert.equal(holding([[0.5, 0.5]], [west, east]), 0);
  assert.equal(
    holding(
      [
        [0.5, 0.5],
        [1.5, 0.5],
        [1.2, 0.5],
      ],
      [west, null, east],
    ),
    2,
  );
  assert.equal(
    holding(
      [
        [1.5, 0.5],
        [0.5, 0.5],
      ],
      [east, west],
    ),
    0,
  );
  assert.equal(holding([[5, 5]], [west, east]), -1);
  assert.equal(holding([], [west, east]), -1);
  const spots: Position[] = [
    [0.5, 0.5],
    [1.5, 0.5],
    [1.2, 0.5],
  ];
  assert.deepEqual([holdsMost(spots, east), holdsMost(spots, west)], [true, false]);
  assert.equal(holdsMost(spots.slice(0, 2), east), false, 'half is not most');
  assert.equal(holdsMost([], east), false);
  assert.deepEqual(boxOfSpots(spots), [0.5, 0.5, 1.5, 0.5]);
  assert.ok(boxesMeet(boxOf(west), boxOf(east)), 'a border in common');
  assert.ok(!boxesMeet(boxOf(west), boxOfSpots(spots.slice(1))));
});

test('a point lies in one part, not in a hole', () => {
  const shape = shapeOf([[square(0, 0, 4), square(1, 1, 1)], [square(6, 0, 1)]]);
  assert.deepEqual(boxOf(shape), [0, 0, 7, 4]);
  assert.equal(pointInShape(0.5, 0.5, shape), true);
  assert.equal(pointInShape(1.5, 1.5, shape), false);
  assert.equal(pointInShape(6.5, 0.5, shape), true);
  assert.equal(pointInShape(5, 0.5, shape), false);
});
