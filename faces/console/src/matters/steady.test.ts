import assert from 'node:assert/strict';
import { test } from 'node:test';
import { steady } from './steady.ts';

const none = new Set<string>();

test('what came before the last known row waits to be asked for', () => {
  assert.deepEqual(steady(['a', 'b', 'c'], ['n', 'a', 'm', 'b', 'c'], none), {
    order: ['a', 'b', 'c'],
    fresh: 2,
    gone: new Set(),
  });
});

test('rows after the last known one are only more of the list', () => {
  assert.deepEqual(steady(['a', 'b'], ['a', 'b', 'c', 'd'], none), {
    order: ['a', 'b', 'c', 'd'],
    fresh: 0,
    gone: new Set(),
  });
});

test('what somebody else finished stays and is marked', () => {
  assert.deepEqual(steady(['a', 'b', 'c'], ['a', 'c'], none), {
    order: ['a', 'b', 'c'],
    fresh: 0,
    gone: new Set(['b']),
  });
});

test('what I finished myself leaves at once', () => {
  assert.deepEqual(steady(['a', 'b', 'c'], ['a', 'c'], new Set(['b'])), {
    order: ['a', 'c'],
    fresh: 0,
    gone: new Set(),
  });
});

test('what I acted on but still have stays', () => {
  assert.deepEqual(steady(['a', 'b'], ['a', 'b'], new Set(['b'])).order, ['a', 'b']);
});

test('rows pushed out of the loaded window are not taken for finished', () => {
  const { order, fresh, gone } = steady(['a', 'b', 'c'], ['n', 'a', 'b'], none);
  assert.deepEqual([order, fresh, gone.size], [['a', 'b', 'c'], 1, 0]);
});

test('a list that changed altogether is marked and followed by what there is', () => {
  assert.deepEqual(steady(['a'], ['x', 'y'], none), { order: ['a', 'x', 'y'], fresh: 0, gone: new Set(['a']) });
  assert.deepEqual(steady([], ['x'], none), { order: ['x'], fresh: 0, gone: new Set() });
});
