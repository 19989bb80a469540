/** What happens to one duty: somebody checks in, or is missed by the sweep, or is excused. */

import { Refusal } from '@huying/domain/kernel';
import { type CheckInRule, checkIn, stepDuty } from '@huying/domain/rosters';
import { metresBetween } from '@huying/domain/walking';
import { actorKey } from '../../../access/actor.ts';
import { at, type Queryable, sql } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { actAt } from '../reach.ts';
import { appendToRoster, lockDuty, lockRoster } from '../rosters.ts';
import { facilityRules } from '../rules.ts';
import type { FacilityCall } from './keep-facility.ts';

const stampOf = ({ county, actor, now, key }: FacilityCall) => ({
  county: county.id,
  actorKey: actorKey(actor),
  key,
  now,
});

export type CheckInBody = {
  point?: [number, number];
  /** Metres the position may be off, as the phone says. */
  accuracy?: number;
  /** When it was, where it is sent later. */
  at?: number;
};

export type Done = { id: string; state: string; lateMinutes?: number };

/** The roster first, then the duty: all who act on a roster's duties take turns in one order. */
async function lockBoth(tx: Parameters<typeof lockDuty>[0], county: string, id: string) {
  const found = await tx.row<{ roster: string }>(sql`
    SELECT roster_id AS roster FROM duty WHERE county_id = ${county} AND duty_id = ${id}`);
  if (!found) throw new Refusal('not_found');
  const roster = await lockRoster(tx, county, found.roster, null);
  return { roster, duty: await lockDuty(tx, county, id) };
}

export async function checkInToDuty(
  services: Services,
  call: FacilityCall,
  id: string,
  body: CheckInBody,
): Promise<Done> {
  const { county, actor, now } = call;
  const rule: CheckInRule = facilityRules(county).duty;
  const done = await once(services.db, stampOf(call), `duties/${id}/check-in`, body, async (tx): Promise<Done> => {
    const { roster, duty } = await lockBoth(tx, county.id, id);
    // Other people's duties are seen on the roster, not acted on: as if there were none.
    if (!duty.published || actor.person?.id !== duty.person) throw new Refusal('not_found');
    const when = body.at ?? now;
    const distance = body.point ? metresBetween(body.point, duty.point) : null;
    const state = stepDuty(duty.state, 'check_in');
    const lateMinutes = checkIn(rule, duty, { at: when, now, distance, accuracy: body.accuracy ?? 0 });
    const later = now - when > 120_000;
    await tx.rows(sql`
      UPDATE duty SET state = ${state}, checked_in_at = ${at(when)}, late_minutes = ${lateMinutes},
        metres = ${Math.round(distance as number)}, sent_later = ${later}
      WHERE county_id = ${county.id} AND duty_id = ${id}`);
    const by = { person: actor.person.id, post: null };
    await appendToRoster(tx, county.id, roster, [
      { kind: 'duty.checked_in', by, at: now, duty: id, when, late: lateMinutes, later, from: duty.state },
    ]);
    return { id, state, lateMinutes };
  });
  services.wake(county.id);
  return done;
}

export async function excuseDuty(
  services: Services,
  call: FacilityCall,
  id: string,
  body: { reason: string },
): Promise<Done> {
  const { county, actor, now } = call;
  const done = await once(services.db, stampOf(call), `duties/${id}/excuse`, body, async (tx): Promise<Done> => {
    const { roster, duty } = await lockBoth(tx, county.id, id);
    const by = actAt(actor, 'roster.edit', duty.path);
    if (actor.person?.id === duty.person) throw new Refusal('excuse_not_yourself');
    if (!facilityRules(county).excuses.some((one) => one.code === body.reason))
      throw new Refusal('invalid_fields', {}, [{ path: 'reason', code: 'excuse_unknown' }]);
    const state = stepDuty(duty.state, 'excuse');
    await tx.rows(sql`
      UPDATE duty SET state = ${state}, excuse = ${body.reason} WHERE county_id = ${county.id} AND duty_id = ${id}`);
    await appendToRoster(tx, county.id, roster, [{ kind: 'duty.excused', by, at: now, duty: id, reason: body.reason }]);
    return { id, state };
  });
  services.wake(county.id);
  return done;
}

const AT_ONCE = 200;
const PROGRAM = { person: null, post: null };

type Open = { id: string; roster: string };

function overdue(db: Queryable, county: string, asOf: number): Promise<Open[]> {
  return db.rows<Open>(sql`
    SELECT duty_id AS id, roster_id AS roster FROM duty
    WHERE county_id = ${county} AND state = 'planned' AND published AND closes_at < ${at(asOf)}
    ORDER BY closes_at, duty_id LIMIT ${AT_ONCE}`);
}

/**
 * Calls every published duty missed whose window closed before `asOf` without a check-in, and lets swaps lapse whose duty has
 * begun. @returns how many were missed; again with the same `asOf`: 0
 */
export async function sweepDuties(services: Services, county: CountyRuntime, asOf: number): Promise<number> {
  let missed = 0;
  for (;;) {
    const found = await overdue(services.db, county.id, asOf);
    for (const [roster, open] of Map.groupBy(found, (row) => row.roster)) {
      missed += await miss(
        services,
        county.id,
        roster,
        open.map((row) => row.id),
        asOf,
      );
    }
    if (found.length < AT_ONCE) break;
  }
  const lapsed = await services.db.rows<{ id: string }>(sql`
    UPDATE duty_swap s SET state = 'lapsed', version = s.version + 1 FROM duty d
    WHERE s.county_id = ${county.id} AND s.state IN ('asked', 'agreed')
      AND d.county_id = ${county.id} AND d.duty_id = s.duty_id AND d.starts_at <= ${at(asOf)} RETURNING s.swap_id AS id`);
  if (missed > 0 || lapsed.length > 0) services.wake(county.id);
  return missed;
}

async function miss(services: Services, county: string, id: string, duties: string[], asOf: number): Promise<number> {
  return services.db.tx(async (tx) => {
    const roster = await lockRoster(tx, county, id, null);
    const rows = await tx.rows<{ id: string }>(sql`
      UPDATE duty SET state = 'missed' WHERE county_id = ${county} AND duty_id = ANY(${duties}::uuid[])
        AND state = 'planned' AND published AND closes_at < ${at(asOf)} RETURNING duty_id AS id`);
    if (rows.length > 0) {
      await appendToRoster(
        tx,
        county,
        roster,
        rows.map((row) => ({ kind: 'duty.missed', by: PROGRAM, at: asOf, duty: row.id })),
      );
    }
    return rows.length;
  });
}
