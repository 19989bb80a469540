/**
 * After a change of the territory: organisations of places that ended, and members who live there, go on in the places that came
 * after; a branch covers what it covered, by its parts. One journaled act of the program for each organisation. Done again, it finds
 * nothing. A plan of formation is of its day: what it named stays, and it can be applied no more.
 */
import { type Queryable, sql, type Tx } from '../../../platform/db.ts';
import { dayBefore } from '../../../platform/in-force.ts';
import type { JournalEvent } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import type { Named } from '../../../platform/wire.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { appendToOrg, lockOrg, type Org } from '../orgs.ts';

export type PartyFollowing = {
  /** Ended by `change`, from the day on. */
  places: readonly string[];
  change: string;
  from: string;
  /** Where something without a point goes on. */
  follow: (place: string, point: null) => string;
  /** The places that cover now what one covered. */
  heirs: (place: string) => string[];
};

type Told = { place?: string; was?: string; gone?: string[]; fresh?: string[]; members?: string[]; plaques?: number };

/** What of the party hangs on these places, to be said before they end. */
export async function partyAt(
  db: Queryable,
  county: string,
  places: readonly string[],
  day: string,
): Promise<{ members: number; branches: Named[]; plans: number }> {
  const ids = places as string[];
  const counts = await db.row<{ members: number; plans: number }>(sql`
    SELECT (SELECT count(*)::int FROM party_member WHERE county_id = ${county} AND residence_id = ANY(${ids})
        AND (to_day IS NULL OR to_day >= ${day})) AS members,
      (SELECT count(*)::int FROM party_plan n WHERE n.county_id = ${county} AND n.state = 'ready' AND EXISTS (
        SELECT 1 FROM json_array_elements(n.result->'branches') b, json_array_elements_text(b->'grids') g
        WHERE g = ANY(${ids}))) AS plans`);
  const branches = await db.rows<Named>(sql`
    SELECT DISTINCT o.org_id AS id, o.name FROM party_cover c
    JOIN party_org o ON o.county_id = ${county} AND o.org_id = c.org_id
    WHERE c.county_id = ${county} AND c.place_id = ANY(${ids}) AND (c.to_day IS NULL OR c.to_day >= ${day})
    ORDER BY o.name, o.org_id LIMIT 20`);
  return { members: counts?.members ?? 0, plans: counts?.plans ?? 0, branches };
}

/** @returns how many members live elsewhere by it, and how many covers went on */
export async function moveParty(
  services: Services,
  county: CountyRuntime,
  following: PartyFollowing,
): Promise<{ members: number; covers: number }> {
  const { from, change } = following;
  const moved = await services.db.tx(async (tx) => {
    // As a plan that is applied: what stands is read and then changed.
    await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county.id}/party/move`}, 0))`);
    // The organisation before what belongs to it, as every command of it does.
    const orgs = new Map<string, Org>();
    for (const id of await orgsOn(tx, county.id, following)) orgs.set(id, await lockOrg(tx, county.id, id, null, from));
    const told = new Map<string, Told>();
    const tell = (org: string, { plaques = 0, ...more }: Told) => {
      const earlier = told.get(org);
      const hung = (earlier?.plaques ?? 0) + plaques;
      told.set(org, { ...earlier, ...more, ...(hung > 0 ? { plaques: hung } : {}) });
    };
    await moveOrgs(tx, county.id, following, tell);
    const covers = await moveCovers(tx, county.id, following, tell);
    const members = await moveMembers(tx, county.id, following, tell);
    for (const [id, facts] of [...told].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const org = orgs.get(id) ?? (await lockOrg(tx, county.id, id, null, from));
      const by = { person: null, post: null };
      await appendToOrg(tx, county.id, org, [
        { kind: 'party_org.followed', by, at: services.clock(), change, from, ...facts } as JournalEvent,
      ]);
    }
    return { members, covers };
  });
  if (moved.members + moved.covers > 0) services.wake(county.id);
  return moved;
}

/** Organisations that have anything on these places: their seat, covers, plaques or members. In the order of their ids. */
async function orgsOn(tx: Tx, county: string, { places, from }: PartyFollowing): Promise<string[]> {
  const ids = places as string[];
  const rows = await tx.rows<{ id: string }>(sql`
    SELECT org_id AS id FROM party_org
    WHERE county_id = ${county} AND place_id = ANY(${ids}) AND (to_day IS NULL OR to_day >= ${from})
    UNION SELECT org_id FROM party_plaque WHERE county_id = ${county} AND place_id = ANY(${ids}) AND to_day IS NULL
    UNION SELECT org_id FROM party_cover
    WHERE county_id = ${county} AND place_id = ANY(${ids}) AND (to_day IS NULL OR to_day >= ${from})
    UNION SELECT org_id FROM party_member
    WHERE county_id = ${county} AND residence_id = ANY(${ids}) AND (to_day IS NULL OR to_day >= ${from})
    ORDER BY id`);
  return rows.map(({ id }) => id);
}

type Tell = (org: string, more: Told) => void;

async function moveOrgs(tx: Tx, county: string, { places, from, follow }: PartyFollowing, tell: Tell): Promise<void> {
  for (const was of places) {
    const place = follow(was, null);
    if (place === was) continue;
    const orgs = await tx.rows<{ id: string }>(sql`
      UPDATE party_org SET place_id = ${place}
      WHERE county_id = ${county} AND place_id = ${was} AND (to_day IS NULL OR to_day >= ${from}) RETURNING org_id AS id`);
    for (const { id } of orgs) tell(id, { place, was });
    const plaques = await tx.rows<{ org: string }>(sql`
      UPDATE party_plaque SET place_id = ${place}
      WHERE county_id = ${county} AND place_id = ${was} AND to_day IS NULL RETURNING org_id AS org`);
    for (const [org, hung] of Map.groupBy(plaques, (row) => row.org)) tell(org, { plaques: hung.length });
  }
}

/**
 * A cover ends with its place and begins anew on what came of it. Where another answers there alone already it just ends: of two grids
 * that became one, the branch of the one that stays goes on, else that of the first.
 */
async function moveCovers(
  tx: Tx,
  county: string,
  { places, from, follow, heirs }: PartyFollowing,
  tell: Tell,
): Promise<number> {
  const rows = await tx.rows<{ org: string; place: string; from: string; to: string | null; alone: boolean }>(sql`
    SELECT org_id AS org, place_id AS place, from_day AS from, to_day AS to, alone FROM party_cover
    WHERE county_id = ${county} AND place_id = ANY(${places as string[]}) AND (to_day IS NULL OR to_day >= ${from})
    ORDER BY array_position(${places as string[]}, place_id), from_day, org_id FOR UPDATE`);
  const gone = new Map<string, string[]>();
  const fresh = new Map<string, string[]>();
  for (const row of rows) {
    const cover = sql`org_id = ${row.org} AND place_id = ${row.place} AND from_day = ${row.from}`;
    // One that was to begin later never was.
    if (row.from >= from) await tx.rows(sql`DELETE FROM party_cover WHERE county_id = ${county} AND ${cover}`);
    else
      await tx.rows(sql`UPDATE party_cover SET to_day = ${dayBefore(from)} WHERE county_id = ${county} AND ${cover}`);
    gone.set(row.org, [...(gone.get(row.org) ?? []), row.place]);
    const came = heirs(row.place);
    const start = row.from > from ? row.from : from;
    for (const place of came.length === 0 && !row.alone ? [follow(row.place, null)] : came) {
      const made = await tx.rows(sql`
        INSERT INTO party_cover (county_id, org_id, place_id, from_day, to_day, alone)
        SELECT ${county}, ${row.org}::uuid, ${place}::text, ${start}::date, ${row.to}::date, ${row.alone}
        WHERE NOT EXISTS (SELECT 1 FROM party_cover WHERE county_id = ${county} AND org_id = ${row.org}
          AND place_id = ${place} AND to_day IS NULL)
        ON CONFLICT DO NOTHING RETURNING org_id`);
      if (made.length > 0) fresh.set(row.org, [...(fresh.get(row.org) ?? []), place]);
    }
  }
  for (const [org, ended] of gone) tell(org, { gone: ended, fresh: fresh.get(org) ?? [] });
  return [...fresh.values()].flat().length;
}

async function moveMembers(
  tx: Tx,
  county: string,
  { places, from, follow }: PartyFollowing,
  tell: Tell,
): Promise<number> {
  const moved = new Map<string, string[]>();
  for (const was of places) {
    const place = follow(was, null);
    if (place === was) continue;
    const rows = await tx.rows<{ id: string; org: string }>(sql`
      UPDATE party_member SET residence_id = ${place}
      WHERE county_id = ${county} AND residence_id = ${was} AND (to_day IS NULL OR to_day >= ${from})
      RETURNING member_id AS id, org_id AS org`);
    for (const { id, org } of rows) moved.set(org, [...(moved.get(org) ?? []), id]);
  }
  // Where they live is in their rows: the journal says only whose changed.
  for (const [org, members] of moved) tell(org, { members });
  return [...moved.values()].flat().length;
}
