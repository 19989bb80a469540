/** What people put into cells, read with patience: spaces of all widths, times as text or as serial days. */
import { Refusal } from '@huying/domain/kernel';
import type { CellValue } from './read-workbook.ts';

/** Control characters a database or a reader cannot take; tab and line feed stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const INVISIBLE = /\u200b|\u200c|\u200d|\u2060|\ufeff/g;

/** The text of a cell: line ends as line feeds, control and invisible characters dropped, trimmed of spaces of all widths. */
export function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  return String(value)
    .replace(/\r\n?/g, '\n')
    .replace(CONTROL, '')
    .replace(LONE_SURROGATE, '')
    .replace(INVISIBLE, '')
    .trim();
}

/** A longer text: also each line trimmed, and empty lines at most one at a time. */
export function proseOf(value: CellValue | undefined): string {
  return textOf(value)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

/** Full-width digits and signs as their plain ones. */
export function narrow(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

/** Whether two words are one, however wide their signs and however tall their letters. */
export function sameWord(a: string, b: string): boolean {
  return narrow(a).toLowerCase() === narrow(b).toLowerCase();
}

const TIME =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]+(\d{1,2})\s*[:时]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?\s*分?)?$/;
/** Days from 1899-12-30, from which serial days after February 1900 count, to 1970. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

export type TimeOptions = { utcOffsetMinutes: number; date1904: boolean };

/** Local milliseconds, as if the local clock were UTC. */
function localTime(text: string): number | null {
  const match = TIME.exec(narrow(text).trim());
  if (!match) return null;
  const [year, month, date, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const time = Date.UTC(year, month - 1, date, hour, minute, second);
  const read = new Date(time);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === date ? time : null;
}

/**
 * A moment written in a cell: `2019/2/28 11:25:05` with any spaces between, or an Excel serial day. Null for everything
 * else; what only might be a time is not guessed.
 */
export function instantOf(value: CellValue | undefined, { utcOffsetMinutes, date1904 }: TimeOptions): number | null {
  let local: number | null = null;
  if (typeof value === 'number') local = Math.round((value - (date1904 ? EPOCH_1904 : EPOCH_1900)) * 86_400) * 1000;
  else if (typeof value === 'string') local = localTime(textOf(value));
  if (local === null || !Number.isFinite(local)) return null;
  const year = new Date(local).getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return null;
  return local - utcOffsetMinutes * 60_000;
}

/** A whole number of a cell, from 0 up; null when it is empty. @throws Refusal `field_invalid` for anything else. */
export function countOf(value: CellValue | undefined): number | null {
  const text = narrow(textOf(value));
  if (text === '') return null;
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0) throw new Refusal('field_invalid');
  return n;
}
