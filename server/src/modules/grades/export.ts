/** The list of grades, and who may rise, as workbooks in the words of the reader. */

import { type CellValue, writeWorkbook } from '../../platform/exchange/index.ts';
import type { Call } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { say } from '../../platform/words.ts';
import { dayOf } from '../county/runtime.ts';
import { type DueQuery, dueOn } from './due.ts';
import { allGrades, type GradeQuery } from './list.ts';
import { tableById } from './rules.ts';
import { tellLine } from './tell.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Asked = Pick<Call<unknown, unknown, unknown>, 'county' | 'actor' | 'now' | 'language' | 'reply'>;

async function send(call: Asked, name: string, columns: readonly string[], rows: CellValue[][]): Promise<void> {
  const { county, now, language, reply } = call;
  const book = await writeWorkbook([
    {
      name: say(language, `grades.sheet.${name}`),
      columns: columns.map((column) => ({
        header: say(language, `grades.column.${column}`),
        width: column === 'why' ? 70 : 18,
      })),
      rows,
    },
  ]);
  reply
    .header('content-disposition', `attachment; filename="${name}-${county.id}-${dayOf(county, now)}.xlsx"`)
    .header('cache-control', 'no-store')
    .type(XLSX)
    .send(book);
}

function wordsOf({ county, language }: Asked) {
  const said = (word: { zh: string; en: string } | undefined, code: string) =>
    word ? (language === 'en' ? word.en : word.zh) : code;
  return {
    kind: (kind: string) => said(county.postKinds.get(kind)?.word, kind),
    post: (table: string, post: string | null) =>
      post === null ? '' : said(tableById(county, table)?.posts.find((one) => one.id === post)?.word, post),
  };
}

export async function exportGrades(services: Services, call: Asked, query: GradeQuery): Promise<void> {
  const words = wordsOf(call);
  const rows = await allGrades(services.db, call.county, call.actor, query, call.now);
  await send(
    call,
    'grades',
    ['name', 'kind', 'at', 'post', 'grade', 'since'],
    rows.map((row) => [
      row.person.name,
      words.kind(row.kind),
      row.at.name,
      words.post(row.table, row.post),
      row.grade ?? '',
      row.since ?? '',
    ]),
  );
}

export async function exportDue(services: Services, call: Asked, query: DueQuery): Promise<void> {
  const { county, actor, now, language } = call;
  const words = wordsOf(call);
  const asOf = query.asOf ?? dayOf(county, now);
  const { which = 'due', place } = query;
  const found = await dueOn(services.db, county, actor, { ...(place ? { place } : {}), asOf }, now);
  await send(
    call,
    'grades-due',
    ['name', 'at', 'post', 'grade', 'since', 'to', 'asOf', 'why'],
    found[which].map((row) => {
      const table = tableById(county, row.table);
      return [
        row.person.name,
        row.at.name,
        words.post(row.table, row.post),
        row.grade,
        row.since,
        row.to ?? '',
        asOf,
        table ? row.lines.map((line) => tellLine(table, line, language)).join('；') : '',
      ];
    }),
  );
}
