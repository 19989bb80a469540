/** Where somebody begins, and where they stand after a change of post. */
import { fullYears, highest } from './facts.ts';
import type { Fact, GradeRule, Line } from './types.ts';

/** The grade, kept within those of the post. @throws TypeError for a post the rule does not have */
export function within(rule: GradeRule, post: string, grade: number): number {
  const found = rule.posts.find((one) => one.id === post);
  if (!found) throw new TypeError(`no post ${post} in this table`);
  return Math.min(Math.max(grade, found.lowest), found.highest);
}

export type Entry = Extract<Line, { is: 'entry' }>;

/** The grade to begin with on a day: the base, degree, certificate and years worked before, within the post's grades. */
export function entryOn(rule: GradeRule, facts: readonly Fact[], post: string, day: string): Entry {
  const education = highest(rule, facts, 'education', day);
  const examination = highest(rule, facts, 'examination', day);
  const since = facts.find((fact) => fact.kind === 'service')?.day;
  const { grade: base, yearsPerGrade } = rule.entry;
  const years = since === undefined ? null : fullYears(since, day);
  const yearGrades = yearsPerGrade === null ? 0 : Math.floor((years ?? 0) / yearsPerGrade);
  const sum = base + (education?.grades ?? 0) + (examination?.grades ?? 0) + yearGrades;
  return { is: 'entry', day, base, education, examination, years, yearGrades, grade: within(rule, post, sum) };
}
