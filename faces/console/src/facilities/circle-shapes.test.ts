import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandOf, cellShapes, FAR } from './circle-shapes.ts';

test('minutes have a colour of their band, and beyond the limit none of them', () => {
  const colours = [0, 5, 5.1, 10, 10.1, 15].map((minutes) => bandOf(minutes, 15));
  assert.equal(new Set(colours).size, 3);
  assert.equal(colours[0], colours[1]);
  assert.equal(colours[2], colours[3]);
  assert.equal(bandOf(null, 15), FAR);
});

test('a cell is a closed square of its side around its middle', () => {
  const [shape] = cellShapes([[116.4, 36.3, 4, 200]], 15);
  assert.ok(shape);
  const [ring] = shape.geometry.coordinates as [number, number][][];
  assert.equal(ring?.length, 5);
  assert.deepEqual(ring?.[0], ring?.[4]);
  assert.ok(Math.abs(((ring?.[2]?.[1] ?? 0) - (ring?.[0]?.[1] ?? 0)) * 111_195 - 200) < 1);
});
