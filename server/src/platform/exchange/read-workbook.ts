/**
 * Reading an XLSX workbook that anybody may have sent: sheets, shared and inline strings, numbers as they stand (a column
 * of times knows that its numbers are serial days), merged cells on request. Formulas count as their last result.
 */
import { Refusal } from '@huying/domain/kernel';
import { openParts, type Parts } from './parts.ts';
import { local, readXml } from './read-xml.ts';

export type CellValue = string | number | boolean | null;

/** `no` counts from 1 as spreadsheets do; `cells[0]` is column A. */
export type SheetRow = { no: number; cells: CellValue[] };

export type Sheet = {
  name: string;
  /** Rows that have cells, in order. With `merged`, each cell of a merged area holds the area's value. */
  rows(options?: { merged?: boolean }): AsyncGenerator<SheetRow>;
};

export type Workbook = { sheets: Sheet[]; date1904: boolean };

/** An area of merged cells; row and column numbers count from 1. */
type Merge = { top: number; left: number; bottom: number; right: number };

export const WORKBOOK_LIMITS = { bytes: 20 * 1024 * 1024, rows: 200_000, columns: 512, merges: 50_000 };

/** Office writes control characters of a string as `_x000D_`. */
function plain(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A cell under way. `inline`: its text stands in it (`is`), whatever type it claims. */
type Cell = { column: number; type: string; text: string; inline: boolean };

function put({ cells }: SheetRow, column: number, value: CellValue): void {
  if (column > WORKBOOK_LIMITS.columns) return;
  while (cells.length < column) cells.push(null);
  cells[column - 1] = value;
}

function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Za-z]{1,3}/.exec(reference)?.[0].toUpperCase() ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64;
  if (column === 0) throw new Refusal('workbook_broken');
  return column;
}

function mergeOf(reference: string): Merge {
  const [from = '', to = from] = reference.replaceAll('$', '').split(':');
  const row = (text: string) => Number(/\d{1,7}$/.exec(text)?.[0] ?? Number.NaN);
  const merge = { top: row(from), left: columnOf(from), bottom: row(to), right: columnOf(to) };
  if (!(merge.top >= 1 && merge.bottom >= merge.top && merge.right >= merge.left)) throw new Refusal('workbook_broken');
  return merge;
}

function readValue({ type, text, inline }: Cell, strings: readonly string[]): CellValue {
  if (inline) return plain(text);
  if (text === '') return null;
  switch (type) {
    case 's': {
      const shared = strings[Number(text)];
      if (shared === undefined) throw new Refusal('workbook_broken');
      return shared;
    }
    case 'b':
      return text === '1';
    case 'str':
    case 'd':
    case 'e':
      return plain(text);
    default: {
      const n = Number(text);
      return Number.isFinite(n) ? n : text;
    }
  }
}

/** Phonetic hints stand between the pieces of a text and are left out. */
function readStrings(part: AsyncIterable<string>): Promise<string[]> {
  let text = '';
  let hint = false;
  return Array.fromAsync(
    readXml<string>(part, (emit) => ({
      open(name) {
        if (name === 'si') text = '';
        else if (name === 'rPh') hint = true;
      },
      close(name, piece) {
        if (name === 't' && !hint) text += piece;
        else if (name === 'rPh') hint = false;
        else if (name === 'si') emit(plain(text));
      },
    })),
  );
}

function readRows(part: AsyncIterable<string>, strings: readonly string[]): AsyncGenerator<SheetRow> {
  // Drawings further down have rows of their own.
  let inData = false;
  let row: SheetRow | null = null;
  let cell: Cell | null = null;
  let hint = false;
  let last = 0;
  let count = 0;
  return readXml<SheetRow>(part, (emit) => ({
    open(name, { r, t = 'n' }) {
      if (name === 'sheetData') inData = true;
      else if (name === 'row' && inData) {
        const no = r === undefined ? last + 1 : Number(r);
        if (!Number.isInteger(no) || no <= last) throw new Refusal('workbook_broken');
        count += 1;
        if (count > WORKBOOK_LIMITS.rows) throw new Refusal('workbook_too_large');
        last = no;
        row = { no, cells: [] };
      } else if (name === 'c' && row) {
        cell = { column: r === undefined ? row.cells.length + 1 : columnOf(r), type: t, text: '', inline: false };
      } else if (name === 'is' && cell) cell = { ...cell, text: '', inline: true };
      else if (name === 'rPh') hint = true;
    },
    close(name, text) {
      if (cell && name === (cell.inline ? 't' : 'v') && !hint) cell.text += text;
      else if (name === 'rPh') hint = false;
      else if (name === 'c' && row && cell) {
        put(row, cell.column, readValue(cell, strings));
        cell = null;
      } else if (name === 'row' && row) {
        emit(row);
        row = null;
      } else if (name === 'sheetData') inData = false;
    },
  }));
}

function readMerges(part: AsyncIterable<string>): Promise<Merge[]> {
  let count = 0;
  return Array.fromAsync(
    readXml<Merge>(part, (emit) => ({
      open(name, { ref }) {
        if (name !== 'mergeCell' || ref === undefined) return;
        count += 1;
        if (count > WORKBOOK_LIMITS.merges) throw new Refusal('workbook_too_large');
        emit(mergeOf(ref));
      },
    })),
  );
}

/** Gives each cell of a merged area the value of its first one. Areas that reach beyond the rows end with them. */
async function* withMerges(rows: AsyncIterable<SheetRow>, merges: readonly Merge[]): AsyncGenerator<SheetRow> {
  const waiting = [...merges].sort((a, b) => a.top - b.top);
  let active: { merge: Merge; value: CellValue }[] = [];
  for await (const row of rows) {
    active = active.filter(({ merge }) => merge.bottom >= row.no);
    for (let first = waiting[0]; first && first.top <= row.no; first = waiting[0]) {
      waiting.shift();
      const value = first.top === row.no ? (row.cells[first.left - 1] ?? null) : null;
      if (first.bottom >= row.no) active.push({ merge: first, value });
    }
    for (const { merge, value } of active) {
      const right = Math.min(merge.right, WORKBOOK_LIMITS.columns);
      for (let column = merge.left; column <= right; column += 1) put(row, column, value);
    }
    yield row;
  }
}

/** The text of a part that must be there. */
function need(parts: Parts, name: string | undefined, otherwise: string): AsyncGenerator<string> {
  const part = name === undefined ? null : parts(name);
  if (!part) throw new Refusal(otherwise);
  return part;
}

/** Names of parts by the ids that `xl/workbook.xml` calls them. */
async function readLinks(parts: Parts): Promise<Map<string, string>> {
  const links = readXml<[string, string]>(need(parts, 'xl/_rels/workbook.xml.rels', 'workbook_not_xlsx'), (emit) => ({
    open(name, { Id, Target = '' }) {
      if (name === 'Relationship' && Id) emit([Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`]);
    },
  }));
  return new Map(await Array.fromAsync(links));
}

/**
 * Opens a workbook. Rows are read when asked for, and never all of them held.
 * @throws Refusal `workbook_too_large`, `workbook_not_xlsx`, `workbook_broken`; also while rows are read.
 */
export async function readWorkbook(bytes: Buffer): Promise<Workbook> {
  if (bytes.length > WORKBOOK_LIMITS.bytes) throw new Refusal('workbook_too_large');
  const parts = await openParts(bytes);
  const links = await readLinks(parts);
  let strings: Promise<string[]> | null = null;
  const sharedStrings = () => {
    const part = strings ? null : parts('xl/sharedStrings.xml');
    strings ??= part ? readStrings(part) : Promise.resolve([]);
    return strings;
  };
  async function* rows(target: string | undefined, merged: boolean): AsyncGenerator<SheetRow> {
    const sheet = () => need(parts, target, 'workbook_broken');
    const read = readRows(sheet(), await sharedStrings());
    yield* merged ? withMerges(read, await readMerges(sheet())) : read;
  }
  let date1904 = false;
  const book = readXml<Sheet>(need(parts, 'xl/workbook.xml', 'workbook_not_xlsx'), (emit) => ({
    open(element, attributes) {
      if (element === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (element !== 'sheet') return;
      const id = Object.keys(attributes).find((key) => local(key) === 'id') ?? '';
      const target = links.get(attributes[id] ?? '');
      emit({ name: attributes.name ?? '', rows: ({ merged = false } = {}) => rows(target, merged) });
    },
  }));
  const sheets = await Array.fromAsync(book);
  if (sheets.length === 0) throw new Refusal('workbook_not_xlsx');
  return { sheets, date1904 };
}
