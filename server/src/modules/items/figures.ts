/** The responsibility list in numbers. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';

export async function itemFigures(db: Queryable, county: CountyRuntime): Promise<Figures> {
  if (!county.list) return { items: 0, itemsTownResponsible: 0 };
  const { id, version } = county.list;
  const row = await db.row<Figures>(sql`
    SELECT count(*)::int AS items, count(*) FILTER (WHERE lead IS NULL)::int AS "itemsTownResponsible"
    FROM item WHERE county_id = ${county.id} AND list_id = ${id} AND version = ${version}`);
  return { ...row, townItems: row?.itemsTownResponsible ?? 0 };
}
