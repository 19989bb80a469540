/** The rows of a workbook one by one: each is read and taken by itself, and says what became of it. */
import { Refusal } from '@huying/domain/kernel';
import {
  type CellValue,
  findTable,
  instantOf,
  narrow,
  readWorkbook,
  sameWord,
  textOf,
} from '../../platform/exchange/index.ts';
import { LANGUAGES, say } from '../../platform/words.ts';
import { type Figures, figuresOf, type RowResult } from './report.ts';

export type RowCells<Field extends string> = {
  /** The cell's text, full-width signs as plain ones. */
  text(field: Field): string;
  /** A day; '' for an empty cell. @throws Refusal `row_day_invalid` */
  day(field: Field): string;
};

/** What came of a row that was not refused; `key` and `made` hold ids and codes, nothing that people wrote. */
export type RowTaken = { key?: string; status: 'taken' | 'repeated'; made: string };

type Each = { onProgress?: ((done: number, total: number) => void) | undefined; signal?: AbortSignal | undefined };

function dayOf(value: CellValue | undefined, date1904: boolean): string {
  const text = narrow(textOf(value));
  if (text === '') return '';
  const instant = instantOf(typeof value === 'number' ? value : text, { utcOffsetMinutes: 0, date1904 });
  if (instant === null) throw new Refusal('row_day_invalid', { value: text.slice(0, 20) });
  return new Date(instant).toISOString().slice(0, 10);
}

/**
 * @param columns which words head which field
 * @param take throws a Refusal for a row that cannot be taken
 * @throws Refusal `workbook_*`, `columns_missing`, `list_empty`
 */
export async function eachRow<Field extends string>(
  file: Buffer,
  { columns, required }: { columns: Partial<Record<Field, string | string[]>>; required: Field[] },
  { onProgress, signal }: Each,
  take: (cells: RowCells<Field>) => Promise<RowTaken>,
): Promise<{ rows: RowResult[]; figures: Figures }> {
  const book = await readWorkbook(file);
  const sheet = book.sheets[0];
  if (!sheet) throw new Refusal('sheet_missing', { sheet: '' });
  const table = await findTable<Field>(sheet.rows(), columns as never, required);
  const rows: RowResult[] = [];
  for await (const { no, cells } of sheet.rows()) {
    signal?.throwIfAborted();
    if (no <= table.headerRow || cells.every((value) => textOf(value) === '')) continue;
    const cell = (field: Field) => cells[table.columns.get(field) ?? -1];
    const read: RowCells<Field> = {
      text: (field) => narrow(textOf(cell(field))).trim(),
      day: (field) => dayOf(cell(field), book.date1904),
    };
    const base = { sheet: sheet.name, row: no };
    try {
      const { key = '', ...taken } = await take(read);
      rows.push({ ...base, key, ...taken });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const [first] = error.fields;
      rows.push({
        ...base,
        key: '',
        status: 'refused',
        reason: first?.code ?? error.code,
        // Where the cell is known that is wrong, it is named.
        params: {
          ...(first?.params ?? error.params),
          ...(first && first.path in columns ? { column: first.path } : {}),
        },
      });
    }
    onProgress?.(rows.length, rows.length);
  }
  if (rows.length === 0) throw new Refusal('list_empty');
  return { rows, figures: figuresOf(rows) };
}

/** The one of `choices` that a cell means, by its code or its word in either language. @throws Refusal `row_choice_unknown` */
export function choiceOf<T extends string>(text: string, field: string, choices: readonly T[], words: string): T {
  const found = choices.find((one) =>
    [one, ...LANGUAGES.map((language) => say(language, `${words}.${one}`))].some((own) => sameWord(own, text)),
  );
  if (!found) throw new Refusal('row_choice_unknown', { field, value: text.slice(0, 20) });
  return found;
}

/** The one thing a word names. @throws Refusal `row_place_unknown`, `row_place_several` */
export function oneOf(found: readonly string[], value: string): string {
  if (found.length === 0) throw new Refusal('row_place_unknown', { value: value.slice(0, 40) });
  if (found.length > 1) throw new Refusal('row_place_several', { value: value.slice(0, 40), n: found.length });
  return found[0] as string;
}
