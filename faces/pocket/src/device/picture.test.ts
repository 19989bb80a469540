import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit } from './picture.ts';

test('a large picture fits into 1600 px by its longer side, a small one stays', () => {
  assert.deepEqual(fit(4000, 3000), [1600, 1200]);
  assert.deepEqual(fit(3000, 4000), [1200, 1600]);
  assert.deepEqual(fit(800, 600), [800, 600]);
  assert.deepEqual(fit(16_000, 3), [1600, 1]);
});
