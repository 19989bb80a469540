/** Many rows in one statement: an array of objects goes in as one JSON parameter. */
import { type Queryable, raw, sql } from './db.ts';

const CHUNK = 4000;

/**
 * Inserts rows whose keys are columns of `table`; all rows have the keys of the first. `table` is never input.
 * Instants and bytes are given as `stamp` and `hex` of db.ts write them.
 */
export async function insertRows(db: Queryable, table: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const columns = raw(Object.keys(rows[0] as object).join(', '));
    await db.rows(sql`
      INSERT INTO ${raw(table)} (${columns})
      SELECT ${columns} FROM json_populate_recordset(null::${raw(table)}, ${JSON.stringify(rows.slice(from, from + CHUNK))}::json)`);
  }
}
