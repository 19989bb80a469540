/** Why somebody stands where they do, in sentences. */
import { dayText } from '../words/format.ts';
import { both, t } from '../words/i18n.ts';
import type { FactRow, Line, Table } from './types.ts';

type Coded = { code: string; word: { zh: string; en: string } };

export function wordIn(list: readonly Coded[], code: string): string {
  const found = list.find((one) => one.code === code);
  return found ? both(found.word) : code;
}

export function postWord(table: Table, post: string | null): string {
  const found = table.posts.find((one) => one.id === post);
  return found ? both(found.word) : (post ?? '');
}

/** Credits may be halves; whole ones are shown without a point. */
export function creditText(n: number): string {
  return String(Math.round(n * 100) / 100);
}

function entryText(table: Table, line: Extract<Line, { is: 'entry' }>): string {
  const { education, examination, years, yearGrades } = line;
  const { rise } = table;
  return [
    t('grades.line.entry', { base: line.base }),
    education &&
      t('grades.line.entryEducation', { what: wordIn(rise.education, education.code), grades: education.grades }),
    examination &&
      t('grades.line.entryEducation', {
        what: wordIn(rise.examinations, examination.code),
        grades: examination.grades,
      }),
    years !== null && yearGrades > 0 && t('grades.line.entryYears', { years, grades: yearGrades }),
    t('grades.line.entryGrade', { grade: line.grade }),
  ]
    .filter(Boolean)
    .join(t('grades.line.join'));
}

/** @param before the line before it: a placing that is not what the rule gave says so */
export function lineText(table: Table, line: Line, before?: Line): string {
  const { rise } = table;
  switch (line.is) {
    case 'entry':
      return entryText(table, line);
    case 'placed': {
      const otherwise = before?.is === 'entry' && before.grade !== line.grade;
      return t(otherwise ? 'grades.line.placedOtherwise' : 'grades.line.placed', {
        day: line.day,
        grade: line.grade,
        post: postWord(table, line.post),
      });
    }
    case 'assessed':
      return t('grades.line.assessed', {
        year: line.year,
        result: wordIn(rise.assessments, line.code),
        credits: creditText(line.credits),
        balance: creditText(line.balance),
      });
    case 'qualified':
      return t('grades.line.qualified', {
        day: line.day,
        grades: line.grades,
        what: wordIn(line.sort === 'education' ? rise.education : rise.examinations, line.code),
      });
    case 'held':
      return t('grades.line.held', { year: line.year, result: wordIn(rise.assessments, line.code) });
    case 'top':
      return t('grades.line.top', { grade: line.grade });
    case 'short':
      return t('grades.line.short', { balance: creditText(line.balance), needs: creditText(line.needs) });
    case 'due':
      return t('grades.line.due', line);
    default:
      return t(`grades.line.${line.is}`, {
        day: line.day,
        grade: line.grade,
        post: postWord(table, line.post),
        balance: creditText(line.balance),
      });
  }
}

/** A fact a grade rests on, in one line. */
export function factText(table: Table, { kind, of, value, day }: FactRow): string {
  const on = dayText(day, { year: true });
  if (kind === 'service') return `${t('grades.fact.service')} ${on}`;
  if (kind === 'assessment')
    return `${t('grades.factYear', { year: of })} · ${wordIn(table.rise.assessments, value)} · ${on}`;
  const list = kind === 'education' ? table.rise.education : table.rise.examinations;
  return `${t(`grades.fact.${kind}`)} · ${wordIn(list, of)} · ${on}`;
}
