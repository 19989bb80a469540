import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Polygon } from '@huying/domain/territory';
import { placeIndex } from './place-index.ts';

const square = (x: number, y: number, size: number): Polygon[number] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

test('the deepest place that holds a point, in whichever part and in no hole', () => {
  const index = placeIndex([
    { id: 'k', depth: 3, shape: { type: 'Polygon', coordinates: [square(0, 0, 10)] } },
    {
      id: 'g1',
      depth: 4,
      shape: { type: 'MultiPolygon', coordinates: [[square(0, 0, 4), square(1, 1, 1)], [square(8, 8, 2)]] },
    },
    { id: 'g2', depth: 4, shape: { type: 'Polygon', coordinates: [square(4, 0, 4)] } },
  ]);
  assert.equal(index.at(0.5, 0.5), 'g1');
  assert.equal(index.at(9, 9), 'g1', 'its second part');
  assert.equal(index.at(1.5, 1.5), 'k', 'its hole');
  assert.equal(index.at(5, 2), 'g2');
  assert.equal(index.at(2, 9), 'k');
  assert.equal(index.at(11, 1), null);
  assert.equal(placeIndex([]).at(1, 1), null);
});
