/** A county pack from its folder: every file read, checked against the schema, and the files against each other. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPack, type Pack, type PackCalendar } from '@huying/domain/pack';
import { checkShape } from './check-shape.ts';
import { PackError, type PackProblem } from './pack-error.ts';
import { type PackText, pathOf, readText, type Steps, stepsOf } from './pack-text.ts';

const FILES = {
  county: 'county.json',
  calendar: 'calendar.json',
  territory: 'territory.json',
  shapes: 'shapes.geojson',
  units: 'units.json',
  posts: 'posts.json',
  items: 'items.json',
  demo: 'demo.json',
  story: 'story.json',
} as const;

/** Files that a pack has where the county uses the room they speak of. */
const OPTIONAL: Record<string, string> = {};

const OWN_PACKS = fileURLToPath(new URL('../../../../counties', import.meta.url));

/** Where the packs lie: `HUYING_PACKS`, else the project's own folder. */
export function packRoot(): string {
  return process.env.HUYING_PACKS || OWN_PACKS;
}

/** What is being read: its texts by file (`<id>/county.json`), and what was found wrong so far. */
type Given = { id: string; root: string; texts: Map<string, PackText>; problems: PackProblem[] };

type PostEntry = { kind: string; shared?: boolean };

/** Reads `file` of the pack's root; what packs of another folder share is the project's own where they have none. */
async function readJson({ root, texts, problems }: Given, file: string): Promise<unknown> {
  const own = join(root, file);
  const text = await readText(file.startsWith('_shared/') && !existsSync(own) ? join(OWN_PACKS, file) : own);
  if ('value' in text) {
    texts.set(file, text);
    return text.value;
  }
  problems.push({ file, path: '', ...text });
  return undefined;
}

/** Notes a fault at `steps` of `file`, with its line. `key`: the name at the end of the steps is wrong, not its value. */
function note(given: Given, file: string, steps: Steps, words: { zh: string; en: string }, key = false): void {
  const at = placeOf(given, file, steps);
  const line = given.texts.get(at.file)?.lineAt(at.steps, key) ?? 0;
  given.problems.push({ file: at.file, line, path: pathOf(steps), zh: words.zh, en: words.en });
}

/** Where a thing was written: what a shared kind of post says stands in the shared file, unless the pack says it anew. */
function placeOf({ id, texts }: Given, file: string, steps: Steps): { file: string; steps: Steps } {
  const own = texts.get(file);
  const [list, index, ...rest] = steps;
  if (file !== `${id}/${FILES.posts}` || list !== 'posts' || typeof index !== 'number' || rest.length === 0)
    return { file, steps };
  const entry = (own?.value as { posts?: (PostEntry | null)[] } | undefined)?.posts?.[index];
  const shared = texts.get(SHARED_POSTS);
  if (entry?.shared !== true || !shared || own?.has(['posts', index, rest[0] as string])) return { file, steps };
  const there = (shared.value as { posts: PostEntry[] }).posts.findIndex(({ kind }) => kind === entry.kind);
  return there < 0 ? { file, steps } : { file: SHARED_POSTS, steps: ['posts', there, ...rest] };
}

/** The county's own words by locale; a pack may have none. */
async function readWords(given: Given): Promise<Pack['words']> {
  const names = await readdir(join(given.root, given.id, 'words')).catch(() => []);
  const words: Pack['words'] = {};
  for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
    const read = await readJson(given, `${given.id}/words/${name}`);
    if (read !== undefined) words[name.slice(0, -'.json'.length)] = read as Record<string, string>;
  }
  return words;
}

const SHARED_HOLIDAYS = '_shared/holidays.json';

/** Puts the shared national holidays of the published years in the place of the reference to them. */
async function resolveDays(given: Given, calendar: PackCalendar): Promise<PackCalendar> {
  if (calendar.days !== 'shared:holidays') return calendar;
  const shared = (await readJson(given, SHARED_HOLIDAYS)) as
    | { years?: Record<string, Exclude<PackCalendar['days'], string>> }
    | undefined;
  const years = shared?.years ?? {};
  const missing = shared ? calendar.publishedYears.filter((year) => !years[String(year)]) : [];
  for (const year of missing) {
    note(given, SHARED_HOLIDAYS, ['years', String(year)], {
      zh: `没有 ${year} 年的放假安排，日历却称已公布`,
      en: `has no holidays for ${year}, which the calendar calls published`,
    });
  }
  return { ...calendar, days: calendar.publishedYears.flatMap((year) => years[String(year)] ?? []) };
}

const SHARED_POSTS = '_shared/posts.json';

/** An entry `{kind, shared: true}` is the kind of post that all counties share; what else it says goes over that. */
async function resolvePosts(given: Given, list: unknown): Promise<unknown> {
  const posts = (list as { posts?: unknown } | null)?.posts;
  if (!Array.isArray(posts) || !posts.some((post: PostEntry | null) => post?.shared === true)) return list;
  const shared = (await readJson(given, SHARED_POSTS)) as { posts?: PostEntry[] } | undefined;
  const byKind = new Map(shared?.posts?.map((post) => [post.kind, post]));
  const resolved = (posts as (PostEntry | null)[]).flatMap((post, i) => {
    if (post?.shared !== true) return [post];
    const { shared: _, ...own } = post;
    const found = byKind.get(post.kind);
    if (found) return [{ ...found, ...own }];
    const words = { zh: `共用岗位中没有“${post.kind}”`, en: `there is no shared post "${post.kind}"` };
    note(given, `${given.id}/${FILES.posts}`, ['posts', i, 'kind'], words);
    return [];
  });
  return { ...(list as object), posts: resolved };
}

const MOST = 100;

/** Checks each part that could be read against the schema. */
function noteShapes(given: Given, parts: Record<string, unknown>): void {
  for (const [part, value] of Object.entries(parts)) {
    if (value === undefined) continue;
    for (const { steps, key, zh, en } of checkShape(part, value).slice(0, MOST)) {
      if (part !== 'words') note(given, `${given.id}/${fileOf(part)}`, steps, { zh, en }, key);
      else if (steps.length > 0) note(given, `${given.id}/words/${steps[0]}.json`, steps.slice(1), { zh, en }, key);
      else note(given, `${given.id}/words/`, [], { zh, en });
    }
  }
}

function fileOf(part: string): string {
  return FILES[part as keyof typeof FILES] ?? OPTIONAL[part] ?? part;
}

/**
 * Reads and checks the pack `id`. The calendar comes with its days, not with a reference to shared ones.
 * @throws PackError naming every fault with file, line and place.
 */
export async function readPack(id: string, root = packRoot()): Promise<Pack> {
  const given: Given = { id, root, texts: new Map(), problems: [] };
  if (!existsSync(join(root, id))) {
    const words = { zh: `没有这个配置包（在 ${root} 中）`, en: `there is no such pack in ${root}` };
    throw new PackError(id, [{ file: id, line: 0, path: '', ...words }]);
  }
  const read: Record<string, unknown> = {};
  for (const [key, file] of Object.entries(FILES)) read[key] = await readJson(given, `${id}/${file}`);
  for (const [key, file] of Object.entries(OPTIONAL)) {
    if (existsSync(join(root, id, file))) read[key] = await readJson(given, `${id}/${file}`);
  }
  read.posts = await resolvePosts(given, read.posts);
  read.words = await readWords(given);
  noteShapes(given, read);
  if (given.problems.length > 0) throw new PackError(id, given.problems);
  const raw = read as Pack;
  const pack: Pack = { ...raw, calendar: await resolveDays(given, raw.calendar) };
  for (const fault of checkPack(pack)) note(given, `${id}/${fault.file}`, stepsOf(fault.path), fault.words);
  if (pack.county.id !== id)
    note(given, `${id}/${FILES.county}`, ['id'], {
      zh: `应为 ${id}，与文件夹同名`,
      en: `must be ${id}, as the folder`,
    });
  if (given.problems.length > 0) throw new PackError(id, given.problems);
  return pack;
}
