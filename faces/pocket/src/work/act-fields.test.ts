import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldView } from '../../../shared/api/types.ts';
import { cleaned, isShown, missing } from './act-fields.ts';

const fields: FieldView[] = [
  { name: 'reason', kind: 'choice', required: true, options: ['duplicate', 'other'] },
  { name: 'duplicate_of', kind: 'matter', required: true, when: { field: 'reason', is: 'duplicate' } },
  { name: 'words', kind: 'longtext', required: true },
  { name: 'item', kind: 'item', required: false },
  { name: 'pictures', kind: 'pictures', required: true },
];

test('a field that depends on another is asked only then, and only then missed', () => {
  assert.equal(isShown(fields[1] as FieldView, { reason: 'other' }), false);
  assert.deepEqual(missing(fields, { reason: 'other', words: ' ' }), ['words']);
  assert.deepEqual(missing(fields, { reason: 'duplicate', words: 'x' }), ['duplicate_of']);
});

test('a no is an answer', () => {
  assert.deepEqual(missing([{ name: 'met', kind: 'boolean', required: true }], { met: false }), []);
  assert.deepEqual(cleaned([{ name: 'met', kind: 'boolean', required: true }], { met: false }), { met: false });
});

test('chosen things are sent by id, words trimmed, blanks and hidden fields left out', () => {
  const values = {
    reason: 'other',
    duplicate_of: '20260603-00001',
    words: ' 好 ',
    item: { id: 'i1', name: 'x' },
    extra: 1,
  };
  assert.deepEqual(cleaned(fields, values), { reason: 'other', words: '好', item: 'i1' });
  const units: FieldView[] = [{ name: 'assists', kind: 'units', required: false }];
  assert.deepEqual(cleaned(units, { assists: [{ id: 'a', name: 'A' }] }), { assists: ['a'] });
  assert.deepEqual(cleaned(units, { assists: [] }), {});
});
