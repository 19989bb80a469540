import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { MIGRATIONS } from '../../test/harness.ts';
import { type BackupConfig, BackupError, backup, restore } from './backup.ts';
import type { Database } from './database.ts';
import { openDb } from './db.ts';
import { type DatabaseConfig, startDatabase } from './embedded.ts';
import { appendAlone } from './journal.ts';
import { loadKeys } from './keys.ts';
import { makeLog } from './log.ts';
import { migrate } from './migrate.ts';
import { drainBatch } from './outbox.ts';
import { exportSeals } from './seals.ts';
import { verify } from './verify.ts';

const log = makeLog('silent');
const NONE = { projections: [], effects: [], notices: [] };
const COUNTY = 'smallshire';

describe('backup and restore', () => {
  let room: string;
  const at = (name: string): BackupConfig & DatabaseConfig => ({
    dataDir: join(room, name),
    filesDir: join(room, name, 'files'),
    databaseUrl: null,
    databaseBuffersMb: 16,
    keys: null,
  });
  before(() => {
    room = mkdtempSync(join(tmpdir(), 'huying-backup-'));
    // The database's own user must be able to pass when root runs the tests.
    chmodSync(room, 0o711);
  });
  after(() => rmSync(room, { recursive: true, force: true }));

  /** Opens the house's ground on a data folder. */
  async function open<T>(
    config: BackupConfig & DatabaseConfig,
    work: (services: never, database: Database) => Promise<T>,
  ): Promise<T> {
    const database = await startDatabase(config, log);
    const db = openDb({ connectionString: database.url, max: 3 });
    try {
      await migrate(db.pool, MIGRATIONS);
      const keys = loadKeys(null, join(config.dataDir, 'keys'));
      const live = { publish: () => {} };
      const services = { db, keys, dataDir: config.dataDir, live, log, clock: () => Date.now(), counties: new Map() };
      return await work(services as never, database);
    } finally {
      await db.end();
      await database.stop();
    }
  }
  type Ground = Parameters<typeof drainBatch>[0];

  async function write(services: Ground, from: number, count: number): Promise<void> {
    for (let n = from; n < from + count; n += 1) {
      await services.db.tx((tx) =>
        appendAlone(tx, COUNTY, { kind: 'test', id: `x${n % 50}` }, [
          { kind: 'test.done', by: { person: null, post: null }, at: n, n },
        ]),
      );
    }
  }
  const drain = (services: Ground) => drainBatch(services, { id: COUNTY } as never, NONE, 'a');

  it('brings back all that was committed, while the program goes on writing', async () => {
    const config = at('data');
    mkdirSync(join(config.filesDir, 'ab'), { recursive: true });
    writeFileSync(join(config.filesDir, 'ab', 'picture'), 'bytes');
    const target = join(room, 'copy');
    const written = await open(config, async (services: Ground, database) => {
      await write(services, 0, 300);
      await drain(services);
      await exportSeals(services.db, config.dataDir, COUNTY);
      let going = true;
      let n = 300;
      const writing = (async () => {
        const client = new pg.Client({ connectionString: database.url });
        await client.connect();
        while (going) {
          await write(services, n, 1);
          n += 1;
          // Much more log than what is kept of it by itself.
          if (n % 150 === 0) await client.query('SELECT pg_switch_wal()').catch(() => {});
          if (n % 60 === 0) await drain(services);
          if (n % 300 === 0) await client.query('CHECKPOINT');
        }
        await client.end();
      })();
      const manifest = await backup(config, { database }, target);
      going = false;
      await writing;
      assert.equal(manifest.database.kind, 'embedded');
      assert.equal(manifest.keys, 'inside');
      return n;
    });
    assert.ok(written > 300);
    assert.equal(statSync(target).mode & 0o077, 0, 'nobody else may read it');

    const restored = at('restored');
    await restore(restored, target);
    assert.equal(readFileSync(join(restored.filesDir, 'ab', 'picture'), 'utf8'), 'bytes');
    assert.equal(
      readFileSync(join(restored.dataDir, 'keys'), 'utf8'),
      readFileSync(join(config.dataDir, 'keys'), 'utf8'),
    );
    await open(restored, async (services: Ground) => {
      const before = await verify(services, COUNTY);
      assert.deepEqual(before.findings, []);
      assert.ok(before.events >= 300 && before.sealed >= 300, JSON.stringify(before));
      await write(services, 10_000, 10);
      await drain(services);
      await exportSeals(services.db, restored.dataDir, COUNTY);
      const later = await verify(services, COUNTY);
      assert.deepEqual([later.findings, later.events >= before.events + 10, later.exported], [[], true, later.seals]);
    });
  });

  it('writes over nothing, and restores nothing that is damaged or unfinished', async () => {
    const code = (expected: string) => (error: unknown) => error instanceof BackupError && error.code === expected;
    await assert.rejects(backup(at('data'), {} as never, join(room, 'copy')), code('backup_target_used'));
    await assert.rejects(restore(at('data'), join(room, 'copy')), code('restore_target_used'));
    await assert.rejects(restore(at('fresh'), join(room, 'nowhere')), code('backup_missing'));
    await assert.rejects(
      restore({ ...at('fresh'), databaseUrl: 'postgresql://x/y' }, join(room, 'copy')),
      code('restore_external'),
    );
    appendFileSync(join(room, 'copy', 'data', 'keys'), ' ');
    await assert.rejects(restore(at('fresh'), join(room, 'copy')), code('backup_damaged'));
    assert.equal(existsSync(join(room, 'fresh')), false);
  });
});
