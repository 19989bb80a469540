/** Inbox, matter page and counts at a million matters beside ten thousand: the same questions with the same answers, in turn. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { MIGRATIONS } from '../server/src/house.ts';
import { DEFAULT_COUNTY } from '../server/src/platform/config.ts';
import type { Database } from '../server/src/platform/database.ts';
import { type Db, openDb, sql } from '../server/src/platform/db.ts';
import { startDatabase } from '../server/src/platform/embedded.ts';
import { makeLog } from '../server/src/platform/log.ts';
import { readMigrations } from '../server/src/platform/migrate.ts';
import { fill, groundOf, handsOf } from './fill.ts';
import { holder } from './people.ts';
import { line, median } from './say.ts';
import { type Server, startServer } from './server.ts';

export type ReadFigure = { name: string; small: number; large: number; ratio: number };
export type ReadFigures = { small: number; large: number; databaseMb: [number, number]; figures: ReadFigure[] };

type Register = { server: Server; db: Db; tokens: Record<string, string>; ids: string[]; mb: number };

/** A database whose name tells its size and tables, so that a register once loaded serves the next run too. */
async function registerOf(dir: string, cluster: Database, county: string, count: number): Promise<Register> {
  const migrations = await readMigrations(MIGRATIONS);
  const key = createHash('sha256')
    .update(JSON.stringify(migrations.map((one) => one.sha256)))
    .update(readFileSync(new URL('./matter-rows.ts', import.meta.url)))
    .digest('hex')
    .slice(0, 8);
  const name = `register_${count}_${key}`;
  const admin = new pg.Client({ connectionString: cluster.url });
  await admin.connect();
  // Not LIKE: its underscore stands for any character, and ten thousand would take the million along.
  const { rows: old } = await admin.query('SELECT datname FROM pg_database WHERE datname ~ $1 AND datname <> $2', [
    `^register_${count}_[0-9a-f]+$`,
    name,
  ]);
  for (const { datname } of old) await admin.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!rowCount) await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const dataDir = join(dir, name);
  const url = new URL(cluster.url);
  url.pathname = `/${name}`;
  const server = await startServer({ dataDir, url: url.href, county });
  const db = openDb({ connectionString: url.href, max: 2 });
  const ground = await groundOf(db, county);
  await db.pool.query('CREATE TABLE IF NOT EXISTS bench_filled (at timestamptz PRIMARY KEY)');
  // Open matters are due in the days after the loading: an older register is loaded anew.
  const fresh = await db.row(sql`SELECT 1 FROM bench_filled WHERE at > now() - interval '3 days'`);
  if (!fresh) {
    await db.pool.query(
      'SET session_replication_role = replica; TRUNCATE matter, clock, assignment, matter_text, journal, bench_filled CASCADE; RESET session_replication_role',
    );
    const began = Date.now();
    await fill(db, ground, count, (done) => line(`  ${done} of ${count} matters loaded`));
    line(`  ${count} matters loaded in ${Math.round((Date.now() - began) / 1000)} s`);
    await db.rows(sql`INSERT INTO bench_filled VALUES (now())`);
  }
  const hands = handsOf(ground);
  const seats = { grid_leader: hands.grid, centre_dispatcher: hands.root, responder: hands.unit };
  const tokens: Record<string, string> = {};
  for (const [kind, where] of Object.entries(seats))
    tokens[kind] = (await holder(db, county, dataDir, kind, where)).token;
  const ids = await db.rows<{ id: string }>(sql`
    SELECT matter_id AS id FROM matter TABLESAMPLE SYSTEM (${count > 100_000 ? 0.2 : 20}) REPEATABLE (1)
    WHERE county_id = ${county} AND state = 'closed' AND lead_unit IS NOT NULL ORDER BY md5(matter_id::text) LIMIT 400`);
  const size = await db.row<{ mb: number }>(sql`SELECT (pg_database_size(current_database()) / 1048576)::int AS mb`);
  return { server, db, tokens, ids: ids.map((row) => row.id), mb: size?.mb ?? 0 };
}

type Question = {
  name: string;
  as: string;
  path: (register: Register, n: number) => string;
  told: (body: never) => unknown;
};

const rowsOf = (body: { rows: unknown[] }) => body.rows.length;
const groupsOf = (body: { count: number; groups: unknown[] }) => [body.count];

const QUESTIONS: Question[] = [
  { name: 'inbox of a grid leader', as: 'grid_leader', path: () => '/matters?view=inbox', told: rowsOf },
  { name: 'inbox of the centre', as: 'centre_dispatcher', path: () => '/matters?view=inbox', told: rowsOf },
  { name: 'inbox of a responder', as: 'responder', path: () => '/matters?view=inbox', told: rowsOf },
  {
    name: 'counts of a grid leader’s inbox',
    as: 'grid_leader',
    path: () => '/matters/counts?view=inbox',
    told: groupsOf,
  },
  { name: 'counts of a responder’s inbox', as: 'responder', path: () => '/matters/counts?view=inbox', told: groupsOf },
  {
    name: 'counts of the whole register (capped at 10,000)',
    as: 'centre_dispatcher',
    path: () => '/matters/counts',
    told: groupsOf,
  },
  { name: 'first page of the whole register', as: 'centre_dispatcher', path: () => '/matters', told: rowsOf },
  {
    name: 'matter page',
    as: 'centre_dispatcher',
    path: ({ ids }, n) => `/matters/${ids[n % ids.length]}`,
    told: (body: { story: unknown[] }) => body.story.length,
  },
];

async function ask(
  register: Register,
  county: string,
  question: Question,
  n: number,
): Promise<{ ms: number; told: string }> {
  const began = performance.now();
  const reply = await fetch(`${register.server.base}/api/${county}${question.path(register, n)}`, {
    headers: { authorization: `Bearer ${register.tokens[question.as]}` },
  });
  const text = await reply.text();
  const ms = performance.now() - began;
  if (!reply.ok) throw new Error(`${question.name}: ${reply.status} ${text}`);
  return { ms, told: JSON.stringify(question.told(JSON.parse(text) as never)) };
}

export async function measureReads(
  dir: string,
  options: { small: number; large: number; rounds: number },
): Promise<ReadFigures> {
  const county = DEFAULT_COUNTY;
  const clusterDir = join(dir, 'registers');
  const cluster = await startDatabase(
    { dataDir: clusterDir, databaseUrl: null, databaseBuffersMb: 64 },
    makeLog('silent'),
  );
  const registers: Register[] = [];
  try {
    const small = await registerOf(dir, cluster, county, options.small);
    registers.push(small);
    const large = await registerOf(dir, cluster, county, options.large);
    registers.push(large);
    const figures: ReadFigure[] = [];
    for (const question of QUESTIONS) {
      const times: [number[], number[]] = [[], []];
      for (let n = 0; n < options.rounds + 20; n += 1) {
        const told: string[] = [];
        for (const which of n % 2 === 0 ? [0, 1] : [1, 0]) {
          const answer = await ask(registers[which] as Register, county, question, n);
          // The first are for the program's and the database's own warming up.
          if (n >= 20) times[which as 0 | 1].push(answer.ms);
          told[which] = answer.told;
        }
        if (told[0] !== told[1])
          throw new Error(`${question.name}: the two registers answer differently: ${told[0]} and ${told[1]}`);
      }
      const [a, b] = [median(times[0]), median(times[1])];
      figures.push({ name: question.name, small: a, large: b, ratio: b / a });
      line(`  ${question.name}: ${b.toFixed(2)} ms beside ${a.toFixed(2)} ms, ratio ${(b / a).toFixed(2)}`);
    }
    return { small: options.small, large: options.large, databaseMb: [small.mb, large.mb], figures };
  } finally {
    for (const { server, db } of registers) {
      await db.end();
      await server.stop();
    }
    await cluster.stop();
  }
}
