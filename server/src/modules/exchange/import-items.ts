/** A catalogue from a workbook as the next version of a list. A list version is whole: bad rows are left out and named. */
import { createHash } from 'node:crypto';
import { canonical, Refusal } from '@huying/domain/kernel';
import { TOWN } from '@huying/domain/pack';
import { byOf, postFor } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { appendAlone } from '../../platform/journal.ts';
import { insertRows } from '../../platform/rows.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf, reloadCounty } from '../county/index.ts';
import type { ImportCall } from './import-matters.ts';
import { readListVersion } from './list-version.ts';
import type { ItemMapping } from './mapping.ts';
import { type ReadItem, readItemsWorkbook, type UnitFinder } from './read-items.ts';
import { figuresOf, type ImportReport, type RowResult } from './report.ts';

const DAY = 86_400_000;

/** Names and aliases of the county's units; a word of the mapping comes first. */
function unitFinder(
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
 * Takes a catalogue in. The list of the mapping gets a new version when the workbook says something else than its latest
 * one; the same workbook again adds nothing. A version of the list in force takes force on its day, tomorrow at the earliest.
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
  const own = county.list?.id ?? null;
  const list = mapping.listId ?? own;
  if (list === null) throw new Refusal('mapping_invalid', { at: '/listId', says: '' });
  const by = byOf(
    actor,
    postFor(actor, 'import.run', () => true),
  );
  const effectiveFrom = dayOf(county, list === own ? now + DAY : now);
  const made = await services.db.tx(async (tx) => {
    await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`items/${county.id}/${list}`}, 0))`);
    const last = await latestVersion(tx, county.id, list);
    if (last !== null && canonical(await readListVersion(tx, county.id, list, last)) === canonical(inOrder(items))) {
      return { version: last, fresh: false };
    }
    const version = (last ?? 0) + 1;
    const key = { county_id: county.id, list_id: list, version };
    await insertRows(tx, 'item_list', [{ ...key, title: mapping.title, effective_from: effectiveFrom }]);
    await insertRows(
      tx,
      'item',
      items.map((item) => ({ ...key, ...itemColumns(item) })),
    );
    await insertRows(
      tx,
      'item_condition',
      items.flatMap((item) => conditionRows(item).map((row) => ({ ...key, ...row }))),
    );
    const digest = createHash('sha256').update(canonical(items)).digest('base64url');
    await appendAlone(tx, county.id, { kind: 'item_list', id: list }, [
      { kind: 'item_list.published', by, at: now, version, effectiveFrom, items: items.length, digest },
    ]);
    return { version, fresh: true };
  });
  if (made.fresh) {
    services.wake(county.id);
    if (list === own) await reloadCounty(services, county.id);
  }
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

function checkIds(items: readonly ReadItem[]): void {
  const twice = items.find((item, index) => items.findIndex((one) => one.id === item.id) !== index);
  if (twice) throw new Refusal('item_id_twice', { id: twice.id });
}

async function latestVersion(db: Queryable, county: string, list: string): Promise<number | null> {
  const row = await db.row<{ version: number | null }>(sql`
    SELECT max(version) AS version FROM item_list WHERE county_id = ${county} AND list_id = ${list}`);
  return row?.version ?? null;
}

/** The order in which a list is read back: what is compared must not depend on the order of rows in a file. */
function inOrder(items: readonly ReadItem[]): ReadItem[] {
  const order = (item: ReadItem) => `${item.code}\n${item.id}`;
  return [...items].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function itemColumns(item: ReadItem): Record<string, unknown> {
  return {
    item_id: item.id,
    code: item.code,
    name: item.name,
    category: item.category,
    lead: item.lead,
    assists: item.assists,
    callback: item.callback,
    keywords: item.keywords,
    handled_by: item.handledBy,
    supervised_by: item.supervisedBy,
  };
}

function conditionRows(item: ReadItem): Record<string, unknown>[] {
  return item.conditions.map(({ id, text, finish, process, limits, arrival }, index) => ({
    item_id: item.id,
    condition_id: id,
    position: index + 1,
    words: text,
    finish,
    process,
    limits,
    arrival,
  }));
}
