/**
 * Erasing a person: name, phone, the secret that vouches for them, the texts and pictures of what they reported, and where
 * it was. The journal keeps that it happened; it never held what is gone, so it still verifies.
 */
import { Refusal } from '@huying/domain/kernel';
import { actorKey, byOf, permits, postFor } from '../../../access/actor.ts';
import { at, hex, sql, type Tx } from '../../../platform/db.ts';
import type { By, Head } from '../../../platform/journal.ts';
import { journalMany } from '../../../platform/journal-many.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { forgetActors } from '../actor-of.ts';
import { requireSeen } from '../directory.ts';
import { appendToPerson } from '../residents.ts';
import { forgetSecret } from '../secrets.ts';
import { lockPerson, type PeopleCall } from './appoint.ts';

type MatterRow = { id: string; state: string; version: number; head: Buffer };

/** Takes texts, pictures and position from the person's matters. @returns the files nobody else needs. */
async function eraseMatters(tx: Tx, county: string, person: string, by: By, now: number): Promise<string[]> {
  const rows = await tx.rows<MatterRow>(sql`
    SELECT matter_id AS id, state, version, head FROM matter
    WHERE county_id = ${county} AND reporter_id = ${person} ORDER BY matter_id FOR UPDATE`);
  const ids = rows.map((row) => row.id);
  const heads: Head[] = await journalMany(
    tx,
    county,
    rows.map(({ id, state, version, head }) => ({
      subject: { kind: 'matter', id },
      head: { seq: version, hash: head },
      events: [{ kind: 'matter.erased', by, at: now, from: state, to: state }],
    })),
  );
  const moved = heads.map((head, index) => ({ id: ids[index], version: head.seq, head: hex(head.hash) }));
  await tx.rows(sql`
    UPDATE matter m SET version = r.version, head = r.head, lon = NULL, lat = NULL, pictures = 0
    FROM json_to_recordset(${JSON.stringify(moved)}::json) AS r(id uuid, version int, head bytea)
    WHERE m.county_id = ${county} AND m.matter_id = r.id`);
  await tx.rows(sql`DELETE FROM matter_text WHERE county_id = ${county} AND matter_id = ANY(${ids})`);
  await tx.rows(sql`DELETE FROM matter_search WHERE county_id = ${county} AND matter_id = ANY(${ids})`);
  const linked = await tx.rows<{ id: string }>(sql`
    DELETE FROM matter_file WHERE county_id = ${county} AND matter_id = ANY(${ids}) RETURNING file_id AS id`);
  const files = await tx.rows<{ id: string }>(sql`
    DELETE FROM file f WHERE f.county_id = ${county}
      AND (f.file_id = ANY(${linked.map((row) => row.id)}::uuid[]) OR f.owner_id = ${person})
      AND NOT EXISTS (SELECT 1 FROM matter_file mf WHERE mf.county_id = ${county} AND mf.file_id = f.file_id)
    RETURNING f.file_id AS id`);
  return files.map((row) => row.id);
}

async function erasePerson(tx: Tx, { county, actor, now }: PeopleCall, person: string): Promise<string[]> {
  const id = county.id;
  const own = actor.person?.id === person;
  const row = await lockPerson(tx, id, person);
  const inPost = await tx.row(sql`
    SELECT 1 FROM term WHERE county_id = ${id} AND person_id = ${person}
      AND (to_day IS NULL OR (to_day >= ${dayOf(county, now)} AND to_day >= from_day)) LIMIT 1`);
  if (inPost) throw new Refusal('person_in_post');
  const by = byOf(actor, own ? null : postFor(actor, 'people.edit', () => true));
  const files = await eraseMatters(tx, id, person, by, now);
  await appendToPerson(tx, id, person, { seq: row.version, hash: row.head }, [{ kind: 'person.erased', by, at: now }]);
  await tx.rows(sql`
    DELETE FROM phone_code c USING person p
    WHERE c.county_id = ${id} AND p.county_id = ${id} AND p.person_id = ${person} AND c.phone_index = p.phone_index`);
  await tx.rows(sql`
    UPDATE person SET name = NULL, phone_sealed = NULL, phone_index = NULL, erased_at = ${at(now)}
    WHERE county_id = ${id} AND person_id = ${person}`);
  await tx.rows(sql`DELETE FROM session WHERE county_id = ${id} AND person_id = ${person}`);
  await tx.rows(sql`DELETE FROM account WHERE county_id = ${id} AND person_id = ${person}`);
  await tx.rows(sql`DELETE FROM person_key WHERE county_id = ${id} AND person_id = ${person}`);
  await tx.rows(sql`DELETE FROM message WHERE county_id = ${id} AND person_id = ${person}`);
  await tx.rows(sql`DELETE FROM reading_reason WHERE county_id = ${id} AND person_id = ${person}`);
  return files;
}

/**
 * By whoever keeps people, or by the person for themself.
 * @throws Refusal `not_found`; `person_in_post` while they hold a post: dismiss first.
 */
export async function erase(services: Services, call: PeopleCall, person: string): Promise<{ id: string }> {
  const { county, actor, now, key } = call;
  if (actor.person?.id !== person) {
    if (!permits(actor, 'people.edit')) throw new Refusal('not_found');
    await requireSeen(services.db, county, actor, person, 'people.edit');
  }
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const files = await once(services.db, stamp, `people/${person}/erase`, null, (tx) => erasePerson(tx, call, person));
  forgetSecret(services.db, county.id, person);
  forgetActors(services.db, county.id);
  // The rows are gone already: bytes that stay behind after a crash here are in no row and are served to nobody.
  for (const file of files) await services.files.remove(county.id, file);
  services.wake(county.id);
  return { id: person };
}
