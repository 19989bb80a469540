/** From a clerk's answers to a folder that starts: read what was given, make the files, write them, check them. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RESERVED_NAMES } from '../../../platform/config.ts';
import { readPack } from '../read-pack.ts';
import { newPack } from './new-pack.ts';
import { NewPackError } from './new-pack-error.ts';
import { readPlacesTable } from './places-table.ts';
import { readShapesFile } from './read-shapes.ts';

/** As they were typed. `places` and `shapes` are paths of files. */
export type NewPackAnswers = {
  id: string;
  name: string;
  nameEn?: string;
  code: string;
  center: string;
  places?: string;
  shapes?: string;
};

/** Names that cannot be a county's: what the program serves itself, and the folder of what counties share. */
const RESERVED = [...RESERVED_NAMES, 'shared', 'console', 'pocket', 'cockpit'];

/**
 * Makes the pack `id` in `root` and proves that it can be used. Nothing is left behind where it cannot.
 * @returns the folder
 * @throws NewPackError for answers that cannot be, a name that is taken, tables or shapes that cannot be used
 */
export async function writeNewPack(root: string, answers: NewPackAnswers): Promise<string> {
  const folder = join(root, answers.id);
  const center = checkAnswers(answers, folder);
  const county = { name: answers.name.trim(), code: answers.code.trim() };
  const nodes = answers.places ? await readPlacesTable(await given(answers.places), county) : undefined;
  if (answers.shapes && !nodes)
    throw new NewPackError([{ zh: '有图形就要有地方表（--places）', en: 'shapes need a table of places (--places)' }]);
  const shapes = answers.shapes && nodes ? readShapesFile((await given(answers.shapes)).toString(), nodes) : undefined;
  const files = await newPack({
    id: answers.id,
    name: { zh: county.name, en: answers.nameEn?.trim() || answers.id },
    divisionCode: county.code,
    center,
    ...(nodes ? { nodes } : {}),
    ...(shapes ? { shapes } : {}),
  });
  try {
    for (const [name, text] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text, { flag: 'wx' });
    }
    await readPack(answers.id, root);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** @returns the centre */
function checkAnswers({ id, name, code, center }: NewPackAnswers, folder: string): [number, number] {
  const reasons: { zh: string; en: string }[] = [];
  if (!/^[a-z][a-z0-9]{1,39}$/.test(id))
    reasons.push({
      zh: `“${id}”不能作名称：用小写字母和数字，以字母开头，如 linxi`,
      en: `"${id}" cannot be the name: a-z and 0-9, a letter first, such as linxi`,
    });
  if (RESERVED.includes(id)) reasons.push({ zh: `${id} 是保留名称`, en: `${id} is a reserved name` });
  if (existsSync(folder))
    reasons.push({ zh: `${folder} 已经存在，不会覆盖`, en: `${folder} is there already and is not written over` });
  if (name.trim() === '') reasons.push({ zh: '县名不能留空', en: 'the name of the county is missing' });
  if (!/^\d{6}$/.test(code.trim()))
    reasons.push({
      zh: `行政区划代码应为 6 位数字，现为“${code}”`,
      en: `the division code must be 6 digits, not "${code}"`,
    });
  const point = center.split(/[,，\s]+/).map(Number) as [number, number];
  const [lon, lat] = point;
  if (point.length !== 2 || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
    reasons.push({
      zh: `中心点应为“经度,纬度”，如 116.45,36.29，现为“${center}”`,
      en: `the centre must be longitude,latitude, such as 116.45,36.29, not "${center}"`,
    });
  if (reasons.length > 0) throw new NewPackError(reasons);
  return point;
}

async function given(path: string): Promise<Buffer> {
  return readFile(path).catch(() => {
    throw new NewPackError([{ zh: `读不到文件 ${path}`, en: `cannot read ${path}` }]);
  });
}
