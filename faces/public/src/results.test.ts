import assert from 'node:assert/strict';
import { test } from 'node:test';
import { squares } from './results.ts';

const at = (lon: number, state: string, item: string | null = null) => ({
  point: [lon, 36.3] as [number, number],
  item,
  state,
  day: '2026-11-20',
});

test('matters on one square are one point with their count; open ones are drawn last, above the others', () => {
  assert.deepEqual(
    squares([at(116.5, 'in_progress', 'a'), at(116.4, 'closed'), at(116.4, 'closed'), at(116.5, 'closed', 'a')]),
    [
      { id: '116.4,36.3', point: [116.4, 36.3], count: 2, open: 0, items: [] },
      { id: '116.5,36.3', point: [116.5, 36.3], count: 2, open: 1, items: ['a'] },
    ],
  );
});

test('nothing gives nothing', () => {
  assert.deepEqual(squares([]), []);
});
