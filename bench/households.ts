/**
 * 75,000 households' addresses below the demo's buildings, by the real import (workbook read, rows judged, places, journal, outbox and
 * result written), beside a plain COPY of the same rows into a table with the same indexes. In turn, each round with rows of its own.
 */
import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { openHouse } from '../server/src/house.ts';
import { performImport, readMapping } from '../server/src/modules/exchange/index.ts';
import { DEFAULT_COUNTY, readConfig } from '../server/src/platform/config.ts';
import { type Db, sql } from '../server/src/platform/db.ts';
import { writeWorkbook } from '../server/src/platform/exchange/index.ts';
import { makeLog } from '../server/src/platform/log.ts';
import { ROOT } from './machine.ts';
import { line, median } from './say.ts';

export type HouseholdFigures = {
  rows: number;
  rounds: { importMs: number; copyMs: number; ratio: number }[];
  importMs: number;
  copyMs: number;
  ratio: number;
  /** The last workbook once more: every row is there already. */
  againMs: number;
};

/** Numbers that spread evenly over the buildings; door signs that no other round gives. */
async function workbookOf(buildings: string[], round: number, rows: number): Promise<Buffer> {
  const heads = ['上级标识', '层级', '名称'];
  return writeWorkbook([
    {
      name: '户',
      columns: heads.map((header) => ({ header })),
      rows: Array.from({ length: rows }, (_, n) => [
        buildings[n % buildings.length] as string,
        'household',
        `演示${round}-${Math.floor(n / buildings.length) + 101}`,
      ]),
    },
  ]);
}

/** The rows of the import as they stand, out of the table and by COPY into one like it. @returns milliseconds of the COPY */
async function copySame(db: Db, county: string, round: number): Promise<{ ms: number; rows: number }> {
  const { rows } = await db.pool.query(
    `SELECT county_id, place_id, parent_id, kind, code, name, path, from_day, version, encode(head, 'hex') AS head FROM place
     WHERE county_id = $1 AND kind = 'household' AND name LIKE $2`,
    [county, `演示${round}-%`],
  );
  const text = rows
    .map((row) =>
      [
        row.county_id,
        row.place_id,
        row.parent_id,
        row.kind,
        row.code,
        row.name,
        row.path,
        'f',
        row.from_day,
        row.version,
        `\\\\x${row.head}`,
      ].join('\t'),
    )
    .join('\n');
  const client = await db.pool.connect();
  try {
    await client.query('DROP TABLE IF EXISTS bench_place');
    await client.query('CREATE TABLE bench_place (LIKE place INCLUDING ALL)');
    const began = performance.now();
    const into = client.query(
      copyFrom(
        'COPY bench_place (county_id, place_id, parent_id, kind, code, name, path, gridded, from_day, version, head) FROM STDIN',
      ),
    );
    await pipeline(Readable.from([text, '\n']), into);
    const ms = performance.now() - began;
    await client.query('DROP TABLE bench_place');
    return { ms, rows: rows.length };
  } finally {
    client.release();
  }
}

/** The demo county with a level below the stairway, where its pack ends with the stairway. */
function packsWithHouseholds(dir: string): string {
  const packs = join(dir, 'packs');
  cpSync(join(ROOT, 'counties'), packs, { recursive: true });
  const file = join(packs, DEFAULT_COUNTY, 'county.json');
  const county = JSON.parse(readFileSync(file, 'utf8')) as { levels: { kind: string; word: object }[] };
  if (!county.levels.some((level) => level.kind === 'household')) {
    county.levels.push({ kind: 'household', word: { zh: '户', en: 'Household' } });
    writeFileSync(file, JSON.stringify(county));
  }
  return packs;
}

export async function measureHouseholds(
  dir: string,
  options: { rows: number; rounds: number },
): Promise<HouseholdFigures> {
  const dataDir = join(dir, 'households');
  rmSync(dataDir, { recursive: true, force: true });
  process.env.HUYING_PACKS = packsWithHouseholds(join(dir, 'households'));
  const env = { HUYING_DATA: dataDir, HUYING_COUNTIES: DEFAULT_COUNTY, HUYING_DEMO: '1', HUYING_LOG: 'warn' };
  // Nothing runs beside: no drainer takes the events, no history is told.
  const house = await openHouse(readConfig(env, dataDir), { log: makeLog('warn'), worker: false });
  try {
    const { services } = house;
    const { db } = services;
    const county = () => services.counties.get(DEFAULT_COUNTY) as NonNullable<ReturnType<typeof services.counties.get>>;
    const buildings = (
      await db.rows<{ id: string }>(sql`
        SELECT place_id AS id FROM place WHERE county_id = ${DEFAULT_COUNTY} AND kind = 'building' ORDER BY place_id`)
    ).map((row) => row.id);
    const mapping = await readMapping(DEFAULT_COUNTY, 'places');
    const take = async (file: Buffer) => {
      const began = performance.now();
      const report = await performImport(services, county(), 'places', file, {
        id: randomUUID(),
        mapping,
        actor: { kind: 'program', person: null, posts: [], follows: null },
        now: Date.now(),
      });
      return { ms: performance.now() - began, figures: report.figures };
    };
    const rounds: HouseholdFigures['rounds'] = [];
    let last = Buffer.alloc(0);
    for (let round = 1; round <= options.rounds; round += 1) {
      last = Buffer.from(await workbookOf(buildings, round, options.rows));
      const { ms, figures } = await take(last);
      if (figures.made !== options.rows) throw new Error(`made ${figures.made} of ${options.rows}`);
      const copied = await copySame(db, DEFAULT_COUNTY, round);
      if (copied.rows !== options.rows) throw new Error(`copied ${copied.rows} of ${options.rows}`);
      rounds.push({ importMs: ms, copyMs: copied.ms, ratio: ms / copied.ms });
      line(
        `  ${options.rows} households: import ${(ms / 1000).toFixed(1)} s, COPY ${(copied.ms / 1000).toFixed(2)} s, ratio ${(ms / copied.ms).toFixed(1)}`,
      );
    }
    const again = await take(last);
    if (again.figures.repeated !== options.rows) throw new Error('a second run added rows');
    line(`  the same workbook again: ${(again.ms / 1000).toFixed(1)} s, nothing added`);
    return {
      rows: options.rows,
      rounds,
      importMs: median(rounds.map((one) => one.importMs)),
      copyMs: median(rounds.map((one) => one.copyMs)),
      ratio: median(rounds.map((one) => one.ratio)),
      againMs: again.ms,
    };
  } finally {
    delete process.env.HUYING_PACKS;
    await house.close();
  }
}
