/** One membership from a workbook: there already, perhaps with another residence, or begun as by admitting. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { sql } from '../../../platform/db.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { findOrMakePerson, type PersonMeant } from '../../people/index.ts';
import { byFor, type PartyCall, requireEdit } from '../calls.ts';
import { appendToOrg, lockOrg } from '../orgs.ts';
import { insertMember, type NewMember, requireResidence, resettle } from './members.ts';

export type MemberToTake = Required<Pick<NewMember, 'relation' | 'standing' | 'from'>> & {
  person: PersonMeant;
  residence: string | null;
  homeUnit: string | null;
};

export type MemberTaken = { status: 'taken' | 'repeated'; member: string; personMade: boolean };

/** @throws Refusal as `findOrMakePerson` and admitting do; `not_permitted` outside the reach */
export function takeMember(
  services: Services,
  call: Omit<PartyCall, 'key'>,
  org: string,
  { person: meant, ...input }: MemberToTake,
): Promise<MemberTaken> {
  const { county, actor, now } = call;
  return services.db.tx(async (tx): Promise<MemberTaken> => {
    const locked = await lockOrg(tx, county.id, org, null, dayOf(county, now));
    // The program itself, from the command line, reaches everywhere.
    if (actor.kind !== 'program') requireEdit({ ...call, key: null }, locked.spot.path);
    if (input.from < locked.from) throw new Refusal('day_order');
    if (input.residence) await requireResidence(tx, county, input.residence);
    const by = byFor({ ...call, key: null });
    const person = await findOrMakePerson(tx, services.keys, county.id, { meant, kind: 'resident', by, now });
    const same = await tx.row<{ member: string; residence: string | null }>(sql`
      SELECT member_id AS member, residence_id AS residence FROM party_member
      WHERE county_id = ${county.id} AND person_id = ${person.id} AND org_id = ${org} AND to_day IS NULL`);
    if (same) {
      // An empty cell says nothing of where somebody lives.
      const moves = input.residence !== null && input.residence !== same.residence;
      if (moves) await resettle(tx, call, locked, same.member, input.residence);
      return { status: moves ? 'taken' : 'repeated', member: same.member, personMade: false };
    }
    const member = uuidv7();
    await insertMember(tx, county.id, { member, person: person.id, org, ...input });
    await appendToOrg(tx, county.id, locked, [
      {
        kind: 'party_org.admitted',
        by,
        at: now,
        member,
        person: person.id,
        relation: input.relation,
        from: input.from,
      },
    ]);
    return { status: 'taken', member, personMade: person.made };
  });
}
