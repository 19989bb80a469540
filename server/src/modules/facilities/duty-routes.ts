/** Rosters and duties over the network: planned and kept by those in charge, done and swapped by those on duty. */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { type CheckInBody, checkInToDuty, excuseDuty } from './commands/do-duty.ts';
import {
  type AwayBody,
  endRoster,
  makeRoster,
  planFor,
  publishRoster,
  type RosterBody,
  setAway,
} from './commands/keep-roster.ts';
import { type CancelBody, cancelDuty, type ReassignBody, reassignDuty } from './commands/move-duty.ts';
import { askSwap, listSwaps, type SwapBody, stepSwapBy } from './commands/swap-duty.ts';
import { exportDuties } from './export-lists.ts';
import { type DutyQuery, listDuties, listRosters, myDuties, takersOf, tellPlan } from './list-duties.ts';
import * as shape from './schema.ts';
import { callOf, type Id, idOf } from './wire.ts';

const SWAP_STEPS = ['agree', 'decline', 'withdraw', 'approve', 'refuse'] as const;

export function registerDuties({ route }: Ground, services: Services): void {
  const { db } = services;
  route<unknown, unknown, Id>(
    { method: 'GET', path: '/facilities/:id/rosters', may: 'facilities.read', summary: "A facility's rosters" },
    async ({ county, actor, params }) => ({ rows: await listRosters(db, county, actor, idOf(params)) }),
  );
  route<RosterBody>(
    {
      method: 'POST',
      path: '/rosters/plan',
      may: 'roster.edit',
      summary: 'How a roster by these rules would look; writes nothing',
      body: shape.PlanRoster,
    },
    async ({ county, actor, body }) => tellPlan(db, county, actor, await planFor(db, county, body)),
  );
  route<RosterBody & { id: string }>(
    {
      method: 'POST',
      path: '/rosters',
      may: 'roster.edit',
      summary: 'Plan a roster by rules, as a draft',
      body: shape.MakeRoster,
      status: 201,
    },
    (call) => makeRoster(services, callOf(call), call.body),
  );
  route<{ version: number }, unknown, Id>(
    {
      method: 'POST',
      path: '/rosters/:id/publish',
      may: 'roster.edit',
      summary: 'Publish a draft: from now on it is duty',
      body: shape.OnlyVersion,
    },
    (call) => publishRoster(services, callOf(call), idOf(call.params), call.body),
  );
  route<{ version: number }, unknown, Id>(
    {
      method: 'POST',
      path: '/rosters/:id/end',
      may: 'roster.edit',
      summary: 'End a roster; what has not begun falls away',
      body: shape.OnlyVersion,
    },
    (call) => endRoster(services, callOf(call), idOf(call.params), call.body),
  );
  route<unknown, DutyQuery>(
    {
      method: 'GET',
      path: '/duties',
      may: 'facilities.read',
      summary: 'Duties of some days, a week where none are named',
      query: shape.DutyFilter,
    },
    ({ county, actor, query, now }) => listDuties(db, county, actor, query, now),
  );
  route<unknown, DutyQuery>(
    {
      method: 'GET',
      path: '/exports/duties.xlsx',
      may: 'facilities.read',
      summary: 'Duties of some days as a workbook',
      query: shape.DutyFilter,
      raw: true,
    },
    (call) => exportDuties(services, call, call.query),
  );
  route({ method: 'GET', path: '/duties/mine', may: 'signed', summary: 'My own duties' }, ({ county, actor, now }) =>
    myDuties(db, county, actor, now),
  );
  route<unknown, unknown, Id>(
    { method: 'GET', path: '/duties/:id/takers', may: 'signed', summary: 'Who of the roster could take the duty' },
    async ({ county, actor, params }) => ({ rows: await takersOf(db, county, actor, idOf(params)) }),
  );
  route<CheckInBody, unknown, Id>(
    { method: 'POST', path: '/duties/:id/check-in', may: 'signed', summary: 'I am there', body: shape.CheckIn },
    (call) => checkInToDuty(services, callOf(call), idOf(call.params), call.body),
  );
  route<{ reason: string }, unknown, Id>(
    {
      method: 'POST',
      path: '/duties/:id/excuse',
      may: 'roster.edit',
      summary: 'Excuse a missed duty',
      body: shape.Excuse,
    },
    (call) => excuseDuty(services, callOf(call), idOf(call.params), call.body),
  );
  route<ReassignBody, unknown, Id>(
    {
      method: 'POST',
      path: '/duties/:id/reassign',
      may: 'roster.edit',
      summary: 'Move a duty to another of the roster; both are told',
      body: shape.Reassign,
    },
    (call) => reassignDuty(services, callOf(call), idOf(call.params), call.body),
  );
  route<CancelBody, unknown, Id>(
    {
      method: 'POST',
      path: '/duties/:id/cancel',
      may: 'roster.edit',
      summary: 'Take one duty off the roster; whoever was to come is told',
      body: shape.CancelDuty,
    },
    (call) => cancelDuty(services, callOf(call), idOf(call.params), call.body),
  );
  route<SwapBody, unknown, Id>(
    {
      method: 'POST',
      path: '/duties/:id/swap',
      may: 'signed',
      summary: 'Ask somebody of the roster to take my duty',
      body: shape.AskSwap,
      status: 201,
    },
    (call) => askSwap(services, callOf(call), idOf(call.params), call.body),
  );
  route(
    { method: 'GET', path: '/swaps', may: 'signed', summary: 'Swaps I have a part in or must approve' },
    async ({ county, actor }) => ({ rows: await listSwaps(db, county, actor) }),
  );
  for (const verb of SWAP_STEPS) {
    route<{ version: number }, unknown, Id>(
      { method: 'POST', path: `/swaps/:id/${verb}`, may: 'signed', summary: `Swap: ${verb}`, body: shape.OnlyVersion },
      (call) => stepSwapBy(services, callOf(call), idOf(call.params), verb, call.body),
    );
  }
  route<AwayBody>(
    {
      method: 'POST',
      path: '/duties/away',
      may: 'signed',
      summary: 'Days on which I cannot be put on duty',
      body: shape.Away,
    },
    (call) => setAway(services, callOf(call), call.actor.person?.id as string, call.body),
  );
}
