import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { termsOf } from './demo-people.ts';
import { placesOf } from './place-set.ts';
import { isAtPlace, isAtUnit } from './posts.ts';
import { shareOut, spreadOut } from './share-out.ts';
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

test('what is over lies evenly among equal places', () => {
  assert.deepEqual(spreadOut(3, 5), [1, 1, 0, 1, 0]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 900 }), (total, places) => {
      const parts = spreadOut(total, places);
      assert.equal(
        parts.reduce((a, b) => a + b, 0),
        total,
      );
      assert.ok(Math.max(...parts) - Math.min(...parts) <= 1);
      assert.equal(parts[0], Math.max(...parts));
    }),
  );
});

test('a set names places by kind, subkind and what they lie below, and only those that are still there', () => {
  const places = [
    { id: 'c', parent: null, kind: 'county', code: '', name: 'c' },
    { id: 's', parent: 'c', kind: 'community', subkind: 'rural', code: '', name: 's' },
    { id: 'g1', parent: 's', kind: 'grid', subkind: 'resident', code: '', name: 'g1' },
    { id: 'g2', parent: 's', kind: 'grid', subkind: 'reserved', code: '', name: 'g2' },
    { id: 'f1', parent: 's', kind: 'grid', subkind: 'resident', code: '', name: 'f1', until: '2023-01-01' },
    { id: 'g3', parent: 'loop', kind: 'grid', subkind: 'resident', code: '', name: 'g3' },
    { id: 'loop', parent: 'loop', kind: 'community', code: '', name: 'loop' },
  ] as const;
  const ids = (set: Parameters<typeof placesOf>[0]) => placesOf(set, places).map((node) => node.id);
  assert.deepEqual(ids({ places: 'grid' }), ['g1', 'g2', 'g3']);
  assert.deepEqual(ids({ places: 'grid', subkind: 'resident' }), ['g1', 'g3']);
  assert.deepEqual(ids({ places: 'grid', subkind: 'rural' }), ['g1', 'g2']);
  assert.deepEqual(ids({ places: 'grid', under: ['c'] }), ['g1', 'g2']);
  assert.deepEqual(ids({ places: 'grid', under: ['loop'], first: 5 }), ['g3']);
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

test('a kind of post exists at its levels, and there only at the sorts of place or the units it names', () => {
  const leader = { at: 'place', placeKinds: ['grid'] } as const;
  const at = (kind: string, ...sorts: string[]) => ({ kind, sorts });
  assert.ok(isAtPlace({ ...leader, placeKinds: ['grid'] }, at('grid', 'urban')));
  assert.ok(!isAtPlace({ ...leader, placeKinds: ['grid'] }, at('community', 'urban')));
  const rural = { ...leader, placeKinds: ['grid' as const], subkinds: ['rural' as const, 'village' as const] };
  assert.ok(isAtPlace(rural, at('grid', 'subdistrict', 'rural', 'resident')));
  assert.ok(!isAtPlace(rural, at('grid', 'subdistrict', 'urban', 'resident')));
  assert.ok(isAtUnit({ at: 'unit' }, 'housing') && !isAtUnit({ at: 'place' }, 'housing'));
  const sends = { at: 'unit', units: ['transport'] } as const;
  assert.ok(
    isAtUnit({ ...sends, units: ['transport'] }, 'transport') &&
      !isAtUnit({ ...sends, units: ['transport'] }, 'housing'),
  );
});
