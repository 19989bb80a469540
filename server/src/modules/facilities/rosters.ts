/** Rosters and their duties: rows, chains, and how they are told. What happens to a duty stands in its roster's chain. */

import { Refusal } from '@huying/domain/kernel';
import type { DutyState, RosterRule } from '@huying/domain/rosters';
import type { Actor } from '../../access/actor.ts';
import { join, type Queryable, type Sql, sql, type Tx } from '../../platform/db.ts';
import { chain, type Head, type JournalEvent, writeEntries } from '../../platform/journal.ts';
import { iso, isoOrNull } from '../../platform/wire.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { mayAt, nameFor } from './reach.ts';
import { facilityRules } from './rules.ts';

export type RosterState = 'draft' | 'published' | 'ended';

export type RosterRow = {
  id: string;
  facility: string;
  path: string;
  rule: RosterRule;
  teams: string[];
  from: string;
  to: string;
  state: RosterState;
  version: number;
};

export const ROSTER = sql`r.roster_id AS id, r.facility_id AS facility, p.path, r.rule, r.team_ids AS teams, r.from_day AS "from",
  r.to_day AS "to", r.state, r.version`;

export const ROSTERS = sql`roster r
  JOIN facility f ON f.county_id = r.county_id AND f.facility_id = r.facility_id
  JOIN place p ON p.county_id = r.county_id AND p.place_id = f.place_id`;

/** @throws Refusal `not_found`, `stale_version` */
export async function lockRoster(
  tx: Tx,
  county: string,
  id: string,
  version: number | null,
): Promise<RosterRow & { head: Head }> {
  const row = await tx.row<RosterRow & { hash: Buffer }>(sql`
    SELECT ${ROSTER}, r.head AS hash FROM ${ROSTERS} WHERE r.county_id = ${county} AND r.roster_id = ${id} FOR UPDATE OF r`);
  if (!row) throw new Refusal('not_found');
  if (version !== null && version !== row.version) throw new Refusal('stale_version', { version: row.version });
  const { hash, ...roster } = row;
  return { ...roster, head: { seq: row.version, hash } };
}

/** Appends to a roster's chain; its row must be locked by this transaction. @returns the new version */
export async function appendToRoster(
  tx: Tx,
  county: string,
  roster: { id: string; head: Head },
  events: JournalEvent[],
  state?: RosterState,
): Promise<number> {
  const chained = chain(county, { kind: 'roster', id: roster.id }, roster.head, events);
  await writeEntries(tx, county, chained.entries);
  const { seq, hash } = chained.head;
  await tx.rows(sql`
    UPDATE roster SET version = ${seq}, head = ${hash}, state = coalesce(${state ?? null}, state)
    WHERE county_id = ${county} AND roster_id = ${roster.id}`);
  return seq;
}

export type DutyRow = {
  id: string;
  roster: string;
  facility: string;
  facilityName: string;
  point: [number, number];
  path: string;
  team: string;
  teamName: string;
  person: string;
  name: string | null;
  startsAt: number;
  endsAt: number;
  closesAt: number;
  published: boolean;
  state: DutyState;
  checkedInAt: number | null;
  lateMinutes: number | null;
  sentLater: boolean;
  excuse: string | null;
  swap: string | null;
};

const DUTY = sql`d.duty_id AS id, d.roster_id AS roster, d.facility_id AS facility, f.name AS "facilityName",
  ARRAY[f.lon, f.lat] AS point, p.path, d.team_id AS team, t.name AS "teamName", d.person_id AS person, x.name,
  d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.closes_at AS "closesAt", d.published, d.state,
  d.checked_in_at AS "checkedInAt", d.late_minutes AS "lateMinutes", d.sent_later AS "sentLater", d.excuse,
  (SELECT s.state FROM duty_swap s WHERE s.county_id = d.county_id AND s.duty_id = d.duty_id
     AND s.state IN ('asked', 'agreed')) AS swap`;

const DUTIES = sql`duty d
  JOIN facility f ON f.county_id = d.county_id AND f.facility_id = d.facility_id
  JOIN place p ON p.county_id = d.county_id AND p.place_id = f.place_id
  JOIN team t ON t.county_id = d.county_id AND t.team_id = d.team_id
  JOIN person x ON x.county_id = d.county_id AND x.person_id = d.person_id`;

export function readDuties(db: Queryable, county: string, where: readonly Sql[], most: number): Promise<DutyRow[]> {
  return db.rows<DutyRow>(sql`
    SELECT ${DUTY} FROM ${DUTIES} WHERE d.county_id = ${county} AND ${join(where, ' AND ')}
    ORDER BY d.starts_at, d.duty_id LIMIT ${most}`);
}

/** @throws Refusal `not_found` */
export async function lockDuty(tx: Tx, county: string, id: string): Promise<DutyRow> {
  const row = await tx.row<DutyRow>(sql`
    SELECT ${DUTY} FROM ${DUTIES} WHERE d.county_id = ${county} AND d.duty_id = ${id} FOR UPDATE OF d`);
  if (!row) throw new Refusal('not_found');
  return row;
}

/** Whether person `x` of the statement said that they cannot be put on duty on the day it begins. */
export const awayOn = (county: CountyRuntime, duty: Pick<DutyRow, 'startsAt'>): Sql => {
  const day = dayOf(county, duty.startsAt);
  return sql`EXISTS (SELECT 1 FROM away a WHERE a.county_id = ${county.id} AND a.person_id = x.person_id
    AND a.from_day <= ${day} AND a.to_day >= ${day})`;
};

/**
 * Whoever puts people on duty does so one after the other for each of them: nobody gets two duties at the same hours from two
 * rosters at once.
 */
export async function lockPeople(tx: Tx, county: string, people: readonly string[]): Promise<void> {
  await tx.rows(sql`
    SELECT 1 FROM person WHERE county_id = ${county} AND person_id = ANY(${people}::uuid[])
    ORDER BY person_id FOR NO KEY UPDATE`);
}

export function presentDuty(county: CountyRuntime, actor: Actor, row: DutyRow, now: number) {
  const offset = county.pack.utcOffsetMinutes;
  const own = actor.person?.id === row.person;
  const keeps = mayAt(actor, 'roster.edit', row.path);
  const abilities: string[] = [];
  const opens = row.startsAt - facilityRules(county).duty.opensMinutes * 60_000;
  if (own && row.published && row.state === 'planned' && now >= opens && now <= row.closesAt)
    abilities.push('check_in');
  if (own && row.published && row.state === 'planned' && now < row.startsAt && row.swap === null)
    abilities.push('swap');
  // Nobody excuses themself, nor lets themself off.
  if (keeps && !own && row.published && row.state === 'planned' && now < row.startsAt)
    abilities.push('reassign', 'cancel');
  if (keeps && !own && row.state === 'missed') abilities.push('excuse');
  return {
    id: row.id,
    roster: row.roster,
    facility: { id: row.facility, name: row.facilityName },
    point: row.point,
    team: { id: row.team, name: row.teamName },
    person: { id: row.person, name: nameFor(actor, row.path, { id: row.person, name: row.name }), own },
    startsAt: iso(row.startsAt, offset),
    endsAt: iso(row.endsAt, offset),
    closesAt: iso(row.closesAt, offset),
    published: row.published,
    state: row.state,
    checkedInAt: isoOrNull(row.checkedInAt, offset),
    lateMinutes: row.lateMinutes,
    sentLater: row.sentLater,
    excuse: row.excuse,
    swap: row.swap,
    abilities,
  };
}
