import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Shapes } from '../api/types.ts';
import { boxOf, pointSource, shapeSources } from './geometry.ts';

const square: Shapes = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [2, 0],
            [2, 4],
            [0, 4],
            [0, 0],
          ],
        ],
      },
      properties: { id: 'a', name: '甲', kind: 'town' },
    },
    {
      type: 'Feature',
      geometry: {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [5, 5],
              [6, 5],
              [6, 6],
              [5, 6],
              [5, 5],
            ],
          ],
        ],
      },
      properties: { id: 'c', name: '县', kind: 'county', own: true },
    },
  ],
};

test('a map looks at its outlines; without any, at its points; without both, nowhere', () => {
  assert.deepEqual(boxOf(square), [0, 0, 6, 6]);
  assert.deepEqual(boxOf(undefined, [{ id: 'm', state: 'submitted', point: [3, 7] }]), [3, 7, 3, 7]);
  assert.equal(boxOf(undefined), null);
});

test('names stand in the middle, and the own outline bears none', () => {
  const { names, shapes } = shapeSources(square, 'a');
  assert.deepEqual(names.features, [
    { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] }, properties: { name: '甲' } },
  ]);
  assert.deepEqual(
    shapes.features.map((one) => one.properties.picked),
    [true, false],
  );
});

test('each card has a pin of its own; what is over has none of them', () => {
  const { features } = pointSource(
    [
      { id: '1', state: 'submitted', card: 'red', point: [0, 0] },
      { id: '2', state: 'submitted', card: 'none', point: [0, 0] },
      { id: '3', state: 'closed', card: 'red', point: [0, 0] },
    ],
    '2',
  );
  assert.deepEqual(
    features.map((one) => [one.properties.pin, one.properties.picked]),
    [
      ['red', false],
      ['none', true],
      ['done', false],
    ],
  );
});
