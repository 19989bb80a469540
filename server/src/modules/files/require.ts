/** Whether pictures named in an act are the actor's to use. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Own pictures may be used; without a person, only pictures that nobody owns and no matter has yet.
 * @throws Refusal `invalid_fields` with `pictures.<n>: file_unknown`, the same for a stranger's as for none.
 */
export async function requireOwnFiles(
  db: Queryable,
  county: string,
  actor: Actor,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const mine = actor.person
    ? sql`f.owner_id = ${actor.person.id}`
    : sql`f.owner_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM matter_file mf WHERE mf.county_id = ${county} AND mf.file_id = f.file_id)`;
  const asked = ids.map((id) => id.toLowerCase());
  const rows = await db.rows<{ id: string }>(sql`
    SELECT f.file_id AS id FROM file f
    WHERE f.county_id = ${county} AND f.file_id = ANY(${asked.filter((id) => UUID.test(id))}::uuid[]) AND ${mine}`);
  const found = new Set(rows.map((row) => row.id));
  const unknown = asked.flatMap((id, index) =>
    found.has(id) ? [] : [{ path: `pictures.${index}`, code: 'file_unknown' }],
  );
  if (unknown.length > 0) throw new Refusal('invalid_fields', {}, unknown);
}
