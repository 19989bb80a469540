import assert from 'node:assert/strict';
import { it } from 'node:test';
import { unstorable } from './storable.ts';

it('finds the text that cannot be stored, and where it stands', () => {
  assert.equal(unstorable({ a: ['好', { b: 'x\0y' }] }), 'a.1.b');
  assert.equal(unstorable({ a: { c: '\ud83d' } }), 'a.c');
  assert.equal(unstorable({ a: { '\0': 1 } }), 'a');
  assert.equal(unstorable({ a: '😀', b: [1, null, true, '\u0001'] }), null);
});
