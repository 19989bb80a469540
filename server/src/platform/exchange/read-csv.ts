/** Reading a table of text that anybody may have sent: commas, semicolons or tabs, quotes as in RFC 4180, UTF-8 or GB 18030. */
import { Refusal } from '@huying/domain/kernel';
import { type SheetRow, WORKBOOK_LIMITS } from './read-workbook.ts';

/** @throws Refusal `workbook_too_large`, `text_unreadable` */
export function readCsv(bytes: Buffer): SheetRow[] {
  if (bytes.length > WORKBOOK_LIMITS.bytes) throw new Refusal('workbook_too_large');
  const text = decode(bytes);
  const rows: SheetRow[] = [];
  for (const cells of split(text, separatorOf(text))) {
    if (rows.length >= WORKBOOK_LIMITS.rows) throw new Refusal('workbook_too_large');
    rows.push({ no: rows.length + 1, cells: cells.map((cell) => (cell === '' ? null : cell)) });
  }
  return rows;
}

/** Spreadsheets in China write GB 18030 where they do not write UTF-8. */
function decode(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next one
    }
  }
  throw new Refusal('text_unreadable');
}

function separatorOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const count = (one: string): number => head.split(one).length;
  return ['\t', ';'].reduce((best, one) => (count(one) > count(best) ? one : best), ',');
}

function* split(text: string, separator: string): Generator<string[]> {
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const end = text.indexOf('"', at);
        if (end < 0) throw new Refusal('text_unreadable');
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
    }
    let end = at;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
    cells.push(cell + text.slice(at, end));
    at = end;
    if (text[at] === separator) {
      at += 1;
      if (at < text.length && text[at] !== '\n' && text[at] !== '\r') continue;
      cells.push('');
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    yield cells;
    cells = [];
  }
}
