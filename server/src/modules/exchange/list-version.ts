/** One version of a list as the workbooks speak of it. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { ReadCondition, ReadItem } from './read-items.ts';

/** Items in the order of their codes, conditions in theirs. */
export async function readListVersion(
  db: Queryable,
  county: string,
  list: string,
  version: number,
): Promise<ReadItem[]> {
  const items = await db.rows<Omit<ReadItem, 'conditions'>>(sql`
    SELECT item_id AS id, code, name, category, lead, assists, callback, keywords,
      handled_by AS "handledBy", supervised_by AS "supervisedBy"
    FROM item WHERE county_id = ${county} AND list_id = ${list} AND version = ${version}
    ORDER BY code COLLATE "C", item_id`);
  const conditions = await db.rows<ReadCondition & { item: string }>(sql`
    SELECT item_id AS item, condition_id AS id, words AS text, finish, process, limits, arrival
    FROM item_condition WHERE county_id = ${county} AND list_id = ${list} AND version = ${version}
    ORDER BY item_id, position`);
  const byItem = Map.groupBy(conditions, (row) => row.item);
  return items.map((item) => ({
    ...item,
    conditions: (byItem.get(item.id) ?? []).map(({ item: _, ...condition }) => condition),
  }));
}
