/** The territory's tree from a workbook. */
import { Refusal } from '@huying/domain/kernel';
import { SUBKINDS } from '@huying/domain/places';
import { byOf, postFor } from '../../access/actor.ts';
import { findTable, instantOf, narrow, readWorkbook, textOf } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import { LANGUAGES, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/index.ts';
import { type Fix, importPlaceRows, type PlaceInput } from '../territory/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { PlaceMapping } from './mapping.ts';
import { figuresOf, type ImportReport, type RowResult } from './report.ts';

type Field = keyof PlaceMapping['columns'];

/** Brackets and digits are written full and half wide. */
const plain = (text: string): string => narrow(text).replace(/\s+/g, '').toLowerCase();

/** Levels and sorts by their codes and by the words people write for them. */
function wordsOf(county: CountyRuntime): {
  kinds: Map<string, string>;
  subkinds: Map<string, string>;
  yes: Set<string>;
  no: Set<string>;
} {
  const kinds = new Map<string, string>();
  for (const { kind, word } of county.pack.levels)
    for (const text of [kind, word.zh, word.en]) kinds.set(plain(text), kind);
  const subkinds = new Map<string, string>();
  for (const subkind of Object.values(SUBKINDS).flat()) {
    for (const text of [subkind, ...LANGUAGES.map((language) => say(language, `subkind.${subkind}`))]) {
      subkinds.set(plain(text), subkind);
    }
  }
  const yes = new Set(['yes', 'true', '1', '是', ...LANGUAGES.map((language) => say(language, 'yes').toLowerCase())]);
  const no = new Set(['no', 'false', '0', '否', ...LANGUAGES.map((language) => say(language, 'no').toLowerCase())]);
  return { kinds, subkinds, yes, no };
}

/** Both numbers, or neither. */
function pointOf(lon: string, lat: string): [number, number] | 'invalid' | null {
  if (lon === '' && lat === '') return null;
  const point: [number, number] = [Number(lon || Number.NaN), Number(lat || Number.NaN)];
  return point.every(Number.isFinite) ? point : 'invalid';
}

type Read = { row: number; input: PlaceInput } | { row: number; refused: string; params?: Record<string, unknown> };

/**
 * @throws Refusal `workbook_*`, `sheet_missing`, `columns_missing`, `list_empty`
 */
export async function importPlaces(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal, fix = null }: ImportCall<PlaceMapping> & { fix?: Fix | null },
): Promise<ImportReport> {
  const book = await readWorkbook(file);
  const sheet = mapping.sheet ? book.sheets.find((one) => one.name.trim() === mapping.sheet) : book.sheets[0];
  if (!sheet) throw new Refusal('sheet_missing', { sheet: mapping.sheet });
  const table = await findTable<Field>(sheet.rows(), mapping.columns, ['kind', 'name']);
  const words = wordsOf(county);
  const time = { utcOffsetMinutes: 0, date1904: book.date1904 };
  const read: Read[] = [];
  for await (const { no, cells } of sheet.rows()) {
    if (no <= table.headerRow || cells.every((cell) => textOf(cell) === '')) continue;
    const cell = (field: Field) => {
      const column = table.columns.get(field);
      return column === undefined ? null : cells[column];
    };
    const text = (field: Field) => narrow(textOf(cell(field))).trim();
    const kind = words.kinds.get(plain(text('kind')));
    const subkind = text('subkind');
    const gridded = text('gridded').toLowerCase();
    const from = text('from');
    const point = pointOf(text('lon'), text('lat'));
    const instant = from === '' || /^\d{4}-\d{2}-\d{2}$/.test(from) ? null : instantOf(cell('from'), time);
    const refuse = (reason: string, params?: Record<string, unknown>) =>
      read.push({ row: no, refused: reason, ...(params ? { params } : {}) });
    if (text('kind') === '') refuse('row_field_missing', { field: 'kind' });
    else if (!kind) refuse('row_choice_unknown', { field: 'kind', value: text('kind').slice(0, 20) });
    else if (gridded !== '' && !words.yes.has(gridded) && !words.no.has(gridded))
      refuse('row_choice_unknown', { field: 'gridded', value: gridded.slice(0, 20) });
    else if (point === 'invalid') refuse('row_point_invalid');
    else if (from !== '' && instant === null && !/^\d{4}-\d{2}-\d{2}$/.test(from)) refuse('day_invalid');
    else {
      read.push({
        row: no,
        input: {
          id: text('id'),
          parent: text('parent'),
          parentCode: text('parentCode'),
          kind,
          subkind: subkind === '' ? '' : (words.subkinds.get(plain(subkind)) ?? subkind.slice(0, 20)),
          code: text('code'),
          name: textOf(cell('name')).replace(/\s+/g, ' ').trim(),
          point,
          gridded: gridded === '' ? null : words.yes.has(gridded),
          from: instant === null ? from : new Date(instant).toISOString().slice(0, 10),
        },
      });
    }
  }
  if (read.length === 0) throw new Refusal('list_empty');
  const good = read.flatMap((one) => ('input' in one ? [one] : []));
  const by = byOf(
    actor,
    postFor(actor, 'import.run', () => true),
  );
  const inputs = good.map((one) => one.input);
  const outcomes = await importPlaceRows(services, county, inputs, { by, now, onProgress, signal, fix });
  const byRow = new Map(good.map((one, index) => [one.row, { input: one.input, outcome: outcomes[index] }]));
  let made = 0;
  const rows = read.map((one): RowResult => {
    const base = { sheet: sheet.name, row: one.row };
    if ('refused' in one) {
      return {
        ...base,
        key: '',
        status: 'refused',
        reason: one.refused,
        ...(one.params ? { params: one.params } : {}),
      };
    }
    const { input, outcome } = byRow.get(one.row) as { input: PlaceInput; outcome: (typeof outcomes)[number] };
    const key = (input.id || input.code).slice(0, 40);
    if (outcome.status === 'refused') {
      return {
        ...base,
        key,
        status: 'refused',
        reason: outcome.reason,
        ...(outcome.params ? { params: outcome.params } : {}),
      };
    }
    if (outcome.status === 'taken' && outcome.what === 'made') made += 1;
    return { ...base, key, status: outcome.status, made: outcome.id };
  });
  const figures = figuresOf(rows);
  return { kind: 'places', figures: { ...figures, made, changed: figures.taken - made }, rows };
}
