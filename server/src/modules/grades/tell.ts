/** A line of the explanation in words, for workbooks; the page makes its own from the same catalogue. */
import type { Line } from '@huying/domain/grades';
import type { GradeTable } from '@huying/domain/pack';
import { type Language, say } from '../../platform/words.ts';

type Coded = { code: string; word: { zh: string; en: string } };

export function tellLine(table: GradeTable, line: Line, language: Language): string {
  const said = (word: { zh: string; en: string }) => (language === 'en' ? word.en : word.zh);
  const word = (list: readonly Coded[], code: string) => {
    const found = list.find((one) => one.code === code);
    return found ? said(found.word) : code;
  };
  switch (line.is) {
    case 'assessed':
      return say(language, 'grades.line.assessed', { ...line, result: word(table.rise.assessments, line.code) });
    case 'qualified': {
      const list = line.sort === 'education' ? table.rise.education : table.rise.examinations;
      return say(language, 'grades.line.qualified', { ...line, what: word(list, line.code) });
    }
    case 'held':
      return say(language, 'grades.line.held', { ...line, result: word(table.rise.assessments, line.code) });
    case 'due':
      return say(language, 'grades.line.due', line);
    case 'short':
      return say(language, 'grades.line.short', line);
    default:
      return '';
  }
}
