/** Facts as they count: the last word on each, and what degrees and certificates are worth. */
import type { Fact, GradeRule } from './types.ts';

/** A fact as it was recorded; the same fact recorded again takes the place of the earlier one, `withdrawn` takes it away. */
export type Recorded = Fact & { no: number; withdrawn: boolean };

/** What holds of all that was recorded, in the order of its days. */
export function factsInEffect<F extends Recorded>(recorded: readonly F[]): F[] {
  const last = new Map<string, F>();
  for (const fact of [...recorded].sort((a, b) => a.no - b.no)) last.set(`${fact.kind} ${fact.of}`, fact);
  return [...last.values()].filter((fact) => !fact.withdrawn).sort((a, b) => order(a.day, b.day) || a.no - b.no);
}

export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Worth = { code: string; grades: number };

/** The highest degree or certificate of a sort on a day; null without one. Codes the rule does not know count nothing. */
export function highest(
  rule: GradeRule,
  facts: readonly Fact[],
  sort: 'education' | 'examination',
  day: string,
): Worth | null {
  const known = sort === 'education' ? rule.rise.education : rule.rise.examinations;
  let best: Worth | null = null;
  for (const fact of facts) {
    if (fact.kind !== sort || fact.day > day) continue;
    const grades = known.find((one) => one.code === fact.of)?.grades;
    if (grades !== undefined && (best === null || grades > best.grades)) best = { code: fact.of, grades };
  }
  return best;
}

/** Grades that degree and certificate together are worth on a day. */
export function worthOn(rule: GradeRule, facts: readonly Fact[], day: string): number {
  return (
    (highest(rule, facts, 'education', day)?.grades ?? 0) + (highest(rule, facts, 'examination', day)?.grades ?? 0)
  );
}

/** Full years from one day to another; 0 where the second is not later. */
export function fullYears(from: string, to: string): number {
  if (to <= from) return 0;
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}
