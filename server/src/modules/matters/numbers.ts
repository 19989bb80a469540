import type { Queryable } from '../../platform/db.ts';
import { sql } from '../../platform/db.ts';

const BLOCK = 64;

/** Hands out numbers of the one sequence in blocks, so that a burst of reports asks the database once for many. */
export function numbering(db: Queryable): (day: string) => Promise<string> {
  let left: number[] = [];
  let asking: Promise<void> | null = null;
  async function ask(): Promise<void> {
    const rows = await db.rows<{ n: number }>(
      sql`SELECT nextval('matter_number_seq') AS n FROM generate_series(1, ${BLOCK})`,
    );
    left = rows.map((row) => row.n).reverse();
    asking = null;
  }
  return async (day) => {
    while (left.length === 0) {
      asking ??= ask();
      await asking;
    }
    return `${day.replaceAll('-', '')}-${String(left.pop()).padStart(5, '0')}`;
  };
}
