/** Rows of a catalogue's workbook as items with conditions: what is taken, and why a row is not. */
import type { Limit, LimitUnit } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import type { ListCondition, ListItem } from '@huying/domain/lists';
import { TOWN } from '@huying/domain/pack';
import {
  type CellValue,
  findTable,
  narrow,
  readWorkbook,
  type SheetRow,
  textOf,
} from '../../platform/exchange/index.ts';
import type { ItemMapping } from './mapping.ts';
import type { RowResult } from './report.ts';

type Field = keyof ItemMapping['columns'];

export type ReadItems = { items: ListItem[]; rows: RowResult[] };

/** Finds a unit's id by name, alias or id; `town` where the word stands for the town of the place. */
export type UnitFinder = (name: string) => string | null;

const LONGEST = 2000;
const LIMIT_FIELDS = {
  limit: 'conclude',
  accept: 'accept',
  takeOn: 'take_on',
  arrive: 'arrive',
  callbackLimit: 'callback',
} as const;
const YES = new Set(['1', 'true', 'yes', '是']);
const CALLBACKS: Record<string, ListItem['callback']> = {
  call: 'call',
  message: 'message',
  none: 'none',
  电话: 'call',
  短信: 'message',
  不回访: 'none',
};

/** A refusal of one row; the row of the report names it. */
class BadRow extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  constructor(code: string, params: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/**
 * `2紧急工作时` by the mapping's words: a number, a unit, and words that the mapping allows behind it.
 * The longest unit that fits counts, so that 工作日 is not read as 日.
 */
export function readLimit(
  text: string,
  mapping: Pick<ItemMapping, 'limitUnits' | 'limitWords'>,
): { limit: Limit; words: string } | null {
  const match = /^(\d+(?:\.\d+)?)(.+)$/s.exec(narrow(text).replace(/\s+/g, ''));
  if (!match) return null;
  const [, number = '', rest = ''] = match;
  const word = Object.keys(mapping.limitUnits)
    .filter((one) => rest.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
  if (word === undefined) return null;
  const words = rest.slice(word.length);
  if (words !== '' && !mapping.limitWords?.includes(words)) return null;
  const limit = wholeLimit(Number(number), mapping.limitUnits[word] as LimitUnit);
  return limit ? { limit, words } : null;
}

/** Limits are whole numbers: half an hour is 30 minutes, half a day is nothing a calendar can count. */
function wholeLimit(n: number, unit: LimitUnit): Limit | null {
  if (!(n > 0) || n > 1000) return null;
  if (Number.isInteger(n)) return { n, unit };
  return unit === 'hour' && Number.isInteger(n * 60) ? { n: n * 60, unit: 'minute' } : null;
}

/** @throws Refusal `workbook_*`, `sheet_missing`, `columns_missing` */
export async function readItemsWorkbook(bytes: Buffer, mapping: ItemMapping, findUnit: UnitFinder): Promise<ReadItems> {
  const book = await readWorkbook(bytes);
  const wanted = mapping.sheets ?? [{ name: book.sheets[0]?.name.trim() ?? '', prefix: '' }];
  const items = new Map<string, ListItem>();
  const rows: RowResult[] = [];
  for (const { name, prefix } of wanted) {
    const sheet = book.sheets.find((one) => one.name.trim() === name);
    if (!sheet) throw new Refusal('sheet_missing', { sheet: name });
    const { headerRow, columns } = await findTable<Field>(
      sheet.rows(),
      mapping.columns,
      Object.keys(mapping.columns) as Field[],
    );
    const above = new Map<Field, CellValue>();
    for await (const row of sheet.rows({ merged: true })) {
      if (row.no <= headerRow || row.cells.every((cell) => textOf(cell) === '')) continue;
      rows.push(takeRow({ name, prefix, mapping, columns, above, items, findUnit }, row));
    }
  }
  return { items: [...items.values()], rows };
}

type Reading = {
  name: string;
  prefix: string;
  mapping: ItemMapping;
  columns: ReadonlyMap<Field, number>;
  above: Map<Field, CellValue>;
  items: Map<string, ListItem>;
  findUnit: UnitFinder;
};

function takeRow(reading: Reading, row: SheetRow): RowResult {
  const { name, mapping, columns, above } = reading;
  const filled = new Set(mapping.fillDown ?? []);
  const text = (field: Field): string => {
    const column = columns.get(field);
    let value = column === undefined ? null : (row.cells[column] ?? null);
    if (filled.has(field)) {
      if (textOf(value) === '') value = above.get(field) ?? null;
      else above.set(field, value);
    }
    return oneLine(value);
  };
  let key = '';
  try {
    const code = codeOf(reading, text);
    key = code;
    const item = itemOf(reading, code, text);
    const condition = conditionOf(reading, item, text);
    const same = item.conditions.find((one) => sameCondition(one, condition));
    // The lower row of a merged area says again what the upper one said.
    if (same) return { sheet: name, row: row.no, key, status: 'repeated', reason: 'row_same_condition', made: same.id };
    if (item.conditions.some((one) => one.id === condition.id)) throw new BadRow('row_key_in_file');
    item.conditions.push(condition);
    reading.items.set(code, item);
    return { sheet: name, row: row.no, key, status: 'taken', made: condition.id };
  } catch (error) {
    if (!(error instanceof BadRow)) throw error;
    return { sheet: name, row: row.no, key, status: 'refused', reason: error.code, params: error.params };
  }
}

/** Cells of a catalogue are one line each, however they were broken to fit a page. */
function oneLine(value: CellValue | undefined): string {
  return textOf(value)
    .replace(/\s*\n\s*/g, '')
    .replace(/[\s\u3000]+/g, ' ');
}

type TextOf = (field: Field) => string;

function required(text: TextOf, field: Field, most: number): string {
  const value = text(field);
  if (value === '') throw new BadRow('row_field_missing', { field });
  if (value.length > most) throw new BadRow('row_field_too_long', { field, most });
  return value;
}

/** Numbers of classes and subclasses are written 1 or 01; as a code they have two digits. */
function codeOf({ prefix, columns }: Reading, text: TextOf): string {
  const parts = [
    ...(columns.has('categoryCode') ? [required(text, 'categoryCode', 8)] : []),
    required(text, 'code', 20),
  ];
  const code = prefix.toUpperCase() + parts.map((part) => narrow(part).padStart(2, '0')).join('');
  if (!/^[0-9A-Za-z._-]{1,32}$/.test(code)) throw new BadRow('row_code_invalid');
  return code;
}

function itemOf({ items, mapping, columns, findUnit }: Reading, code: string, text: TextOf): ListItem {
  const name = required(text, 'name', 100);
  const known = items.get(code);
  if (known) {
    if (known.name !== name) throw new BadRow('row_code_twice', { code });
    return known;
  }
  const list = (field: Field) => [
    ...new Set(
      text(field)
        .split(mapping.separator)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ];
  const unitId = (word: string, field: Field): string => {
    const id = findUnit(word);
    if (id === null) throw new BadRow('row_unit_unknown', { field, unit: word });
    return id;
  };
  const handlers = list('handlers');
  const leadWord = text('lead');
  const lead = leadWord === '' ? (handlers.map(findUnit).find((id) => id !== null) ?? null) : unitId(leadWord, 'lead');
  const id = text('id') || code.toLowerCase();
  if (!/^[0-9A-Za-z._-]{1,32}$/.test(id)) throw new BadRow('row_code_invalid');
  const callback = text('callback');
  if (callback !== '' && !CALLBACKS[callback])
    throw new BadRow('row_choice_unknown', { field: 'callback', value: callback });
  return {
    id,
    code,
    name,
    category: required(text, 'category', 64),
    lead: lead === TOWN ? null : lead,
    assists: list('assists').map((word) => unitId(word, 'assists')),
    callback: CALLBACKS[callback] ?? mapping.callback,
    keywords: list('keywords'),
    handledBy: columns.has('handlers') && handlers.length > 0 ? handlers : null,
    supervisedBy: columns.has('supervisors') && list('supervisors').length > 0 ? list('supervisors') : null,
    conditions: [],
  };
}

function conditionOf({ mapping, columns }: Reading, item: ListItem, text: TextOf): ListCondition {
  const limits: ListCondition['limits'] = {};
  const words: string[] = [];
  for (const [field, kind] of Object.entries(LIMIT_FIELDS) as [
    keyof typeof LIMIT_FIELDS,
    keyof ListCondition['limits'],
  ][]) {
    const written = text(field);
    if (written === '') continue;
    const read = readLimit(written, mapping);
    if (!read) throw new BadRow('row_limit_unknown', { field, value: written.slice(0, 40) });
    limits[kind] = read.limit;
    if (read.words !== '') words.push(read.words);
  }
  if (!limits.conclude) throw new BadRow('row_field_missing', { field: 'limit' });
  const arrival = text('arrival');
  return {
    id: text('conditionId') || `${item.id}-${item.conditions.length + 1}`,
    text: required(text, 'condition', LONGEST),
    finish: required(text, 'finish', LONGEST),
    process: text('process') || words.join('；'),
    limits,
    arrival: columns.has('arrival') && arrival !== '' ? YES.has(arrival.toLowerCase()) : mapping.arrival,
  };
}

function sameCondition(a: ListCondition, b: ListCondition): boolean {
  const said = ({ text, finish, process, limits, arrival }: ListCondition) =>
    JSON.stringify([text, finish, process, limits, arrival]);
  return said(a) === said(b);
}
