import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate, readMigrations } from '../src/platform/migrate.ts';
import { startThrowaway, type Throwaway } from '../src/platform/postgres/throwaway.ts';

export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

export type TestDatabase = {
  /** A connection string for `pg`. */
  url: string;
  /** Removes the database, whoever is still connected. */
  drop(): Promise<void>;
};

/**
 * A migrated database of one's own, copied from a template that is made once per set of migrations: some 30 ms. The
 * server is the one of the test run (HUYING_TEST_PG, the address of its database `postgres`); without it, one that
 * lives as long as this process.
 */
export async function withDatabase(options: { migrations?: string } = {}): Promise<TestDatabase> {
  const maintenance = await serverUrl();
  const admin = new pg.Client({ connectionString: maintenance });
  await admin.connect();
  try {
    const template = await ensureTemplate(admin, maintenance, options.migrations ?? MIGRATIONS);
    const name = `test_${randomBytes(6).toString('hex')}`;
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
    return { url: withName(maintenance, name), drop: () => drop(maintenance, name) };
  } finally {
    await admin.end();
  }
}

let own: Promise<Throwaway> | undefined;

async function serverUrl(): Promise<string> {
  if (process.env.HUYING_TEST_PG) return process.env.HUYING_TEST_PG;
  own ??= startThrowaway();
  return (await own).urlOf('postgres');
}

/** Made under another name and renamed, so that a template that is there is whole. */
async function ensureTemplate(admin: pg.Client, maintenance: string, dir: string): Promise<string> {
  const migrations = existsSync(dir) ? await readMigrations(dir) : [];
  const key = createHash('sha256').update(JSON.stringify(migrations)).digest();
  const template = `template_${key.toString('hex', 0, 8)}`;
  const lock = key.readBigInt64BE(0).toString();
  await admin.query('SELECT pg_advisory_lock($1)', [lock]);
  try {
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount) return template;
    const unfinished = `${template}_unfinished`;
    await admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${unfinished}`);
    if (migrations.length > 0) {
      const pool = new pg.Pool({ connectionString: withName(maintenance, unfinished), max: 1 });
      try {
        await migrate(pool, dir);
      } finally {
        await pool.end();
      }
    }
    await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
    return template;
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [lock]);
  }
}

async function drop(maintenance: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: maintenance });
  await admin.connect();
  try {
    // The server gives connections that are just closing five seconds; cut off at once, they would raise errors nobody
    // listens for any more.
    await admin.query(`DROP DATABASE IF EXISTS ${name}`).catch((error: { code?: string }) => {
      if (error.code !== '55006') throw error;
      return admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  } finally {
    await admin.end();
  }
}

function withName(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
