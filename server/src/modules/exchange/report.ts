/** What became of each row of a file, as figures, JSON and a workbook. Holds keys and codes, nothing that people wrote. */
import { writeWorkbook } from '../../platform/exchange/index.ts';
import { type Language, say, sayError } from '../../platform/words.ts';
import type { ImportKind } from './kinds.ts';

export type RowStatus = 'taken' | 'repeated' | 'refused';

export type RowResult = {
  sheet: string;
  /** As the spreadsheet counts: the header is usually row 1. */
  row: number;
  key: string;
  status: RowStatus;
  /** Code of the reason; for refused rows always, for repeated ones where it is not simply an earlier import. */
  reason?: string;
  params?: Record<string, unknown>;
  /** What was made: the number of a matter, the code of an item. */
  made?: string;
};

export type Figures = { rows: number; taken: number; repeated: number; refused: number } & Record<string, number>;

export type ImportReport = {
  kind: ImportKind;
  figures: Figures;
  rows: RowResult[];
  list?: { id: string; version: number };
};

export function figuresOf(rows: readonly RowResult[]): Figures {
  const count = (status: RowStatus) => rows.filter((row) => row.status === status).length;
  return { rows: rows.length, taken: count('taken'), repeated: count('repeated'), refused: count('refused') };
}

type Heads = Readonly<Record<string, string>>;

/** Columns are named as they stand in the file. */
function reasonOf(row: RowResult, kind: ImportKind, language: Language, heads: Heads): string {
  if (!row.reason) return '';
  const { field, column, ...params } = row.params ?? {};
  const named = (one: unknown) =>
    kind === 'places' ? say(language, `export.place.${one}`) : (heads[String(one)] ?? String(one));
  const why = sayError(language, row.reason, { ...params, ...(field === undefined ? {} : { field: named(field) }) });
  return column === undefined ? why : `${named(column)}${language === 'en' ? ': ' : '：'}${why}`;
}

/** @param heads what the file calls its fields */
export async function reportWorkbook(
  { kind, rows, figures }: ImportReport,
  language: Language,
  heads: Heads = {},
): Promise<Buffer> {
  const columns = ['sheet', 'row', 'key', 'status', 'reason', 'made'];
  return writeWorkbook([
    {
      name: say(language, 'import.rows'),
      columns: columns.map((head) => ({ header: say(language, `import.${head}`), width: head === 'reason' ? 48 : 18 })),
      rows: rows.map((row) => [
        row.sheet,
        row.row,
        row.key,
        say(language, `import.status.${row.status}`),
        reasonOf(row, kind, language, heads),
        row.made ?? '',
      ]),
    },
    {
      name: say(language, 'import.figures'),
      columns: [{ header: say(language, 'import.figure'), width: 30 }, { header: say(language, 'import.count') }],
      rows: Object.entries(figures).map(([name, n]) => [say(language, `import.figure.${name}`), n]),
    },
  ]);
}
