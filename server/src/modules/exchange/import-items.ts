/** A catalogue from a workbook as the next version of a list: a draft that two people approve. */
import { canonical, Refusal } from '@huying/domain/kernel';
import type { ListItem } from '@huying/domain/lists';
import { TOWN } from '@huying/domain/pack';
import { byOf, postFor } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import {
  type CountyRuntime,
  dayOf,
  lastVersion,
  lockList,
  makeVersion,
  readListItems,
  reloadCounty,
} from '../county/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { ItemMapping } from './mapping.ts';
import { readItemsWorkbook, type UnitFinder } from './read-items.ts';
import { figuresOf, type ImportReport, type RowResult } from './report.ts';

/** Names and aliases of the county's units; a word of the mapping comes first. */
export function unitFinder(
  county: CountyRuntime,
  aliases: ReadonlyMap<string, string>,
  words: Readonly<Record<string, string>>,
): UnitFinder {
  const ids = new Map([...aliases].filter(([, id]) => county.units.has(id)));
  for (const { id, name } of county.units.values()) ids.set(name, id);
  for (const id of county.units.keys()) ids.set(id, id);
  for (const [word, id] of Object.entries(words)) {
    if (id !== TOWN && !county.units.has(id)) throw new Refusal('mapping_invalid', { at: `/units/${word}`, says: id });
    ids.set(word, id);
  }
  return (name) => ids.get(name) ?? null;
}

/**
 * Takes a catalogue in as a draft of the mapping's list, when the workbook says something else than its latest version; the
 * same workbook again adds nothing. Bad rows are left out and named. The first version of a list that an operator brings in
 * at the machine itself counts at once: there is nothing yet that it would replace.
 * @param aliases ids of units by other names they are written by
 * @throws Refusal `workbook_*`, `sheet_missing`, `columns_missing`, `mapping_invalid`, `list_empty`, `item_id_twice`
 */
export async function importItems(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  {
    mapping,
    actor,
    now,
    onProgress,
    aliases = new Map(),
  }: ImportCall<ItemMapping> & { aliases?: ReadonlyMap<string, string> },
): Promise<ImportReport> {
  const { items, rows } = await readItemsWorkbook(file, mapping, unitFinder(county, aliases, mapping.units ?? {}));
  if (items.length === 0) throw new Refusal('list_empty');
  checkIds(items);
  const list = mapping.listId ?? county.list?.id ?? null;
  if (list === null) throw new Refusal('mapping_invalid', { at: '/listId', says: '' });
  const by = byOf(
    actor,
    postFor(actor, 'import.run', () => true),
  );
  const made = await services.db.tx(async (tx) => {
    await lockList(tx, county.id, list);
    const last = await latestVersion(tx, county.id, list);
    if (last !== null && canonical(await readListItems(tx, county.id, last)) === canonical(inOrder(items))) {
      return { version: last.version, fresh: false, state: null };
    }
    const first = (await lastVersion(tx, county.id, list)) === 0;
    const state = first && actor.kind === 'program' ? ('approved' as const) : ('draft' as const);
    const version = await makeVersion(
      tx,
      county.id,
      {
        list,
        kind: 'items',
        title: mapping.title,
        state,
        effectiveFrom: state === 'approved' ? dayOf(county, now) : null,
        base: last?.version ?? null,
        author: actor.person?.id ?? null,
      },
      { items },
      { by, now },
    );
    return { version, fresh: true, state };
  });
  if (made.fresh) services.wake(county.id);
  if (made.state === 'approved') await reloadCounty(services, county.id);
  onProgress?.(rows.length, rows.length);
  const told: RowResult[] = made.fresh
    ? rows
    : rows.map((row) => (row.status === 'taken' ? { ...row, status: 'repeated' as const } : row));
  const conditions = items.reduce((sum, item) => sum + item.conditions.length, 0);
  const withLead = items.filter((item) => item.lead !== null).length;
  return {
    kind: 'items',
    figures: { ...figuresOf(told), items: items.length, conditions, withLead },
    rows: told,
    list: { id: list, version: made.version },
  };
}

export function checkIds(items: readonly ListItem[]): void {
  const twice = items.find((item, index) => items.findIndex((one) => one.id === item.id) !== index);
  if (twice) throw new Refusal('item_id_twice', { id: twice.id });
}

/** What a new workbook is held against: the latest version that was not withdrawn. */
async function latestVersion(
  db: Queryable,
  county: string,
  list: string,
): Promise<{ list: string; version: number } | null> {
  return db.row(sql`
    SELECT list_id AS list, version FROM list_version
    WHERE county_id = ${county} AND list_id = ${list} AND state <> 'withdrawn' ORDER BY version DESC LIMIT 1`);
}

/** The order in which a list is read back: what is compared must not depend on the order of rows in a file. */
export function inOrder(items: readonly ListItem[]): ListItem[] {
  const order = (item: ListItem) => `${item.code}\n${item.id}`;
  return [...items].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
