/** Whoever keeps a roster moves one published duty to another person, or takes it off; both are told by a reaction. */
import { Refusal } from '@huying/domain/kernel';
import { type DutyState, type DutyVerb, stepDuty } from '@huying/domain/rosters';
import { actorKey } from '../../../access/actor.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { actAt } from '../reach.ts';
import { appendToRoster, awayOn, type DutyRow, lockDuty, lockRoster, type RosterRow } from '../rosters.ts';
import { lapseSwaps } from './drop-duties.ts';
import type { FacilityCall } from './keep-facility.ts';
import { requireFree } from './swap-duty.ts';

export type Moved = { id: string; state: DutyState };
type Work = { tx: Tx; roster: RosterRow; duty: DutyRow };
/** `from`: whom the keeper saw on the duty. */
export type CancelBody = { from: string };
export type ReassignBody = CancelBody & { to: string };

/**
 * One act on another's duty that has not begun; an open swap over it lapses.
 * @throws Refusal `not_found` for a draft's duty, `not_permitted`, `stale_version` where it is another's now, `move_not_yourself`,
 *   `state_forbids`, `duty_begun`
 */
async function onDuty(
  services: Services,
  call: FacilityCall,
  id: string,
  { verb, body }: { verb: DutyVerb; body: CancelBody },
  work: (work: Work) => Promise<{ kind: string; people: string[] }>,
): Promise<Moved> {
  const { county, actor, now, key } = call;
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const moved = await once(services.db, stamp, `duties/${id}/${verb}`, body, async (tx): Promise<Moved> => {
    const found = await tx.row<{ roster: string }>(sql`
      SELECT roster_id AS roster FROM duty WHERE county_id = ${county.id} AND duty_id = ${id} AND published`);
    if (!found) throw new Refusal('not_found');
    const roster = await lockRoster(tx, county.id, found.roster, null);
    const duty = await lockDuty(tx, county.id, id);
    const by = actAt(actor, 'roster.edit', duty.path);
    if (body.from !== duty.person) throw new Refusal('stale_version');
    if (actor.person?.id === duty.person) throw new Refusal('move_not_yourself');
    const state = stepDuty(duty.state, verb);
    if (now >= duty.startsAt) throw new Refusal('duty_begun');
    const told = await work({ tx, roster, duty });
    await tx.rows(sql`UPDATE duty SET state = ${state} WHERE county_id = ${county.id} AND duty_id = ${id}`);
    const lapsed = await lapseSwaps(tx, county.id, [id], told.people);
    await appendToRoster(tx, county.id, roster, [{ ...told, lapsed, by, at: now, duty: id }]);
    return { id, state };
  });
  services.wake(county.id);
  return moved;
}

const refuseTaker = (code: string) => new Refusal('invalid_fields', {}, [{ path: 'to', code }]);

/** @throws Refusal as `onDuty`; `invalid_fields` (duty_theirs, swap_not_on_roster, person_unknown, duty_away), `duties_clash` */
export function reassignDuty(services: Services, call: FacilityCall, id: string, body: ReassignBody): Promise<Moved> {
  const { county } = call;
  return onDuty(services, call, id, { verb: 'reassign', body }, async ({ tx, roster, duty }) => {
    const { to } = body;
    if (to === duty.person) throw refuseTaker('duty_theirs');
    if (!roster.rule.teams.some((team) => team.people.includes(to))) throw refuseTaker('swap_not_on_roster');
    await requireFree(tx, county.id, to, duty, null);
    const taker = await tx.row<{ away: boolean }>(sql`
      SELECT ${awayOn(county, duty)} AS away FROM person x
      WHERE x.county_id = ${county.id} AND x.person_id = ${to} AND x.erased_at IS NULL`);
    if (!taker) throw refuseTaker('person_unknown');
    if (taker.away) throw refuseTaker('duty_away');
    await tx.rows(sql`
      UPDATE duty SET person_id = ${to} WHERE county_id = ${county.id} AND duty_id = ${id}`);
    return { kind: 'duty.reassigned', people: [duty.person, to] };
  });
}

/** Nobody comes in their place. @throws Refusal as `onDuty` */
export function cancelDuty(services: Services, call: FacilityCall, id: string, body: CancelBody): Promise<Moved> {
  return onDuty(services, call, id, { verb: 'cancel', body }, async ({ duty }) => ({
    kind: 'duty.cancelled',
    people: [duty.person],
  }));
}
