/** Reading personal data in clear: a command with a reason, journaled in a chain of its own for the person who is read. */
import { Refusal } from '@huying/domain/kernel';
import { type Actor, byOf, permits, postFor } from '../../../access/actor.ts';
import { sql } from '../../../platform/db.ts';
import { appendAlone, vouch } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { secretOf } from '../../people/index.ts';
import { loadMatter } from '../repository.ts';

type PersonRow = { name: string | null; phone_sealed: Buffer | null };

export async function unmaskReporter(
  services: Services,
  county: CountyRuntime,
  actor: Actor,
  now: number,
  id: string,
  reason: string,
): Promise<{ name: string | null; phone: string | null }> {
  if (!permits(actor, 'matter.personal')) throw new Refusal('not_permitted');
  return services.db.tx(async (tx) => {
    const { row, matter } = await loadMatter(tx, county, actor, id);
    if (!row.reporter_id) throw new Refusal('nothing_masked');
    const post = postFor(actor, 'matter.personal', (held) => held.placeId !== null || held.unitId !== null);
    const secret = await secretOf(tx, county.id, row.reporter_id);
    await appendAlone(tx, county.id, { kind: 'reading', id: row.reporter_id }, [
      { kind: 'reading.reporter', at: now, by: byOf(actor, post), matter: matter.id, reason: vouch(secret, reason) },
    ]);
    await tx.rows(sql`
      INSERT INTO reading_reason (county_id, person_id, read_at, reader_id, matter_id, reason)
      VALUES (${county.id}, ${row.reporter_id}, ${new Date(now)}, ${actor.person?.id}, ${matter.id}, ${reason})
      ON CONFLICT (county_id, person_id, read_at, reader_id) DO UPDATE SET reason = excluded.reason`);
    const person = await tx.row<PersonRow>(sql`
      SELECT name, phone_sealed FROM person WHERE county_id = ${county.id} AND person_id = ${row.reporter_id}`);
    return {
      name: person?.name ?? null,
      phone: person?.phone_sealed ? services.keys.open(county.id, person.phone_sealed) : null,
    };
  });
}
