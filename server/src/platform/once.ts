/** Idempotency: the same key and body of the same actor answer the first result; another body is refused. */
import { createHash } from 'node:crypto';
import { canonical, Refusal } from '@huying/domain/kernel';
import { at, type Db, sql, type Tx } from './db.ts';

export type Call = { county: string; actorKey: string; key: string | null; now: number };

export function bodyHash(action: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(canonical([action, body]))
    .digest();
}

/**
 * Runs `work` in one transaction, at most once per (county, actor, key). A refused command leaves no key: it may be tried again.
 * @throws Refusal `key_missing`; `key_reused` when the key came with another action or body.
 */
export async function once<T>(
  db: Db,
  call: Call,
  action: string,
  body: unknown,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (!call.key) throw new Refusal('key_missing');
  const { county, actorKey, key } = call;
  const hash = bodyHash(action, body);
  return db.tx(async (tx) => {
    const fresh = await tx.row(sql`
      INSERT INTO command_key (county_id, actor, key, body_hash, made_at)
      VALUES (${county}, ${actorKey}, ${key}, ${hash}, ${at(call.now)})
      ON CONFLICT (county_id, actor, key) DO NOTHING RETURNING 1 AS fresh`);
    if (!fresh) {
      const kept = await tx.row<{ body_hash: Buffer; result: T }>(sql`
        SELECT body_hash, result FROM command_key
        WHERE county_id = ${county} AND actor = ${actorKey} AND key = ${key}`);
      if (!kept?.body_hash.equals(hash)) throw new Refusal('key_reused');
      return kept.result;
    }
    const result = await work(tx);
    await tx.rows(sql`
      UPDATE command_key SET result = ${JSON.stringify(result ?? null)}
      WHERE county_id = ${county} AND actor = ${actorKey} AND key = ${key}`);
    return result;
  });
}
