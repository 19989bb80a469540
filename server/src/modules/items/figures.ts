/** The responsibility list in numbers. */
import { type Queryable, sql } from '../../platform/db.ts';
import { listInForce, packOf } from '../county/index.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';

/** Of the version in force on `day`. */
export async function itemFigures(db: Queryable, county: CountyRuntime, day: string): Promise<Figures> {
  const list = await listInForce(db, county.id, packOf(county).items.listId, 'items', day);
  if (!list) return { items: 0, itemsTownResponsible: 0, townItems: 0 };
  const row = await db.row<Figures>(sql`
    SELECT count(*)::int AS items,
      count(*) FILTER (WHERE lead IS NULL AND handled_by IS NULL)::int AS "itemsTownResponsible"
    FROM item WHERE county_id = ${county.id} AND list_id = ${list.id} AND version = ${list.version}`);
  return { ...row, townItems: row?.itemsTownResponsible ?? 0 };
}
