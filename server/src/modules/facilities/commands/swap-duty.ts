/** Swapping a duty: asked of another of the roster, agreed by them, approved where the pack says so. */

import { Refusal } from '@huying/domain/kernel';
import { type SwapParty, type SwapState, stepSwap, swapAbilities } from '@huying/domain/rosters';
import { type Actor, actorKey, byOf } from '../../../access/actor.ts';
import { at, type Queryable, type Sql, sql, type Tx } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { iso } from '../../../platform/wire.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { actAt, mayAt, nameFor } from '../reach.ts';
import { lockId } from '../repository.ts';
import { appendToRoster, lockDuty, lockPeople, lockRoster } from '../rosters.ts';
import { facilityRules } from '../rules.ts';
import type { FacilityCall } from './keep-facility.ts';

const stampOf = ({ county, actor, now, key }: FacilityCall) => ({
  county: county.id,
  actorKey: actorKey(actor),
  key,
  now,
});

export type SwapBody = { id: string; with: string /** A duty of theirs taken in return. */; inReturn?: string };

type SwapRow = {
  id: string;
  duty: string;
  roster: string;
  facility: string;
  facilityName: string;
  path: string;
  asker: string;
  askerName: string | null;
  asked: string;
  askedName: string | null;
  inReturn: string | null;
  returnStarts: number | null;
  state: SwapState;
  startsAt: number;
  endsAt: number;
  version: number;
};

const SWAP = sql`s.swap_id AS id, s.duty_id AS duty, d.roster_id AS roster, d.facility_id AS facility, f.name AS "facilityName",
  p.path, s.asker_id AS asker, a.name AS "askerName", s.asked_id AS asked, b.name AS "askedName", s.return_id AS "inReturn",
  o.starts_at AS "returnStarts", s.state, d.starts_at AS "startsAt", d.ends_at AS "endsAt", s.version`;

const SWAPS = sql`duty_swap s
  JOIN duty d ON d.county_id = s.county_id AND d.duty_id = s.duty_id
  JOIN facility f ON f.county_id = s.county_id AND f.facility_id = d.facility_id
  JOIN place p ON p.county_id = s.county_id AND p.place_id = f.place_id
  JOIN person a ON a.county_id = s.county_id AND a.person_id = s.asker_id
  JOIN person b ON b.county_id = s.county_id AND b.person_id = s.asked_id
  LEFT JOIN duty o ON o.county_id = s.county_id AND o.duty_id = s.return_id`;

function partiesOf(actor: Actor, row: SwapRow): Set<SwapParty> {
  const parties = new Set<SwapParty>();
  const own = actor.person?.id;
  if (own === row.asker) parties.add('asker');
  if (own === row.asked) parties.add('asked');
  // Whoever is part of a swap does not approve it.
  if (own !== row.asker && own !== row.asked && mayAt(actor, 'roster.edit', row.path)) parties.add('keeper');
  return parties;
}

/** @throws Refusal `not_found`, `swap_with_yourself`, `swap_not_on_roster`, `duty_begun`, `swap_open`, `duties_clash` */
export async function askSwap(services: Services, call: FacilityCall, dutyId: string, body: SwapBody) {
  const { county, actor, now } = call;
  const made = await once(services.db, stampOf(call), `duties/${dutyId}/swap`, body, async (tx) => {
    const found = await tx.row<{ roster: string }>(sql`
      SELECT roster_id AS roster FROM duty WHERE county_id = ${county.id} AND duty_id = ${dutyId}`);
    if (!found) throw new Refusal('not_found');
    const roster = await lockRoster(tx, county.id, found.roster, null);
    const duty = await lockDuty(tx, county.id, dutyId);
    if (!duty.published || actor.person?.id !== duty.person) throw new Refusal('not_found');
    if (duty.state !== 'planned') throw new Refusal('state_forbids', { verb: 'swap', state: duty.state });
    if (now >= duty.startsAt) throw new Refusal('duty_begun');
    if (body.with === duty.person)
      throw new Refusal('invalid_fields', {}, [{ path: 'with', code: 'swap_with_yourself' }]);
    if (!roster.rule.teams.some((team) => team.people.includes(body.with)))
      throw new Refusal('invalid_fields', {}, [{ path: 'with', code: 'swap_not_on_roster' }]);
    if (duty.swap !== null) throw new Refusal('swap_open');
    if (body.inReturn) await requireReturn(tx, county, { ...body, inReturn: body.inReturn }, now);
    await requireFree(tx, county.id, body.with, duty, body.inReturn ?? null);
    await lockId(tx, county.id, body.id);
    if (await tx.row(sql`SELECT 1 FROM duty_swap WHERE county_id = ${county.id} AND swap_id = ${body.id}`))
      throw new Refusal('key_reused');
    await tx.rows(sql`
      INSERT INTO duty_swap (county_id, swap_id, duty_id, asker_id, asked_id, return_id, state, asked_at, version)
      VALUES (${county.id}, ${body.id}, ${dutyId}, ${duty.person}, ${body.with}, ${body.inReturn ?? null}, 'asked', ${at(now)}, 1)`);
    await appendToRoster(tx, county.id, roster, [
      {
        kind: 'swap.asked',
        by: { person: duty.person, post: null },
        at: now,
        duty: dutyId,
        swap: body.id,
        asked: body.with,
        inReturn: body.inReturn ?? null,
      },
    ]);
    return { id: body.id, state: 'asked' as SwapState, version: 1 };
  });
  services.wake(county.id);
  return made;
}

/** The duty taken in return is the other's, is published and has not begun. */
async function requireReturn(
  tx: Tx,
  county: CountyRuntime,
  body: SwapBody & { inReturn: string },
  now: number,
): Promise<void> {
  const other = await tx.row(sql`
    SELECT 1 FROM duty WHERE county_id = ${county.id} AND duty_id = ${body.inReturn} AND person_id = ${body.with}
      AND published AND state = 'planned' AND starts_at > ${at(now)}`);
  if (!other) throw new Refusal('invalid_fields', {}, [{ path: 'inReturn', code: 'duty_unknown' }]);
}

/** Nobody is in two places: the taker has no other published duty at those hours but the one given in return. */
export async function requireFree(
  tx: Tx,
  county: string,
  person: string,
  duty: { startsAt: number; endsAt: number },
  but: string | null,
): Promise<void> {
  await lockPeople(tx, county, [person]);
  const clash = await tx.row(sql`
    SELECT 1 FROM duty WHERE county_id = ${county} AND person_id = ${person} AND published AND state = 'planned'
      AND starts_at < ${at(duty.endsAt)} AND ends_at > ${at(duty.startsAt)} AND duty_id IS DISTINCT FROM ${but}::uuid LIMIT 1`);
  if (clash) throw new Refusal('duties_clash');
}

async function lockSwap(
  tx: Tx,
  county: string,
  id: string,
): Promise<{ row: SwapRow; roster: Awaited<ReturnType<typeof lockRoster>> }> {
  const found = await tx.row<{ roster: string }>(sql`
    SELECT d.roster_id AS roster FROM duty_swap s JOIN duty d ON d.county_id = ${county} AND d.duty_id = s.duty_id
    WHERE s.county_id = ${county} AND s.swap_id = ${id}`);
  if (!found) throw new Refusal('not_found');
  const roster = await lockRoster(tx, county, found.roster, null);
  const row = await tx.row<SwapRow>(sql`
    SELECT ${SWAP} FROM ${SWAPS} WHERE s.county_id = ${county} AND s.swap_id = ${id} FOR UPDATE OF s, d`);
  if (!row) throw new Refusal('not_found');
  return { row, roster };
}

/** One step of the table; when it is done the duties change hands in the same transaction. */
export async function stepSwapBy(
  services: Services,
  call: FacilityCall,
  id: string,
  verb: string,
  body: { version: number },
): Promise<{ id: string; state: SwapState; version: number }> {
  const { county, actor, now } = call;
  const done = await once(services.db, stampOf(call), `swaps/${id}/${verb}`, body, async (tx) => {
    const { row, roster } = await lockSwap(tx, county.id, id);
    const parties = partiesOf(actor, row);
    if (parties.size === 0) throw new Refusal('not_found');
    if (body.version !== row.version) throw new Refusal('stale_version', { version: row.version, state: row.state });
    const state = stepSwap(row.state, verb, parties, facilityRules(county).duty.swapApproval);
    if (now >= row.startsAt && !['decline', 'withdraw', 'refuse'].includes(verb)) throw new Refusal('duty_begun');
    const version = row.version + 1;
    await tx.rows(sql`
      UPDATE duty_swap SET state = ${state}, version = ${version} WHERE county_id = ${county.id} AND swap_id = ${id}`);
    if (state === 'done') await changeHands(tx, county, row, now);
    const by =
      parties.has('keeper') && !['agree', 'decline', 'withdraw'].includes(verb)
        ? actAt(actor, 'roster.edit', row.path)
        : byOf(actor, null);
    await appendToRoster(tx, county.id, roster, [
      // Those concerned: the two of it, once something is settled between them.
      { kind: `swap.${PAST[verb]}`, by, at: now, swap: id, duty: row.duty, state, people: [row.asker, row.asked] },
    ]);
    return { id, state, version };
  });
  services.wake(county.id);
  return done;
}

const PAST: Record<string, string> = {
  agree: 'agreed',
  decline: 'declined',
  withdraw: 'withdrawn',
  approve: 'approved',
  refuse: 'refused',
};

async function changeHands(tx: Tx, county: CountyRuntime, row: SwapRow, now: number): Promise<void> {
  await lockPeople(tx, county.id, [row.asker, row.asked]);
  if (row.inReturn) {
    const body = { id: row.id, with: row.asked, inReturn: row.inReturn };
    await requireReturn(tx, county, body, now);
    const other = await lockDuty(tx, county.id, row.inReturn);
    await requireFree(tx, county.id, row.asker, other, row.duty);
  }
  await requireFree(tx, county.id, row.asked, row, row.inReturn);
  await tx.rows(sql`
    UPDATE duty SET person_id = CASE WHEN duty_id = ${row.duty} THEN ${row.asked}::uuid ELSE ${row.asker}::uuid END
    WHERE county_id = ${county.id} AND (duty_id = ${row.duty} OR duty_id = ${row.inReturn}::uuid)`);
}

const MOST = 200;

/** Swaps the actor has a part in, and those that wait for a keeper of rosters in his reach. */
export async function listSwaps(db: Queryable, county: CountyRuntime, actor: Actor) {
  const own = actor.person?.id ?? '';
  const mine: Sql = sql`(s.asker_id = ${own} OR s.asked_id = ${own} OR s.state = 'agreed')`;
  const rows = await db.rows<SwapRow>(sql`
    SELECT ${SWAP} FROM ${SWAPS} WHERE s.county_id = ${county.id} AND ${mine} ORDER BY s.asked_at DESC LIMIT ${MOST}`);
  const offset = county.pack.utcOffsetMinutes;
  return rows
    .map((row) => ({ row, parties: partiesOf(actor, row) }))
    .filter(({ parties }) => parties.size > 0)
    .map(({ row, parties }) => ({
      id: row.id,
      state: row.state,
      version: row.version,
      duty: row.duty,
      facility: { id: row.facility, name: row.facilityName },
      startsAt: iso(row.startsAt, offset),
      endsAt: iso(row.endsAt, offset),
      inReturn: row.returnStarts === null ? null : { id: row.inReturn, startsAt: iso(row.returnStarts, offset) },
      asker: { id: row.asker, name: nameWithin(actor, row, row.asker, row.askerName) },
      asked: { id: row.asked, name: nameWithin(actor, row, row.asked, row.askedName) },
      abilities: swapAbilities(row.state, parties),
    }));
}

/** The two of a swap see each other's names: they must talk to each other. */
function nameWithin(actor: Actor, row: SwapRow, id: string, name: string | null): string {
  const own = actor.person?.id;
  if (own === row.asker || own === row.asked) return name ?? '';
  return nameFor(actor, row.path, { id, name });
}
