/** Finding a table in a sheet by the words of its header. */
import { Refusal } from '@huying/domain/kernel';
import { narrow, textOf } from './cells.ts';
import type { CellValue, SheetRow } from './read-workbook.ts';

/** Rows from the top in which a header is looked for: titles and notes stand above it. */
const HEADER_WITHIN = 20;

export type Table<Field extends string> = {
  headerRow: number;
  /** Column index from 0 by field; fields that the sheet lacks are not in it. */
  columns: Map<Field, number>;
};

function headerText(value: CellValue | undefined): string {
  return narrow(textOf(value)).replace(/\s+/g, '').toLowerCase();
}

/**
 * Looks for the first row that has all required columns and takes it as the header.
 * @param names header words by field; each may have several
 * @throws Refusal `columns_missing` with the words that were looked for and not found in the best row.
 */
export async function findTable<Field extends string>(
  rows: Iterable<SheetRow> | AsyncIterable<SheetRow>,
  names: Readonly<Partial<Record<Field, string | readonly string[]>>>,
  required: readonly Field[],
): Promise<Table<Field>> {
  const wanted = Object.entries(names) as [Field, string | readonly string[]][];
  let best: string[] | null = null;
  for await (const { no, cells } of rows) {
    if (no > HEADER_WITHIN) break;
    const heads = cells.map(headerText);
    const columns = new Map<Field, number>();
    for (const [field, words] of wanted) {
      const index = [words]
        .flat()
        .map(headerText)
        .map((word) => heads.indexOf(word))
        .find((at) => at >= 0);
      if (index !== undefined) columns.set(field, index);
    }
    const missing = required
      .filter((field) => !columns.has(field))
      .map((field) => String([names[field] ?? field].flat()[0]));
    if (missing.length === 0) return { headerRow: no, columns };
    if (best === null || missing.length < best.length) best = missing;
  }
  throw new Refusal('columns_missing', { columns: (best ?? required).join('、') });
}
