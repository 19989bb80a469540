/**
 * Splits a whole number over weights by largest remainder: the parts add up exactly; ties go to the earlier one.
 * Throws RangeError when there is nothing to share among.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!Number.isInteger(total) || total < 0 || !(sum > 0)) throw new RangeError(`cannot share ${total} over ${sum}`);
  const exact = weights.map((w) => (total * w) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((a, b) => a + b, 0);
  const order = exact.map((x, i) => ({ i, rest: x - parts[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, left)) parts[i]! += 1;
  return parts;
}

/**
 * Splits a whole number over so many equal places that what is over lies evenly among them, not all in the first ones:
 * 3 over 5 is 1, 1, 0, 1, 0. The parts add up exactly and differ by at most one; the first is never the smaller.
 */
export function spreadOut(total: number, places: number): number[] {
  const upTo = (i: number): number => Math.ceil((i * total) / places);
  return Array.from({ length: places }, (_, i) => upTo(i + 1) - upTo(i));
}
