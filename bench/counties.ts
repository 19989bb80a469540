/** What each pack takes to be brought in, and all of them in one process: first start, second start, memory. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { familyOf, pssOf, ROOT, waitForQuiet } from './machine.ts';
import { line } from './say.ts';
import { postmasterOf, startServer } from './server.ts';

export type CountyFigures = {
  alone: { county: string; firstMs: number }[];
  together: { firstMs: number; secondMs: number; serverMb: number; databaseMb: number };
};

/** Long enough for what a start leaves to be done. */
const IDLE_MS = 20_000;

export const packs = (): string[] =>
  readdirSync(join(ROOT, 'counties'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort();

export async function measureCounties(dir: string, counties: string[]): Promise<CountyFigures> {
  const dataDir = join(dir, 'counties');
  const fresh = () => rmSync(dataDir, { recursive: true, force: true });
  const alone: CountyFigures['alone'] = [];
  for (const county of counties) {
    fresh();
    await waitForQuiet();
    const server = await startServer({ dataDir, county, demo: true });
    await server.stop();
    alone.push({ county, firstMs: server.readyMs });
    line(`  ${county}: ready after ${(server.readyMs / 1000).toFixed(1)} s`);
  }
  fresh();
  await waitForQuiet();
  const county = counties.join(',');
  const first = await startServer({ dataDir, county, demo: true });
  await first.stop();
  line(`  all ${counties.length}: ready after ${(first.readyMs / 1000).toFixed(1)} s`);
  await waitForQuiet();
  const second = await startServer({ dataDir, county, demo: true });
  await sleep(IDLE_MS);
  const together = {
    firstMs: first.readyMs,
    secondMs: second.readyMs,
    serverMb: pssOf([second.pid]),
    databaseMb: pssOf(familyOf(postmasterOf(dataDir) as number)),
  };
  await second.stop();
  fresh();
  line(
    `  again: ready after ${(together.secondMs / 1000).toFixed(1)} s; PSS ${together.serverMb.toFixed(0)} + ${together.databaseMb.toFixed(0)} MB`,
  );
  return { alone, together };
}
