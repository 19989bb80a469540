/** Making an organisation below another, with the places it answers for. */
import { type FieldRefusal, Refusal, refuseFields } from '@huying/domain/kernel';
import type { OrgKind } from '@huying/domain/pack';
import { v7 as uuidv7 } from 'uuid';
import { sql, sqlState, type Tx } from '../../../platform/db.ts';
import { chain, NO_HEAD, writeEntries } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { byFor, commanded, digestOf, type PartyCall, requireEdit } from '../calls.ts';
import { lockOrg, spotOf } from '../orgs.ts';
import { ALONE, partyOf, requireBelow, requireVariety, type Spot, TIMED } from '../rules.ts';

export type NewOrg = {
  kind: OrgKind;
  variety?: string | null;
  name: string;
  parent?: string | null;
  place: string;
  covers?: string[];
  from?: string;
  term?: string | null;
};

const UNIQUE_VIOLATION = '23505';

/** Places of an organisation: inside its own place, of the kind its variety answers for, and nobody else's. */
export async function writeCovers(
  tx: Tx,
  county: string,
  org: { id: string; variety: string | null; spot: Spot },
  covers: readonly string[],
  from: string,
): Promise<void> {
  const rows = await tx.rows<{ id: string; kind: string; path: string }>(sql`
    SELECT place_id AS id, kind, path FROM place
    WHERE county_id = ${county} AND place_id = ANY(${[...covers]}) AND to_day IS NULL`);
  const known = new Map(rows.map((row) => [row.id, row]));
  const wanted = org.variety === null ? undefined : ALONE[org.variety];
  const faults: FieldRefusal[] = [];
  for (const [i, id] of covers.entries()) {
    const place = known.get(id);
    const path = `covers.${i}`;
    if (!place) faults.push({ path, code: 'place_unknown' });
    else if (!place.path.startsWith(org.spot.path)) faults.push({ path, code: 'party_place' });
    else if (wanted && place.kind !== wanted) faults.push({ path, code: 'party_cover_kind' });
    else if (covers.indexOf(id) !== i) faults.push({ path, code: 'party_cover_twice' });
  }
  refuseFields(faults);
  for (const [i, id] of covers.entries()) {
    try {
      await tx.rows(sql`
        INSERT INTO party_cover (county_id, org_id, place_id, from_day, alone)
        VALUES (${county}, ${org.id}, ${id}, ${from}, ${wanted !== undefined})`);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      throw new Refusal('invalid_fields', {}, [{ path: `covers.${i}`, code: 'party_cover_taken' }]);
    }
  }
}

function requireTerm({ variety, term }: NewOrg, from: string): void {
  const timed = variety !== null && variety !== undefined && TIMED.includes(variety);
  const fault = (code: string) => new Refusal('invalid_fields', {}, [{ path: 'term', code }]);
  if (variety === 'temporary' && !term) throw fault('field_required');
  if (term && !timed) throw fault('party_term_untimed');
  if (term && term < from) throw fault('day_order');
}

/**
 * @throws Refusal `invalid_fields`: party_variety, party_level, party_level_here, party_place, party_root, party_cover_kind,
 *   party_cover_taken, party_cover_twice, party_term_untimed, day_order, place_unknown; `not_permitted`
 */
export function makeOrg(services: Services, call: PartyCall, body: NewOrg): Promise<{ id: string; version: number }> {
  const { county, now } = call;
  return commanded(services, call, 'party/orgs', body, async (tx) => {
    const today = dayOf(county, now);
    const from = body.from ?? today;
    const sort = { kind: body.kind, variety: body.variety ?? null };
    requireVariety(sort);
    requireTerm(body, from);
    const spot = await spotOf(tx, county, body.place);
    requireEdit(call, spot.path);
    const upper = body.parent ? await lockOrg(tx, county.id, body.parent, null, today) : null;
    requireBelow(partyOf(county), { ...sort, spot }, upper);
    return insertOrg(tx, county, { ...body, ...sort, from, spot }, byFor(call), now);
  });
}

export type OrgToInsert = NewOrg & { variety: string | null; from: string; spot: Spot };

/** Inside the caller's transaction, everything checked. */
export async function insertOrg(
  tx: Tx,
  county: CountyRuntime,
  org: OrgToInsert,
  by: ReturnType<typeof byFor>,
  now: number,
): Promise<{ id: string; version: number }> {
  const id = uuidv7();
  const { kind, variety, parent = null, place, covers = [], from, term = null, spot } = org;
  const name = org.name.trim();
  const event = {
    kind: 'party_org.made',
    by,
    at: now,
    sort: kind,
    variety,
    parent: parent ?? null,
    place,
    covers,
    from,
    term: term ?? null,
    named: digestOf(name),
  };
  const { entries, head } = chain(county.id, { kind: 'party_org', id }, NO_HEAD, [event]);
  await tx.rows(sql`
    INSERT INTO party_org (county_id, org_id, parent_id, kind, variety, name, place_id, from_day, term_day, version, head)
    VALUES (${county.id}, ${id}, ${parent}, ${kind}, ${variety}, ${name}, ${place}, ${from}, ${term}, ${head.seq}, ${head.hash})`);
  await writeEntries(tx, county.id, entries);
  await writeCovers(tx, county.id, { id, variety, spot }, covers, from);
  return { id, version: head.seq };
}
