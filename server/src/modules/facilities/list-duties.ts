/** Duties as people look at them: a facility's week, one's own, and those that were missed. */
import { dayAfter, instantAt } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import type { Plan } from '@huying/domain/rosters';
import type { Actor } from '../../access/actor.ts';
import { at, type Queryable, sql } from '../../platform/db.ts';
import { iso } from '../../platform/wire.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { mayAt, nameFor } from './reach.ts';
import { awayOn, presentDuty, ROSTER, ROSTERS, type RosterRow, readDuties } from './rosters.ts';
import { facilityRules } from './rules.ts';

const MOST = 1000;
/** A workbook takes as many as a year of a whole county has. */
export const EXPORT_MOST = 100_000;
const MOST_DAYS = 62;

export type DutyQuery = { facility?: string; state?: string; from?: string; to?: string };

/** @throws Refusal `invalid_query` for days in the wrong order or too many of them */
export async function listDuties(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: DutyQuery,
  now: number,
  most = MOST,
) {
  const from = query.from ?? dayOf(county, now);
  const to = query.to ?? dayAfter(from, 6);
  if (to < from || to > dayAfter(from, MOST_DAYS))
    throw new Refusal('invalid_query', {}, [{ path: 'to', code: 'day_order' }]);
  const zone = county.rules.calendar;
  const where = [
    sql`d.starts_at >= ${at(instantAt(zone, from, '00:00'))}`,
    sql`d.starts_at < ${at(instantAt(zone, dayAfter(to, 1), '00:00'))}`,
    sql`d.state <> 'cancelled'`,
  ];
  if (query.facility) where.push(sql`d.facility_id = ${query.facility}`);
  if (query.state) where.push(sql`d.state = ${query.state}`);
  const rows = await readDuties(db, county.id, where, most + 1);
  // What is not published is for whoever plans it; where no facility is named, each looks at their own places.
  const seen = rows
    .slice(0, most)
    .filter((row) => row.published || mayAt(actor, 'roster.edit', row.path))
    .filter((row) => query.facility !== undefined || mayAt(actor, 'facilities.read', row.path));
  return { from, to, rows: seen.map((row) => presentDuty(county, actor, row, now)), more: rows.length > most };
}

const AHEAD_DAYS = 62;
const BACK_DAYS = 14;

export async function myDuties(db: Queryable, county: CountyRuntime, actor: Actor, now: number) {
  const zone = county.rules.calendar;
  const today = dayOf(county, now);
  const rows = await readDuties(
    db,
    county.id,
    [
      sql`d.person_id = ${actor.person?.id ?? null}`,
      sql`d.published`,
      // What was to come and was cancelled is told as such.
      sql`(d.state <> 'cancelled' OR d.starts_at > ${at(now)})`,
      sql`d.starts_at >= ${at(instantAt(zone, dayAfter(today, -BACK_DAYS), '00:00'))}`,
      sql`d.starts_at < ${at(instantAt(zone, dayAfter(today, AHEAD_DAYS), '00:00'))}`,
    ],
    200,
  );
  const feed = await db.row(sql`
    SELECT 1 FROM duty_feed WHERE county_id = ${county.id} AND person_id = ${actor.person?.id ?? null}`);
  return {
    rows: rows.map((row) => presentDuty(county, actor, row, now)),
    rule: facilityRules(county).duty,
    feed: feed !== null,
  };
}

/**
 * Who else is on the duty's roster, for whoever has the duty and whoever keeps the roster. `busy`: on another duty at those hours;
 * `away`: cannot be put on duty that day. @throws Refusal `not_found`
 */
export async function takersOf(db: Queryable, county: CountyRuntime, actor: Actor, id: string) {
  const [duty] = await readDuties(db, county.id, [sql`d.duty_id = ${id}`, sql`d.published`], 1);
  if (!duty || (duty.person !== actor.person?.id && !mayAt(actor, 'roster.edit', duty.path)))
    throw new Refusal('not_found');
  const roster = await db.row<Pick<RosterRow, 'rule'>>(sql`
    SELECT rule FROM roster WHERE county_id = ${county.id} AND roster_id = ${duty.roster}`);
  const people = [...new Set((roster?.rule.teams ?? []).flatMap((team) => team.people))].filter(
    (one) => one !== duty.person,
  );
  const rows = await db.rows<{ id: string; name: string | null; busy: boolean; away: boolean }>(sql`
    SELECT x.person_id AS id, x.name, EXISTS (SELECT 1 FROM duty o WHERE o.county_id = ${county.id}
      AND o.person_id = x.person_id AND o.published AND o.state = 'planned'
      AND o.starts_at < ${at(duty.endsAt)} AND o.ends_at > ${at(duty.startsAt)}) AS busy,
      ${awayOn(county, duty)} AS away
    FROM person x WHERE x.county_id = ${county.id} AND x.person_id = ANY(${people}::uuid[]) AND x.erased_at IS NULL
    ORDER BY x.name, x.person_id`);
  return rows.map(({ id: person, name, busy, away }) => ({ id: person, name: name ?? '', busy, away }));
}

const ROSTERS_MOST = 50;

export async function listRosters(db: Queryable, county: CountyRuntime, actor: Actor, facility: string) {
  const rows = await db.rows<RosterRow & { duties: number; missed: number; attended: number; madeAt: number }>(sql`
    SELECT ${ROSTER}, r.made_at AS "madeAt",
      (SELECT count(*)::int FROM duty d WHERE d.county_id = ${county.id} AND d.roster_id = r.roster_id AND d.state <> 'cancelled') AS duties,
      (SELECT count(*)::int FROM duty d WHERE d.county_id = ${county.id} AND d.roster_id = r.roster_id AND d.state = 'missed') AS missed,
      (SELECT count(*)::int FROM duty d WHERE d.county_id = ${county.id} AND d.roster_id = r.roster_id AND d.state = 'attended') AS attended
    FROM ${ROSTERS} WHERE r.county_id = ${county.id} AND r.facility_id = ${facility}
    ORDER BY r.from_day DESC, r.roster_id DESC LIMIT ${ROSTERS_MOST}`);
  return rows
    .filter((row) => row.state !== 'draft' || mayAt(actor, 'roster.edit', row.path))
    .map((row) => ({
      id: row.id,
      from: row.from,
      to: row.to,
      state: row.state,
      version: row.version,
      teams: row.teams,
      shifts: row.rule.shifts,
      by: row.rule.by,
      duties: row.duties,
      missed: row.missed,
      attended: row.attended,
      madeAt: iso(row.madeAt, county.pack.utcOffsetMinutes),
      abilities: !mayAt(actor, 'roster.edit', row.path)
        ? []
        : row.state === 'draft'
          ? ['publish', 'end']
          : row.state === 'published'
            ? ['end']
            : [],
    }));
}

/** How a planned roster looks before it is made: duties with names, gaps, everybody's share. */
export async function tellPlan(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { plan, facility }: { plan: Plan; facility: { path: string } },
) {
  const people = plan.load.map((one) => one.person);
  const rows = await db.rows<{ id: string; name: string | null }>(sql`
    SELECT person_id AS id, name FROM person WHERE county_id = ${county.id} AND person_id = ANY(${people}::uuid[])`);
  const names = new Map(rows.map((row) => [row.id, nameFor(actor, facility.path, row)]));
  return {
    duties: plan.duties.length,
    gaps: plan.gaps,
    load: plan.load.map((one) => ({ ...one, name: names.get(one.person) ?? '' })),
    first: plan.duties
      .slice(0, 40)
      .map(({ day, from, to, person }) => ({ day, from, to, name: names.get(person) ?? '' })),
  };
}
