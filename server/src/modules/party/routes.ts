/** The party's organisation over the network: the tree and its members; branch formation by ./plan-routes.ts. */
import { Refusal } from '@huying/domain/kernel';
import { ORG_KINDS } from '@huying/domain/pack';
import Type from 'typebox';
import { permits } from '../../access/actor.ts';
import { datedName, sendFile } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { iso } from '../../platform/wire.ts';
import { dayOf } from '../county/runtime.ts';
import { branchesOn } from './branches-on.ts';
import { mayEdit } from './calls.ts';
import {
  type CoverBody,
  coverPlaces,
  type DissolveBody,
  dissolveOrg,
  type ExtendBody,
  extendTerm,
  type MoveBody,
  moveOrg,
  type RenameBody,
  renameOrg,
} from './commands/change-org.ts';
import { makeOrg, type NewOrg } from './commands/make-org.ts';
import {
  admitMember,
  type NewMember,
  RELATIONS,
  type ReleaseBody,
  type ResettleBody,
  releaseMember,
  resettleMember,
  STANDINGS,
} from './commands/members.ts';
import { changePlaques, type PlaquesBody } from './commands/plaques.ts';
import { exportTree } from './export.ts';
import { listMembers } from './members-list.ts';
import { registerPlans } from './plan-routes.ts';
import { partyOf } from './rules.ts';
import { listOrgs, type OrgQuery, viewOrg } from './tree.ts';
import {
  Cursor,
  callOf,
  Day,
  Id,
  idOf,
  Limit,
  Name,
  OrNull,
  type Params,
  strict,
  Uuid,
  Version,
  versioned,
} from './wire.ts';

const oneOf = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));

const OrgFilter = Type.Object({
  parent: Type.Optional(Uuid),
  q: Type.Optional(Type.String({ maxLength: 40 })),
  kind: Type.Optional(oneOf(ORG_KINDS)),
  variety: Type.Optional(Id),
  place: Type.Optional(Id),
  ending: Type.Optional(Type.Boolean()),
  limit: Limit,
  cursor: Cursor,
});

const Making = Type.Object(
  {
    kind: oneOf(ORG_KINDS),
    variety: Type.Optional(OrNull(Id)),
    name: Name,
    parent: Type.Optional(OrNull(Uuid)),
    place: Id,
    covers: Type.Optional(Type.Array(Id, { maxItems: 500 })),
    from: Type.Optional(Day),
    term: Type.Optional(OrNull(Day)),
  },
  strict,
);

const Admitting = Type.Object(
  {
    version: Version,
    person: Type.Optional(Uuid),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' })),
    phone: Type.Optional(Type.String({ pattern: '^1\\d{10}$' })),
    relation: oneOf(RELATIONS),
    standing: oneOf(STANDINGS),
    residence: Type.Optional(OrNull(Id)),
    homeUnit: Type.Optional(OrNull(Id)),
    from: Type.Optional(Day),
  },
  strict,
);

const VERBS = {
  rename: [versioned({ name: Name }), renameOrg, 'Another name'],
  move: [versioned({ parent: Uuid }), moveOrg, 'Hang it below another organisation'],
  cover: [
    versioned({ covers: Type.Array(Id, { maxItems: 500 }), from: Type.Optional(Day) }),
    coverPlaces,
    'The places it answers for, from a day on',
  ],
  extend: [versioned({ term: Day }), extendTerm, 'Another end of what was made for a time'],
  dissolve: [versioned({ lastDay: Type.Optional(Day) }), dissolveOrg, 'Dissolve an organisation that is empty'],
  plaques: [
    versioned({
      hang: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
      take: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
    }),
    changePlaques,
    "Members' plaques hung and taken down",
  ],
} as const;

type VerbBody = RenameBody & MoveBody & CoverBody & ExtendBody & DissolveBody & PlaquesBody;
export function registerParty(ground: Ground, services: Services): void {
  const { route } = ground;
  const { db } = services;
  const reading = { method: 'GET', may: 'party.read', switch: 'party' } as const;
  const editing = { method: 'POST', may: 'party.edit', switch: 'party' } as const;

  route(
    {
      ...reading,
      path: '/party',
      summary: 'Levels of the party organisation and rules of formation',
    },
    async ({ county, actor }) => {
      const { levels, country = null, formation, remindDays } = partyOf(county);
      const edits = permits(actor, 'party.edit');
      const call = { county, actor };
      return { levels, country, formation, remindDays, edits, whole: edits && mayEdit(call, county.root.path) };
    },
  );

  route<unknown, OrgQuery>(
    {
      ...reading,
      path: '/party/orgs',
      summary: 'Organisations below one, or found by name, kind or place; those at the top without any',
      query: OrgFilter,
    },
    ({ county, query, now }) => listOrgs(db, county, query, now),
  );

  route<unknown, unknown, Params>(
    {
      ...reading,
      path: '/party/orgs/:id',
      summary: 'One organisation with its places and story',
    },
    async (call) => {
      const { story, ...sheet } = await viewOrg(db, callOf(call as never), idOf(call.params.id));
      const { utcOffsetMinutes } = call.county.pack;
      return { ...sheet, story: story.map(({ at, ...one }) => ({ at: iso(at, utcOffsetMinutes), ...one })) };
    },
  );

  route<unknown, { limit?: number; cursor?: string }, Params>(
    {
      ...reading,
      path: '/party/orgs/:id/members',
      summary: 'Its members; names are masked outside the reach of the caller',
      query: Type.Object({ limit: Limit, cursor: Cursor }),
    },
    (call) => listMembers(db, call, idOf(call.params.id), call.query),
  );

  route<NewOrg>(
    {
      ...editing,
      path: '/party/orgs',
      summary: 'Make an organisation',
      body: Making,
      status: 201,
    },
    (call) => makeOrg(services, callOf(call as never), call.body),
  );

  for (const [verb, [body, command, summary]] of Object.entries(VERBS)) {
    route<VerbBody, unknown, Params>({ ...editing, path: `/party/orgs/:id/${verb}`, summary, body }, (call) =>
      command(services, callOf(call as never), idOf(call.params.id), call.body),
    );
  }

  route<NewMember, unknown, Params>(
    {
      ...editing,
      path: '/party/orgs/:id/members',
      summary: 'Put a member in',
      body: Admitting,
      status: 201,
    },
    (call) => admitMember(services, callOf(call as never), idOf(call.params.id), call.body),
  );

  route<ReleaseBody, unknown, Params>(
    {
      ...editing,
      path: '/party/orgs/:id/members/:member/release',
      summary: 'End a membership',
      body: versioned({ lastDay: Type.Optional(Day) }),
    },
    (call) => releaseMember(services, callOf(call as never), idOf(call.params.id), idOf(call.params.member), call.body),
  );

  route<ResettleBody, unknown, Params>(
    {
      ...editing,
      path: '/party/orgs/:id/members/:member/resettle',
      summary: 'Another grid or community where a member lives',
      body: versioned({ residence: OrNull(Id) }),
    },
    (call) =>
      resettleMember(services, callOf(call as never), idOf(call.params.id), idOf(call.params.member), call.body),
  );

  route<unknown, { place?: string }>(
    {
      ...reading,
      path: '/party/branches',
      summary: 'Grid branches of today with the grids they cover, for the map',
      query: Type.Object({ place: Type.Optional(Id) }),
    },
    async ({ county, query, now }) => {
      const place = query.place ? county.places.get(query.place) : county.root;
      if (!place) throw new Refusal('not_found');
      return { rows: await branchesOn(db, county.id, place.path, dayOf(county, now)) };
    },
  );

  registerPlans(ground, services);

  route(
    { ...reading, path: '/exports/party.xlsx', summary: 'The tree as a workbook', raw: true },
    async ({ county, now, language, reply }) =>
      sendFile(reply, datedName('party', county, now), 'xlsx', await exportTree(db, county, now, language)),
  );
}
