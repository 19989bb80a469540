import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { joined, type Outline, shared, without } from './index.ts';

const box = (x: number, y: number, w: number, h: number): Outline => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
      [x, y],
    ],
  ],
});
const area = (outline: Outline | null) => {
  if (!outline) return 0;
  const all = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  return Number(
    all
      .flat()
      .reduce((sum, ring) => {
        let twice = 0;
        for (let i = 0; i + 1 < ring.length; i++) {
          const [[x0, y0], [x1, y1]] = [ring[i], ring[i + 1]] as [[number, number], [number, number]];
          twice += x0 * y1 - x1 * y0;
        }
        return sum + twice / 2;
      }, 0)
      .toFixed(6),
  );
};

describe('outlines', () => {
  it('are cut in two that give the whole again', () => {
    const whole = box(116, 36, 4, 2);
    const drawn = box(115, 35, 2, 9);
    const [inside, outside] = [shared(whole, drawn), without(whole, [drawn])] as [Outline, Outline];
    assert.equal(area(inside), 2);
    assert.equal(area(outside), 6);
    assert.equal(area(joined([inside, outside])), 8);
    assert.equal(joined([inside, outside])?.type, 'Polygon');
  });

  it('stay pieces where they do not touch, and are nothing where nothing is left', () => {
    assert.equal(joined([box(0, 0, 1, 1), box(3, 3, 1, 1)])?.type, 'MultiPolygon');
    assert.equal(without(box(0, 0, 1, 1), [box(-1, -1, 3, 3)]), null);
    assert.equal(shared(box(0, 0, 1, 1), box(5, 5, 1, 1)), null);
    assert.equal(joined([]), null);
  });

  it('keep their holes', () => {
    const ring = without(box(0, 0, 9, 9), [box(3, 3, 3, 3)]) as Outline;
    assert.equal(ring.coordinates.length, 2);
    assert.equal(area(ring), 72);
  });
});
