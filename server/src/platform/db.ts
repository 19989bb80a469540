/** PostgreSQL: one pool, statements from `sql` templates, instants as epoch milliseconds. */
import pg from 'pg';
import sqlTag, { type Sql } from 'sql-template-tag';

export { empty, join, raw, type Sql } from 'sql-template-tag';
export const sql = sqlTag;

const TIMESTAMPTZ = 1184;
const DATE = 1082;
const INT8 = 20;

const types = new pg.TypeOverrides();
types.setTypeParser(TIMESTAMPTZ, (text: string) => Date.parse(text));
types.setTypeParser(DATE, (text: string) => text);
types.setTypeParser(INT8, Number);

/** Whatever can run a statement: the pool, or the one connection of a transaction. */
export type Queryable = {
  rows<T>(statement: Sql): Promise<T[]>;
  row<T>(statement: Sql): Promise<T | null>;
};

export type Tx = Queryable & { client: pg.PoolClient };

export type Db = Queryable & {
  pool: pg.Pool;
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  end(): Promise<void>;
};

function queryable(runner: pg.Pool | pg.PoolClient): Queryable {
  const rows = async <T>(statement: Sql) => (await runner.query(statement.text, statement.values)).rows as T[];
  return { rows, row: async <T>(statement: Sql) => (await rows<T>(statement))[0] ?? null };
}

export function openDb(connection: pg.PoolConfig): Db {
  const pool = new pg.Pool({ max: 16, application_name: 'huying', ...connection, types });
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // The same while it is in use: its statement fails by itself, but the connection's own error would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  pool.on('connect', (client) => client.on('error', () => {}));
  const tx = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query('BEGIN');
      const result = await work({ ...queryable(client), client });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };
  return { pool, ...queryable(pool), tx, end: () => pool.end() };
}

/** An instant as a parameter. */
export function at(instant: number): Date {
  return new Date(instant);
}

/** Bytes as they stand inside a JSON parameter. */
export function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`;
}

const STAMPS = 64;
const stamps = new Map<number, string>();

/** An instant as it stands inside a JSON parameter. Acts write the same few instants into many columns: they are kept. */
export function stamp(instant: number | null | undefined): string | null {
  if (instant === null || instant === undefined) return null;
  let found = stamps.get(instant);
  if (found === undefined) {
    if (stamps.size >= STAMPS) stamps.clear();
    found = new Date(instant).toISOString();
    stamps.set(instant, found);
  }
  return found;
}

/** PostgreSQL's code of a failed statement, '' when the error is something else. */
export function sqlState(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
