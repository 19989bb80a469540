import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { termsOf } from './demo-people.ts';
import { shareOut } from './share-out.ts';
import { fieldsOf, fillText } from './story.ts';

test('shares add up exactly and none is further than one from its due', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), weights, (total, raw) => {
      const all = [...raw, 1];
      const sum = all.reduce((a, b) => a + b, 0);
      const parts = shareOut(total, all);
      assert.equal(
        parts.reduce((a, b) => a + b, 0),
        total,
      );
      parts.forEach((part, i) => {
        assert.ok(Math.abs(part - (total * all[i]!) / sum) < 1);
      });
    }),
  );
});

test('nothing can be shared over nothing', () => {
  assert.throws(() => shareOut(3, []), RangeError);
  assert.throws(() => shareOut(3, [0, 0]), RangeError);
  assert.throws(() => shareOut(2.5, [1]), RangeError);
});

test('a template is filled whole or not at all', () => {
  assert.deepEqual(fieldsOf('{here}的{road}'), ['here', 'road']);
  assert.equal(fillText('{here}，{here}', { here: '一号楼' }), '一号楼，一号楼');
  assert.throws(() => fillText('{here}的{road}', { here: '一号楼' }), /road/);
});

test('people are spread over gridded or ungridded places as the line says', () => {
  const node = (id: string, gridded: boolean) =>
    ({ id, parent: 'c', kind: 'community', code: '', name: id, ...(gridded ? { gridded } : {}) }) as const;
  const ground = {
    places: [node('a', true), node('b', false), node('d', true)],
    units: [],
    items: { listId: 'x', version: 1, effectiveFrom: '2025-01-01', items: [] },
  };
  const at = (gridded: boolean | undefined, total: number) =>
    termsOf(
      { post: 'p', total, over: { places: 'community', ...(gridded === undefined ? {} : { gridded }) } },
      ground,
    ).map((term) => `${term.at}${term.nth}`);
  assert.deepEqual(at(true, 3), ['a0', 'a1', 'd0']);
  assert.deepEqual(at(false, 2), ['b0', 'b1']);
  assert.deepEqual(at(undefined, 3), ['a0', 'b0', 'd0']);
  assert.throws(() => termsOf({ post: 'p', total: 1, over: { places: 'grid' } }, ground), RangeError);
});
