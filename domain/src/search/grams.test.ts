import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gramsOf, wantedGrams } from './index.ts';

test('pairs for Chinese, whole runs for the rest, full-width folded', () => {
  assert.deepEqual(gramsOf('路灯坏了，３号楼 ABC'), [
    '路灯',
    '灯坏',
    '坏了',
    '路',
    '灯',
    '坏',
    '了',
    '3',
    '号楼',
    '号',
    '楼',
    'abc',
  ]);
});

test('one character finds, signs alone do not', () => {
  assert.deepEqual(wantedGrams('灯'), [{ gram: '灯', goesOn: false }]);
  assert.deepEqual(wantedGrams('，。 !'), []);
});

test('whatever stands in a text is found in it; runs of letters from their beginning', () => {
  const letters = fc.constantFrom(...'路灯坏了三号楼下 ，');
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 20 }), fc.nat(20), fc.nat(20), (text, from, length) => {
      const grams = new Set(gramsOf(text.join('')));
      for (const { gram } of wantedGrams(text.slice(from, from + length).join(''))) assert.ok(grams.has(gram), gram);
    }),
  );
  assert.deepEqual(wantedGrams('A12'), [{ gram: 'a12', goesOn: true }]);
});
