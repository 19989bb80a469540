import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from './database.ts';
import { type DatabaseConfig, startDatabase } from './embedded.ts';
import { makeLog } from './log.ts';
import { databaseAccount } from './postgres/account.ts';
import { halt, runningOn } from './postgres/cluster.ts';
import { databaseHome, socketDir } from './postgres/home.ts';
import { startOf } from './processes.mjs';

// The folders made here are open ones, whatever the person who runs the tests has set.
process.umask(0o022);
const root = mkdtempSync(join(tmpdir(), 'huying-embedded-'));
// The database's user must be able to pass; an ordinary user keeps it to himself.
if (process.getuid?.() === 0) chmodSync(root, 0o711);
const log = makeLog('silent');
const account = databaseAccount();

after(async () => {
  for (const name of readdirSync(root)) {
    const server = runningOn(join(root, name, 'postgres'));
    if (server) await halt(join(root, name, 'postgres'), server.pid);
  }
  rmSync(root, { recursive: true, force: true });
});

const at = (dataDir: string): DatabaseConfig => ({ dataDir, databaseUrl: null, databaseBuffersMb: 16 });
const ask = async (database: Pick<Database, 'url'>, sql: string): Promise<unknown[][]> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
};

/** A process of its own that starts the database and then stands there. */
const holder = async (dataDir: string): Promise<{ child: ChildProcess; pid: number }> => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { startDatabase } from ${JSON.stringify(new URL('embedded.ts', import.meta.url).href)};
       import { makeLog } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)};
       const db = await startDatabase(${JSON.stringify(at(dataDir))}, makeLog('silent'));
       process.once('SIGTERM', async () => { await db.stop(); process.exit(0); });
       process.stdout.write(String(db.pid));
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit').then(() => assert.fail('the process ended before it had its database'));
  const [pid] = await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), ended]);
  return { child, pid: Number(pid) };
};

test('a first start makes the database, a second one finds it', async () => {
  const dataDir = join(root, 'again');
  const first = await startDatabase(at(dataDir), log);
  assert.equal(first.kind, 'embedded');
  await ask(first, "CREATE TABLE kept AS SELECT '呼应' AS word");
  await first.stop();
  assert.equal(startOf(first.pid ?? 0), null, 'the server has gone');
  const second = await startDatabase(at(dataDir), log);
  assert.deepEqual(await ask(second, 'SELECT word FROM kept'), [['呼应']]);
  assert.equal(second.url, first.url);
  assert.deepEqual(
    await ask(
      second,
      "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('listen_addresses'), current_setting('shared_buffers')",
    ),
    [['on', 'on', '', '16MB']],
  );
  await second.stop();
});

test('nobody else can read the database or reach its socket', async () => {
  const dataDir = join(root, 'private');
  const database = await startDatabase(at(dataDir), log);
  for (const dir of [join(dataDir, 'postgres'), join(dataDir, 'socket')]) {
    assert.equal(statSync(dir).mode & 0o077, 0, dir);
    assert.equal(statSync(dir).uid, account?.uid ?? process.getuid?.());
  }
  await database.stop();
});

test('several processes share one server, and the last to go stops it', async () => {
  const dataDir = join(root, 'shared');
  const [one, two] = await Promise.all([holder(dataDir), holder(dataDir)]);
  assert.equal(one.pid, two.pid);
  const three = await startDatabase(at(dataDir), log);
  one.child.kill('SIGTERM');
  await once(one.child, 'exit');
  await three.stop();
  assert.notEqual(startOf(two.pid), null, 'still in use');
  two.child.kill('SIGTERM');
  await once(two.child, 'exit');
  assert.equal(startOf(two.pid), null);
});

test('what a killed process left running is taken over, and stopped by who took it', async () => {
  const dataDir = join(root, 'adopted');
  const killed = await holder(dataDir);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  assert.notEqual(startOf(killed.pid), null);
  const next = await startDatabase(at(dataDir), log);
  assert.equal(next.pid, killed.pid);
  assert.deepEqual(await ask(next, 'SELECT 1'), [[1]]);
  await next.stop();
  assert.equal(startOf(killed.pid), null);
});

test('a killed server is started again and has every commit', async () => {
  const dataDir = join(root, 'mended');
  const database = await startDatabase(at(dataDir), log);
  await ask(database, 'CREATE TABLE kept AS SELECT 7 AS n');
  const before = database.pid as number;
  process.kill(before, 'SIGKILL');
  for (let i = 0; i < 300 && (database.pid === before || database.pid === null); i++) await sleep(50);
  assert.notEqual(database.pid, before);
  assert.deepEqual(await ask(database, 'SELECT n FROM kept'), [[7]]);
  await database.stop();
});

test('server and program killed together: the next start recovers', async () => {
  const dataDir = join(root, 'recovered');
  const killed = await holder(dataDir);
  killed.child.kill('SIGKILL');
  process.kill(killed.pid, 'SIGKILL');
  const next = await startDatabase(at(dataDir), log);
  assert.notEqual(next.pid, killed.pid);
  assert.deepEqual(await ask(next, 'SELECT 1'), [[1]]);
  await next.stop();
});

test("a process id in an old note that is now a stranger's is no hindrance", async () => {
  const dataDir = join(root, 'stranger');
  const database = await startDatabase(at(dataDir), log);
  const note = join(dataDir, 'postgres', 'postmaster.pid');
  const lines = readFileSync(note, 'utf8').split('\n');
  await database.stop();
  writeFileSync(note, [String(process.pid), ...lines.slice(1)].join('\n'), { mode: 0o600 });
  const again = await startDatabase(at(dataDir), log);
  assert.deepEqual(await ask(again, 'SELECT 1'), [[1]]);
  await again.stop();
});

test('a data folder too deep for a socket, with blanks, commas and Chinese in its name', async () => {
  const dataDir = join(root, 'deep', '数据 a, b', 'x'.repeat(90));
  const database = await startDatabase(at(dataDir), log);
  assert.deepEqual(await ask(database, 'SELECT 1'), [[1]]);
  await database.stop();
  const shallow = await startDatabase(at(join(root, '数据 a, b')), log);
  assert.deepEqual(await ask(shallow, 'SELECT 1'), [[1]]);
  await shallow.stop();
  assert.throws(() => startSocketOf(dataDir), /另|不属于|does not belong/);
});

/** A folder that anybody could enter stands where the short socket folder should be. */
function startSocketOf(dataDir: string): string {
  const dir = socketDir(dataDir, account, 5432);
  assert.ok(!dir.startsWith(dataDir), 'among the temporary files');
  chmodSync(dir, 0o777);
  try {
    return socketDir(dataDir, account, 5432);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test('data of another PostgreSQL is refused, not touched', async () => {
  const dataDir = join(root, 'old');
  mkdirSync(join(dataDir, 'postgres'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '12\n');
  await assert.rejects(startDatabase(at(dataDir), log), /PostgreSQL 12/);
  assert.deepEqual(readdirSync(join(dataDir, 'postgres')), ['PG_VERSION']);
});

test('what the server is told of people stays out of its log', async () => {
  const dataDir = join(root, 'quiet');
  const database = await startDatabase(at(dataDir), log);
  await ask(database, 'CREATE TABLE person (phone text PRIMARY KEY)');
  await ask(database, "INSERT INTO person VALUES ('10000000001')");
  await assert.rejects(ask(database, "INSERT INTO person VALUES ('10000000001')"), { code: '23505' });
  await assert.rejects(ask(database, "SELECT 'x10000000001'::int"), { code: '22P02' });
  await database.stop();
  const logs = join(dataDir, 'postgres', 'log');
  assert.ok(readdirSync(logs).length > 0);
  for (const name of readdirSync(logs)) assert.ok(!readFileSync(join(logs, name), 'utf8').includes('10000000001'));
});

const notRoot = account === null && 'only root hands the database to another user';

test("started by root where the database's user cannot enter, it gets a folder of its own", {
  skip: notRoot,
}, async () => {
  const closed = join(root, 'closed');
  const bases = [join(root, 'homes')];
  mkdirSync(join(closed, 'data'), { recursive: true, mode: 0o700 });
  chmodSync(closed, 0o700);
  const home = databaseHome(join(closed, 'data'), account, bases);
  assert.ok(home.startsWith(`${bases[0]}/`));
  assert.equal(databaseHome(join(closed, 'data'), account, bases), home, 'the same the second time');
  assert.equal(statSync(closed).mode & 0o777, 0o700, 'nothing was opened');

  cpSync(join(closed, 'data'), join(closed, 'copy'), { recursive: true });
  const ofCopy = databaseHome(join(closed, 'copy'), account, bases);
  assert.notEqual(ofCopy, home, "a copy does not get the original's database");
  assert.equal(databaseHome(join(closed, 'data'), account, bases), home);

  renameSync(join(closed, 'data'), join(closed, 'moved'));
  assert.equal(databaseHome(join(closed, 'moved'), account, bases), home, 'what was moved keeps its database');

  mkdirSync(join(closed, 'data'));
  assert.notEqual(databaseHome(join(closed, 'data'), account, bases), home, 'a new data folder starts anew');

  const shut = join(closed, 'shut');
  mkdirSync(join(shut, 'postgres'), { recursive: true });
  assert.throws(
    () => databaseHome(shut, account, bases),
    /cannot be entered/,
    'never an empty one in place of a full one',
  );
});

test('an open data folder holds its database itself', () => {
  const open = join(root, 'open');
  mkdirSync(open);
  assert.equal(databaseHome(open, account, [join(root, 'unused')]), open);
  assert.ok(!existsSync(join(root, 'unused')));
});
