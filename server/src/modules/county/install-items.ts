/** The responsibility list as versions: each is whole, and none is ever changed. */
import { createHash } from 'node:crypto';
import { canonical } from '@huying/domain/kernel';
import { type Pack, TOWN } from '@huying/domain/pack';
import { sql, type Tx } from '../../platform/db.ts';
import { appendAlone } from '../../platform/journal.ts';
import { insertRows } from '../../platform/rows.ts';

/** Brings in the pack's list as its version, or as the next free one where that was taken by other contents. */
export async function installItems(tx: Tx, pack: Pack, now: number): Promise<void> {
  const county = pack.county.id;
  const { listId, effectiveFrom, items } = pack.items;
  const last = await tx.row<{ version: number }>(sql`
    SELECT coalesce(max(version), 0)::int AS version FROM item_list WHERE county_id = ${county} AND list_id = ${listId}`);
  const version = Math.max(pack.items.version, (last?.version ?? 0) + 1);
  const key = { county_id: county, list_id: listId, version };
  const title = pack.words['zh-CN']?.['items.title'] ?? `${pack.county.name.zh}职责清单`;
  await insertRows(tx, 'item_list', [{ ...key, title, effective_from: effectiveFrom }]);
  await insertRows(
    tx,
    'item',
    items.map((item) => ({
      ...key,
      item_id: item.id,
      code: item.code,
      name: item.name,
      category: item.category,
      lead: item.lead === TOWN ? null : item.lead,
      assists: item.assists,
      callback: item.callback,
      keywords: item.keywords,
    })),
  );
  await insertRows(
    tx,
    'item_condition',
    items.flatMap((item) =>
      item.conditions.map((condition, index) => ({
        ...key,
        item_id: item.id,
        condition_id: condition.id,
        position: index + 1,
        words: condition.text,
        finish: condition.finish,
        process: condition.process,
        limits: condition.limits,
        arrival: condition.arrival,
      })),
    ),
  );
  const digest = createHash('sha256').update(canonical(items)).digest('base64url');
  await appendAlone(tx, county, { kind: 'item_list', id: listId }, [
    {
      kind: 'item_list.published',
      by: { person: null, post: null },
      at: now,
      version,
      effectiveFrom,
      items: items.length,
      digest,
    },
  ]);
}
