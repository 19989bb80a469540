import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Position, type Ring, simplifyRings } from './simplify.ts';

/** Two neighbours whose common border wriggles, and an island in a corner of its own. */
function neighbours(): Ring[] {
  const border: Position[] = Array.from({ length: 41 }, (_, i) => [
    1 + (i % 2 === 0 ? 0 : 0.001) + (i === 20 ? 0.2 : 0),
    i / 40,
  ]);
  const left: Ring = [[0, 0], ...border, [0, 1], [0, 0]];
  const right: Ring = [[2, 1], ...[...border].reverse(), [2, 0], [2, 1]];
  const island: Ring = [
    [5, 5],
    [5.5, 5.0001],
    [6, 5],
    [6, 6],
    [5, 6],
    [5, 5],
  ];
  return [left, right, island];
}

const names = (ring: Ring) => ring.map(([x, y]) => `${x},${y}`);

function area(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i] as Position, ring[i + 1] as Position];
    sum += ax * by - bx * ay;
  }
  return Math.abs(sum) / 2;
}

describe('thinning of outlines', () => {
  it('leaves out what is smaller than the tolerance and keeps what is larger', () => {
    const [left = [], , island = []] = simplifyRings(neighbours(), 0.01);
    assert.ok(left.length < 12, `${left.length} points of 44`);
    assert.ok(names(left).includes('1.2,0.5'));
    assert.deepEqual(names(island), ['5,5', '6,5', '6,6', '5,6', '5,5']);
  });

  it('leaves no seam: neighbours keep the same points of their border', () => {
    const [left = [], right = []] = simplifyRings(neighbours(), 0.01);
    const common = (ring: Ring) =>
      names(ring)
        .filter((name) => Number(name.split(',')[0]) >= 1 && Number(name.split(',')[0]) < 2)
        .sort();
    assert.deepEqual(new Set(common(left)), new Set(common(right)));
    const before = neighbours();
    const whole = (rings: Ring[]) => area(rings[0] as Ring) + area(rings[1] as Ring);
    assert.ok(Math.abs(whole([left, right]) - whole(before)) < 1e-9, 'together they cover what they covered');
  });

  it('keeps rings closed and turned the same way, and one too small to thin as it is', () => {
    const tiny: Ring = [
      [0, 0],
      [0.0001, 0],
      [0, 0.0001],
      [0, 0],
    ];
    for (const ring of simplifyRings([...neighbours(), tiny], 0.01)) {
      assert.deepEqual(ring[0], ring.at(-1));
      assert.ok(ring.length >= 4);
    }
    assert.deepEqual(simplifyRings([tiny], 0.01), [tiny]);
  });
});
