/** Making, changing and ending a team. */
import { type FieldRefusal, Refusal, refuseFields } from '@huying/domain/kernel';
import { actorKey } from '../../../access/actor.ts';
import { type Queryable, sql } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { placeById } from '../check-facility.ts';
import { actAt } from '../reach.ts';
import { lockId } from '../repository.ts';
import { teamKindOf } from '../rules.ts';
import { lockTeam, lockTeamNames, membersOf, type TeamRow, writeMembers, writeTeam } from '../teams.ts';
import type { FacilityCall, Kept } from './keep-facility.ts';

export type TeamFields = {
  kind: string;
  name: string;
  place: string;
  facility?: string | null;
  /** Persons in the order in which they stand; the first leads. */
  members: string[];
};

const stampOf = ({ county, actor, now, key }: FacilityCall) => ({
  county: county.id,
  actorKey: actorKey(actor),
  key,
  now,
});

async function checkTeam(db: Queryable, county: CountyRuntime, fields: TeamFields, id: string | null) {
  teamKindOf(county, fields.kind);
  const faults: FieldRefusal[] = [];
  if (fields.name.trim() === '') faults.push({ path: 'name', code: 'field_required' });
  const place = await placeById(db, county.id, fields.place);
  if (!place) faults.push({ path: 'place', code: 'place_unknown' });
  if (fields.members.length === 0) faults.push({ path: 'members', code: 'team_empty' });
  if (new Set(fields.members).size < fields.members.length) faults.push({ path: 'members', code: 'member_twice' });
  const known = await db.rows<{ id: string }>(sql`
    SELECT person_id AS id FROM person
    WHERE county_id = ${county.id} AND person_id = ANY(${fields.members}::uuid[]) AND erased_at IS NULL`);
  const ids = new Set(known.map((row) => row.id));
  fields.members.forEach((person, i) => {
    if (!ids.has(person)) faults.push({ path: `members.${i}`, code: 'person_unknown' });
  });
  if (fields.facility) {
    const there = await db.row(sql`
      SELECT 1 FROM facility WHERE county_id = ${county.id} AND facility_id = ${fields.facility} AND to_day IS NULL`);
    if (!there) faults.push({ path: 'facility', code: 'facility_unknown' });
  }
  const other = await db.row<{ id: string }>(sql`
    SELECT team_id AS id FROM team WHERE county_id = ${county.id} AND kind = ${fields.kind} AND place_id = ${fields.place}
      AND name = ${fields.name.trim()} AND to_day IS NULL`);
  if (other && other.id !== id) faults.push({ path: 'name', code: 'team_exists' });
  refuseFields(faults);
  return place as { id: string; path: string };
}

export async function makeTeam(
  services: Services,
  call: FacilityCall,
  body: TeamFields & { id: string },
): Promise<Kept> {
  const { county, actor, now } = call;
  const made = await once(services.db, stampOf(call), 'teams', body, async (tx) => {
    await lockTeamNames(tx, county.id, body.kind, body.place);
    const place = await checkTeam(tx, county, body, null);
    const by = actAt(actor, 'roster.edit', place.path);
    await lockId(tx, county.id, body.id);
    if (await tx.row(sql`SELECT 1 FROM team WHERE county_id = ${county.id} AND team_id = ${body.id}`))
      throw new Refusal('key_reused');
    const row = {
      id: body.id,
      kind: body.kind,
      name: body.name.trim(),
      place: place.id,
      facility: body.facility ?? null,
      from: dayOf(county, now),
      to: null,
    };
    const version = await writeTeam(tx, county.id, row, null, [
      {
        kind: 'team.made',
        by,
        at: now,
        sort: row.kind,
        place: row.place,
        facility: row.facility,
        members: body.members,
      },
    ]);
    await writeMembers(tx, county.id, body.id, body.members);
    return { id: body.id, version };
  });
  services.wake(county.id);
  return made;
}

export async function changeTeam(
  services: Services,
  call: FacilityCall,
  id: string,
  body: Partial<TeamFields> & { version: number },
): Promise<Kept> {
  const { county, actor, now } = call;
  const kept = await once(services.db, stampOf(call), `teams/${id}/change`, body, async (tx) => {
    const { head, path, version: _, ...row } = await lockTeam(tx, county.id, id, body.version);
    if (row.to !== null) throw new Refusal('team_ended');
    actAt(actor, 'roster.edit', path);
    const { version: __, ...change } = body;
    const members = body.members ?? ((await membersOf(tx, county.id, [id])).get(id) ?? []).map((one) => one.id);
    const fields: TeamFields = {
      kind: row.kind,
      name: row.name,
      place: row.place,
      facility: row.facility,
      ...change,
      members,
    };
    await lockTeamNames(tx, county.id, fields.kind, fields.place);
    const place = await checkTeam(tx, county, fields, id);
    const by = actAt(actor, 'roster.edit', place.path);
    const next: Omit<TeamRow, 'path' | 'version'> = {
      ...row,
      kind: fields.kind,
      name: fields.name.trim(),
      place: place.id,
      facility: fields.facility ?? null,
    };
    const version = await writeTeam(tx, county.id, next, head, [
      { kind: 'team.changed', by, at: now, sort: next.kind, place: next.place, facility: next.facility, members },
    ]);
    await writeMembers(tx, county.id, id, members);
    return { id, version };
  });
  services.wake(county.id);
  return kept;
}

export async function endTeam(
  services: Services,
  call: FacilityCall,
  id: string,
  body: { version: number },
): Promise<Kept> {
  const { county, actor, now } = call;
  const kept = await once(services.db, stampOf(call), `teams/${id}/end`, body, async (tx) => {
    const { head, path, version: _, ...row } = await lockTeam(tx, county.id, id, body.version);
    if (row.to !== null) throw new Refusal('team_ended');
    const by = actAt(actor, 'roster.edit', path);
    const to = dayOf(county, now);
    const version = await writeTeam(tx, county.id, { ...row, to }, head, [{ kind: 'team.ended', by, at: now, to }]);
    return { id, version };
  });
  services.wake(county.id);
  return kept;
}
