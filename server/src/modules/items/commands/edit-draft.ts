/** Changes to what stands in a draft: one item or one post's duties at a time, or all of it from a workbook. */
import { Refusal, refuseFields } from '@huying/domain/kernel';
import {
  actOnList,
  dutyFaults,
  itemFaults,
  type ListItem,
  type ListKind,
  listFaults,
  type PostDuties,
  renumbered,
} from '@huying/domain/lists';
import { type Actor, actorKey, byOf } from '../../../access/actor.ts';
import { postAtCounty } from '../../../access/standing.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import { appendAlone } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import {
  dayOf,
  listSubject,
  readDuties,
  readListItems,
  type VersionKey,
  writeDuties,
  writeItems,
} from '../../county/index.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { asRule, lockVersion, saveVersion } from '../versions.ts';
import { contextOf, type ListActed } from './act-on-list.ts';

export type Edit = {
  county: CountyRuntime;
  actor: Actor;
  now: number;
  key: string | null;
  version: VersionKey;
  seen: number;
};

/** What the journal says of a change: what kind, and of which item or post. */
type Note = { change: string; of?: string };

/** Runs `change` on a draft whose revision was seen; it counts as one edit by whoever sent it. */
async function edit(
  services: Services,
  { county, actor, now, key, version, seen }: Edit,
  kind: ListKind,
  action: string,
  body: unknown,
  change: (tx: Tx) => Promise<Note>,
): Promise<ListActed> {
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  const path = `lists/${version.list}/${version.version}/${action}`;
  const done = await once(services.db, call, path, { seen, body }, async (tx): Promise<ListActed> => {
    const { row, all } = await lockVersion(tx, county, actor, version, seen);
    if (row.kind !== kind) throw new Refusal('not_found');
    const today = dayOf(county, now);
    const { next } = actOnList(asRule(row, all, today), 'edit', {}, contextOf(county, actor, row, all, today));
    const note = await change(tx);
    const post = postAtCounty(actor, 'items.edit', county.root.path);
    const person = actor.person?.id ?? null;
    const revision = await saveVersion(tx, county.id, row, next, { person, post: post?.id ?? null, now });
    await appendAlone(tx, county.id, listSubject(row.list), [
      { kind: 'list.edit', by: byOf(actor, post), at: now, version: row.version, revision, ...note },
    ]);
    return { list: row.list, version: row.version, revision, state: next.state };
  });
  services.wake(county.id);
  return done;
}

/** Text as a workbook would give it back: one line, no double spaces. */
const line = (text: string) => text.replace(/\s+/g, ' ').trim();

function tidy(item: ListItem): ListItem {
  return {
    ...item,
    id: item.id.trim(),
    code: item.code.trim(),
    name: line(item.name),
    category: line(item.category),
    keywords: item.keywords.map(line).filter((word) => word !== ''),
    conditions: item.conditions.map((one) => ({
      ...one,
      text: line(one.text),
      finish: line(one.finish),
      process: line(one.process),
    })),
  };
}

async function removeItem(tx: Tx, county: string, { list, version }: VersionKey, id: string): Promise<void> {
  for (const table of [sql`item_condition`, sql`item`]) {
    await tx.rows(sql`
      DELETE FROM ${table} WHERE county_id = ${county} AND list_id = ${list} AND version = ${version} AND item_id = ${id}`);
  }
}

/**
 * Puts an item into a draft, in the place of the one with its id or as a new one.
 * @throws Refusal `invalid_fields` naming every field that cannot be, and as `edit` says
 */
export function putItem(services: Services, given: Edit, item: ListItem): Promise<ListActed> {
  const { county, version } = given;
  return edit(services, given, 'items', 'items', item, async (tx) => {
    const others = (await readListItems(tx, county.id, version)).filter((one) => one.id !== item.id);
    const clean = tidy(item);
    refuseFields(itemFaults(clean, { hasUnit: (id) => county.units.has(id), others }));
    await removeItem(tx, county.id, version, clean.id);
    await writeItems(tx, county.id, version, [clean]);
    return { change: 'item.put', of: clean.id };
  });
}

/** @throws Refusal `not_found` when the draft has no such item */
export function dropItem(services: Services, given: Edit, id: string): Promise<ListActed> {
  const { county, version } = given;
  return edit(services, given, 'items', `items/${id}/remove`, {}, async (tx) => {
    const [found] = await readListItems(tx, county.id, version, id);
    if (!found) throw new Refusal('not_found');
    await removeItem(tx, county.id, version, id);
    return { change: 'item.removed', of: id };
  });
}

async function replaceItems(tx: Tx, county: string, key: VersionKey, items: readonly ListItem[]): Promise<void> {
  for (const table of [sql`item_condition`, sql`item`]) {
    await tx.rows(sql`
      DELETE FROM ${table} WHERE county_id = ${county} AND list_id = ${key.list} AND version = ${key.version}`);
  }
  await writeItems(tx, county, key, items);
}

/** Codes anew in the list's order; ids stay, so that matters keep their item. */
export function renumberItems(services: Services, given: Edit): Promise<ListActed> {
  const { county, version } = given;
  return edit(services, given, 'items', 'renumber', {}, async (tx) => {
    await replaceItems(tx, county.id, version, renumbered(await readListItems(tx, county.id, version)));
    return { change: 'items.renumbered' };
  });
}

/** All items of a draft at once, as a workbook brings them. @throws Refusal `list_faulty` naming the faults by code */
export function putItems(services: Services, given: Edit, items: readonly ListItem[]): Promise<ListActed> {
  const { county, version } = given;
  return edit(services, given, 'items', 'items/all', items, async (tx) => {
    const faults = listFaults(items, (id) => county.units.has(id));
    if (faults.length > 0) throw new Refusal('list_faulty', { n: faults.length }, faults.slice(0, 50));
    await replaceItems(tx, county.id, version, items);
    return { change: 'items.all' };
  });
}

async function replaceDuties(tx: Tx, county: string, key: VersionKey, duties: readonly PostDuties[]): Promise<void> {
  const posts = duties.map((one) => one.post);
  await tx.rows(sql`
    DELETE FROM list_duty WHERE county_id = ${county} AND list_id = ${key.list} AND version = ${key.version}
      AND post_kind = ANY(${posts})`);
  await writeDuties(tx, county, key, duties);
}

function tidyDuties(duties: PostDuties): PostDuties {
  const lines = (all: PostDuties['everyday']) => all.map(({ zh, en }) => ({ zh: line(zh), en: line(en) }));
  return { post: duties.post, everyday: lines(duties.everyday), emergency: lines(duties.emergency) };
}

/** The duties of one kind of post in a draft; none at all takes the post out of the list. */
export function putDuties(services: Services, given: Edit, duties: PostDuties): Promise<ListActed> {
  const { county, version } = given;
  return edit(services, given, 'duties', `duties/${duties.post}`, duties, async (tx) => {
    const clean = tidyDuties(duties);
    refuseFields(dutyFaults(clean, (kind) => county.postKinds.has(kind)));
    await replaceDuties(tx, county.id, version, [clean]);
    return { change: 'duties.put', of: clean.post };
  });
}

/** All duties of a draft at once, as a workbook brings them; posts it does not name have none. */
export function putAllDuties(services: Services, given: Edit, all: readonly PostDuties[]): Promise<ListActed> {
  const { county, version } = given;
  return edit(services, given, 'duties', 'duties', all, async (tx) => {
    const clean = all.map(tidyDuties);
    const faults = clean.flatMap((one) =>
      dutyFaults(one, (kind) => county.postKinds.has(kind)).map((fault) => ({
        ...fault,
        path: `${one.post}.${fault.path}`,
      })),
    );
    if (faults.length > 0) throw new Refusal('list_faulty', { n: faults.length }, faults.slice(0, 50));
    const before = await readDuties(tx, county.id, version);
    const none = before.map(({ post }) => ({ post, everyday: [], emergency: [] }));
    await replaceDuties(tx, county.id, version, none);
    await replaceDuties(tx, county.id, version, clean);
    return { change: 'duties.all' };
  });
}
