import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';

export type Migration = { name: string; sql: string; sha256: string };

/** A migration that cannot be applied, named; `code` is stable. */
export class MigrationError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.code = code;
  }
}

/** Any fixed number: two processes that start together must not both migrate. */
const LOCK = 7_202_611_220_001n;

/**
 * Brings the database to the newest of the plain SQL files in `dir`, each in a transaction of its own. Forward only:
 * a file that was applied is never run again and must not change.
 * @returns the names applied now, in order
 * @throws MigrationError `migration_changed`, `migration_missing`, `migration_out_of_order`, `migration_failed` and
 *   those of readMigrations
 */
export async function migrate(pool: Pool, dir: string): Promise<string[]> {
  const migrations = await readMigrations(dir);
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK.toString()]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS public.schema_migration (
         name text COLLATE "C" PRIMARY KEY,
         sha256 text NOT NULL,
         applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    const pending = await findPending(client, migrations);
    for (const migration of pending) await apply(client, migration);
    return pending.map((m) => m.name);
  } finally {
    // A connection that cannot give the lock back must not return to the pool with it.
    const clean = await client.query('SELECT pg_advisory_unlock_all()').then(
      () => true,
      () => false,
    );
    client.release(!clean);
  }
}

/**
 * The migrations in a folder, in order of their numbers.
 * @throws MigrationError `migration_name` (not 0001_words.sql), `migration_number` (a number twice, or left out),
 *   `migration_transaction` (a file that begins or ends transactions itself)
 */
export async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, i) => {
      if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name)) {
        throw new MigrationError('migration_name', `${name}: a migration is called 0001_words.sql`);
      }
      if (Number(name.slice(0, 4)) !== i + 1) {
        throw new MigrationError(
          'migration_number',
          `${name}: number ${String(i + 1).padStart(4, '0')} is expected here`,
        );
      }
      // Line ends may be changed by a checkout on another system; that is not another migration.
      const sql = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n');
      if (/^\s*(begin|commit|rollback|start)(\s+(transaction|work))?\s*;/im.test(sql)) {
        throw new MigrationError(
          'migration_transaction',
          `${name}: runs in a transaction already, it must not begin or end one`,
        );
      }
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function findPending(client: PoolClient, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'SELECT name, sha256 FROM public.schema_migration ORDER BY name',
  );
  const byName = new Map(migrations.map((m) => [m.name, m]));
  for (const applied of rows) {
    const file = byName.get(applied.name);
    if (!file) {
      throw new MigrationError(
        'migration_missing',
        `数据库已执行 ${applied.name}，本程序没有它：数据库比程序新 · the database has ${applied.name}, which this program does not know: the database is newer than the program`,
      );
    }
    if (file.sha256 !== applied.sha256) {
      throw new MigrationError(
        'migration_changed',
        `${applied.name} 执行后被改动 · ${applied.name} was changed after it was applied; write a new migration instead`,
      );
    }
  }
  const done = new Set(rows.map((row) => row.name));
  const last = rows.at(-1)?.name ?? '';
  const pending = migrations.filter((m) => !done.has(m.name));
  const late = pending.find((m) => m.name < last);
  if (late)
    throw new MigrationError('migration_out_of_order', `${late.name} comes before ${last}, which is applied already`);
  return pending;
}

async function apply(client: PoolClient, { name, sql, sha256 }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO public.schema_migration (name, sha256) VALUES ($1, $2)', [name, sha256]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    const { position, message } = error as { position?: string; message: string };
    const line = position ? `:${sql.slice(0, Number(position) - 1).split('\n').length}` : '';
    throw new MigrationError('migration_failed', `${name}${line}: ${message}`, { cause: error });
  }
}
