/** Facilities for everybody; keeping them, their teams and rosters for those in charge; duties for those who do them. */
import { Refusal } from '@huying/domain/kernel';
import type { Switch } from '@huying/domain/pack';
import Type from 'typebox';
import { GEOJSON } from '../../platform/exchange/index.ts';
import type { Call, Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { iso } from '../../platform/wire.ts';
import type { FacilityFields } from './check-facility.ts';
import type { CircleInput } from './circle/compute.ts';
import { askCircle, circleJob, listCircles, readCircle } from './circle/job.ts';
import { describeNetwork, importWays } from './circle/network.ts';
import { type CheckInBody, checkInToDuty, excuseDuty } from './commands/do-duty.ts';
import {
  type Change,
  type CloseBody,
  changeFacility,
  closeFacility,
  makeFacility,
  reopenFacility,
} from './commands/keep-facility.ts';
import {
  type AwayBody,
  endRoster,
  makeRoster,
  planFor,
  publishRoster,
  type RosterBody,
  setAway,
} from './commands/keep-roster.ts';
import { changeTeam, endTeam, makeTeam, type TeamFields } from './commands/keep-team.ts';
import { askSwap, listSwaps, type SwapBody, stepSwapBy } from './commands/swap-duty.ts';
import { facilityFeed, makeFeed, personFeed, revokeFeed } from './feeds.ts';
import { type DutyQuery, listDuties, listRosters, myDuties, takersOf, tellPlan } from './list-duties.ts';
import { allFacilities, type FacilityQuery, listFacilities } from './list-facilities.ts';
import { listTeams, viewTeam } from './list-teams.ts';
import { presentRow } from './present.ts';
import { seesRosters } from './reach.ts';
import { facilityRules } from './rules.ts';
import * as shape from './schema.ts';
import type { TeamQuery } from './teams.ts';
import { viewFacility } from './view-facility.ts';

type Id = { id: string };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ICS = 'text/calendar; charset=utf-8';
const WAYS_LIMIT = 40 * 1024 * 1024;
const SWAP_STEPS = ['agree', 'decline', 'withdraw', 'approve', 'refuse'] as const;

/** What is no id of ours is not there. */
function idOf({ id }: Id): string {
  const lower = id.toLowerCase();
  if (!UUID.test(lower)) throw new Refusal('not_found');
  return lower;
}

const callOf = <B, Q, P>({ county, actor, now, key }: Call<B, Q, P>) => ({ county, actor, now, key });

export function registerFacilities(ground: Ground, services: Services): void {
  const facilities = switched(ground, ['facilities']);
  const rosters = switched(ground, ['facilities', 'rosters']);
  registerPlaces(facilities, services);
  registerTeams(facilities, services);
  registerDuties(rosters, services);
  registerFeeds(rosters, services);
  registerCircle(facilities, services);
}

/** The same ground, whose routes are there only where the county has these rooms. */
function switched(ground: Ground, rooms: readonly Switch[]): Ground {
  return {
    ...ground,
    route: (def, handler) => ground.route({ ...def, switch: [...rooms, ...[def.switch ?? []].flat()] }, handler),
  };
}

function registerPlaces({ route }: Ground, services: Services): void {
  const { db } = services;

  route<unknown, FacilityQuery>(
    {
      method: 'GET',
      path: '/facilities',
      may: 'public',
      summary: 'Facilities by kind, place, service or name, or the nearest; open now, and until when',
      query: shape.FacilityFilter,
    },
    async ({ county, actor, now, query }) => {
      return listFacilities(db, county, { ...query, closed: query.closed === true && seesRosters(actor) }, now);
    },
  );

  route(
    {
      method: 'GET',
      path: '/facilities/kinds',
      may: 'public',
      summary: "The county's kinds of facility and team, services, excuses and rules of duty",
    },
    async ({ county }) => {
      const { demo: _, ...rules } = facilityRules(county);
      return rules;
    },
  );

  route<unknown, FacilityQuery>(
    {
      method: 'GET',
      path: '/facilities/map',
      may: 'public',
      switch: 'map',
      summary: 'All of them as points',
      query: shape.FacilityFilter,
    },
    async ({ county, now, query }) => {
      const rows = await allFacilities(db, county, { ...query, closed: false }, now);
      return {
        points: rows.map((row) => {
          const { id, kind, name, point, open } = presentRow(county, row, now);
          return { id, kind, name, point, open };
        }),
      };
    },
  );

  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/facilities/:id',
      may: 'public',
      summary: 'One facility: hours, services, who answers there',
    },
    async ({ county, actor, now, params }) => {
      return viewFacility(db, county, actor, idOf(params), now);
    },
  );

  route<FacilityFields & { id: string }>(
    {
      method: 'POST',
      path: '/facilities',
      may: 'facilities.edit',
      summary: 'Make a facility',
      body: shape.MakeFacility,
      status: 201,
    },
    (call) => makeFacility(services, callOf(call), call.body),
  );
  route<Change, unknown, Id>(
    {
      method: 'POST',
      path: '/facilities/:id/change',
      may: 'facilities.edit',
      summary: 'Change a facility',
      body: shape.ChangeFacility,
    },
    (call) => changeFacility(services, callOf(call), idOf(call.params), call.body),
  );
  route<CloseBody, unknown, Id>(
    {
      method: 'POST',
      path: '/facilities/:id/close',
      may: 'facilities.edit',
      summary: 'Close a facility after a day',
      body: shape.CloseFacility,
    },
    (call) => closeFacility(services, callOf(call), idOf(call.params), call.body),
  );
  route<{ version: number }, unknown, Id>(
    {
      method: 'POST',
      path: '/facilities/:id/reopen',
      may: 'facilities.edit',
      summary: 'Reopen a closed facility',
      body: shape.OnlyVersion,
    },
    (call) => reopenFacility(services, callOf(call), idOf(call.params), call.body),
  );
}

function registerTeams({ route }: Ground, services: Services): void {
  const { db } = services;
  route<unknown, TeamQuery>(
    {
      method: 'GET',
      path: '/teams',
      may: 'facilities.read',
      summary: 'Teams by kind, place or name',
      query: shape.TeamFilter,
    },
    ({ county, actor, query }) => listTeams(db, county, actor, query),
  );
  route<unknown, unknown, Id>(
    { method: 'GET', path: '/teams/:id', may: 'facilities.read', summary: 'One team with its people' },
    ({ county, actor, params }) => viewTeam(db, county, actor, idOf(params)),
  );
  route<TeamFields & { id: string }>(
    { method: 'POST', path: '/teams', may: 'roster.edit', summary: 'Make a team', body: shape.MakeTeam, status: 201 },
    (call) => makeTeam(services, callOf(call), call.body),
  );
  route<Partial<TeamFields> & { version: number }, unknown, Id>(
    { method: 'POST', path: '/teams/:id/change', may: 'roster.edit', summary: 'Change a team', body: shape.ChangeTeam },
    (call) => changeTeam(services, callOf(call), idOf(call.params), call.body),
  );
  route<{ version: number }, unknown, Id>(
    { method: 'POST', path: '/teams/:id/end', may: 'roster.edit', summary: 'End a team', body: shape.OnlyVersion },
    (call) => endTeam(services, callOf(call), idOf(call.params), call.body),
  );
}

function registerDuties({ route }: Ground, services: Services): void {
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
  route({ method: 'GET', path: '/duties/mine', may: 'signed', summary: 'My own duties' }, ({ county, actor, now }) =>
    myDuties(db, county, actor, now),
  );
  route<unknown, unknown, Id>(
    { method: 'GET', path: '/duties/:id/takers', may: 'signed', summary: 'Who could take my duty' },
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

function registerFeeds({ route }: Ground, services: Services): void {
  const { db } = services;
  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/facilities/:id/duties.ics',
      may: 'public',
      summary: 'When somebody is on duty there, as a calendar',
      raw: true,
    },
    async ({ county, now, params, reply, language }) => {
      reply.type(ICS).send(await facilityFeed(db, county, idOf(params), now, language));
    },
  );
  route<unknown, unknown, { secret: string }>(
    {
      method: 'GET',
      path: '/duty-feeds/:secret',
      may: 'public',
      summary: "A person's duties as a calendar, by secret address",
      raw: true,
      perMinute: 60,
    },
    async ({ county, now, params, reply, language }) => {
      reply
        .header('cache-control', 'no-store')
        .type(ICS)
        .send(await personFeed(db, county, params.secret.replace(/\.ics$/, ''), now, language));
    },
  );
  route(
    {
      method: 'POST',
      path: '/duty-feeds',
      may: 'signed',
      summary: 'A new secret address of my duties; earlier ones stop',
      status: 201,
    },
    (call) => makeFeed(services, callOf(call)),
  );
  route(
    { method: 'POST', path: '/duty-feeds/revoke', may: 'signed', summary: 'Stop the secret address of my duties' },
    (call) => revokeFeed(services, callOf(call)),
  );
}

function registerCircle({ app, route }: Ground, services: Services): void {
  const { db } = services;
  if (!app.hasContentTypeParser(GEOJSON)) {
    app.addContentTypeParser(GEOJSON, { parseAs: 'buffer', bodyLimit: WAYS_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
  }
  route<Partial<CircleInput>>(
    {
      method: 'POST',
      path: '/circle',
      may: 'facilities.read',
      summary: 'Compute the 15-minute circle, and the best next sites where some are asked for',
      body: shape.AskCircle,
      reply: Type.Object({ job: Type.String() }),
      status: 202,
      perMinute: 20,
    },
    (call) => askCircle(services, callOf(call), call.body),
  );
  route(
    {
      method: 'GET',
      path: '/circle',
      may: 'facilities.read',
      summary: 'Results of late, and the ways they were walked on',
    },
    async ({ county }) => {
      const network = await describeNetwork(db, county.id);
      return {
        rows: await listCircles(db, county),
        network: network && { ...network, madeAt: iso(network.madeAt, county.pack.utcOffsetMinutes) },
      };
    },
  );
  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/circle/:id',
      may: 'facilities.read',
      summary: 'One result: communities, cells, stations, sites',
    },
    ({ county, params }) => readCircle(db, county, idOf(params)),
  );
  route<unknown, unknown, Id>(
    { method: 'GET', path: '/circle/jobs/:id', may: 'facilities.read', summary: 'How far the computing is' },
    ({ county, params }) => circleJob(db, county, idOf(params)),
  );
  route<Buffer | string | object>(
    {
      method: 'POST',
      path: '/imports/ways',
      may: 'import.run',
      summary: 'Ways to walk on, as a GeoJSON FeatureCollection of lines; they take the place of the earlier ones',
      status: 201,
      bodyLimit: WAYS_LIMIT,
      perMinute: 10,
    },
    (call) => {
      const { body } = call;
      const text = Buffer.isBuffer(body)
        ? body.toString('utf8')
        : typeof body === 'string'
          ? body
          : JSON.stringify(body ?? null);
      return importWays(services, callOf(call), text);
    },
  );
}
