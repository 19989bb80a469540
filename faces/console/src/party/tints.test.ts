import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jointTints } from './tints.ts';

test('a joint branch keeps its colour when one of another community goes', () => {
  const [a, b, c] = ['c001', 'c002', 'c003'].map((community) => ({ community })) as [
    { community: string },
    { community: string },
    { community: string },
  ];
  const [, second, third] = jointTints([a, b, c]);
  assert.deepEqual(jointTints([b, c]), [second, third]);
  const [first, next] = jointTints([a, a]);
  assert.notEqual(first, next, 'two of one community are told apart');
});
