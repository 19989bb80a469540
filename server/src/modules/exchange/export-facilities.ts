/** The county's open facilities as a workbook that `import facilities` takes back unchanged. */
import { hoursText } from '@huying/domain/clocks';
import type { Queryable } from '../../platform/db.ts';
import { type CellValue, writeWorkbook } from '../../platform/exchange/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { allFacilities, type FacilityQuery, type FacilityRow, facilityRules } from '../facilities/index.ts';
import { type FacilityMapping, readMapping } from './mapping.ts';

type Field = keyof FacilityMapping['columns'];

/** One line a day, a closed one as the day alone. */
export function exceptionsText(days: FacilityRow['hours']['exceptions']): string {
  return days.map(({ day, spans }) => [day, ...spans.map(({ from, to }) => `${from}-${to}`)].join(' ')).join('；');
}

export async function exportFacilities(
  db: Queryable,
  county: CountyRuntime,
  now: number,
  query: FacilityQuery = {},
): Promise<Buffer> {
  const mapping = await readMapping(county.id, 'facilities');
  const rules = facilityRules(county);
  const kinds = new Map(rules.kinds.map((one) => [one.kind, one.word.zh]));
  const services = new Map(rules.services.map((one) => [one.code, one.word.zh]));
  const cells: Record<Field, (row: FacilityRow) => CellValue> = {
    name: (row) => row.name,
    kind: (row) => kinds.get(row.kind) ?? row.kind,
    place: (row) => row.place,
    placeName: (row) => county.places.get(row.place)?.name ?? '',
    lon: (row) => row.lon,
    lat: (row) => row.lat,
    hours: (row) => hoursText(row.hours.week),
    exceptions: (row) => exceptionsText(row.hours.exceptions),
    holidays: (row) => mapping.words.holidays[row.hours.holidays],
    makeup: (row) => mapping.words.makeup[row.hours.makeup],
    services: (row) => row.services.map((code) => services.get(code) ?? code).join(mapping.separator),
    oneWindow: (row) => (row.oneWindow ? '是' : '否'),
    contact: (row) => row.contactPost ?? '',
    from: (row) => row.from,
  };
  const fields = (Object.keys(mapping.columns) as Field[]).filter((field) => field in cells);
  const rows = await allFacilities(db, county, query, now);
  return writeWorkbook([
    {
      name: '设施',
      columns: fields.map((field) => ({
        header: [mapping.columns[field] ?? field].flat()[0] as string,
        width: field === 'name' || field === 'hours' ? 40 : 16,
      })),
      rows: rows.map((row) => fields.map((field) => cells[field](row))),
    },
  ]);
}
