import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freeSince, type Held } from './free-since.ts';

const TODAY = '2026-06-10';
const held = (from: string, to: string | null = null): Held => ({ from, to });

describe('since when seats are free', () => {
  const cases: [string, Held[], number, (string | null)[]][] = [
    ['never held', [], 2, [null, null]],
    ['the only seat', [held('2020-01-01', '2026-05-31')], 1, ['2026-06-01']],
    ['held again after a gap', [held('2020-01-01', '2024-12-31'), held('2025-03-01', '2026-01-31')], 1, ['2026-02-01']],
    ['full', [held('2020-01-01'), held('2020-01-01')], 2, []],
    [
      'three seats, one never held, one left early',
      [held('2020-01-01'), held('2020-01-01', '2026-03-31')],
      3,
      [null, '2026-04-01'],
    ],
    [
      'two left on different days: one seat since the first, both since the second',
      [held('2020-01-01', '2026-01-31'), held('2020-01-01', '2026-03-31')],
      2,
      ['2026-02-01', '2026-04-01'],
    ],
    [
      'one left and somebody took the seat later: free since the other left',
      [held('2020-01-01', '2025-06-30'), held('2025-09-01'), held('2020-01-01', '2026-04-30')],
      2,
      ['2026-05-01'],
    ],
    ['a term that ends today still holds', [held('2020-01-01', TODAY)], 1, []],
    ['a cancelled term never held', [held('2026-05-01', '2026-04-30')], 1, [null]],
    ['more holders than seats leave none', [held('2020-01-01'), held('2021-01-01')], 1, []],
  ];
  for (const [name, terms, seats, wanted] of cases)
    it(name, () => assert.deepEqual(freeSince(terms, seats, TODAY), wanted));
});
