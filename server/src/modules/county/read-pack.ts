/** A county pack from its folder: every file read, checked against the schema, and the files against each other. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPack, type Pack, type PackCalendar } from '@huying/domain/pack';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { nameOf, resolveShared, underOwnWords } from './shared-parts.ts';

export type PackProblem = { file: string; path: string; zh: string; en: string };

/** A pack that cannot be used: every fault at once, each with its file and place. */
export class PackError extends Error {
  readonly code = 'pack_invalid';
  readonly problems: readonly PackProblem[];

  constructor(id: string, problems: readonly PackProblem[]) {
    const lines = problems.map(({ file, path, zh, en }) => `  ${file}${path ? ` ${path}` : ''}: ${zh} · ${en}`);
    super([`县域配置包 ${id} 有误 · The county pack ${id} cannot be used:`, ...lines].join('\n'));
    this.name = 'PackError';
    this.problems = problems;
  }
}

const FILES = {
  county: 'county.json',
  calendar: 'calendar.json',
  territory: 'territory.json',
  shapes: 'shapes.geojson',
  units: 'units.json',
  posts: 'posts.json',
  items: 'items.json',
  demo: 'demo.json',
} as const;

/** Files that a pack has where the county uses the room they speak of. */
const OPTIONAL: Record<string, string> = {
  story: 'story.json',
};

/** Where the packs lie: `HUYING_PACKS`, else the project's own folder. */
export function packRoot(): string {
  return process.env.HUYING_PACKS || fileURLToPath(new URL('../../../../counties', import.meta.url));
}

type Given = { root: string; problems: PackProblem[] };

async function readJson({ root, problems }: Given, path: string): Promise<unknown> {
  const file = relative(root, path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    problems.push({ file, path: '', zh: '没有这个文件，或无法读取', en: 'is missing or cannot be read' });
    return null;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    problems.push({ file, path: '', zh: '不是有效的 JSON', en: `is not JSON: ${(error as Error).message}` });
    return null;
  }
}

/** The county's own words by locale; a pack may have none. */
async function readWords(given: Given, folder: string): Promise<Pack['words']> {
  const names = await readdir(join(folder, 'words')).catch(() => []);
  const words: Pack['words'] = {};
  for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
    const read = await readJson(given, join(folder, 'words', name));
    if (read) words[name.slice(0, -'.json'.length)] = read as Record<string, string>;
  }
  return words;
}

/** Puts the shared national holidays of the published years in the place of the reference to them. */
async function resolveDays(given: Given, calendar: PackCalendar): Promise<PackCalendar> {
  if (calendar.days !== 'shared:holidays') return calendar;
  const shared = (await readJson(given, join(given.root, '_shared', 'holidays.json'))) as {
    years?: Record<string, Exclude<PackCalendar['days'], string>>;
  } | null;
  const years = shared?.years ?? {};
  const missing = shared ? calendar.publishedYears.filter((year) => !years[String(year)]) : [];
  for (const year of missing) {
    given.problems.push({
      file: '_shared/holidays.json',
      path: `years.${year}`,
      zh: `没有 ${year} 年的放假安排，日历却称已公布`,
      en: `has no holidays for ${year}, which the calendar calls published`,
    });
  }
  return { ...calendar, days: calendar.publishedYears.flatMap((year) => years[String(year)] ?? []) };
}

async function schemaProblems(given: Given, pack: Pack, folder: string): Promise<PackProblem[]> {
  const schema = await readJson(
    given,
    fileURLToPath(new URL('../../../../counties/pack.schema.json', import.meta.url)),
  );
  if (!schema) return [];
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: false }).compile(schema as object);
  if (validate(pack)) return [];
  return (validate.errors ?? []).slice(0, 100).map(({ instancePath, message = '', params }) => {
    const [, part = '', ...rest] = instancePath.split('/');
    const file =
      part === 'words' ? `words/${rest.shift()}.json` : (FILES[part as keyof typeof FILES] ?? OPTIONAL[part] ?? part);
    const more = 'additionalProperty' in params ? ` (${params.additionalProperty})` : '';
    return {
      file: join(relative(given.root, folder), file),
      path: rest.join('.'),
      zh: `格式不符：${message}${more}`,
      en: `${message}${more}`,
    };
  });
}

/**
 * Reads and checks the pack `id`. The calendar comes with its days, not with a reference to shared ones.
 * @throws PackError naming every fault with file and place.
 */
export async function readPack(id: string, root = packRoot()): Promise<Pack> {
  const folder = join(root, id);
  const given: Given = { root, problems: [] };
  const read: Record<string, unknown> = {};
  for (const [key, file] of Object.entries(FILES)) read[key] = await readJson(given, join(folder, file));
  for (const [key, file] of Object.entries(OPTIONAL)) {
    if (existsSync(join(folder, file))) read[key] = await readJson(given, join(folder, file));
  }
  await resolveShared({ ...given, id }, read, (path) => readJson(given, path));
  const words = await readWords(given, folder);
  await underOwnWords(root, nameOf(read.county), words, (path) => readJson(given, path));
  const raw = { ...read, words } as Pack;
  if (given.problems.length === 0) given.problems.push(...(await schemaProblems(given, raw, folder)));
  if (given.problems.length > 0) throw new PackError(id, given.problems);
  const pack: Pack = { ...raw, calendar: await resolveDays(given, raw.calendar) };
  for (const fault of checkPack(pack)) {
    given.problems.push({ file: join(id, fault.file), path: fault.path, ...fault.words });
  }
  if (pack.county.id !== id) {
    given.problems.push({
      file: join(id, FILES.county),
      path: 'id',
      zh: `应为 ${id}`,
      en: `must be ${id}, as the folder`,
    });
  }
  if (given.problems.length > 0) throw new PackError(id, given.problems);
  return pack;
}
