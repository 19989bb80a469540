/** Changing an organisation: its name, where it hangs, the places it answers for, its end. */
import { Refusal } from '@huying/domain/kernel';
import { sql, type Tx } from '../../../platform/db.ts';
import type { JournalEvent } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { byFor, commanded, dayBefore, digestOf, type PartyCall, requireEdit } from '../calls.ts';
import { appendToOrg, lockOrg, type Org } from '../orgs.ts';
import { partyOf, requireBelow, TIMED } from '../rules.ts';
import { writeCovers } from './make-org.ts';

export type Changed = { id: string; version: number };

/** Locks, checks the reach, does `work`, journals what it answers. */
function change<B extends { version: number }>(
  services: Services,
  call: PartyCall,
  id: string,
  verb: string,
  body: B,
  work: (tx: Tx, org: Org, today: string) => Promise<Record<string, unknown>>,
): Promise<Changed> {
  const { county, now } = call;
  return commanded(services, call, `party/orgs/${id}/${verb}`, body, async (tx) => {
    const today = dayOf(county, now);
    const org = await lockOrg(tx, county.id, id, body.version, today);
    requireEdit(call, org.spot.path);
    const { kind, ...told } = await work(tx, org, today);
    const event = { kind: `party_org.${kind}`, by: byFor(call), at: now, ...told } as JournalEvent;
    const head = await appendToOrg(tx, county.id, org, [event]);
    return { id, version: head.seq };
  });
}

export type RenameBody = { version: number; name: string };

export function renameOrg(services: Services, call: PartyCall, id: string, body: RenameBody): Promise<Changed> {
  return change(services, call, id, 'rename', body, async (tx) => {
    const name = body.name.trim();
    await tx.rows(sql`UPDATE party_org SET name = ${name} WHERE county_id = ${call.county.id} AND org_id = ${id}`);
    return { kind: 'renamed', named: digestOf(name) };
  });
}

export type MoveBody = { version: number; parent: string };

/**
 * Hangs it below another.
 * @throws Refusal `party_cycle` when the new parent lies below it; what `requireBelow` says
 */
export function moveOrg(services: Services, call: PartyCall, id: string, body: MoveBody): Promise<Changed> {
  const { county } = call;
  return change(services, call, id, 'move', body, async (tx, org, today) => {
    // One move at a time: two that cross could close a circle which neither of them sees.
    await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county.id}/party/move`}, 0))`);
    const line = await lineAbove(tx, county.id, body.parent);
    if (line.includes(id)) throw new Refusal('party_cycle');
    const upper = await lockOrg(tx, county.id, body.parent, null, today);
    requireBelow(partyOf(county), org, upper);
    await tx.rows(sql`
      UPDATE party_org SET parent_id = ${body.parent} WHERE county_id = ${county.id} AND org_id = ${id}`);
    return { kind: 'moved', from: org.parent, to: body.parent };
  });
}

/** The organisation and those above it, nearest first. */
export async function lineAbove(tx: Pick<Tx, 'rows'>, county: string, id: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    WITH RECURSIVE line AS (
      SELECT org_id, parent_id, 0 AS depth FROM party_org WHERE county_id = ${county} AND org_id = ${id}
      UNION ALL
      SELECT o.org_id, o.parent_id, line.depth + 1 FROM party_org o JOIN line ON o.org_id = line.parent_id
      WHERE o.county_id = ${county} AND line.depth < 32)
    SELECT org_id AS id FROM line ORDER BY depth`);
  return rows.map((row) => row.id);
}

export type CoverBody = { version: number; covers: string[]; from?: string };

/** The places it answers for from a day on: those it had and has no longer end the day before. */
export function coverPlaces(services: Services, call: PartyCall, id: string, body: CoverBody): Promise<Changed> {
  const { county } = call;
  return change(services, call, id, 'cover', body, async (tx, org, today) => {
    const from = body.from ?? today;
    if (from < org.from) throw new Refusal('invalid_fields', {}, [{ path: 'from', code: 'day_order' }]);
    const had = (
      await tx.rows<{ place: string }>(sql`
        SELECT place_id AS place FROM party_cover
        WHERE county_id = ${county.id} AND org_id = ${id} AND to_day IS NULL`)
    ).map((row) => row.place);
    const gone = had.filter((place) => !body.covers.includes(place));
    await endCovers(tx, county.id, id, gone, dayBefore(from));
    const fresh = body.covers.filter((place, i) => !had.includes(place) || body.covers.indexOf(place) !== i);
    await writeCovers(tx, county.id, org, fresh, from);
    return { kind: 'covered', gone, fresh, from };
  });
}

/** Ends covers with a day; those that would end before they began never were. */
export async function endCovers(
  tx: Tx,
  county: string,
  org: string,
  places: readonly string[],
  last: string,
): Promise<void> {
  await tx.rows(sql`
    DELETE FROM party_cover WHERE county_id = ${county} AND org_id = ${org} AND to_day IS NULL
      AND place_id = ANY(${[...places]}) AND from_day > ${last}`);
  await tx.rows(sql`
    UPDATE party_cover SET to_day = ${last} WHERE county_id = ${county} AND org_id = ${org} AND to_day IS NULL
      AND place_id = ANY(${[...places]})`);
}

export type ExtendBody = { version: number; term: string };

/** Another end for what was made for a time. */
export function extendTerm(services: Services, call: PartyCall, id: string, body: ExtendBody): Promise<Changed> {
  return change(services, call, id, 'extend', body, async (tx, org) => {
    const refuse = (code: string) => new Refusal('invalid_fields', {}, [{ path: 'term', code }]);
    if (!TIMED.includes(org.variety ?? '')) throw refuse('party_term_untimed');
    if (body.term < org.from) throw refuse('day_order');
    await tx.rows(sql`
      UPDATE party_org SET term_day = ${body.term}, reminded_day = NULL
      WHERE county_id = ${call.county.id} AND org_id = ${id}`);
    return { kind: 'extended', from: org.term, to: body.term };
  });
}

export type DissolveBody = { version: number; lastDay?: string };

/**
 * Dissolves with a last day, yesterday where none is given. Organisations below it and members in it must have gone first.
 * @throws Refusal `party_has_members`, `party_has_below`; `invalid_fields` (day_order)
 */
export function dissolveOrg(services: Services, call: PartyCall, id: string, body: DissolveBody): Promise<Changed> {
  const { county } = call;
  return change(services, call, id, 'dissolve', body, async (tx, org, today) => {
    const last = body.lastDay ?? dayBefore(today);
    if (body.lastDay !== undefined && last < org.from) {
      throw new Refusal('invalid_fields', {}, [{ path: 'lastDay', code: 'day_order' }]);
    }
    const inside = await tx.row<{ members: number; below: number }>(sql`
      SELECT (SELECT count(*)::int FROM party_member m WHERE m.county_id = ${county.id} AND m.org_id = ${id}
          AND (m.to_day IS NULL OR m.to_day > ${last})) AS members,
        (SELECT count(*)::int FROM party_org o WHERE o.county_id = ${county.id} AND o.parent_id = ${id}
          AND (o.to_day IS NULL OR o.to_day > ${last})) AS below`);
    if (inside && inside.members > 0) throw new Refusal('party_has_members', { n: inside.members });
    if (inside && inside.below > 0) throw new Refusal('party_has_below', { n: inside.below });
    await closeOrg(tx, county.id, id, last);
    return { kind: 'dissolved', to: last };
  });
}

/** Ends the row, its covers and its plaques with a day. */
export async function closeOrg(tx: Tx, county: string, id: string, last: string): Promise<void> {
  await tx.rows(sql`UPDATE party_org SET to_day = ${last} WHERE county_id = ${county} AND org_id = ${id}`);
  const covers = await tx.rows<{ place: string }>(sql`
    SELECT place_id AS place FROM party_cover WHERE county_id = ${county} AND org_id = ${id} AND to_day IS NULL`);
  await endCovers(
    tx,
    county,
    id,
    covers.map((row) => row.place),
    last,
  );
  await tx.rows(sql`
    UPDATE party_plaque SET to_day = ${last} WHERE county_id = ${county} AND org_id = ${id} AND to_day IS NULL`);
}
