import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { snapTo } from './snap.ts';

const project = ([x, y]: [number, number]) => ({ x: x * 1000, y: y * 1000 });
const border: [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
];

describe('holding on to borders', () => {
  it('takes a corner before a line, and nothing from afar', () => {
    assert.deepEqual(snapTo([1.005, 0.004], [border], project), [1, 0]);
    assert.deepEqual(snapTo([0.5, 0.006], [border], project), [0.5, 0]);
    assert.equal(snapTo([0.5, 0.5], [border], project), null);
    assert.equal(snapTo([0.5, 0], [], project), null);
  });
});
