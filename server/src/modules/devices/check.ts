/** What a device must be to stand in the inventory: of a kind of the county's, at a place in force, inside the county. */
import { type FieldRefusal, Refusal } from '@huying/domain/kernel';
import { type Reach, reaches } from '../../access/reach.ts';
import { type Queryable, sql, sqlState } from '../../platform/db.ts';
import { type CountyRuntime, packOf } from '../county/index.ts';
import type { Device } from './device.ts';

export type Kind = { kind: string; word: { zh: string; en: string } };

/** The kinds that the county's pack names; none where it says nothing of devices. */
export function kindsOf(county: CountyRuntime): Kind[] {
  return packOf(county).devices?.kinds ?? [];
}

/** Why a point cannot be: not in the county at all, or only with its two numbers exchanged. Null where it can. */
export function pointFault(county: CountyRuntime, [lon, lat]: [number, number]): string | null {
  if (county.placeIndex.at(lon, lat) !== null) return null;
  return county.placeIndex.at(lat, lon) === null ? 'point_outside' : 'point_swapped';
}

/** @throws Refusal `invalid_fields` for what cannot be, `not_permitted` for a place outside the reach */
export async function checkDevice(
  db: Queryable,
  county: CountyRuntime,
  device: Device,
  reach: Reach,
  today: string,
): Promise<void> {
  const fields: FieldRefusal[] = [];
  if (!kindsOf(county).some(({ kind }) => kind === device.kind))
    fields.push({ path: 'kind', code: 'device_kind_unknown' });
  const place = await db.row<{ path: string }>(sql`
    SELECT path FROM place WHERE county_id = ${county.id} AND place_id = ${device.place} AND to_day IS NULL`);
  if (!place) fields.push({ path: 'place', code: 'place_unknown' });
  const fault = device.point && pointFault(county, device.point);
  if (fault) fields.push({ path: 'point', code: fault });
  if (device.since > today) fields.push({ path: 'since', code: 'day_to_come' });
  if (fields.length > 0) throw new Refusal('invalid_fields', {}, fields);
  if (place && !reaches(reach, { path: place.path, unit: null })) throw new Refusal('not_permitted');
}

const UNIQUE_VIOLATION = '23505';

/** Two devices of one maker cannot have one number. @throws Refusal `device_known` in place of the database's error */
export async function refuseTwins<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw sqlState(error) === UNIQUE_VIOLATION ? new Refusal('device_known') : error;
  });
}
