/** Two hundred faults of each kind, put into the clean grids of made-up counties, are found, and nothing else is. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import {
  areaOf,
  coverageFaults,
  type Mending,
  mendCoverage,
  pointInShape,
  shapeFaults,
} from '../../domain/src/territory/index.ts';
import { PLANTED, plant } from './plant-faults.fixture.ts';
import { randomOf } from './random.ts';
import { type GriddedArea, griddedAreas } from './random-county.fixture.ts';

const COUNTIES = 10;
const EACH = 200;
const RULES = { tolerance: 1 };

let areas: GriddedArea[] = [];
before(() => {
  areas = griddedAreas(COUNTIES);
});

test('clean grids have no fault', () => {
  assert.equal(areas.length, 4 * COUNTIES);
  for (const { parent, grids } of areas) assert.deepEqual(coverageFaults(parent, grids, RULES), []);
});

describe('planted faults', () => {
  for (const kind of PLANTED)
    test(`${EACH} of ${kind}: each is found, alone and in its place`, () => {
      const random = randomOf(`planted ${kind}`);
      for (let n = 0; n < EACH; n += 1) {
        const area = areas[n % areas.length] as GriddedArea;
        const planted = plant(kind, area, random);
        const faults = coverageFaults(area.parent, planted.grids, RULES);
        const hit = faults.filter(
          (one) => one.kind === planted.kind && one.of === planted.of && one.places.includes(planted.place),
        );
        const said = JSON.stringify({
          n,
          planted: { ...planted, grids: 0 },
          faults: faults.map((f) => ({ ...f, shape: 0 })),
        });
        assert.ok(
          hit.some((one) => pointInShape(...planted.at, one.shape)),
          said,
        );
        // A corner that several grids share may leave one gap in view of each of them, never a fault of another sort.
        assert.ok(
          faults.every((one) => one.of === planted.of),
          said,
        );
      }
    });
});

describe('mending', () => {
  const total = (shapes: GriddedArea['grids']) => shapes.reduce((sum, { shape }) => sum + areaOf(shape), 0);
  const after = ({ grids }: Pick<GriddedArea, 'grids'>, { shapes }: Mending) =>
    grids.map((one) => ({ id: one.id, shape: shapes.get(one.id) ?? one.shape }));

  for (const kind of PLANTED)
    test(`closes each ${kind} within reach, leaves no other and keeps the area`, () => {
      const random = randomOf(`mended ${kind}`);
      for (let n = 0; n < EACH / 2; n += 1) {
        const area = areas[n % areas.length] as GriddedArea;
        const planted = plant(kind, area, random);
        const mending = mendCoverage(area.parent, planted.grids, { ...RULES, reach: 100 });
        const said = JSON.stringify({ n, place: planted.place, left: mending.left.map(({ because }) => because) });
        assert.deepEqual(mending.left, [], said);
        assert.deepEqual(mending.after, [], said);
        const grids = after(planted, mending);
        for (const { shape } of grids) assert.deepEqual(shapeFaults(shape), [], said);
        assert.ok(Math.abs(total(grids) / areaOf(area.parent.shape) - 1) < 1e-9, said);
        const untouched = planted.grids.filter(({ id }) => !mending.shapes.has(id));
        assert.ok(untouched.length > 0 || planted.grids.length < 6, said);
      }
    });

  test('of several faults at once closes what it says, whatever they are, and a second time there is nothing to do', () => {
    const kinds = fc.array(fc.constantFrom(...PLANTED), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(), kinds, fc.constantFrom(0.5, 5, 100), (seed, list, reach) => {
        const random = randomOf(`several ${seed}`);
        const area = areas[seed % areas.length] as GriddedArea;
        let { grids } = area;
        for (const kind of list) {
          try {
            grids = plant(kind, { parent: area.parent, grids }, random).grids;
          } catch {
            // No room beside the others.
          }
        }
        const before = coverageFaults(area.parent, grids, RULES);
        const mending = mendCoverage(area.parent, grids, { ...RULES, reach });
        const now = after({ grids }, mending);
        assert.deepEqual(coverageFaults(area.parent, now, RULES), mending.after);
        assert.ok(mending.after.length <= mending.left.length, 'what is not left is closed');
        assert.ok(mending.mended.every(({ fault }) => fault.width <= reach));
        assert.ok(mending.left.every(({ fault, because }) => because !== 'too_wide' || fault.width > reach));
        if (mending.after.length === 0) assert.ok(Math.abs(total(now) / areaOf(area.parent.shape) - 1) < 1e-9);
        if (before.length === 0) assert.equal(mending.shapes.size, 0);
        for (const { shape } of now) assert.deepEqual(shapeFaults(shape), []);
        const second = mendCoverage(area.parent, now, { ...RULES, reach });
        assert.equal(second.mended.length, 0);
      }),
      { numRuns: 150, seed: 20261124 },
    );
  });

  test('what is wider than the reach is left and said', () => {
    const random = randomOf('too wide');
    const area = areas[0] as GriddedArea;
    const planted = plant('gap', area, random);
    const mending = mendCoverage(area.parent, planted.grids, { ...RULES, reach: 1 });
    assert.deepEqual(
      mending.left.map(({ because }) => because),
      ['too_wide'],
    );
    assert.equal(mending.shapes.size, 0);
    assert.equal(mending.after.length, 1);
  });
});
