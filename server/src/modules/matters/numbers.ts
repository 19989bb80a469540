import type { Queryable } from '../../platform/db.ts';
import { sql } from '../../platform/db.ts';

const BLOCK = 128;

/**
 * Hands out numbers of the one sequence in blocks, so that a burst of reports asks the database once for many; the next
 * block is asked for before the last one is used up. Asking does not wait for the disk: a matter that carries a number
 * is written after it, and waits for both.
 */
export function numbering(db: Queryable): (day: string) => Promise<string> {
  let left: number[] = [];
  let asking: Promise<void> | null = null;
  async function ask(): Promise<void> {
    try {
      const rows = await db.rows<{ n: number }>(sql`
        SELECT nextval('matter_number_seq') AS n, set_config('synchronous_commit', 'off', true) FROM generate_series(1, ${BLOCK})`);
      left = [...rows.map((row) => row.n).reverse(), ...left];
    } finally {
      asking = null;
    }
  }
  return async (day) => {
    while (left.length === 0) {
      asking ??= ask();
      await asking;
    }
    const n = left.pop() as number;
    if (left.length < BLOCK / 2 && !asking) {
      asking = ask();
      // Whoever runs out of numbers asks again, and is told what is wrong.
      asking.catch(() => {});
    }
    return `${day.replaceAll('-', '')}-${String(n).padStart(5, '0')}`;
  };
}
