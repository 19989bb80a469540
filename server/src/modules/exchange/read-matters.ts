/** Rows of a workbook as historic matters: what is taken, and why a row is not. */
import { Refusal } from '@huying/domain/kernel';
import {
  countOf,
  findTable,
  instantOf,
  narrow,
  proseOf,
  readWorkbook,
  type SheetRow,
  type Table,
  type TimeOptions,
  textOf,
} from '../../platform/exchange/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import type { MatterMapping } from './mapping.ts';
import type { RowResult } from './report.ts';

/** Longer than what people may report here: other systems allowed more. */
const LONGEST = 20_000;
const LONGEST_KEY = 40;
const LONGEST_NAME = 80;

type Field = keyof MatterMapping['columns'];

export type Candidate = {
  sheet: string;
  row: number;
  key: string;
  words: string;
  submittedAt: number;
  reporter: string | null;
  place: string | null;
  votes: { for?: number; against?: number };
};

export type ReadRow = { candidate: Candidate } | { refused: RowResult };

/** Header and rows of the mapping's sheet. @throws Refusal `workbook_*`, `sheet_missing`, `columns_missing` */
export async function openMatters(bytes: Buffer, mapping: MatterMapping, county: CountyRuntime, now: number) {
  const book = await readWorkbook(bytes);
  const sheet = mapping.sheet ? book.sheets.find((one) => one.name.trim() === mapping.sheet) : book.sheets[0];
  if (!sheet) throw new Refusal('sheet_missing', { sheet: mapping.sheet });
  const required = Object.keys(mapping.columns) as Field[];
  const table = await findTable<Field>(sheet.rows(), mapping.columns, required);
  const places = placesByName(county);
  const time: TimeOptions = {
    utcOffsetMinutes: mapping.utcOffsetMinutes ?? county.pack.utcOffsetMinutes,
    date1904: book.date1904,
  };
  async function* rows(): AsyncGenerator<ReadRow> {
    for await (const row of sheet?.rows() ?? []) {
      if (row.no <= table.headerRow || row.cells.every((cell) => textOf(cell) === '')) continue;
      yield readRow(row, { sheet: sheet?.name ?? '', table, time, places, now });
    }
  }
  return { rows };
}

function placesByName(county: CountyRuntime): Map<string, string | null> {
  const names = new Map<string, string | null>();
  for (const place of county.places.values()) {
    // A name that two places share says nothing.
    names.set(place.name, names.has(place.name) ? null : place.id);
    if (place.code) names.set(place.code, place.id);
  }
  return names;
}

type Reading = {
  sheet: string;
  table: Table<Field>;
  time: TimeOptions;
  places: ReadonlyMap<string, string | null>;
  now: number;
};

function readRow(row: SheetRow, { sheet, table, time, places, now }: Reading): ReadRow {
  const cell = (field: Field) => {
    const column = table.columns.get(field);
    return column === undefined ? null : row.cells[column];
  };
  const key = narrow(textOf(cell('key'))).replace(/\s+/g, ' ');
  const refuse = (reason: string, params?: Record<string, unknown>): ReadRow => ({
    refused: {
      sheet,
      row: row.no,
      key: key.slice(0, LONGEST_KEY),
      status: 'refused',
      reason,
      ...(params ? { params } : {}),
    },
  });
  if (key === '') return refuse('row_key_missing');
  if (key.length > LONGEST_KEY) return refuse('row_key_too_long', { most: LONGEST_KEY });
  const submittedAt = instantOf(cell('submittedAt'), time);
  if (submittedAt === null) return refuse('row_time_invalid');
  if (submittedAt > now) return refuse('row_time_in_future');
  const words = [textOf(cell('subject')).replace(/\s+/g, ' '), proseOf(cell('words'))]
    .filter((part) => part !== '')
    .join('\n');
  if (words === '') return refuse('row_words_missing');
  if (words.length > LONGEST) return refuse('row_words_too_long', { most: LONGEST });
  const votes: Candidate['votes'] = {};
  for (const name of ['for', 'against'] as const) {
    try {
      const n = countOf(cell(name));
      if (n !== null) votes[name] = n;
    } catch {
      return refuse('row_count_invalid');
    }
  }
  const reporter = textOf(cell('reporter')).slice(0, LONGEST_NAME) || null;
  const place = places.get(narrow(textOf(cell('place')))) ?? null;
  return { candidate: { sheet, row: row.no, key, words, submittedAt, reporter, place, votes } };
}
