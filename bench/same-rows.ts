/** The script that writes what one report over HTTP writes: its rows read back, told again with a new id each time. */
import { type Db, raw, sql } from '../server/src/platform/db.ts';

/** Tables in which a report leaves a row, in the order of pgbench's statements. */
const TABLES = ['matter', 'clock', 'matter_text', 'journal', 'outbox'];

const ID = `(lpad(to_hex(:hi::bigint), 16, '0') || lpad(to_hex(:lo::bigint), 16, '0'))::uuid`;

/** Columns that differ from row to row, as expressions; the rest stands as it was read. */
const FRESH: Record<string, string> = {
  matter_id: ID,
  subject_id: `${ID}::text`,
  number: `'20260101-' || nextval('matter_number_seq')`,
};

/** Made by the database itself: the outbox's number. */
const LEFT_OUT = new Set(['queue_no']);

/** A colon would begin a variable of pgbench, even inside quotes. */
function literal(value: string | null, type: string): string {
  if (value === null) return 'NULL';
  return `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'::${type}`;
}

async function insertsLike(db: Db, county: string, table: string, matter: string): Promise<string[]> {
  const columns = await db.rows<{ name: string; type: string }>(sql`
    SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
    WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`);
  const kept = columns.filter(({ name }) => !LEFT_OUT.has(name));
  const key = table === 'journal' || table === 'outbox' ? 'subject_id' : 'matter_id';
  const rows = await db.rows<Record<string, string | null>>(sql`
    SELECT ${raw(kept.map(({ name }) => `${name}::text AS ${name}`).join(', '))} FROM ${raw(table)}
    WHERE county_id = ${county} AND ${raw(key)} = ${matter}`);
  return rows.map((row) => {
    const values = kept.map(({ name, type }) => FRESH[name] ?? literal(row[name] ?? null, type));
    return `INSERT INTO ${table} (${kept.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')});`;
  });
}

/** @param matter a report that has just been sent in; its rows in the outbox must not be drained yet, or are told from the journal */
export async function sameRowsScript(
  db: Db,
  county: string,
  matter: string,
): Promise<{ script: string; rows: number }> {
  const inserts: string[] = [];
  for (const table of TABLES) {
    const made = await insertsLike(db, county, table, matter);
    if (made.length > 0) inserts.push(...made);
    else if (table === 'outbox') {
      inserts.push(
        `INSERT INTO outbox (county_id, subject_kind, subject_id, seq) VALUES ('${county}', 'matter', ${FRESH.subject_id}, 1);`,
      );
    } else throw new Error(`the report left no row in ${table}`);
  }
  const random = ['hi', 'lo'].map((name) => `\\set ${name} random(1, 4611686018427387904)`);
  return { script: [...random, 'BEGIN;', ...inserts, 'COMMIT;', ''].join('\n'), rows: inserts.length };
}

/** One row, one commit. */
export const ONE_ROW = {
  table:
    'CREATE TABLE IF NOT EXISTS bench_commit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)',
  script: `INSERT INTO bench_commit (body) VALUES ('one row of some hundred characters, as a command would leave it behind; no more than that, no less.');\n`,
};
