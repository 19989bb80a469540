/** Writes openapi.json, the interface as the routes declare it: `node server/src/openapi.ts --write`, or `--check` that it is fresh. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { makeApp } from './app.ts';
import { openDb } from './platform/db.ts';
import { makeLive } from './platform/live.ts';
import { makeLog } from './platform/log.ts';
import { firstDifference } from './platform/schema-dump.ts';
import type { Services } from './platform/services.ts';

export const OPENAPI_FILE = fileURLToPath(new URL('../openapi.json', import.meta.url));

/** Keys in order, so that the same interface is the same text whatever the order in which the rooms are registered. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** The interface as text. Declaring routes asks nothing of the services: no database is needed, and none is reached. */
export async function openapiText(): Promise<string> {
  const db = openDb({ host: '127.0.0.1', port: 1 });
  const services = {
    db,
    live: makeLive(),
    log: makeLog('silent'),
    counties: new Map(),
    clock: Date.now,
    wake: () => {},
    intakePerMinute: 1000,
    demo: false,
    dataDir: '',
  } as unknown as Services;
  const { app } = await makeApp(services);
  const text = `${JSON.stringify(sorted(app.swagger()), null, 2)}\n`;
  await app.close();
  await db.end();
  return text;
}

async function main(verb: string | undefined): Promise<number> {
  if (verb !== '--check' && verb !== '--write') {
    process.stderr.write('openapi.ts --check | --write\n');
    return 2;
  }
  const made = await openapiText();
  if (verb === '--write') {
    await writeFile(OPENAPI_FILE, made);
    return 0;
  }
  const committed = await readFile(OPENAPI_FILE, 'utf8').catch(() => '');
  const difference = firstDifference(committed, made);
  if (difference !== null)
    process.stderr.write(`server/openapi.json is stale (npm run check -- --fix), ${difference}\n`);
  return difference === null ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv[2]);
