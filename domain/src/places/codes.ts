/** Division codes: a place's code is its parent's and so many digits of its own, as the county's pack says for its level. */
export type CodeRule = Readonly<Partial<Record<string, number>>>;

export type CodeFault = {
  code: 'code_none_here' | 'code_digits' | 'code_prefix';
  params: Record<string, string | number>;
};

/** What is wrong with a code; null for a good one. The county's own code is given by its pack and judged by nobody. */
export function codeFault(rule: CodeRule, kind: string, parentCode: string, code: string): CodeFault | null {
  const own = rule[kind];
  if (own === undefined) return code === '' ? null : { code: 'code_none_here', params: {} };
  const length = parentCode.length + own;
  if (!/^\d+$/.test(code) || code.length !== length) return { code: 'code_digits', params: { length } };
  return code.startsWith(parentCode) ? null : { code: 'code_prefix', params: { prefix: parentCode } };
}

/**
 * The next free code below a parent: one more than the highest ever given, so that no code comes back; the lowest free one
 * where the highest cannot be passed.
 * @param taken codes of all places there ever were below the parent
 * @returns '' for a level without codes, null when all are taken
 */
export function nextCode(rule: CodeRule, kind: string, parentCode: string, taken: Iterable<string>): string | null {
  const own = rule[kind];
  if (own === undefined) return '';
  const length = parentCode.length + own;
  const given = new Set<number>();
  for (const code of taken) {
    if (code.length === length && code.startsWith(parentCode)) given.add(Number(code.slice(parentCode.length)));
  }
  const most = 10 ** own - 1;
  const write = (n: number) => `${parentCode}${String(n).padStart(own, '0')}`;
  const next = Math.max(0, ...given) + 1;
  if (next <= most) return write(next);
  for (let n = 1; n <= most; n++) if (!given.has(n)) return write(n);
  return null;
}
