/** Reading a person's data in clear: a command with a reason, kept in a chain of its own for the person who is read. */
import { Refusal } from '@huying/domain/kernel';
import { byOf, postFor } from '../../../access/actor.ts';
import { at, sql } from '../../../platform/db.ts';
import { appendAlone, vouch } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import { requireSeen } from '../directory.ts';
import { secretOf } from '../secrets.ts';
import type { PeopleCall } from './appoint.ts';

export type Unmasked = { name: string | null; phone: string | null };

/** @throws Refusal `not_found` when the actor does not see the person. */
export async function unmaskPerson(
  services: Services,
  call: PeopleCall,
  person: string,
  reason: string,
): Promise<Unmasked> {
  const { county, actor, now } = call;
  const { keys } = services;
  const read = await services.db.tx(async (tx): Promise<Unmasked> => {
    await requireSeen(tx, county, actor, person);
    const row = await tx.row<{ name: string | null; phone: Buffer | null }>(sql`
      SELECT name, phone_sealed AS phone FROM person
      WHERE county_id = ${county.id} AND person_id = ${person} AND erased_at IS NULL`);
    if (!row) throw new Refusal('not_found');
    const secret = await secretOf(tx, county.id, person);
    const by = byOf(
      actor,
      postFor(actor, 'people.read', () => true),
    );
    await appendAlone(tx, county.id, { kind: 'reading', id: person }, [
      { kind: 'reading.person', at: now, by, reason: vouch(secret, reason) },
    ]);
    await tx.rows(sql`
      INSERT INTO reading_reason (county_id, person_id, read_at, reader_id, matter_id, reason)
      VALUES (${county.id}, ${person}, ${at(now)}, ${actor.person?.id}, NULL, ${reason})
      ON CONFLICT (county_id, person_id, read_at, reader_id) DO UPDATE SET reason = excluded.reason`);
    return { name: row.name, phone: row.phone ? keys.open(county.id, row.phone) : null };
  });
  services.wake(county.id);
  return read;
}
