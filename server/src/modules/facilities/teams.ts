/** Teams: people in posts who do one thing together. A team refers to persons; names are read from their own rows. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { type Queryable, sql, type Tx } from '../../platform/db.ts';
import { chain, type Head, type JournalEvent, NO_HEAD, writeEntries } from '../../platform/journal.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { placesOn } from './present.ts';
import { mayAt, nameFor } from './reach.ts';
import { facilityRules } from './rules.ts';

export type TeamRow = {
  id: string;
  kind: string;
  name: string;
  place: string;
  path: string;
  facility: string | null;
  from: string;
  to: string | null;
  version: number;
};

export const TEAM = sql`t.team_id AS id, t.kind, t.name, t.place_id AS place, p.path, t.facility_id AS facility,
  t.from_day AS "from", t.to_day AS "to", t.version`;

/** @throws Refusal `not_found`, `stale_version` */
export async function lockTeam(
  tx: Tx,
  county: string,
  id: string,
  version: number | null,
): Promise<TeamRow & { head: Head }> {
  const row = await tx.row<TeamRow & { hash: Buffer }>(sql`
    SELECT ${TEAM}, t.head AS hash FROM team t JOIN place p ON p.county_id = ${county} AND p.place_id = t.place_id
    WHERE t.county_id = ${county} AND t.team_id = ${id} FOR UPDATE OF t`);
  if (!row) throw new Refusal('not_found');
  if (version !== null && version !== row.version) throw new Refusal('stale_version', { version: row.version });
  const { hash, ...team } = row;
  return { ...team, head: { seq: row.version, hash } };
}

/** Names of one kind at one place are given one after the other. */
export async function lockTeamNames(tx: Tx, county: string, kind: string, place: string): Promise<void> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county}/team/${kind}/${place}`}, 0))`);
}

export async function writeTeam(
  tx: Tx,
  county: string,
  row: Omit<TeamRow, 'path' | 'version'>,
  head: Head | null,
  events: JournalEvent[],
): Promise<number> {
  const chained = chain(county, { kind: 'team', id: row.id }, head ?? NO_HEAD, events);
  await writeEntries(tx, county, chained.entries);
  const { seq, hash } = chained.head;
  await tx.rows(sql`
    INSERT INTO team (county_id, team_id, kind, name, place_id, facility_id, from_day, to_day, version, head)
    VALUES (${county}, ${row.id}, ${row.kind}, ${row.name}, ${row.place}, ${row.facility}, ${row.from}, ${row.to}, ${seq}, ${hash})
    ON CONFLICT (county_id, team_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, place_id = excluded.place_id,
      facility_id = excluded.facility_id, to_day = excluded.to_day, version = excluded.version, head = excluded.head`);
  return seq;
}

export async function writeMembers(tx: Tx, county: string, team: string, people: readonly string[]): Promise<void> {
  await tx.rows(sql`DELETE FROM team_member WHERE county_id = ${county} AND team_id = ${team}`);
  await tx.rows(sql`
    INSERT INTO team_member (county_id, team_id, person_id, position)
    SELECT ${county}, ${team}, person, position FROM unnest(${people}::uuid[]) WITH ORDINALITY AS given(person, position)`);
}

export type Member = { id: string; name: string | null; gone: boolean };

export async function membersOf(
  db: Queryable,
  county: string,
  teams: readonly string[],
): Promise<Map<string, Member[]>> {
  const rows = await db.rows<Member & { team: string }>(sql`
    SELECT m.team_id AS team, m.person_id AS id, x.name, x.erased_at IS NOT NULL AS gone FROM team_member m
    JOIN person x ON x.county_id = ${county} AND x.person_id = m.person_id
    WHERE m.county_id = ${county} AND m.team_id = ANY(${teams}::uuid[]) ORDER BY m.team_id, m.position`);
  return Map.groupBy(rows, (row) => row.team);
}

export function presentTeam(county: CountyRuntime, actor: Actor, row: TeamRow, members: readonly Member[]) {
  const { teamKinds } = facilityRules(county);
  return {
    id: row.id,
    kind: row.kind,
    word: teamKinds.find((one) => one.kind === row.kind)?.word ?? { zh: row.kind, en: row.kind },
    name: row.name,
    place: { id: row.place, path: placesOn(county, row.path) },
    facility: row.facility,
    from: row.from,
    to: row.to,
    version: row.version,
    members: members.map(({ id, name }, i) => ({ id, name: nameFor(actor, row.path, { id, name }), leads: i === 0 })),
    abilities: row.to === null && mayAt(actor, 'roster.edit', row.path) ? ['change', 'end'] : [],
  };
}

export type TeamQuery = {
  kind?: string;
  place?: string;
  facility?: string;
  q?: string;
  limit?: number;
  cursor?: string;
};
