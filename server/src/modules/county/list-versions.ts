/** Rows of lists by version: what stands in a version, how one is made, which is in force. Their lifecycle is the items room's. */
import { createHash } from 'node:crypto';
import { canonical } from '@huying/domain/kernel';
import type { DutyPhase, ListCondition, ListItem, ListKind, ListState, PostDuties } from '@huying/domain/lists';
import { type Queryable, sql, stamp, type Tx } from '../../platform/db.ts';
import { appendAlone, type By, type Subject } from '../../platform/journal.ts';
import { insertRows } from '../../platform/rows.ts';

/** The list that holds the duties of all kinds of post. */
export const DUTY_LIST = 'duties';

export type VersionKey = { list: string; version: number };

export type ListRef = { id: string; version: number; effectiveFrom: string };

/** The subject of a list in the journal: all versions of it in one chain. */
export function listSubject(list: string): Subject {
  return { kind: 'list', id: list };
}

/** Whoever changes anything of a list waits here: versions of one list are decided one after the other. */
export async function lockList(tx: Tx, county: string, list: string): Promise<void> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county}/list/${list}`}, 0))`);
}

/** What a version says, as one short text: two versions with the same digest say the same. */
export function contentDigest(contents: unknown): string {
  return createHash('sha256').update(canonical(contents)).digest('base64url');
}

/** The number of the last version, withdrawn ones too; 0 before the first. */
export async function lastVersion(db: Queryable, county: string, list: string): Promise<number> {
  const row = await db.row<{ version: number }>(sql`
    SELECT coalesce(max(version), 0)::int AS version FROM list_version WHERE county_id = ${county} AND list_id = ${list}`);
  return row?.version ?? 0;
}

/** The version in force on a day: the last that has begun; of two from one day, the later. */
export async function listInForce(
  db: Queryable,
  county: string,
  list: string,
  kind: ListKind,
  day: string,
): Promise<ListRef | null> {
  return db.row<ListRef>(sql`
    SELECT list_id AS id, version, effective_from AS "effectiveFrom" FROM list_version
    WHERE county_id = ${county} AND list_id = ${list} AND kind = ${kind} AND effective_from <= ${day}
      AND state IN ('approved', 'in_force', 'superseded')
    ORDER BY effective_from DESC, version DESC LIMIT 1`);
}

export type NewVersion = {
  list: string;
  kind: ListKind;
  title: string;
  state: ListState;
  effectiveFrom: string | null;
  base: number | null;
  /** Person who wrote it; null: the program. */
  author: string | null;
};

type Contents = { items: readonly ListItem[] } | { duties: readonly PostDuties[] };

/**
 * Writes the next version of a list with its contents and journals it: `list.installed` where it counts at once (from the
 * pack, or a first list by an operator), else `list.drafted`. Call under `lockList`.
 * @param atLeast the number it wants; the next free one where that is taken
 * @returns its number
 */
export async function makeVersion(
  tx: Tx,
  county: string,
  made: NewVersion,
  contents: Contents,
  { by, now, atLeast = 1 }: { by: By; now: number; atLeast?: number },
): Promise<number> {
  const version = Math.max(atLeast, (await lastVersion(tx, county, made.list)) + 1);
  const key = { list: made.list, version };
  await insertRows(tx, 'list_version', [
    {
      county_id: county,
      list_id: made.list,
      version,
      kind: made.kind,
      title: made.title,
      state: made.state,
      effective_from: made.effectiveFrom,
      revision: 1,
      base: made.base,
      authors: made.author === null ? [] : [made.author],
      made_at: stamp(now),
    },
  ]);
  if ('items' in contents) await writeItems(tx, county, key, contents.items);
  else await writeDuties(tx, county, key, contents.duties);
  await appendAlone(tx, county, listSubject(made.list), [
    {
      kind: made.state === 'draft' ? 'list.drafted' : 'list.installed',
      by,
      at: now,
      version,
      effectiveFrom: made.effectiveFrom,
      rows: 'items' in contents ? contents.items.length : contents.duties.length,
      digest: contentDigest(contents),
    },
  ]);
  return version;
}

function itemColumns(item: ListItem): Record<string, unknown> {
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

function conditionRows(item: ListItem): Record<string, unknown>[] {
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

export async function writeItems(
  tx: Queryable,
  county: string,
  { list, version }: VersionKey,
  items: readonly ListItem[],
): Promise<void> {
  const key = { county_id: county, list_id: list, version };
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
}

/** Items of one version in the order of their codes, conditions in theirs; of one item when `id` is given. */
export async function readListItems(
  db: Queryable,
  county: string,
  { list, version }: VersionKey,
  id?: string,
): Promise<ListItem[]> {
  const one = id === undefined ? sql`` : sql`AND item_id = ${id}`;
  const items = await db.rows<Omit<ListItem, 'conditions'>>(sql`
    SELECT item_id AS id, code, name, category, lead, assists, callback, keywords,
      handled_by AS "handledBy", supervised_by AS "supervisedBy"
    FROM item WHERE county_id = ${county} AND list_id = ${list} AND version = ${version} ${one}
    ORDER BY code COLLATE "C", item_id`);
  const conditions = await db.rows<ListCondition & { item: string }>(sql`
    SELECT item_id AS item, condition_id AS id, words AS text, finish, process, limits, arrival
    FROM item_condition WHERE county_id = ${county} AND list_id = ${list} AND version = ${version} ${one}
    ORDER BY item_id, position`);
  const byItem = Map.groupBy(conditions, (row) => row.item);
  return items.map((item) => ({
    ...item,
    conditions: (byItem.get(item.id) ?? []).map(({ item: _, ...condition }) => condition),
  }));
}

export async function writeDuties(
  tx: Queryable,
  county: string,
  { list, version }: VersionKey,
  duties: readonly PostDuties[],
): Promise<void> {
  const key = { county_id: county, list_id: list, version };
  const phases: DutyPhase[] = ['everyday', 'emergency'];
  await insertRows(
    tx,
    'list_duty',
    duties.flatMap((one) =>
      phases.flatMap((phase) =>
        one[phase].map(({ zh, en }, index) => ({
          ...key,
          post_kind: one.post,
          phase,
          position: index + 1,
          zh,
          en,
        })),
      ),
    ),
  );
}

/** The duties of one version, by kind of post in the order of their names. Posts without any are not there. */
export async function readDuties(db: Queryable, county: string, { list, version }: VersionKey): Promise<PostDuties[]> {
  const rows = await db.rows<{ post: string; phase: DutyPhase; zh: string; en: string }>(sql`
    SELECT post_kind AS post, phase, zh, en FROM list_duty
    WHERE county_id = ${county} AND list_id = ${list} AND version = ${version} ORDER BY post_kind, phase, position`);
  return [...Map.groupBy(rows, (row) => row.post)].map(([post, lines]) => {
    const of = (phase: DutyPhase) => lines.filter((line) => line.phase === phase).map(({ zh, en }) => ({ zh, en }));
    return { post, everyday: of('everyday'), emergency: of('emergency') };
  });
}
