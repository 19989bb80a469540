/** The workbook of a year's assessments: a row for each worker, filled with what is known, and what may stand in each column. */
import type { Actor } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import { type CellValue, writeWorkbook } from '../../platform/exchange/index.ts';
import { type Language, say } from '../../platform/words.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { GRADE_REASONS, type KnownLine, knownFacts } from '../grades/index.ts';
import type { GradeField } from './import-grades.ts';
import { readMapping } from './mapping.ts';

export type GradeSheetQuery = { year?: string; place?: string };

const WIDE: readonly string[] = ['person', 'at'];

/** Unset year: the last one, which is what is assessed early in a year. */
export async function gradeSheet(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: GradeSheetQuery,
  { now, language }: { now: number; language: Language },
): Promise<Buffer> {
  const { columns } = await readMapping(county.id, 'grades');
  const fields = Object.keys(columns) as GradeField[];
  const head = (field: GradeField) => [columns[field] ?? field].flat()[0] as string;
  const year = query.year ?? String(Number(dayOf(county, now).slice(0, 4)) - 1);
  const lines = await knownFacts(db, county, actor, { ...query, year }, now);
  const tables = new Map(lines.map(({ table }) => [table.id, table]));
  const said = (word: { zh: string; en: string }) => (language === 'en' ? word.en : word.zh);
  const word = (list: readonly { code: string; word: { zh: string; en: string } }[], code: string | undefined) => {
    const found = list.find((one) => one.code === code);
    return found ? said(found.word) : (code ?? '');
  };
  const standing = ({ table, post, grade }: KnownLine) => {
    const found = table.posts.find((one) => one.id === post);
    return found && grade !== null ? `${said(found.word)} ${say(language, 'grades.nth', { n: grade })}` : '';
  };
  const cells: Record<GradeField, (line: KnownLine) => CellValue> = {
    person: ({ person }) => person.id,
    name: ({ person }) => person.name,
    at: ({ at }) => at.name,
    standing,
    year: () => year,
    result: ({ table, assessment }) => word(table.rise.assessments, assessment?.value),
    resultDay: ({ assessment }) => assessment?.day ?? '',
    education: ({ table, education }) => word(table.rise.education, education?.of),
    educationDay: ({ education }) => education?.day ?? '',
    examination: ({ table, examination }) => word(table.rise.examinations, examination?.of),
    examinationDay: ({ examination }) => examination?.day ?? '',
    service: ({ service }) => service?.day ?? '',
    reason: () => '',
  };
  const choices = [...tables.values()].flatMap(({ rise }) =>
    (
      [
        ['result', rise.assessments],
        ['education', rise.education],
        ['examination', rise.examinations],
      ] as const
    ).map(([field, list]) => [head(field), list.map((one) => said(one.word)).join(' / ')]),
  );
  const reasons = GRADE_REASONS.map((one) => say(language, `grades.reason.${one}`)).join(' / ');
  return writeWorkbook([
    {
      name: say(language, 'export.grades'),
      columns: fields.map((field) => ({ header: head(field), width: WIDE.includes(field) ? 34 : 18 })),
      rows: lines.map((line) => fields.map((field) => cells[field](line))),
    },
    {
      name: say(language, 'template.notes'),
      columns: [
        { header: say(language, 'template.column'), width: 24 },
        { header: say(language, 'template.meaning'), width: 90 },
      ],
      rows: [
        ...fields.map((field) => [head(field), say(language, `template.grades.${field}`)]),
        ['', ''],
        ...choices,
        [head('reason'), reasons],
      ],
    },
  ]);
}
