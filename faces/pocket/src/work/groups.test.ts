import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupsOf } from './groups.ts';

test('cards stand before states, sums over the other, nothing empty', () => {
  const groups = [
    { state: 'accepted', card: 'none', n: 2 },
    { state: 'accepted', card: 'red', n: 1 },
    { state: 'submitted', card: 'red', n: 3 },
  ];
  assert.deepEqual(
    groupsOf({ count: 6, counted: true, groups }).map((one) => [one.id, one.n]),
    [
      ['card:red', 4],
      ['state:accepted', 3],
      ['state:submitted', 3],
    ],
  );
  assert.deepEqual(groupsOf({ count: 0, counted: true, groups: [] }), []);
});
