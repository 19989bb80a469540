/** What a facility must be: a known kind and services, hours that can be kept, a point inside its place. */
import { type Hours, hoursFaults } from '@huying/domain/clocks';
import { type FieldRefusal, isWithin, pathIds } from '@huying/domain/kernel';
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { facilityRules } from './rules.ts';

export type FacilityFields = {
  kind: string;
  name: string;
  /** Unset: the place the point lies in. */
  place?: string | undefined;
  point: [number, number];
  hours: Hours;
  services: string[];
  oneWindow: boolean;
  /** Id of the post that answers there; no private phones. */
  contactPost: string | null;
  from: string;
};

export type PlaceFound = { id: string; path: string };

/**
 * @returns the faults, and the place where there is one: `facility_kind_unknown`, `service_unknown`, `hours_*`,
 *   `point_outside_county`, `place_unknown`, `point_not_in_place`, `post_unknown`.
 */
export async function checkFacility(
  db: Queryable,
  county: CountyRuntime,
  fields: FacilityFields,
): Promise<{ faults: FieldRefusal[]; place: PlaceFound | null }> {
  const rules = facilityRules(county);
  const faults: FieldRefusal[] = [];
  if (!rules.kinds.some((one) => one.kind === fields.kind))
    faults.push({ path: 'kind', code: 'facility_kind_unknown' });
  if (fields.name.trim() === '') faults.push({ path: 'name', code: 'field_required' });
  fields.services.forEach((code, i) => {
    if (!rules.services.some((one) => one.code === code))
      faults.push({ path: `services.${i}`, code: 'service_unknown' });
  });
  for (const { path, code } of hoursFaults(fields.hours)) faults.push({ path: `hours.${path}`, code });
  const place = await placeFor(db, county, fields, faults);
  if (fields.contactPost !== null && !(await postThere(db, county.id, fields.contactPost)))
    faults.push({ path: 'contactPost', code: 'post_unknown' });
  return { faults, place };
}

async function placeFor(
  db: Queryable,
  county: CountyRuntime,
  { place, point }: FacilityFields,
  faults: FieldRefusal[],
): Promise<PlaceFound | null> {
  const at = county.placeIndex.at(...point);
  if (at === null) {
    faults.push({ path: 'point', code: 'point_outside_county' });
    return null;
  }
  const found = county.places.get(at);
  const named = place === undefined ? (found ?? null) : await placeById(db, county.id, place);
  if (!named) {
    faults.push({ path: 'place', code: 'place_unknown' });
    return null;
  }
  // A compound has no outline of its own: it must lie on the way down from the grid of the point.
  if (found && !isWithin(found.path, named.path) && !isWithin(named.path, found.path)) {
    faults.push({ path: 'point', code: 'point_not_in_place', params: { place: found.name } });
  }
  return { id: named.id, path: named.path };
}

export async function placeById(db: Queryable, county: string, id: string): Promise<PlaceFound | null> {
  return db.row<PlaceFound>(sql`
    SELECT place_id AS id, path FROM place WHERE county_id = ${county} AND place_id = ${id} AND to_day IS NULL`);
}

async function postThere(db: Queryable, county: string, post: string): Promise<boolean> {
  return (await db.row(sql`SELECT 1 FROM post WHERE county_id = ${county} AND post_id = ${post}`)) !== null;
}

/** The community of a path, for counting and naming; null above communities. */
export function communityOf(county: CountyRuntime, path: string): string | null {
  return pathIds(path).find((id) => county.places.get(id)?.kind === 'community') ?? null;
}
