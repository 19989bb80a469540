/** The crash test in its longer form: more hands, more rounds, clocks that turn red while the server is away. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CrashReport, crashRun } from '../server/test/crash/crash-run.ts';
import { makePacks } from '../server/test/open-house.ts';
import { line } from './say.ts';
import { stopPostmaster } from './server.ts';

export async function measureCrash(
  dir: string,
  options: { rounds: number; seconds: number },
): Promise<(CrashReport & { kill: string })[]> {
  const place = join(dir, 'crash');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  chmodSync(place, 0o711);
  const county = 'eastshire';
  makePacks(join(place, 'packs'), [county], (pack) => {
    pack.yellowShare = 0.1;
    pack.limits = { ...(pack.limits as object), accept: { n: 1, unit: 'minute' } };
  });
  process.env.HUYING_PACKS = join(place, 'packs');
  const reports: (CrashReport & { kill: string })[] = [];
  try {
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const kill of ['server', 'postgres'] as const) {
        const dataDir = join(place, `${kill}-${round}`);
        const report = await crashRun({ dataDir, county, kill, workers: 48, seconds: options.seconds, awayMs: 65_000 });
        await stopPostmaster(dataDir);
        reports.push({ kill, ...report });
        line(
          `  ${kill} killed, round ${round}: ${report.acknowledged} commands on ${report.matters} matters acknowledged before, ${report.asked} asked again, ${report.carded} clocks carded, ${report.wrong.length === 0 ? 'nothing wrong' : `WRONG: ${report.wrong.slice(0, 5).join('; ')}`}`,
        );
      }
    }
  } finally {
    delete process.env.HUYING_PACKS;
  }
  return reports;
}
