const DIGITS = '零一二三四五六七八九';

/** A whole number from 1 to 99 in Chinese, as grids are counted: 3 is 三, 12 is 十二, 20 is 二十. */
export function chineseNumber(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 99) throw new RangeError(`${n} is not a whole number from 1 to 99`);
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? DIGITS[ones] : ''}`;
}

/** The name shown on screen: the longest official ending that fits is replaced, and never doubled (焦村 + 村). */
export function shortName(official: string, endings: readonly { from: string; to: string }[]): string {
  const fitting = endings.filter((e) => official.endsWith(e.from)).sort((a, b) => b.from.length - a.from.length)[0];
  if (!fitting) return official;
  const stem = official.slice(0, -fitting.from.length);
  return stem.endsWith(fitting.to) ? stem : stem + fitting.to;
}

const GRIDS = { resident: '网格', reserved: '预留网格', dedicated: '专属网格' } as const;

/** The name of a community's n-th grid of a kind, counted from 1. */
export function gridName(community: string, n: number, kind: keyof typeof GRIDS = 'resident'): string {
  return `${community}第${chineseNumber(n)}${GRIDS[kind]}`;
}
