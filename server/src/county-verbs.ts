/** `npm run huying -- county <verb>`: packs as files. None of these opens a database. */
import { createInterface } from 'node:readline/promises';
import { Refusal } from '@huying/domain/kernel';
import type { Command } from 'commander';
import {
  lineOf,
  type NewPackAnswers,
  NewPackError,
  PackError,
  packRoot,
  readPack,
  writeNewPack,
} from './modules/county/index.ts';
import { sayError } from './platform/words.ts';

export function addCountyVerbs(program: Command): void {
  const county = program.command('county').description('县域配置包 · county packs');
  county
    .command('check')
    .description('检查配置包，指出每处错误的文件和行 · check packs and name file and line of every fault')
    .argument('<id...>')
    .action(async (ids: string[]) => {
      for (const id of ids) if (!(await checkOne(id))) process.exitCode = 1;
    });
  county
    .command('new')
    .description(
      '新建一个能启动的最小配置包；没写的逐项询问 · make a minimal pack that starts; asks for what is not given',
    )
    .argument('<id>', '英文名（小写字母和数字），也是网址的一段 · name in a-z0-9, part of the address')
    .option('--name <name>', '县名 · the county’s name in Chinese')
    .option('--name-en <name>', '英文县名 · in English')
    .option('--code <digits>', '6 位行政区划代码 · division code')
    .option('--center <lon,lat>', '县城中心的经纬度 · longitude and latitude of its centre')
    .option('--places <xlsx>', '地方表：名称、层级、上级 · workbook of places: name, level, place above')
    .option('--shapes <geojson>', '各地方的边界 · outlines of the places')
    .action((id: string, options: Partial<NewPackAnswers>) => makeNew(id, options));
}

async function checkOne(id: string): Promise<boolean> {
  try {
    const pack = await readPack(id);
    const { zh, en } = pack.county.name;
    console.log(`${id} 可以使用 · can be used: ${zh} ${en}`);
    return true;
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    const n = error.problems.length;
    console.error(`${id} 有 ${n} 处错误（在 ${packRoot()} 中） · ${n} faults in ${packRoot()}:`);
    for (const problem of error.problems) console.error(`  ${lineOf(problem)}`);
    return false;
  }
}

const ASKED = [
  ['name', '县名（中文） · name in Chinese'],
  ['code', '6 位行政区划代码 · division code of 6 digits'],
  ['center', '县城中心 经度,纬度 · centre as longitude,latitude'],
] as const;

async function makeNew(id: string, options: Partial<NewPackAnswers>): Promise<void> {
  const answers: NewPackAnswers = { name: '', code: '', center: '', ...options, id };
  const missing = ASKED.filter(([field]) => !answers[field]);
  if (missing.length > 0 && process.stdin.isTTY) {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    for (const [field, question] of missing) answers[field] = await lines.question(`${question}: `);
    lines.close();
  }
  try {
    const folder = await writeNewPack(packRoot(), answers);
    console.log(`已建好 · made: ${folder}`);
    console.log(`现在可以启动 · start it: HUYING_COUNTIES=${id} npm start`);
  } catch (error) {
    if (error instanceof NewPackError) {
      console.error('没有建成 · no pack was made:');
      for (const { zh, en } of error.reasons) console.error(`  ${zh} · ${en}`);
    } else if (error instanceof PackError) console.error(error.message);
    else if (error instanceof Refusal)
      console.error(`${sayError('zh-CN', error.code, error.params)} · ${sayError('en', error.code, error.params)}`);
    else throw error;
    process.exitCode = 1;
  }
}
