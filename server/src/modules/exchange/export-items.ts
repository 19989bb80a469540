/** The list in force as a workbook that `import items` with the mapping `items` takes back unchanged. */
import type { Limit } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import type { ListCondition, ListItem } from '@huying/domain/lists';
import { TOWN } from '@huying/domain/pack';
import type { Queryable } from '../../platform/db.ts';
import { type CellValue, writeWorkbook } from '../../platform/exchange/index.ts';
import { type CountyRuntime, readListItems } from '../county/index.ts';
import { type ItemMapping, readMapping } from './mapping.ts';

type Field = keyof ItemMapping['columns'];
type Words = {
  unit(id: string): string;
  limit(limit: Limit | undefined): string;
  join(words: readonly string[]): string;
};

const CELLS: Record<Field, (item: ListItem, condition: ListCondition, words: Words) => CellValue> = {
  id: (item) => item.id,
  code: (item) => item.code,
  name: (item) => item.name,
  category: (item) => item.category,
  categoryCode: () => null,
  // A catalogue that names its own units may know none of the county's.
  lead: (item, _, { unit }) => (item.lead === null && item.handledBy ? '' : unit(item.lead ?? TOWN)),
  assists: (item, _, { unit, join }) => join(item.assists.map(unit)),
  handlers: (item, _, { join }) => join(item.handledBy ?? []),
  supervisors: (item, _, { join }) => join(item.supervisedBy ?? []),
  callback: (item) => item.callback,
  keywords: (item, _, { join }) => join(item.keywords),
  conditionId: (_, condition) => condition.id,
  condition: (_, condition) => condition.text,
  finish: (_, condition) => condition.finish,
  process: (_, condition) => condition.process,
  arrival: (_, condition) => (condition.arrival ? '是' : '否'),
  accept: (_, { limits }, { limit }) => limit(limits.accept),
  takeOn: (_, { limits }, { limit }) => limit(limits.take_on),
  arrive: (_, { limits }, { limit }) => limit(limits.arrive),
  limit: (_, { limits }, { limit }) => limit(limits.conclude),
  callbackLimit: (_, { limits }, { limit }) => limit(limits.callback),
};

/** Names that are one unit's alone are written as names; a unit whose name is not is written by its id. */
function unitWords(county: CountyRuntime, mapping: ItemMapping): (id: string) => string {
  const names = new Map<string, number>();
  for (const { name } of county.units.values()) names.set(name, (names.get(name) ?? 0) + 1);
  const town = Object.entries(mapping.units ?? {}).find(([, id]) => id === TOWN)?.[0] ?? TOWN;
  return (id) => {
    if (id === TOWN) return town;
    const name = county.units.get(id)?.name;
    return name !== undefined && names.get(name) === 1 && !name.includes(mapping.separator) ? name : id;
  };
}

/** @param list another list than the county's own, by id and version. @throws Refusal `not_found` when there is none */
export async function exportItems(
  db: Queryable,
  county: CountyRuntime,
  list: { id: string; version: number } | null = county.list,
): Promise<Buffer> {
  const items = list ? await readListItems(db, county.id, { list: list.id, version: list.version }) : [];
  if (!list || items.length === 0) throw new Refusal('not_found');
  const mapping = await readMapping(county.id, 'items', 'items');
  const unitsByLimit = new Map(Object.entries(mapping.limitUnits).map(([word, unit]) => [unit, word]));
  const words: Words = {
    unit: unitWords(county, mapping),
    limit: (limit) => (limit ? `${limit.n}${unitsByLimit.get(limit.unit)}` : ''),
    join: (parts) => parts.join(mapping.separator),
  };
  const fields = Object.keys(mapping.columns) as Field[];
  return writeWorkbook([
    {
      name: mapping.title,
      columns: fields.map((field) => ({
        header: String([mapping.columns[field]].flat()[0]),
        width: field === 'condition' ? 40 : 16,
      })),
      rows: items.flatMap((item) =>
        item.conditions.map((condition) => fields.map((field) => CELLS[field](item, condition, words))),
      ),
    },
  ]);
}
