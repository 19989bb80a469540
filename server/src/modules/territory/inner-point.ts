/** A point that lies in an outline for sure: the middle of the widest stretch of a line across its largest part. */
import { type Position, partsOf, ringArea, type Shape } from '@huying/domain/territory';

export function innerPoint(shape: Shape): Position | null {
  const part = [...partsOf(shape)].sort((a, b) => Math.abs(ringArea(b[0] ?? [])) - Math.abs(ringArea(a[0] ?? [])))[0];
  if (!part?.[0]) return null;
  const ys = part[0].map(([, y]) => y);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  let best: Position | null = null;
  let widest = 0;
  // No single height is safe: a corner may lie on it.
  for (const share of [0.5, 0.37, 0.63, 0.21, 0.79]) {
    const y = low + (high - low) * share;
    const cuts = part
      .flatMap((ring) =>
        ring.slice(1).flatMap(([x1, y1], i) => {
          const [x0, y0] = ring[i] as Position;
          return y0 > y === y1 > y ? [] : [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)];
        }),
      )
      .sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const [from, to] = [cuts[i] as number, cuts[i + 1] as number];
      if (to - from > widest) [widest, best] = [to - from, [(from + to) / 2, y]];
    }
  }
  return best;
}
