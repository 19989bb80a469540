import type { Words } from './words.ts';

/** One fault of a pack: which file, where in it, a stable code, and words for people. */
export type PackFault = { file: string; path: string; code: string; words: Words };

export type Report = (path: string, code: string, zh: string, en: string) => void;

/** Collects faults of one file. */
export function reporter(file: string, faults: PackFault[]): Report {
  return (path, code, zh, en) => void faults.push({ file, path, code, words: { zh, en } });
}

/** Reports each value that stands more than once, at its later place. */
export function once(report: Report, values: readonly { path: string; value: string }[]): void {
  const seen = new Set<string>();
  for (const { path, value } of values) {
    if (seen.has(value)) report(path, 'repeated', `“${value}”重复`, `"${value}" stands twice`);
    seen.add(value);
  }
}

/** Reports shares that do not add up to one. */
export function whole(report: Report, path: string, shares: Readonly<Record<string, number>>): void {
  const sum = Object.values(shares).reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 1e-9)
    report(path, 'not_whole', `各份相加为 ${sum}，应为 1`, `the shares add up to ${sum}, not 1`);
}
