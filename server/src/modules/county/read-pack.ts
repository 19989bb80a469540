/** A county pack from its folder: every file read, checked against the schema, and the files against each other. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPack, type Pack, type PackCalendar } from '@huying/domain/pack';
import { checkOutlines } from './check-outlines.ts';
import { checkShape } from './check-shape.ts';
import { PackError, type PackProblem } from './pack-error.ts';
import { type PackText, pathOf, readText, type Steps, stepsOf } from './pack-text.ts';
import { nameOf, resolveShared, underOwnWords, writtenAt } from './shared-parts.ts';

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
const OPTIONAL = {
  story: 'story.json',
  facilities: 'facilities.json',
  party: 'party.json',
  devices: 'devices.json',
} as const;

const OWN_PACKS = fileURLToPath(new URL('../../../../counties', import.meta.url));

/** Where the packs lie: `HUYING_PACKS`, else the project's own folder. */
export function packRoot(): string {
  return process.env.HUYING_PACKS || OWN_PACKS;
}

/** Whether the pack has a history to tell; without reading it. */
export function hasStory(id: string, root = packRoot()): boolean {
  return existsSync(join(root, id, OPTIONAL.story));
}

/** What is being read: its texts by file (`<id>/county.json`), and what was found wrong so far. */
type Given = { id: string; root: string; texts: Map<string, PackText>; problems: PackProblem[] };

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
  const at = writtenAt(given, file, steps);
  const line = given.texts.get(at.file)?.lineAt(at.steps, key) ?? 0;
  given.problems.push({ file: at.file, line, path: pathOf(at.steps), zh: words.zh, en: words.en });
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

const MOST = 100;

/** Checks each part that could be read against the schema. */
function noteShapes(given: Given, parts: Record<string, unknown>): void {
  const missing = [...given.problems];
  for (const [part, value] of Object.entries(parts)) {
    if (value === undefined) continue;
    const told = new Set<string>();
    for (const { steps, key, zh, en } of checkShape(part, value)) {
      // One wrong outline is wrong in all its points: one of them says so.
      const what = pathOf(part === 'shapes' ? steps.slice(0, 2) : steps);
      if (told.size >= MOST || (part === 'shapes' && told.has(what))) continue;
      told.add(what);
      if (followsFrom(missing, `${given.id}/${fileOf(part)}`, steps)) continue;
      if (part !== 'words') note(given, `${given.id}/${fileOf(part)}`, steps, { zh, en }, key);
      else if (steps.length > 0) note(given, `${given.id}/words/${steps[0]}.json`, steps.slice(1), { zh, en }, key);
      else note(given, `${given.id}/words/`, [], { zh, en });
    }
  }
}

/** An entry whose shared part was not found lacks much more, which is not told again. */
function followsFrom(problems: readonly PackProblem[], file: string, steps: Steps): boolean {
  const entry = `${pathOf(steps.slice(0, 2))}.`;
  return steps.length > 1 && problems.some((one) => one.file === file && one.path.startsWith(entry));
}

function fileOf(part: string): string {
  return FILES[part as keyof typeof FILES] ?? OPTIONAL[part as keyof typeof OPTIONAL] ?? part;
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
  const reading = {
    id,
    readJson: (file: string) => readJson(given, file),
    note: (file: string, path: string, words: { zh: string; en: string }) => note(given, file, stepsOf(path), words),
  };
  await resolveShared(reading, read);
  const words = await readWords(given);
  await underOwnWords(reading, nameOf(read.county), words);
  read.words = words;
  noteShapes(given, read);
  if (given.problems.length > 0) throw new PackError(id, given.problems);
  const raw = read as Pack;
  const pack: Pack = { ...raw, calendar: await resolveDays(given, raw.calendar) };
  for (const fault of [...checkPack(pack), ...checkOutlines(pack.shapes)])
    note(given, `${id}/${fault.file}`, stepsOf(fault.path), fault.words);
  if (pack.county.id !== id)
    note(given, `${id}/${FILES.county}`, ['id'], {
      zh: `应为 ${id}，与文件夹同名`,
      en: `must be ${id}, as the folder`,
    });
  if (given.problems.length > 0) throw new PackError(id, given.problems);
  return pack;
}
