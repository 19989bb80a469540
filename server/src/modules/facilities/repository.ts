/** Rows of facilities: reading, locking, writing with the chain. */
import type { Hours } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import { type Queryable, sql, type Tx } from '../../platform/db.ts';
import { chain, type Head, type JournalEvent, NO_HEAD, writeEntries } from '../../platform/journal.ts';

export type FacilityRow = {
  id: string;
  kind: string;
  name: string;
  place: string;
  path: string;
  lon: number;
  lat: number;
  hours: Hours;
  services: string[];
  oneWindow: boolean;
  contactPost: string | null;
  from: string;
  to: string | null;
  version: number;
};

export const FACILITY = sql`f.facility_id AS id, f.kind, f.name, f.place_id AS place, p.path, f.lon, f.lat, f.hours, f.services,
  f.one_window AS "oneWindow", f.contact_post AS "contactPost", f.from_day AS "from", f.to_day AS "to", f.version`;

/** @throws Refusal `not_found` */
export async function readFacility(db: Queryable, county: string, id: string): Promise<FacilityRow> {
  const row = await db.row<FacilityRow>(sql`
    SELECT ${FACILITY} FROM facility f JOIN place p ON p.county_id = ${county} AND p.place_id = f.place_id
    WHERE f.county_id = ${county} AND f.facility_id = ${id}`);
  if (!row) throw new Refusal('not_found');
  return row;
}

/** @throws Refusal `not_found`, `stale_version` */
export async function lockFacility(
  tx: Tx,
  county: string,
  id: string,
  version: number | null,
): Promise<FacilityRow & { head: Head }> {
  const row = await tx.row<FacilityRow & { hash: Buffer }>(sql`
    SELECT ${FACILITY}, f.head AS hash FROM facility f
    JOIN place p ON p.county_id = ${county} AND p.place_id = f.place_id
    WHERE f.county_id = ${county} AND f.facility_id = ${id} FOR UPDATE OF f`);
  if (!row) throw new Refusal('not_found');
  if (version !== null && version !== row.version) throw new Refusal('stale_version', { version: row.version });
  const { hash, ...facility } = row;
  return { ...facility, head: { seq: row.version, hash } };
}

type Written = Omit<FacilityRow, 'path' | 'version'>;

/** Writes the row as it is now with its next events. @returns the new version */
export async function writeFacility(
  tx: Tx,
  county: string,
  row: Written,
  head: Head | null,
  events: JournalEvent[],
): Promise<number> {
  const chained = chain(county, { kind: 'facility', id: row.id }, head ?? NO_HEAD, events);
  await writeEntries(tx, county, chained.entries);
  const { seq, hash } = chained.head;
  await tx.rows(sql`
    INSERT INTO facility (county_id, facility_id, kind, name, place_id, lon, lat, hours, services, one_window, contact_post,
      from_day, to_day, version, head)
    VALUES (${county}, ${row.id}, ${row.kind}, ${row.name}, ${row.place}, ${row.lon}, ${row.lat}, ${JSON.stringify(row.hours)},
      ${row.services}, ${row.oneWindow}, ${row.contactPost}, ${row.from}, ${row.to}, ${seq}, ${hash})
    ON CONFLICT (county_id, facility_id) DO UPDATE SET kind = excluded.kind, name = excluded.name,
      place_id = excluded.place_id, lon = excluded.lon, lat = excluded.lat, hours = excluded.hours,
      services = excluded.services, one_window = excluded.one_window, contact_post = excluded.contact_post,
      from_day = excluded.from_day, to_day = excluded.to_day, version = excluded.version, head = excluded.head`);
  return seq;
}

/** Two who make something under one id at once come one after the other, and the second is told that it is used. */
export async function lockId(tx: Tx, county: string, id: string): Promise<void> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county}/made/${id}`}, 0))`);
}

/** Names of one kind at one place are given one after the other. */
export async function lockNames(
  tx: Tx,
  county: string,
  { kind, place }: Pick<FacilityRow, 'kind' | 'place'>,
): Promise<void> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county}/facility/${kind}/${place}`}, 0))`);
}

/** Two open ones of a kind at one place do not have the same name. @throws Refusal `invalid_fields` (facility_exists) */
export async function requireNameFree(
  tx: Tx,
  county: string,
  row: Pick<FacilityRow, 'id' | 'kind' | 'place' | 'name'>,
): Promise<void> {
  await lockNames(tx, county, row);
  const other = await tx.row(sql`
    SELECT 1 FROM facility WHERE county_id = ${county} AND kind = ${row.kind} AND place_id = ${row.place}
      AND name = ${row.name} AND to_day IS NULL AND facility_id <> ${row.id}`);
  if (other) throw new Refusal('invalid_fields', {}, [{ path: 'name', code: 'facility_exists' }]);
}
