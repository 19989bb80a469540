/** How long a start takes, and how much memory the program holds when nobody has asked it anything yet. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_COUNTY } from '../server/src/platform/config.ts';
import { familyOf, pssOf, waitForQuiet } from './machine.ts';
import { line, median } from './say.ts';
import { postmasterOf, startServer } from './server.ts';

export type StartFigures = {
  firstMs: number;
  /** How long the demo's history was told in the background of the first start; null when it was not waited out. */
  historyMs: number | null;
  secondMs: number;
  serverMb: number;
  databaseMb: number;
};

/** Until the job that tells the demo's year is done, as its page would ask. */
async function historyTold(base: string, county: string, mostMs: number): Promise<number | null> {
  const began = Date.now();
  while (Date.now() - began < mostMs) {
    const { demo } = (await (await fetch(`${base}/api/${county}/county`)).json()) as {
      demo: { history?: { state: string } | null } | null;
    };
    if (demo?.history?.state === 'done') return Date.now() - began;
    await sleep(1000);
  }
  return null;
}

/** Long enough for what a start leaves to be done: statistics, the first looks of the sweep, garbage. */
const IDLE_MS = 20_000;

/** On a folder with the demo and its whole year: what somebody meets who starts the program again. */
export async function measureStart(dir: string, options: { starts: number; historyMs: number }): Promise<StartFigures> {
  const county = DEFAULT_COUNTY;
  const dataDir = join(dir, 'start');
  rmSync(dataDir, { recursive: true, force: true });
  const start = () => startServer({ dataDir, county, demo: true, launcher: true });
  const first = await start();
  const historyMs = await historyTold(first.base, county, options.historyMs);
  await first.stop();
  const told = historyMs === null ? 'more than was waited' : `${Math.round(historyMs / 1000)} s`;
  line(`  first start ${(first.readyMs / 1000).toFixed(1)} s, history told in ${told}`);
  const seconds: { ms: number; serverMb: number; databaseMb: number }[] = [];
  for (let n = 0; n < options.starts; n += 1) {
    await waitForQuiet();
    const server = await start();
    await sleep(IDLE_MS);
    // The database is the server's child as long as the server that started it runs: apart, so that nothing counts twice.
    const database = familyOf(postmasterOf(dataDir) as number);
    const one = { ms: server.readyMs, serverMb: pssOf([server.pid]), databaseMb: pssOf(database) };
    await server.stop();
    seconds.push(one);
    line(
      `  start ${n + 2}: ready after ${(one.ms / 1000).toFixed(2)} s; PSS ${one.serverMb.toFixed(0)} + ${one.databaseMb.toFixed(0)} MB`,
    );
  }
  return {
    firstMs: first.readyMs,
    historyMs,
    secondMs: median(seconds.map((one) => one.ms)),
    serverMb: median(seconds.map((one) => one.serverMb)),
    databaseMb: median(seconds.map((one) => one.databaseMb)),
  };
}
