/** How long a start takes, and how much memory the program holds when nobody has asked it anything yet. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pssOf } from './machine.ts';
import { line, median } from './say.ts';
import { firstCounty, postmasterOf, startServer } from './server.ts';

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

/** On a folder with the demo and its whole year: what somebody meets who starts the program again. */
export async function measureStart(dir: string, options: { starts: number; historyMs: number }): Promise<StartFigures> {
  const county = firstCounty();
  const dataDir = join(dir, 'start');
  rmSync(dataDir, { recursive: true, force: true });
  const first = await startServer({ dataDir, county, demo: true });
  const historyMs = await historyTold(first.base, county, options.historyMs);
  await first.stop();
  line(
    `  first start ${(first.readyMs / 1000).toFixed(1)} s, history told in ${historyMs === null ? 'more than was waited' : `${Math.round(historyMs / 1000)} s`}`,
  );
  const times: number[] = [];
  const memory: { server: number; database: number }[] = [];
  for (let n = 0; n < options.starts; n += 1) {
    const server = await startServer({ dataDir, county, demo: true });
    times.push(server.readyMs);
    await sleep(3000);
    memory.push({ server: pssOf([server.pid]), database: pssOf([postmasterOf(dataDir) as number]) });
    await server.stop();
    const { server: serverMb, database } = memory.at(-1) as (typeof memory)[number];
    line(
      `  start ${n + 2}: ready after ${(server.readyMs / 1000).toFixed(2)} s; PSS ${serverMb.toFixed(0)} + ${database.toFixed(0)} MB`,
    );
  }
  return {
    firstMs: first.readyMs,
    historyMs,
    secondMs: median(times),
    serverMb: median(memory.map((one) => one.server)),
    databaseMb: median(memory.map((one) => one.database)),
  };
}
