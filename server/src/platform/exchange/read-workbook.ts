/**
 * Reading an XLSX workbook that anybody may have sent: sheets, shared and inline strings, numbers as they stand (a column
 * of times knows that its numbers are serial days), merged cells on request. Formulas count as their last result.
 */
import { Refusal } from '@huying/domain/kernel';
import { readXml, type XmlEvent } from './xml.ts';
import { openZip, type Zip, type ZipLimits } from './zip.ts';

export type CellValue = string | number | boolean | null;

/** `no` counts from 1 as spreadsheets do; `cells[0]` is column A. */
export type SheetRow = { no: number; cells: CellValue[] };

export type Sheet = {
  name: string;
  /** Rows that have cells, in order. With `merged`, each cell of a merged area holds the area's value. */
  rows(options?: { merged?: boolean }): Generator<SheetRow>;
  /** Areas of merged cells; row and column numbers count from 1. */
  merges(): Merge[];
};

export type Workbook = { sheets: Sheet[]; date1904: boolean };

export type Merge = { top: number; left: number; bottom: number; right: number };

export const WORKBOOK_LIMITS = { bytes: 20 * 1024 * 1024, rows: 200_000, columns: 512, merges: 50_000 };
const ZIP_LIMITS: ZipLimits = { entries: 2000, entryBytes: 128 * 1024 * 1024, totalBytes: 192 * 1024 * 1024 };

function xmlOf(zip: Zip, name: string): string | null {
  const bytes = zip.read(name);
  if (!bytes) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** Office writes control characters of a string as `_x000D_`. */
function plain(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Joins the `t` texts inside an element that was just opened; phonetic hints (`rPh`) are left out. */
function readText(events: Iterator<XmlEvent>, until: string): string {
  let text = '';
  let inText = false;
  let hints = 0;
  for (let next = events.next(); !next.done; next = events.next()) {
    const event = next.value;
    if (event.kind === 'open' && event.name === 'rPh') hints += 1;
    else if (event.kind === 'close' && event.name === 'rPh') hints -= 1;
    else if (event.kind === 'open' && event.name === 't') inText = !event.empty;
    else if (event.kind === 'close' && event.name === 't') inText = false;
    else if (event.kind === 'text' && inText && hints === 0) text += event.text;
    else if (event.kind === 'close' && event.name === until) return plain(text);
  }
  throw new Refusal('workbook_broken');
}

function readSharedStrings(xml: string | null): string[] {
  const strings: string[] = [];
  if (xml === null) return strings;
  const events = readXml(xml);
  for (let next = events.next(); !next.done; next = events.next()) {
    const event = next.value;
    if (event.kind === 'open' && event.name === 'si') strings.push(event.empty ? '' : readText(events, 'si'));
  }
  return strings;
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

function readCell(events: Iterator<XmlEvent>, type: string, strings: readonly string[]): CellValue {
  let raw = '';
  let inline: string | null = null;
  let inValue = false;
  for (let next = events.next(); ; next = events.next()) {
    if (next.done) throw new Refusal('workbook_broken');
    const event = next.value;
    if (event.kind === 'open' && event.name === 'v') inValue = !event.empty;
    else if (event.kind === 'open' && event.name === 'is') inline = event.empty ? '' : readText(events, 'is');
    else if (event.kind === 'close' && event.name === 'v') inValue = false;
    else if (event.kind === 'text' && inValue) raw += event.text;
    else if (event.kind === 'close' && event.name === 'c') break;
  }
  if (inline !== null) return inline;
  if (raw === '') return null;
  switch (type) {
    case 's': {
      const shared = strings[Number(raw)];
      if (shared === undefined) throw new Refusal('workbook_broken');
      return shared;
    }
    case 'b':
      return raw === '1';
    case 'str':
    case 'd':
    case 'e':
      return plain(raw);
    default: {
      const n = Number(raw);
      return Number.isFinite(n) ? n : raw;
    }
  }
}

function* readRows(xml: string, strings: readonly string[]): Generator<SheetRow> {
  const events = readXml(xml);
  let row: SheetRow | null = null;
  let last = 0;
  let count = 0;
  for (let next = events.next(); !next.done; next = events.next()) {
    const event = next.value;
    if (event.kind === 'open' && event.name === 'row') {
      const no = event.attributes.r === undefined ? last + 1 : Number(event.attributes.r);
      if (!Number.isInteger(no) || no <= last) throw new Refusal('workbook_broken');
      count += 1;
      if (count > WORKBOOK_LIMITS.rows) throw new Refusal('workbook_too_large');
      last = no;
      row = { no, cells: [] };
    } else if (event.kind === 'open' && event.name === 'c' && row) {
      const column = event.attributes.r === undefined ? row.cells.length + 1 : columnOf(event.attributes.r);
      const value = event.empty ? null : readCell(events, event.attributes.t ?? 'n', strings);
      if (column > WORKBOOK_LIMITS.columns) continue;
      while (row.cells.length < column - 1) row.cells.push(null);
      row.cells[column - 1] = value;
    } else if (event.kind === 'close' && event.name === 'row' && row) {
      yield row;
      row = null;
    } else if (event.kind === 'close' && event.name === 'sheetData') return;
  }
}

function readMerges(xml: string): Merge[] {
  const merges: Merge[] = [];
  for (const [, reference] of xml.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([^"']+)["']/g)) {
    merges.push(mergeOf(reference as string));
    if (merges.length > WORKBOOK_LIMITS.merges) throw new Refusal('workbook_too_large');
  }
  return merges;
}

/** Gives each cell of a merged area the value of its first one. Areas that reach beyond the rows end with them. */
function* withMerges(rows: Iterable<SheetRow>, merges: readonly Merge[]): Generator<SheetRow> {
  const waiting = [...merges].sort((a, b) => a.top - b.top);
  let active: { merge: Merge; value: CellValue }[] = [];
  for (const row of rows) {
    active = active.filter(({ merge }) => merge.bottom >= row.no);
    for (let first = waiting[0]; first && first.top <= row.no; first = waiting[0]) {
      waiting.shift();
      const value = first.top === row.no ? (row.cells[first.left - 1] ?? null) : null;
      if (first.bottom >= row.no) active.push({ merge: first, value });
    }
    for (const { merge, value } of active) {
      const right = Math.min(merge.right, WORKBOOK_LIMITS.columns);
      for (let column = merge.left; column <= right; column += 1) {
        while (row.cells.length < column) row.cells.push(null);
        row.cells[column - 1] = value;
      }
    }
    yield row;
  }
}

function targetOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/**
 * Opens a workbook. Rows are read when asked for.
 * @throws Refusal `workbook_too_large`, `workbook_not_xlsx`, `workbook_broken`; the last also while rows are read.
 */
export function readWorkbook(bytes: Buffer): Workbook {
  if (bytes.length > WORKBOOK_LIMITS.bytes) throw new Refusal('workbook_too_large');
  const zip = openZip(bytes, ZIP_LIMITS);
  const book = xmlOf(zip, 'xl/workbook.xml');
  const links = xmlOf(zip, 'xl/_rels/workbook.xml.rels');
  if (book === null || links === null) throw new Refusal('workbook_not_xlsx');
  const targets = new Map<string, string>();
  for (const event of readXml(links)) {
    if (event.kind === 'open' && event.name === 'Relationship' && event.attributes.Id) {
      targets.set(event.attributes.Id, targetOf(event.attributes.Target ?? ''));
    }
  }
  let strings: string[] | null = null;
  const sharedStrings = () => {
    strings ??= readSharedStrings(xmlOf(zip, 'xl/sharedStrings.xml'));
    return strings;
  };
  const sheets: Sheet[] = [];
  let date1904 = false;
  for (const event of readXml(book)) {
    if (event.kind !== 'open') continue;
    if (event.name === 'workbookPr') date1904 = ['1', 'true'].includes(event.attributes.date1904 ?? '');
    if (event.name !== 'sheet') continue;
    const target = targets.get(event.attributes.id ?? '');
    const { name = '' } = event.attributes;
    let kept: string | null = null;
    const xml = () => {
      kept ??= target ? xmlOf(zip, target) : null;
      if (kept === null) throw new Refusal('workbook_broken');
      return kept;
    };
    const merges = () => readMerges(xml());
    sheets.push({
      name,
      merges,
      rows: ({ merged = false } = {}) => {
        const rows = readRows(xml(), sharedStrings());
        return merged ? withMerges(rows, merges()) : rows;
      },
    });
  }
  if (sheets.length === 0) throw new Refusal('workbook_not_xlsx');
  return { sheets, date1904 };
}
