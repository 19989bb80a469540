/** Which unit reports to which grid or community (双报到), as a workbook out and back in. Units are not made by it. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import { type CellValue, narrow, writeWorkbook } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/index.ts';
import { listReporting, type ReportingQuery, type ReportingUnit, setReporting } from '../people/index.ts';
import type { ImportCall } from './import-matters.ts';
import { type ReportingMapping, readMapping } from './mapping.ts';
import { placesByWord } from './places-by-word.ts';
import type { ImportReport } from './report.ts';
import { eachRow, oneOf } from './rows.ts';

type Field = keyof ReportingMapping['columns'];

const CELLS: Record<Field, (unit: ReportingUnit) => CellValue> = {
  unit: (unit) => unit.id,
  name: (unit) => unit.name,
  at: (unit) => unit.reportsTo?.id ?? '',
  atName: (unit) => unit.reportsTo?.name ?? '',
  members: (unit) => unit.members,
};
const WIDE = new Set<Field>(['name', 'atName']);
const PAGE = 200;

export async function exportReporting(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  filter: Omit<ReportingQuery, 'limit' | 'cursor'>,
  now: number,
): Promise<Buffer> {
  const { columns }: ReportingMapping = await readMapping(county.id, 'reporting');
  const fields = (Object.keys(columns) as Field[]).filter((field) => field in CELLS);
  const rows: CellValue[][] = [];
  let cursor: string | null = null;
  do {
    const page = await listReporting(db, county, actor, { ...filter, limit: PAGE, ...(cursor ? { cursor } : {}) }, now);
    rows.push(...page.rows.map((unit) => fields.map((field) => CELLS[field](unit))));
    cursor = page.next;
  } while (cursor);
  const headOf = (field: Field) => [columns[field] ?? field].flat()[0] as string;
  return writeWorkbook([
    {
      name: '双报到',
      columns: fields.map((field) => ({ header: headOf(field), width: WIDE.has(field) ? 34 : 16 })),
      rows,
    },
  ]);
}

/** @throws Refusal `workbook_*`, `columns_missing`, `list_empty` */
export async function importReporting(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal }: ImportCall<ReportingMapping>,
  aliases: ReadonlyMap<string, string>,
): Promise<ImportReport> {
  const places = await placesByWord(services, county.id);
  const byName = new Map(
    [...aliases, ...[...county.units.values()].map((unit) => [unit.name, unit.id] as const)].map(([name, id]) => [
      narrow(name).toLowerCase(),
      id,
    ]),
  );
  const unitOf = (word: string): string => {
    const id = county.units.has(word) ? word : byName.get(narrow(word).toLowerCase());
    if (!id) throw new Refusal('row_unit_unknown', { unit: word.slice(0, 40) });
    return id;
  };
  const { rows, figures } = await eachRow<Field>(
    file,
    { columns: mapping.columns, required: ['at'] },
    { onProgress, signal },
    async ({ text }) => {
      const unit = unitOf(text('unit') || text('name'));
      // An empty cell says nothing, as everywhere: a unit that reports nowhere any more is told on its page.
      const word = text('at') || text('atName');
      if (word === '') return { key: unit, status: 'repeated', made: unit };
      const place = oneOf(places(word), word);
      const changed = await services.db.tx((tx) => setReporting(tx, { county, actor, now }, unit, place, null));
      return { key: unit, status: changed === null ? 'repeated' : 'taken', made: unit };
    },
  );
  services.wake(county.id);
  return { kind: 'reporting', figures, rows };
}
