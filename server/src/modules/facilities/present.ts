/** A facility on the wire: words for kind and services, whether it is open and until when. */
import { openingAt, openingOn } from '@huying/domain/clocks';
import { pathIds } from '@huying/domain/kernel';
import { type Queryable, sql } from '../../platform/db.ts';
import { isoOrNull } from '../../platform/wire.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import type { FacilityRow } from './repository.ts';
import { facilityRules } from './rules.ts';

/** Names of the places on a path that are kept in memory, from the town down. */
export function placesOn(county: CountyRuntime, path: string): { id: string; name: string }[] {
  return pathIds(path)
    .slice(1)
    .flatMap((id) => {
      const place = county.places.get(id);
      return place ? [{ id, name: place.name }] : [];
    });
}

export function presentRow(county: CountyRuntime, row: FacilityRow, now: number) {
  const { kinds } = facilityRules(county);
  const kind = kinds.find((one) => one.kind === row.kind);
  const today = dayOf(county, now);
  const gone = row.to !== null && row.to < today;
  const state = openingAt(row.hours, county.rules.calendar, now);
  const offset = county.pack.utcOffsetMinutes;
  return {
    id: row.id,
    kind: row.kind,
    word: kind?.word ?? { zh: row.kind, en: row.kind },
    icon: kind?.icon ?? 'pin',
    name: row.name,
    place: { id: row.place, path: placesOn(county, row.path) },
    point: [row.lon, row.lat] as [number, number],
    oneWindow: row.oneWindow,
    closed: gone,
    open: !gone && state.open,
    until: gone ? null : isoOrNull(state.until, offset),
    opens: gone ? null : isoOrNull(state.opens, offset),
  };
}

export async function presentFacility(db: Queryable, county: CountyRuntime, row: FacilityRow, now: number) {
  const rules = facilityRules(county);
  const { calendar } = county.rules;
  const today = dayOf(county, now);
  const contact = row.contactPost ? await contactOf(db, county, row.contactPost) : null;
  return {
    ...presentRow(county, row, now),
    hours: row.hours,
    today: openingOn(row.hours, calendar, today),
    services: row.services.map((code) => ({
      code,
      word: rules.services.find((one) => one.code === code)?.word ?? { zh: code, en: code },
    })),
    contact,
    from: row.from,
    to: row.to,
  };
}

async function contactOf(db: Queryable, county: CountyRuntime, post: string) {
  const row = await db.row<{ kind: string; place: string | null; unit: string | null }>(sql`
    SELECT o.kind, p.name AS place, u.name AS unit FROM post o
    LEFT JOIN place p ON p.county_id = ${county.id} AND p.place_id = o.place_id
    LEFT JOIN unit u ON u.county_id = ${county.id} AND u.unit_id = o.unit_id
    WHERE o.county_id = ${county.id} AND o.post_id = ${post}`);
  if (!row) return null;
  return {
    post,
    word: county.postKinds.get(row.kind)?.word ?? { zh: row.kind, en: row.kind },
    at: row.place ?? row.unit ?? '',
  };
}
