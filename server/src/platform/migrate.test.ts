import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { type TestDatabase, withDatabase } from '../../test/harness.ts';
import { migrate, readMigrations } from './migrate.ts';

let root: string;
let dir: string;
let database: TestDatabase;
let pool: pg.Pool;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'huying-migrate-'));
});
after(() => rm(root, { recursive: true }));

beforeEach(async (t) => {
  dir = await mkdtemp(join(root, 'm-'));
  database = await withDatabase({ migrations: join(root, 'none') });
  pool = new pg.Pool({ connectionString: database.url });
  const mine = { database, pool };
  (t as import('node:test').TestContext).after(async () => {
    await mine.pool.end();
    await mine.database.drop();
  });
});

const put = (name: string, sql: string) => writeFile(join(dir, name), sql);
const tables = async () => {
  const { rows } = await pool.query<{ tablename: string }>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows.map((row) => row.tablename);
};

test('applies what is new, in order, and a second time nothing', async () => {
  await put('0001_first.sql', 'CREATE TABLE a (id int);');
  await put('0002_second.sql', 'ALTER TABLE a ADD COLUMN b int; CREATE TABLE c (id int);');
  assert.deepEqual(await migrate(pool, dir), ['0001_first.sql', '0002_second.sql']);
  assert.deepEqual(await tables(), ['a', 'c', 'schema_migration']);
  assert.deepEqual(await migrate(pool, dir), []);
  await put('0003_third.sql', 'DROP TABLE c;');
  assert.deepEqual(await migrate(pool, dir), ['0003_third.sql']);
  assert.deepEqual(await tables(), ['a', 'schema_migration']);
});

test('a file that fails leaves nothing of itself, keeps those before it and says its line', async () => {
  await put('0001_first.sql', 'CREATE TABLE a (id int);');
  await put('0002_second.sql', 'CREATE TABLE b (id int);\n\nCREATE TABLE c (id nonsense);');
  await assert.rejects(migrate(pool, dir), { code: 'migration_failed', message: /^0002_second\.sql:3: .*nonsense/ });
  assert.deepEqual(await tables(), ['a', 'schema_migration']);
  await put('0002_second.sql', 'CREATE TABLE b (id int);');
  assert.deepEqual(await migrate(pool, dir), ['0002_second.sql']);
});

test('a file changed after it was applied is refused; changed line ends are no change', async () => {
  await put('0001_first.sql', 'CREATE TABLE a (\n  id int\n);\n');
  await migrate(pool, dir);
  await put('0001_first.sql', 'CREATE TABLE a (\r\n  id int\r\n);\r\n');
  assert.deepEqual(await migrate(pool, dir), []);
  await put('0001_first.sql', 'CREATE TABLE a (id bigint);');
  await assert.rejects(migrate(pool, dir), { code: 'migration_changed' });
});

test('a database newer than the program is refused', async () => {
  await put('0001_first.sql', 'CREATE TABLE a (id int);');
  await put('0002_second.sql', 'CREATE TABLE b (id int);');
  await migrate(pool, dir);
  await rm(join(dir, '0002_second.sql'));
  await assert.rejects(migrate(pool, dir), { code: 'migration_missing' });
});

test('several processes that start together migrate once', async () => {
  await put('0001_first.sql', 'CREATE TABLE a (id int); SELECT pg_sleep(0.1);');
  const pools = [1, 2, 3].map(() => new pg.Pool({ connectionString: database.url }));
  const applied = await Promise.all(pools.map((each) => migrate(each, dir)));
  await Promise.all(pools.map((each) => each.end()));
  assert.deepEqual(applied.flat(), ['0001_first.sql']);
});

test('the lock is free again after a failure', async () => {
  await put('0001_first.sql', 'nonsense;');
  await assert.rejects(migrate(pool, dir), { code: 'migration_failed' });
  const { rows } = await pool.query(`SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  assert.equal(rows[0].held, 0);
});

for (const [code, name, sql] of [
  ['migration_name', '1_first.sql', ''],
  ['migration_name', '0001-first.sql', ''],
  ['migration_number', '0002_first.sql', ''],
  ['migration_transaction', '0001_first.sql', 'BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;'],
  ['migration_transaction', '0001_first.sql', 'CREATE TABLE a (id int);\ncommit ;'],
] as const) {
  test(`${name} holding ${JSON.stringify(sql)} is ${code}`, async () => {
    await put(name, sql);
    await assert.rejects(readMigrations(dir), { code });
  });
}

test('a number given twice is refused', async () => {
  await put('0001_a.sql', '');
  await put('0001_b.sql', '');
  await assert.rejects(readMigrations(dir), { code: 'migration_number' });
});

test('a function body may begin and end blocks', async () => {
  await put(
    '0001_f.sql',
    'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  BEGIN\n    RETURN 1;\n  END;\nEND $$;',
  );
  assert.deepEqual(await migrate(pool, dir), ['0001_f.sql']);
});
