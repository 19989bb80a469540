/**
 * What counties share, put in the place of references to it. In lists an entry `{kind | id | code, shared: true}` is the
 * shared entry of that key; in county.json, demo.json and story.json the word "shared" stands for the shared value of the
 * same path. Whatever a pack says itself goes over what is shared.
 */
import type { PackText, Steps } from './pack-text.ts';

/** A pack being read. Files are named from the packs' root: `_shared/posts.json`. */
export type Reading = {
  id: string;
  /** Undefined when the file cannot be read, which was then noted. */
  readJson(file: string): Promise<unknown>;
  note(file: string, path: string, words: { zh: string; en: string }): void;
};

type Fields = Record<string, unknown>;
type Entry = Fields & { shared?: boolean };

/** Lists whose entries may be shared: in which file, and by which field one is found. */
const LISTS = [
  { file: 'posts', list: 'posts', key: 'kind' },
  { file: 'posts', list: 'grades', key: 'id' },
  { file: 'units', list: 'units', key: 'id' },
  { file: 'items', list: 'items', key: 'code' },
  { file: 'devices', list: 'kinds', key: 'kind' },
] as const;

/** Files in which "shared" may stand for a value. */
const VALUES = ['county', 'demo', 'story'] as const;

/** Lists of the story that speak of items: shared ones are taken for the items the pack has. */
const PER_ITEM = ['weights', 'texts'] as const;

/** Resolves every reference of a pack's files, read by key. Files that are not there or not of that form stay as they are. */
export async function resolveShared(reading: Reading, files: Fields): Promise<void> {
  const said = files.story;
  for (const name of VALUES) {
    if (!holdsShared(files[name])) continue;
    const shared = await reading.readJson(`_shared/${name}.json`);
    files[name] = resolveValues(reading, `${name}.json`, files[name], shared, []);
  }
  for (const where of LISTS) files[where.file] = await resolveList(reading, where, files);
  files.items = cappedLimits(numberedConditions(files.items));
  if (isFields(files.story)) files.story = ofOwnItems(files.story, said, codesOf(files.items));
}

/** The shared words of each locale under the pack's own. */
export async function underOwnWords(
  { readJson }: Pick<Reading, 'readJson'>,
  county: string,
  own: Record<string, Record<string, string>>,
): Promise<void> {
  for (const locale of Object.keys(own)) {
    if (!SHARED_WORDS.includes(locale)) continue;
    const shared = (await readJson(`_shared/words/${locale}.json`)) as Record<string, string> | undefined;
    if (shared) own[locale] = { ...(worded(shared, county) as Record<string, string>), ...own[locale] };
  }
}

/** Locales in which the program itself speaks, and so has words for every county. */
const SHARED_WORDS = ['zh-CN', 'en'];

/**
 * Where a thing of a pack was written: what it takes over from the shared parts stands there, whatever it says itself in
 * its own file. `texts` by file.
 */
export function writtenAt(
  { id, texts }: { id: string; texts: ReadonlyMap<string, PackText> },
  file: string,
  steps: Steps,
): { file: string; steps: Steps } {
  const own = texts.get(file)?.value;
  const name = file.slice(id.length + 1).replace(/\.json$/, '');
  const shared = `_shared/${name}.json`;
  if (file !== `${id}/${name}.json` || own === undefined || !texts.has(shared)) return { file, steps };
  if (VALUES.some((one) => one === name)) {
    if (!saysShared(own, steps)) return { file, steps };
    const codes = codesOf(texts.get(`${id}/items.json`)?.value);
    return { file: shared, steps: name === 'story' ? inWhole(texts.get(shared)?.value, steps, codes) : steps };
  }
  const [list, index, field] = steps;
  const where = LISTS.find((one) => one.file === name && one.list === list);
  const entry = where && ((own as Fields)[where.list] as (Entry | null)[] | undefined)?.[index as number];
  if (!where || entry?.shared !== true || field === undefined || field in entry) return { file, steps };
  const library = (texts.get(shared)?.value as Record<string, Entry[]> | undefined)?.[where.list];
  const there = library?.findIndex((one) => one[where.key] === entry[where.key]) ?? -1;
  return there < 0 ? { file, steps } : { file: shared, steps: [where.list, there, ...steps.slice(2)] };
}

function saysShared(value: unknown, steps: Steps): boolean {
  if (value === 'shared') return true;
  const [step, ...rest] = steps;
  return step !== undefined && isFields(value) && saysShared(value[step], rest);
}

/** Codes of a list of items. */
function codesOf(file: unknown): Set<unknown> {
  const items = (file as { items?: (Fields | null)[] } | null)?.items;
  return new Set(Array.isArray(items) ? items.map((item) => item?.code) : []);
}

/** Leaves out of shared lists what speaks of items that the pack does not have. `said`: the story as the pack wrote it. */
function ofOwnItems(story: Fields, said: unknown, codes: ReadonlySet<unknown>): Fields {
  const own = { ...story };
  for (const list of PER_ITEM) {
    const entries = story[list];
    if ((said as Fields)[list] === 'shared' && Array.isArray(entries))
      own[list] = entries.filter((entry) => codes.has(entry?.item));
  }
  return own;
}

/** Steps into a shared list before anything was left out of it. */
function inWhole(shared: unknown, [list, index, ...rest]: Steps, codes: ReadonlySet<unknown>): Steps {
  const entries = (shared as Record<string, Fields[]> | undefined)?.[String(list)];
  if (index === undefined) return list === undefined ? [] : [list];
  if (!PER_ITEM.some((one) => one === list) || !Array.isArray(entries)) return [list as string, index, ...rest];
  const kept = entries.flatMap((entry, at) => (codes.has(entry.item) ? [at] : []));
  return [list as string, kept[Number(index)] ?? index, ...rest];
}

/** The county's Chinese name; empty when county.json does not say it. */
export function nameOf(county: unknown): string {
  return String((county as { name?: { zh?: string } } | null)?.name?.zh ?? '');
}

function holdsShared(value: unknown): boolean {
  if (value === 'shared') return true;
  return isFields(value) && Object.values(value).some(holdsShared);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resolveValues(reading: Reading, file: string, own: unknown, shared: unknown, path: string[]): unknown {
  if (own === 'shared') {
    if (shared !== undefined) return shared;
    noteMissing(reading, file, path.join('.'), path.join('.'));
    return own;
  }
  if (!isFields(own)) return own;
  const at = isFields(shared) ? shared : {};
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, resolveValues(reading, file, value, at[key], [...path, key])]),
  );
}

async function resolveList(
  reading: Reading,
  { file, list, key }: (typeof LISTS)[number],
  files: Fields,
): Promise<unknown> {
  const whole = files[file];
  const entries = (whole as Fields | null)?.[list] as (Entry | null)[] | undefined;
  if (!Array.isArray(entries) || !entries.some((entry) => entry?.shared === true)) return whole;
  const shared = (await reading.readJson(`_shared/${file}.json`)) as Record<string, Entry[]> | undefined;
  const byKey = new Map(shared?.[list]?.map((entry) => [entry[key], entry]));
  const resolved = entries.map((entry, i) => {
    if (entry?.shared !== true) return entry;
    const { shared: _, ...own } = entry;
    const found = byKey.get(own[key]);
    if (!found) noteMissing(reading, `${file}.json`, `${list}[${i}].${key}`, String(own[key]));
    return { ...(worded(found ?? {}, nameOf(files.county)) as Fields), ...own };
  });
  return { ...(whole as Fields), [list]: resolved };
}

function noteMissing({ id, note }: Reading, file: string, path: string, what: string): void {
  const zh = `共用的 ${file} 中没有“${what}”`;
  note(`${id}/${file}`, path, { zh, en: `there is no shared "${what}" in _shared/${file}` });
}

/** What is shared is worded for any county: `{county}` is its name, `{level}` the last character of that (县, 区, 市). */
function worded(value: unknown, county: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{county}', county).replaceAll('{level}', county.slice(-1));
  if (Array.isArray(value)) return value.map((one) => worded(one, county));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, worded(one, county)]));
}

/** A condition without an id is called after its item and its place there: 0101-1. */
function numberedConditions(file: unknown): unknown {
  const items = (file as { items?: (Fields | null)[] } | null)?.items;
  if (!Array.isArray(items)) return file;
  return {
    ...(file as Fields),
    items: items.map((item) =>
      Array.isArray(item?.conditions)
        ? { ...item, conditions: item.conditions.map((one, n) => ({ id: `${item.id}-${n + 1}`, ...one })) }
        : item,
    ),
  };
}

/** How long a limit is at most, in hours, to tell the longer of two. */
const HOURS: Record<string, number> = { minute: 1 / 60, hour: 1, working_hour: 3, working_day: 24, calendar_day: 24 };

/** `atMost` says the longest limit the county allows, by kind: shared items that would take longer are held to it. */
function cappedLimits(file: unknown): unknown {
  const { atMost, ...list } = (file ?? {}) as { atMost?: Record<string, Limit>; items?: (Fields | null)[] };
  if (!isFields(atMost) || !Array.isArray(list.items)) return file;
  const held = (limits: unknown): unknown =>
    isFields(limits)
      ? Object.fromEntries(
          Object.entries(limits).map(([kind, limit]) => {
            const most = atMost[kind];
            return [kind, most && hoursOf(limit as Limit) > hoursOf(most) ? most : limit];
          }),
        )
      : limits;
  return {
    ...list,
    items: list.items.map((item) =>
      Array.isArray(item?.conditions)
        ? { ...item, conditions: item.conditions.map((one) => ({ ...one, limits: held(one.limits) })) }
        : item,
    ),
  };
}

type Limit = { n: number; unit: string };

function hoursOf({ n, unit }: Limit): number {
  return n * (HOURS[unit] ?? 0);
}
