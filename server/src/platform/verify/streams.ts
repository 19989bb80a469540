import type { Sql, Tx } from '../db.ts';

/** Rows of an ordered query one by one, so many at a time from a cursor: memory stays the same whatever the table holds. */
export type Rows<T> = {
  /** The next row without taking it; null at the end. */
  peek(): Promise<T | null>;
  take(): Promise<T | null>;
};

let cursors = 0;

/** @param onPage is given each page before its first row is seen: the place to read what belongs to the page */
export async function rowsOf<T>(
  tx: Tx,
  query: Sql,
  onPage: (page: T[]) => Promise<void> = async () => {},
  size = 2000,
): Promise<Rows<T>> {
  cursors += 1;
  const name = `verify_${cursors}`;
  await tx.client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${query.text}`, query.values);
  let page: T[] = [];
  let at = 0;
  let ended = false;
  async function peek(): Promise<T | null> {
    if (at >= page.length && !ended) {
      page = (await tx.client.query(`FETCH ${size} FROM ${name}`)).rows as T[];
      at = 0;
      ended = page.length < size;
      if (page.length > 0) await onPage(page);
    }
    return page[at] ?? null;
  }
  return {
    peek,
    async take() {
      const row = await peek();
      if (row !== null) at += 1;
      return row;
    },
  };
}
