/** Facilities from a workbook: each row makes one, changes the one of its kind, place and name, or says why not. */
import { type Hours, parseHours } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import { byOf, postFor } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import { type CellValue, findTable, narrow, readWorkbook, sameWord, textOf } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../county/index.ts';
import { type FacilityFields, facilityRules, keepFacility } from '../facilities/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { FacilityMapping } from './mapping.ts';
import { figuresOf, type ImportReport, type RowResult } from './report.ts';

type Field = keyof FacilityMapping['columns'];
type Cells = (field: Field) => CellValue | undefined;

const REQUIRED: Field[] = ['name', 'kind', 'lon', 'lat', 'hours'];
const YES = new Set(['是', 'yes', 'true', '1', '√']);

const wrong = (path: string, code: string): never => {
  throw new Refusal(code, {}, [{ path, code }]);
};

/** @throws Refusal with the code of the first cell that cannot be read */
async function readRow(
  services: Services,
  county: CountyRuntime,
  mapping: FacilityMapping,
  cell: Cells,
  today: string,
): Promise<FacilityFields> {
  const text = (field: Field) => textOf(cell(field));
  const rules = facilityRules(county);
  const kind = rules.kinds.find((one) =>
    [one.kind, one.word.zh, one.word.en].some((own) => sameWord(own, text('kind'))),
  );
  if (!kind) return wrong('kind', 'facility_kind_unknown');
  const [lon, lat] = [Number(narrow(text('lon'))), Number(narrow(text('lat')))];
  if (!text('lon') || !text('lat') || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
    return wrong('lon', 'point_invalid');
  const week = parseHours(text('hours'));
  if (!week) return wrong('hours', 'hours_unreadable');
  const choice = <T extends string>(field: 'holidays' | 'makeup', usual: T): T => {
    const given = text(field);
    if (given === '') return usual;
    const found = Object.entries(mapping.words[field]).find(([code, word]) => given === code || given === word)?.[0];
    return (found as T | undefined) ?? wrong(field, 'field_invalid');
  };
  const named = text('services')
    .split(new RegExp(`[${mapping.separator}，,;；]`))
    .map((one) => one.trim())
    .filter(Boolean);
  const place = text('place') ? await placeIdOf(services, county, text('place')) : undefined;
  return {
    kind: kind.kind,
    name: text('name'),
    ...(place === undefined ? {} : { place }),
    point: [lon, lat],
    hours: {
      week,
      holidays: choice('holidays', kind.hours.holidays),
      makeup: choice('makeup', kind.hours.makeup),
      exceptions: exceptionsOf(text('exceptions')),
    },
    services: named.map(
      (word) =>
        rules.services.find((one) => [one.code, one.word.zh, one.word.en].some((own) => sameWord(own, word)))?.code ??
        wrong('services', 'service_unknown'),
    ),
    oneWindow: text('oneWindow') === '' ? kind.oneWindow : YES.has(text('oneWindow').toLowerCase()),
    contactPost: text('contact') || null,
    from:
      text('from') === ''
        ? today
        : /^\d{4}-\d{2}-\d{2}$/.test(text('from'))
          ? text('from')
          : wrong('from', 'hours_day_invalid'),
  };
}

function exceptionsOf(text: string): Hours['exceptions'] {
  return text
    .split(/[;；\n]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((line) => {
      const found = /^(\d{4}-\d{2}-\d{2})\s*(.*)$/.exec(line);
      const spans = found?.[2] ? parseHours(`每天 ${found[2]}`)?.[0] : [];
      if (!found || !spans) return wrong('exceptions', 'hours_unreadable');
      return { day: found[1] as string, spans };
    });
}

/** By id, code, or a name only one place has. */
async function placeIdOf(services: Services, county: CountyRuntime, text: string): Promise<string> {
  if (county.places.has(text)) return text;
  const found = [...county.places.values()].filter((one) => one.code === text || sameWord(one.name, text));
  if (found.length === 1) return (found[0] as { id: string }).id;
  const below = await services.db.row(sql`
    SELECT 1 FROM place WHERE county_id = ${county.id} AND place_id = ${text} AND to_day IS NULL`);
  return below ? text : wrong('place', found.length > 1 ? 'place_ambiguous' : 'place_unknown');
}

/** @throws Refusal `workbook_*`, `columns_missing` */
export async function importFacilities(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal }: ImportCall<FacilityMapping>,
): Promise<ImportReport> {
  const book = await readWorkbook(file);
  const sheet = book.sheets[0];
  if (!sheet) throw new Refusal('sheet_missing', { sheet: '' });
  const { headerRow, columns } = await findTable(sheet.rows(), mapping.columns, REQUIRED);
  const by = byOf(
    actor,
    postFor(actor, 'import.run', () => true),
  );
  const today = dayOf(county, now);
  const rows: RowResult[] = [];
  const seen = new Set<string>();
  for await (const { no, cells } of sheet.rows()) {
    signal?.throwIfAborted();
    if (no <= headerRow || cells.every((value) => textOf(value) === '')) continue;
    const cell: Cells = (field) => {
      const at = columns.get(field);
      return at === undefined ? undefined : cells[at];
    };
    const row = { sheet: sheet.name, row: no, key: textOf(cell('name')) };
    try {
      const fields = await readRow(services, county, mapping, cell, today);
      const key = JSON.stringify([fields.kind, fields.place ?? fields.point, fields.name]);
      if (seen.has(key)) wrong('name', 'facility_twice');
      seen.add(key);
      const kept = await keepFacility(services, county, fields, { by, now });
      rows.push({ ...row, status: kept.changed ? 'taken' : 'repeated', made: kept.id });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const [first] = error.fields;
      rows.push({
        ...row,
        status: 'refused',
        reason: first?.code ?? error.code,
        params: first?.params ?? error.params,
      });
    }
    onProgress?.(rows.length, rows.length);
  }
  services.wake(county.id);
  return { kind: 'facilities', figures: figuresOf(rows), rows };
}
