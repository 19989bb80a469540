/**
 * What counties share, put in the place of references to it. In lists an entry `{kind | id | code, shared: true}` is the
 * shared entry of that key; in county.json and demo.json the word "shared" stands for the shared value of the same path.
 * Whatever a pack says itself goes over what is shared.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PackProblem } from './read-pack.ts';

/** Reads a JSON file; null when it cannot be read, which was then noted as a problem. */
export type ReadJson = (path: string) => Promise<unknown>;

type Folder = { root: string; id: string; problems: PackProblem[] };
type Fields = Record<string, unknown>;
type Entry = Fields & { shared?: boolean };

/** Lists whose entries may be shared: in which file, and by which field one is found. */
const LISTS = [
  { file: 'posts', list: 'posts', key: 'kind' },
  { file: 'posts', list: 'grades', key: 'id' },
  { file: 'units', list: 'units', key: 'id' },
  { file: 'items', list: 'items', key: 'code' },
] as const;

/** Files in which "shared" may stand for a value. */
const VALUES = ['county', 'demo'] as const;

/** Resolves every reference of a pack's files, read by key. Files that are not there or not of that form stay as they are. */
export async function resolveShared(folder: Folder, files: Fields, readJson: ReadJson): Promise<void> {
  for (const name of VALUES) {
    if (!holdsShared(files[name])) continue;
    const shared = await readJson(join(folder.root, '_shared', `${name}.json`));
    files[name] = resolveValues(folder, `${name}.json`, files[name], shared, []);
  }
  for (const where of LISTS) files[where.file] = await resolveList(folder, where, files, readJson);
  files.items = numberedConditions(files.items);
}

/** The shared words of each locale under the pack's own. */
export async function underOwnWords(
  root: string,
  county: string,
  own: Record<string, Record<string, string>>,
  readJson: ReadJson,
): Promise<void> {
  for (const locale of Object.keys(own)) {
    const file = join(root, '_shared', 'words', `${locale}.json`);
    const shared = existsSync(file) ? ((await readJson(file)) as Record<string, string> | null) : null;
    if (shared) own[locale] = { ...(worded(shared, county) as Record<string, string>), ...own[locale] };
  }
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

function resolveValues(folder: Folder, file: string, own: unknown, shared: unknown, path: string[]): unknown {
  if (own === 'shared') {
    if (shared !== undefined) return shared;
    folder.problems.push(missing(folder, file, path.join('.'), path.join('.')));
    return own;
  }
  if (!isFields(own)) return own;
  const at = isFields(shared) ? shared : {};
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, resolveValues(folder, file, value, at[key], [...path, key])]),
  );
}

async function resolveList(
  folder: Folder,
  { file, list, key }: (typeof LISTS)[number],
  files: Fields,
  readJson: ReadJson,
): Promise<unknown> {
  const whole = files[file];
  const entries = (whole as Fields | null)?.[list] as (Entry | null)[] | undefined;
  if (!Array.isArray(entries) || !entries.some((entry) => entry?.shared === true)) return whole;
  const shared = (await readJson(join(folder.root, '_shared', `${file}.json`))) as Record<string, Entry[]> | null;
  const byKey = new Map(shared?.[list]?.map((entry) => [entry[key], entry]));
  const resolved = entries.map((entry, i) => {
    if (entry?.shared !== true) return entry;
    const { shared: _, ...own } = entry;
    const found = byKey.get(own[key]);
    if (!found) folder.problems.push(missing(folder, `${file}.json`, `${list}[${i}].${key}`, String(own[key])));
    return { ...(worded(found ?? {}, nameOf(files.county)) as Fields), ...own };
  });
  return { ...(whole as Fields), [list]: resolved };
}

function missing({ id }: Folder, file: string, path: string, what: string): PackProblem {
  const zh = `共用的 ${file} 中没有“${what}”`;
  return { file: join(id, file), path, zh, en: `no shared "${what}" in _shared/${file}` };
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
