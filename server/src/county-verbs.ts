/** `npm run huying -- county <verb>`: packs as files. None of these opens a database. */
import type { Command } from 'commander';
import { lineOf, PackError, packRoot, readPack } from './modules/county/index.ts';

export function addCountyVerbs(program: Command): void {
  const county = program.command('county').description('县域配置包 · county packs');
  county
    .command('check')
    .description('检查配置包，指出每处错误的文件和行 · check packs and name file and line of every fault')
    .argument('<id...>')
    .action(async (ids: string[]) => {
      for (const id of ids) if (!(await checkOne(id))) process.exitCode = 1;
    });
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
