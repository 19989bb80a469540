/**
 * Making, changing, closing and reopening a facility. The journal says what changed, but neither its name (a studio may be named
 * after a person) nor its position.
 */
import { canonical, Refusal, refuseFields } from '@huying/domain/kernel';
import { type Actor, actorKey } from '../../../access/actor.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import type { By } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { checkFacility, type FacilityFields } from '../check-facility.ts';
import { actAt } from '../reach.ts';
import { lockFacility, lockId, requireNameFree, writeFacility } from '../repository.ts';
import { cutRosters } from './drop-duties.ts';

/** `by`: whoever stands behind an import, which has asked for its own permission. */
export type FacilityCall = { county: CountyRuntime; actor: Actor; now: number; key: string | null; by?: By };
export type Kept = { id: string; version: number };

const stampOf = ({ county, actor, now, key }: FacilityCall) => ({
  county: county.id,
  actorKey: actorKey(actor),
  key,
  now,
});

/** Inside the caller's transaction. @throws Refusal `invalid_fields`, `not_permitted` */
export async function makeWithin(
  tx: Tx,
  { county, actor, now, by: given }: FacilityCall,
  id: string,
  fields: FacilityFields,
): Promise<Kept> {
  const { faults, place } = await checkFacility(tx, county, fields);
  refuseFields(faults);
  if (!place) throw new Refusal('not_found');
  const by = given ?? actAt(actor, 'facilities.edit', place.path);
  // Somebody else's collision says no more than that the id is used.
  await lockId(tx, county.id, id);
  if (await tx.row(sql`SELECT 1 FROM facility WHERE county_id = ${county.id} AND facility_id = ${id}`))
    throw new Refusal('key_reused');
  const { kind, point, hours, services, oneWindow, contactPost, from } = fields;
  const name = fields.name.trim();
  const row = {
    id,
    kind,
    name,
    place: place.id,
    lon: point[0],
    lat: point[1],
    hours,
    services,
    oneWindow,
    contactPost,
    from,
    to: null,
  };
  await requireNameFree(tx, county.id, row);
  const { lon: _lon, lat: _lat, id: _id, name: _name, from: since, ...told } = row;
  const version = await writeFacility(tx, county.id, row, null, [
    { ...told, since, kind: 'facility.made', sort: kind, by, at: now },
  ]);
  return { id, version };
}

export async function makeFacility(
  services: Services,
  call: FacilityCall,
  { id, ...fields }: FacilityFields & { id: string },
): Promise<Kept> {
  const made = await once(services.db, stampOf(call), 'facilities', { id, ...fields }, (tx) =>
    makeWithin(tx, call, id, fields),
  );
  services.wake(call.county.id);
  return made;
}

export type Change = Partial<FacilityFields> & { version: number };

/** Inside the caller's transaction. Says nothing where nothing changes. */
export async function changeWithin(
  tx: Tx,
  call: FacilityCall,
  id: string,
  { version, ...change }: Change,
): Promise<Kept> {
  const { county, actor, now } = call;
  const { head, path, version: seen, ...before } = await lockFacility(tx, county.id, id, version);
  if (before.to !== null) throw new Refusal('facility_closed');
  const { place, lon, lat, hours, services, oneWindow, contactPost, from, kind, name } = before;
  const fields: FacilityFields = {
    kind,
    name,
    place,
    point: [lon, lat],
    hours,
    services,
    oneWindow,
    contactPost,
    from,
    ...change,
  };
  const { faults, place: there } = await checkFacility(tx, county, fields);
  refuseFields(faults);
  if (!there) throw new Refusal('not_found');
  if (!call.by) actAt(actor, 'facilities.edit', path);
  const by = call.by ?? actAt(actor, 'facilities.edit', there.path);
  const next = {
    ...before,
    kind: fields.kind,
    name: fields.name.trim(),
    place: there.id,
    lon: fields.point[0],
    lat: fields.point[1],
    hours: fields.hours,
    services: fields.services,
    oneWindow: fields.oneWindow,
    contactPost: fields.contactPost,
    from: fields.from,
  };
  const changed = (Object.keys(next) as (keyof typeof next)[]).filter(
    (key) => canonical(next[key]) !== canonical(before[key]),
  );
  if (changed.length === 0) return { id, version: seen };
  await requireNameFree(tx, county.id, next);
  const told = Object.fromEntries(
    changed.filter((key) => TOLD.includes(key)).map((key) => [key === 'from' ? 'since' : key, next[key]]),
  );
  return {
    id,
    version: await writeFacility(tx, county.id, next, head, [
      {
        ...told,
        ...(changed.includes('name') ? { renamed: true } : {}),
        ...(changed.includes('kind') ? { sort: next.kind } : {}),
        ...(changed.includes('lon') || changed.includes('lat') ? { moved: true } : {}),
        kind: 'facility.changed',
        by,
        at: now,
      },
    ]),
  };
}

const TOLD: readonly string[] = ['place', 'hours', 'services', 'oneWindow', 'contactPost', 'from'];

export async function changeFacility(services: Services, call: FacilityCall, id: string, body: Change): Promise<Kept> {
  const kept = await once(services.db, stampOf(call), `facilities/${id}/change`, body, (tx) =>
    changeWithin(tx, call, id, body),
  );
  services.wake(call.county.id);
  return kept;
}

export type CloseBody = { version: number; lastDay?: string };

/** Closes for good (or until reopened) after `lastDay`, today where none is said. Duties there after that day fall away. */
export async function closeFacility(
  services: Services,
  call: FacilityCall,
  id: string,
  body: CloseBody,
): Promise<Kept> {
  const { county, actor, now } = call;
  const kept = await once(services.db, stampOf(call), `facilities/${id}/close`, body, async (tx) => {
    const { head, path, version: _, ...row } = await lockFacility(tx, county.id, id, body.version);
    const by = actAt(actor, 'facilities.edit', path);
    if (row.to !== null) throw new Refusal('facility_closed');
    const to = body.lastDay ?? dayOf(county, now);
    if (to < row.from) throw new Refusal('invalid_fields', {}, [{ path: 'lastDay', code: 'day_order' }]);
    const version = await writeFacility(tx, county.id, { ...row, to }, head, [
      { kind: 'facility.closed', by, at: now, to },
    ]);
    await cutRosters(tx, county, id, to, { by, now });
    return { id, version };
  });
  services.wake(county.id);
  return kept;
}

export async function reopenFacility(
  services: Services,
  call: FacilityCall,
  id: string,
  body: { version: number },
): Promise<Kept> {
  const { county, actor, now } = call;
  const kept = await once(services.db, stampOf(call), `facilities/${id}/reopen`, body, async (tx) => {
    const { head, path, version: _, ...row } = await lockFacility(tx, county.id, id, body.version);
    const by = actAt(actor, 'facilities.edit', path);
    if (row.to === null) throw new Refusal('facility_open');
    await requireNameFree(tx, county.id, row);
    const version = await writeFacility(tx, county.id, { ...row, to: null }, head, [
      { kind: 'facility.reopened', by, at: now },
    ]);
    return { id, version };
  });
  services.wake(county.id);
  return kept;
}
