/** A roster is planned by rule, looked at, published, and may be ended: what has not begun by then falls away. */

import { Refusal } from '@huying/domain/kernel';
import { checkRoster, closesAt, type Plan, planRoster, type RosterRule } from '@huying/domain/rosters';
import { v7 as uuidv7 } from 'uuid';
import { actorKey } from '../../../access/actor.ts';
import { at, type Queryable, sql, stamp } from '../../../platform/db.ts';
import { appendAlone, chain, NO_HEAD, writeEntries } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import { insertRows } from '../../../platform/rows.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { actAt } from '../reach.ts';
import { type FacilityRow, lockId, readFacility } from '../repository.ts';
import { appendToRoster, lockPeople, lockRoster } from '../rosters.ts';
import { facilityRules } from '../rules.ts';
import { membersOf } from '../teams.ts';
import { dropDuties } from './drop-duties.ts';
import type { FacilityCall, Kept } from './keep-facility.ts';

export type RosterBody = {
  facility: string;
  teams: string[];
  from: string;
  to: string;
} & Omit<RosterRule, 'teams' | 'restMinutes'> & { restMinutes?: number };

const stampOf = ({ county, actor, now, key }: FacilityCall) => ({
  county: county.id,
  actorKey: actorKey(actor),
  key,
  now,
});

/** The rule with the teams' people in it. @throws Refusal `invalid_fields` */
async function ruleOf(db: Queryable, county: CountyRuntime, body: RosterBody): Promise<RosterRule> {
  const members = await membersOf(db, county.id, body.teams);
  const teams = body.teams.map((id) => ({
    id,
    people: (members.get(id) ?? []).filter((one) => !one.gone).map((one) => one.id),
  }));
  body.teams.forEach((id, i) => {
    if (!members.has(id)) throw new Refusal('invalid_fields', {}, [{ path: `teams.${i}`, code: 'team_unknown' }]);
  });
  const { shifts, by, holidays, makeup } = body;
  const rule: RosterRule = {
    shifts,
    teams,
    by,
    restMinutes: body.restMinutes ?? facilityRules(county).duty.restMinutes,
    holidays,
    makeup,
  };
  checkRoster(rule, body.from, body.to);
  return rule;
}

/** Plans by the rule, around what people are away for and do elsewhere. Writes nothing. */
export async function planFor(
  db: Queryable,
  county: CountyRuntime,
  body: RosterBody,
): Promise<{ rule: RosterRule; plan: Plan; facility: FacilityRow }> {
  const facility = await readFacility(db, county.id, body.facility);
  if (facility.to !== null) throw new Refusal('facility_closed');
  const rule = await ruleOf(db, county, body);
  const people = [...new Set(rule.teams.flatMap((team) => team.people))];
  const away = await db.rows<{ person: string; from: string; to: string }>(sql`
    SELECT person_id AS person, from_day AS "from", to_day AS "to" FROM away
    WHERE county_id = ${county.id} AND person_id = ANY(${people}::uuid[]) AND to_day >= ${body.from} AND from_day <= ${body.to}`);
  const offset = county.pack.utcOffsetMinutes * 60_000;
  const first = Date.parse(body.from) - offset - 86_400_000;
  const last = Date.parse(body.to) - offset + 2 * 86_400_000;
  const busy = await db.rows<{ person: string; startsAt: number; endsAt: number }>(sql`
    SELECT person_id AS person, starts_at AS "startsAt", ends_at AS "endsAt" FROM duty
    WHERE county_id = ${county.id} AND person_id = ANY(${people}::uuid[]) AND published AND state <> 'cancelled'
      AND starts_at >= ${at(first)} AND starts_at < ${at(last)}`);
  const plan = planRoster({ rule, calendar: county.rules.calendar, from: body.from, to: body.to, away, busy });
  return { rule, plan, facility };
}

/** Makes a draft with its duties; nobody is asked to come before it is published. */
export async function makeRoster(services: Services, call: FacilityCall, body: RosterBody & { id: string }) {
  const { county, actor, now } = call;
  const made = await once(services.db, stampOf(call), 'rosters', body, async (tx) => {
    const { rule, plan, facility } = await planFor(tx, county, body);
    const by = actAt(actor, 'roster.edit', facility.path);
    await lockId(tx, county.id, body.id);
    if (await tx.row(sql`SELECT 1 FROM roster WHERE county_id = ${county.id} AND roster_id = ${body.id}`))
      throw new Refusal('key_reused');
    const chained = chain(county.id, { kind: 'roster', id: body.id }, NO_HEAD, [
      {
        kind: 'roster.made',
        by,
        at: now,
        facility: facility.id,
        teams: body.teams,
        from: body.from,
        to: body.to,
        duties: plan.duties.length,
        gaps: plan.gaps.length,
      },
    ]);
    await writeEntries(tx, county.id, chained.entries);
    await tx.rows(sql`
      INSERT INTO roster (county_id, roster_id, facility_id, rule, team_ids, from_day, to_day, state, made_at, version, head)
      VALUES (${county.id}, ${body.id}, ${facility.id}, ${JSON.stringify(rule)}, ${body.teams}::uuid[], ${body.from}, ${body.to},
        'draft', ${at(now)}, ${chained.head.seq}, ${chained.head.hash})`);
    await insertRows(tx, 'duty', dutyRows(county, body.id, facility.id, plan, false));
    return { id: body.id, version: chained.head.seq, duties: plan.duties.length, gaps: plan.gaps.length };
  });
  services.wake(county.id);
  return made;
}

export function dutyRows(county: CountyRuntime, roster: string, facility: string, plan: Plan, published: boolean) {
  const rule = facilityRules(county).duty;
  return plan.duties.map((duty) => ({
    county_id: county.id,
    duty_id: uuidv7(),
    roster_id: roster,
    facility_id: facility,
    team_id: duty.team,
    person_id: duty.person,
    starts_at: stamp(duty.startsAt),
    ends_at: stamp(duty.endsAt),
    closes_at: stamp(closesAt(rule, duty)),
    published,
    state: 'planned',
    sent_later: false,
  }));
}

/** Duties that began before the publishing were nobody's duty: they fall away. */
export async function publishRoster(
  services: Services,
  call: FacilityCall,
  id: string,
  body: { version: number },
): Promise<Kept> {
  const { county, actor, now } = call;
  const kept = await once(services.db, stampOf(call), `rosters/${id}/publish`, body, async (tx) => {
    const roster = await lockRoster(tx, county.id, id, body.version);
    const by = actAt(actor, 'roster.edit', roster.path);
    if (roster.state !== 'draft') throw new Refusal('state_forbids', { verb: 'publish', state: roster.state });
    const people = roster.rule.teams.flatMap((team) => team.people);
    await lockPeople(tx, county.id, people);
    await tx.rows(sql`
      UPDATE duty SET published = true, state = CASE WHEN starts_at < ${at(now)} THEN 'cancelled' ELSE state END
      WHERE county_id = ${county.id} AND roster_id = ${id} AND state = 'planned'`);
    // Between planning and publishing somebody may have got another duty at the same hours.
    const clash = await tx.row(sql`
      SELECT 1 FROM duty d JOIN duty o ON o.county_id = ${county.id} AND o.person_id = d.person_id
        AND o.duty_id <> d.duty_id AND o.published AND o.state = 'planned' AND o.starts_at < d.ends_at AND o.ends_at > d.starts_at
      WHERE d.county_id = ${county.id} AND d.roster_id = ${id} AND d.state = 'planned' LIMIT 1`);
    if (clash) throw new Refusal('duties_clash');
    const version = await appendToRoster(
      tx,
      county.id,
      roster,
      [{ kind: 'roster.published', by, at: now }],
      'published',
    );
    return { id, version };
  });
  services.wake(county.id);
  return kept;
}

/** A draft goes; a published roster ends now: duties that have not begun are cancelled. */
export async function endRoster(
  services: Services,
  call: FacilityCall,
  id: string,
  body: { version: number },
): Promise<Kept> {
  const { county, actor, now } = call;
  const kept = await once(services.db, stampOf(call), `rosters/${id}/end`, body, async (tx) => {
    const roster = await lockRoster(tx, county.id, id, body.version);
    const by = actAt(actor, 'roster.edit', roster.path);
    if (roster.state === 'ended') throw new Refusal('state_forbids', { verb: 'end', state: roster.state });
    const dropped = await dropDuties(tx, county.id, id, roster.state === 'draft' ? 0 : now + 1);
    const events = [{ kind: 'roster.ended', by, at: now, day: dayOf(county, now), ...dropped }];
    const version = await appendToRoster(tx, county.id, roster, events, 'ended');
    return { id, version };
  });
  services.wake(county.id);
  return kept;
}

export type AwayBody = { from: string; to: string };

/** One's own days off from duty; what is planned already is swapped, not dropped. */
export async function setAway(
  services: Services,
  call: FacilityCall,
  person: string,
  body: AwayBody,
): Promise<AwayBody> {
  const { county, actor, now } = call;
  if (body.to < body.from) throw new Refusal('invalid_fields', {}, [{ path: 'to', code: 'day_order' }]);
  return once(services.db, stampOf(call), `away/${person}`, body, async (tx) => {
    const by = { person: actor.person?.id ?? null, post: null };
    await tx.rows(sql`
      INSERT INTO away (county_id, person_id, from_day, to_day) VALUES (${county.id}, ${person}, ${body.from}, ${body.to})
      ON CONFLICT (county_id, person_id, from_day) DO UPDATE SET to_day = excluded.to_day`);
    await appendAlone(tx, county.id, { kind: 'away', id: person }, [{ kind: 'away.set', by, at: now, ...body }]);
    return body;
  });
}
