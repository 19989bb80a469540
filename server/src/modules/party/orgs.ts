/** Organisations: their rows, locked and journaled. Days are the county's; both ends count. */
import { Refusal } from '@huying/domain/kernel';
import type { OrgKind } from '@huying/domain/pack';
import { type Queryable, type Sql, sql, type Tx } from '../../platform/db.ts';
import { chain, type Head, type JournalEvent, writeEntries } from '../../platform/journal.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import type { Spot } from './rules.ts';

export type Org = {
  id: string;
  parent: string | null;
  kind: OrgKind;
  variety: string | null;
  name: string;
  place: string;
  from: string;
  to: string | null;
  term: string | null;
  version: number;
  head: Buffer;
} & { spot: Spot };

type OrgRow = Omit<Org, 'spot'> & Omit<Spot, 'id'>;

/** Whether a place lies in a village, as SQL over the place `p`. */
export const inCountry = (county: string): Sql => sql`EXISTS (
  SELECT 1 FROM place v WHERE v.county_id = ${county} AND v.kind = 'community' AND v.subkind = 'village'
    AND v.place_id = ANY(string_to_array(trim(both '.' from p.path), '.')))`;

async function readRow(db: Queryable, county: string, id: string, lock: boolean): Promise<Org | null> {
  const row = await db.row<OrgRow>(sql`
    SELECT o.org_id AS id, o.parent_id AS parent, o.kind, o.variety, o.name, o.place_id AS place, o.from_day AS from,
      o.to_day AS to, o.term_day AS term, o.version, o.head, p.kind AS "placeKind", p.path, ${inCountry(county)} AS country
    FROM party_org o JOIN place p ON p.county_id = o.county_id AND p.place_id = o.place_id
    WHERE o.county_id = ${county} AND o.org_id = ${id} ${lock ? sql`FOR UPDATE OF o` : sql``}`);
  if (!row) return null;
  const { placeKind, path, country, ...org } = row;
  return { ...org, spot: { id: org.place, placeKind, path, country } };
}

/** @throws Refusal `not_found` */
export async function readOrg(db: Queryable, county: string, id: string): Promise<Org> {
  const org = await readRow(db, county, id, false);
  if (!org) throw new Refusal('not_found');
  return org;
}

/**
 * The organisation, locked and as the caller saw it.
 * @throws Refusal `not_found`, `stale_version`, `party_dissolved`
 */
export async function lockOrg(tx: Tx, county: string, id: string, version: number | null, day: string): Promise<Org> {
  const org = await readRow(tx, county, id, true);
  if (!org) throw new Refusal('not_found');
  if (version !== null && org.version !== version) throw new Refusal('stale_version');
  if (org.to !== null && org.to < day) throw new Refusal('party_dissolved');
  return org;
}

/** A place as the tree sees it. @throws Refusal `invalid_fields` (place_unknown) naming `field` */
export async function spotOf(db: Queryable, county: CountyRuntime, id: string, field = 'place'): Promise<Spot> {
  const row = await db.row<Spot>(sql`
    SELECT p.place_id AS id, p.kind AS "placeKind", p.path, ${inCountry(county.id)} AS country
    FROM place p WHERE p.county_id = ${county.id} AND p.place_id = ${id} AND p.to_day IS NULL`);
  if (!row) throw new Refusal('invalid_fields', {}, [{ path: field, code: 'place_unknown' }]);
  return row;
}

/** Appends to an organisation's chain; the row must be locked by this transaction. @returns the version after it */
export async function appendToOrg(
  tx: Queryable,
  county: string,
  { id, version, head }: Pick<Org, 'id' | 'version' | 'head'>,
  events: JournalEvent[],
): Promise<Head> {
  const chained = chain(county, { kind: 'party_org', id }, { seq: version, hash: head }, events);
  await writeEntries(tx, county, chained.entries);
  await tx.rows(sql`
    UPDATE party_org SET version = ${chained.head.seq}, head = ${chained.head.hash}
    WHERE county_id = ${county} AND org_id = ${id}`);
  return chained.head;
}
