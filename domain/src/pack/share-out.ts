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
