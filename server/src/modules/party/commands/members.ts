/** Members: put into an organisation and let go. One own membership at a time; others stand beside it. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { sql, sqlState, type Tx } from '../../../platform/db.ts';
import type { Head } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { makePerson } from '../../people/index.ts';
import { byFor, commanded, dayBefore, type PartyCall, requireEdit } from '../calls.ts';
import { appendToOrg, lockOrg, type Org, spotOf } from '../orgs.ts';

export const RELATIONS = ['own', 'reporting', 'functional'] as const;
export const STANDINGS = ['full', 'probationary'] as const;

export type NewMember = {
  version: number;
  person?: string;
  name?: string;
  phone?: string;
  relation: (typeof RELATIONS)[number];
  standing: (typeof STANDINGS)[number];
  residence?: string | null;
  homeUnit?: string | null;
  from?: string;
};

const UNIQUE_VIOLATION = '23505';
const field = (path: string, code: string) => new Refusal('invalid_fields', {}, [{ path, code }]);

async function personOf(tx: Tx, services: Services, call: PartyCall, body: NewMember): Promise<string> {
  if ((body.person === undefined) === (body.name === undefined)) throw field('name', 'field_required');
  if (body.person !== undefined) {
    const row = await tx.row(sql`
      SELECT 1 FROM person WHERE county_id = ${call.county.id} AND person_id = ${body.person} AND erased_at IS NULL`);
    if (!row) throw field('person', 'person_unknown');
    return body.person;
  }
  const made = await makePerson(
    tx,
    services.keys,
    call.county.id,
    { kind: 'resident', name: body.name?.trim() ?? null, phone: body.phone ?? null },
    { by: byFor(call), now: call.now },
  );
  return made.id;
}

/** Members live in a grid, or in a community while the grid is not known. @throws Refusal `invalid_fields`: place_unknown, party_residence */
export async function requireResidence(tx: Tx, county: CountyRuntime, residence: string): Promise<void> {
  const spot = await spotOf(tx, county, residence, 'residence');
  if (spot.placeKind !== 'grid' && spot.placeKind !== 'community') throw field('residence', 'party_residence');
}

/** What identifies a person goes into the idempotency key as a keyed hash only. */
function hashed(services: Services, county: string, { name, phone, ...body }: NewMember): unknown {
  const mac = (text: string | undefined) => services.keys.mac(county, 'once', text ?? '').toString('base64url');
  return { ...body, name: mac(name), phone: mac(phone) };
}

/**
 * Puts a person in, known or made now.
 * @throws Refusal `invalid_fields`: person_unknown, place_unknown, unit_unknown, party_residence, day_order; `party_member_own`
 *   for a second own membership, `party_member_twice` for the same organisation again
 */
export function admitMember(
  services: Services,
  call: PartyCall,
  org: string,
  body: NewMember,
): Promise<{ member: string; version: number }> {
  const { county, now } = call;
  return commanded(services, call, `party/orgs/${org}/members`, hashed(services, county.id, body), async (tx) => {
    const today = dayOf(county, now);
    const locked = await lockOrg(tx, county.id, org, body.version, today);
    requireEdit(call, locked.spot.path);
    const from = body.from ?? today;
    if (from < locked.from) throw field('from', 'day_order');
    if (body.residence) await requireResidence(tx, county, body.residence);
    if (body.homeUnit && !county.units.has(body.homeUnit)) throw field('homeUnit', 'unit_unknown');
    const person = await personOf(tx, services, call, body);
    const member = uuidv7();
    await insertMember(tx, county.id, { member, person, org, from, ...body });
    const head = await appendToOrg(tx, county.id, locked, [
      { kind: 'party_org.admitted', by: byFor(call), at: now, member, person, relation: body.relation, from },
    ]);
    return { member, version: head.seq };
  });
}

type MemberRow = Pick<NewMember, 'relation' | 'standing' | 'residence' | 'homeUnit'> & {
  member: string;
  person: string;
  org: string;
  from: string;
};

export async function insertMember(tx: Tx, county: string, row: MemberRow): Promise<void> {
  try {
    await tx.rows(sql`
      INSERT INTO party_member (county_id, member_id, person_id, org_id, relation, standing, residence_id, home_unit, from_day)
      VALUES (${county}, ${row.member}, ${row.person}, ${row.org}, ${row.relation}, ${row.standing},
        ${row.residence ?? null}, ${row.homeUnit ?? null}, ${row.from})`);
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    const index = (error as { constraint?: string }).constraint;
    throw new Refusal(index === 'party_member_own' ? 'party_member_own' : 'party_member_twice');
  }
}

export type ReleaseBody = { version: number; lastDay?: string };

/** Ends a membership; without a last day it ended yesterday. @throws Refusal `not_found`, `invalid_fields` (day_order) */
export function releaseMember(
  services: Services,
  call: PartyCall,
  org: string,
  member: string,
  body: ReleaseBody,
): Promise<{ member: string; version: number }> {
  const { county, now } = call;
  return commanded(services, call, `party/orgs/${org}/members/${member}/release`, body, async (tx) => {
    const today = dayOf(county, now);
    const locked = await lockOrg(tx, county.id, org, body.version, today);
    requireEdit(call, locked.spot.path);
    const held = await tx.row<{ person: string; from: string }>(sql`
      SELECT person_id AS person, from_day AS from FROM party_member
      WHERE county_id = ${county.id} AND member_id = ${member} AND org_id = ${org} AND to_day IS NULL FOR UPDATE`);
    if (!held) throw new Refusal('not_found');
    const last = body.lastDay ?? dayBefore(today);
    if (body.lastDay !== undefined && last < held.from) throw field('lastDay', 'day_order');
    await tx.rows(sql`
      UPDATE party_member SET to_day = ${last} WHERE county_id = ${county.id} AND member_id = ${member}`);
    const head = await appendToOrg(tx, county.id, locked, [
      { kind: 'party_org.released', by: byFor(call), at: now, member, person: held.person, to: last },
    ]);
    return { member, version: head.seq };
  });
}

export type ResettleBody = { version: number; residence: string | null };

/** Another place where a member lives; the membership goes on. @throws Refusal `not_found`, `nothing_changes`, and as `requireResidence` */
export function resettleMember(
  services: Services,
  call: PartyCall,
  org: string,
  member: string,
  body: ResettleBody,
): Promise<{ member: string; version: number }> {
  const { county, now } = call;
  return commanded(services, call, `party/orgs/${org}/members/${member}/resettle`, body, async (tx) => {
    const locked = await lockOrg(tx, county.id, org, body.version, dayOf(county, now));
    requireEdit(call, locked.spot.path);
    const held = await tx.row<{ residence: string | null }>(sql`
      SELECT residence_id AS residence FROM party_member
      WHERE county_id = ${county.id} AND member_id = ${member} AND org_id = ${org} AND to_day IS NULL FOR UPDATE`);
    if (!held) throw new Refusal('not_found');
    if (held.residence === body.residence) throw new Refusal('nothing_changes');
    if (body.residence) await requireResidence(tx, county, body.residence);
    const head = await resettle(tx, call, locked, member, body.residence);
    return { member, version: head.seq };
  });
}

/** Writes it; the organisation must be locked. Where somebody lives stays in the row: the journal says that it changed. */
export async function resettle(
  tx: Tx,
  call: Pick<PartyCall, 'county' | 'actor' | 'now'>,
  org: Org,
  member: string,
  residence: string | null,
): Promise<Head> {
  await tx.rows(sql`
    UPDATE party_member SET residence_id = ${residence} WHERE county_id = ${call.county.id} AND member_id = ${member}`);
  return appendToOrg(tx, call.county.id, org, [
    { kind: 'party_org.resettled', by: byFor({ ...call, key: null }), at: call.now, members: [member] },
  ]);
}
