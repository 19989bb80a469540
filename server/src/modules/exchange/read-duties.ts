/** Rows of a workbook as duties of posts: what is taken, and why a row is not. */
import { Refusal } from '@huying/domain/kernel';
import type { DutyPhase, PostDuties } from '@huying/domain/lists';
import { findTable, readWorkbook, textOf } from '../../platform/exchange/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { DUTY_COLUMNS, PHASE_WORDS, postWords } from './export-duties.ts';
import type { RowResult } from './report.ts';

type Field = keyof typeof DUTY_COLUMNS;

const PHASES: ReadonlyMap<string, DutyPhase> = new Map([
  [PHASE_WORDS.everyday, 'everyday'],
  [PHASE_WORDS.emergency, 'emergency'],
  ['everyday', 'everyday'],
  ['emergency', 'emergency'],
]);
const LONGEST = 300;

/** Post kinds by what may stand for them in a cell: the name where it is one post's alone, or the kind. */
function postFinder(county: CountyRuntime): Map<string, string> {
  const byWord = new Map([...postWords(county)].map(([kind, word]): [string, string] => [word, kind]));
  for (const kind of county.postKinds.keys()) byWord.set(kind, kind);
  return byWord;
}

/** @throws Refusal `workbook_*`, `columns_missing`, `list_empty` */
export async function readDutiesWorkbook(
  bytes: Buffer,
  county: CountyRuntime,
): Promise<{ duties: PostDuties[]; rows: RowResult[] }> {
  const [sheet] = (await readWorkbook(bytes)).sheets;
  if (!sheet) throw new Refusal('list_empty');
  const headers = Object.fromEntries(Object.entries(DUTY_COLUMNS).map(([field, words]) => [field, [...words]]));
  const { headerRow, columns } = await findTable<Field>(sheet.rows(), headers as Record<Field, string[]>, [
    'post',
    'phase',
    'zh',
  ]);
  const posts = postFinder(county);
  const duties = new Map<string, PostDuties>();
  const rows: RowResult[] = [];
  for await (const row of sheet.rows({ merged: true })) {
    if (row.no <= headerRow || row.cells.every((cell) => textOf(cell) === '')) continue;
    const text = (field: Field) => {
      const column = columns.get(field);
      return column === undefined
        ? ''
        : textOf(row.cells[column] ?? null)
            .replace(/\s+/g, ' ')
            .trim();
    };
    const refuse = (reason: string, params: Record<string, unknown> = {}) =>
      rows.push({ sheet: sheet.name, row: row.no, key: '', status: 'refused', reason, params });
    const post = posts.get(text('post'));
    const phase = PHASES.get(text('phase'));
    const [zh, en] = [text('zh'), text('en')];
    if (text('post') === '') refuse('row_field_missing', { field: 'post' });
    else if (post === undefined) refuse('row_post_unknown', { post: text('post').slice(0, 40) });
    else if (phase === undefined) refuse('row_phase_unknown', { value: text('phase').slice(0, 20) });
    else if (zh === '') refuse('row_field_missing', { field: 'duty' });
    else if (zh.length > LONGEST || en.length > LONGEST) refuse('row_field_too_long', { field: 'duty', most: LONGEST });
    else {
      const own = duties.get(post) ?? { post, everyday: [], emergency: [] };
      duties.set(post, own);
      if (own[phase].some((one) => one.zh === zh)) refuse('row_duty_twice');
      else {
        own[phase].push({ zh, en });
        rows.push({ sheet: sheet.name, row: row.no, key: post, status: 'taken' });
      }
    }
  }
  if (rows.length === 0) throw new Refusal('list_empty');
  return { duties: [...duties.values()], rows };
}
