/** Area and border of an outline. */
import { areaOf, metresBetween, type Position, ringsOf } from '@huying/domain/territory';
import type { Shape } from './types.ts';

/** m² and m; the border counts holes too. */
export function measure(shape: Shape): { area: number; length: number } {
  let length = 0;
  for (const ring of ringsOf(shape)) {
    for (let i = 0; i + 1 < ring.length; i++) length += metresBetween(ring[i] as Position, ring[i + 1] as Position);
  }
  return { area: areaOf(shape), length };
}
