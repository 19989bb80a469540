import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FieldView, MatterView } from '../api/types.ts';
import { filled, initial, missing, suggestedNames } from './fields.ts';

const reject: FieldView[] = [
  { name: 'reason', kind: 'choice', required: true, options: ['not_a_matter', 'duplicate'] },
  { name: 'duplicate_of', kind: 'matter', required: true, when: { field: 'reason', is: 'duplicate' } },
  { name: 'words', kind: 'longtext', required: true },
];

const matter = {
  item: { id: 'i1', name: '井盖', category: '公用' },
  condition: { id: 'c1', text: '', finish: '', listVersion: 1 },
  assignments: [
    { no: 1, state: 'refused' },
    { no: 2, state: 'taken_on' },
  ],
  requests: [
    { no: 1, state: 'denied' },
    { no: 2, state: 'open' },
  ],
} as unknown as MatterView;

describe('an ability as a form', () => {
  test('a field whose condition does not hold is neither asked for nor sent', () => {
    assert.deepEqual(missing(reject, { reason: 'not_a_matter', words: 'x' }), []);
    assert.deepEqual(missing(reject, { reason: 'duplicate', words: 'x' }), ['duplicate_of']);
    assert.deepEqual(filled(reject, { reason: 'not_a_matter', duplicate_of: 'm1', words: 'x' }), {
      reason: 'not_a_matter',
      words: 'x',
    });
  });

  test('blank texts and empty lists are missing, false is an answer', () => {
    const fields: FieldView[] = [
      { name: 'words', kind: 'longtext', required: true },
      { name: 'met', kind: 'boolean', required: true },
      { name: 'assists', kind: 'units', required: true },
    ];
    assert.deepEqual(missing(fields, { words: '  ', met: false, assists: [] }), ['words', 'assists']);
    assert.deepEqual(filled(fields, { words: ' a ', met: false, assists: [] }), { words: 'a', met: false });
  });

  test('it opens with what is suggested, what the matter has, and what is the only choice', () => {
    const fields: FieldView[] = [
      { name: 'lead', kind: 'unit', required: true, suggested: { id: 'u1', name: '供水' } },
      { name: 'assists', kind: 'units', required: false, suggested: ['u2', { id: 'u3', name: '供电' }] },
      { name: 'item', kind: 'item', required: false },
      { name: 'condition', kind: 'condition', required: false },
      { name: 'assignment', kind: 'assignment', required: true },
      { name: 'request', kind: 'request', required: true },
      { name: 'outcome', kind: 'choice', required: true, options: ['resolved', 'explained'] },
    ];
    assert.deepEqual(initial(fields, matter), {
      lead: 'u1',
      assists: ['u2', 'u3'],
      item: 'i1',
      condition: 'c1',
      assignment: 1,
      request: 2,
    });
    assert.deepEqual([...suggestedNames(fields[1] as FieldView)], [['u3', '供电']]);
  });
});
