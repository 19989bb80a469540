/** Good calls of facilities, teams, rosters and duties, of the circle, and of devices. */

import { sql } from '../../src/platform/db.ts';
import { newId, type Scene } from '../matrix/roles.ts';
import { communityOf, type Door, type Doors, done, door } from './door.ts';

const always = {
  week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
  holidays: 'usual',
  makeup: 'usual',
  exceptions: [{ day: '2026-10-01', spans: [] }],
};

let names = 0;

/** A facility with a team, a published roster whose first duty may be checked in at, and a swap that is asked for. */
export async function makeDuties(scene: Scene, point = scene.point) {
  const { house, grid } = scene;
  const place = communityOf(scene);
  names += 1;
  const own = names;
  const as = await house.holder('community_secretary', place);
  const people = await Promise.all([1, 2, 3].map(() => house.holder('grid_member', grid)));
  const members = people.map((one) => one.id);
  const facility = {
    id: newId(),
    kind: 'party_centre',
    name: `演示中心${own}`,
    place,
    point,
    hours: always,
    services: [],
    oneWindow: false,
    contactPost: null,
    from: '2026-01-01',
  };
  await done(scene, as, '/facilities', facility);
  const team = { id: newId(), kind: 'duty', name: `演示${own}队`, place, facility: facility.id, members };
  await done(scene, as, '/teams', team);
  const rule = {
    facility: facility.id,
    teams: [team.id],
    from: '2026-06-10',
    to: '2026-06-16',
    shifts: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '10:20', to: '12:20', people: 1 }],
    by: 'people',
    holidays: 'usual',
    makeup: 'usual',
    restMinutes: 0,
  };
  const roster = await done(scene, as, '/rosters', { id: newId(), ...rule });
  const { version } = await done(scene, as, `/rosters/${roster.id}/publish`, { version: roster.version });
  const days = `/duties?facility=${facility.id}&from=2026-06-08&to=2026-06-21`;
  const { rows: duties } = (await house.ask('GET', days, { as })).body;
  const ownerOf = (duty: { person: { id: string } }) => people.find((one) => one.id === duty.person.id) ?? as;
  const [first, second] = duties;
  const taker = ownerOf(second);
  const swap = await done(scene, ownerOf(first), `/duties/${first.id}/swap`, { id: newId(), with: taker.id });
  return {
    as,
    people,
    members,
    facility,
    team,
    rule,
    roster: { id: roster.id, version },
    duties,
    ownerOf,
    taker,
    swap,
  };
}

type Ground = Awaited<ReturnType<typeof makeDuties>>;

export async function facilityDoors(scene: Scene): Promise<Doors> {
  const { house, point } = scene;
  const shared = await makeDuties(scene);
  const { as } = shared;
  const named = () => ({ ...shared.facility, id: newId(), name: `演示另一处${++names}` });
  const others: Record<string, (ground: Ground) => Promise<Door> | Door> = {
    '/facilities/:id/change': ({ as, facility: { id, ...spoken } }) => ({
      as,
      path: `/facilities/${id}/change`,
      body: { ...spoken, oneWindow: true, version: 1 },
    }),
    '/facilities/:id/close': ({ as, facility }) => ({
      as,
      path: `/facilities/${facility.id}/close`,
      body: { version: 1, lastDay: '2026-06-30' },
    }),
    '/facilities/:id/reopen': async ({ as, facility }) => {
      const { version } = await done(scene, as, `/facilities/${facility.id}/close`, { version: 1 });
      return { as, path: `/facilities/${facility.id}/reopen`, body: { version } };
    },
    '/teams/:id/change': ({ as, team: { id, ...formed } }) => ({
      as,
      path: `/teams/${id}/change`,
      body: { ...formed, name: `${formed.name}改名`, version: 1 },
    }),
    '/teams/:id/end': ({ as, team }) => ({ as, path: `/teams/${team.id}/end`, body: { version: 1 } }),
    '/rosters/:id/publish': async ({ as, rule }) => {
      const draft = { id: newId(), ...rule, from: '2026-07-01', to: '2026-07-07' };
      const { version } = await done(scene, as, '/rosters', draft);
      return { as, path: `/rosters/${draft.id}/publish`, body: { version } };
    },
    '/rosters/:id/end': ({ as, roster, swap: _ }) => ({
      as,
      path: `/rosters/${roster.id}/end`,
      // Asking for a swap stands in the roster's own story.
      body: { version: roster.version + 1 },
    }),
    '/duties/:id/check-in': ({ duties: [first], ownerOf }) => ({
      as: ownerOf(first),
      path: `/duties/${first.id}/check-in`,
      body: { point, accuracy: 10, at: house.clock.now },
    }),
    '/duties/:id/excuse': async ({ as, duties: [first] }) => {
      await house.house.services.db.rows(sql`
        UPDATE duty SET state = 'missed' WHERE county_id = ${house.county().id} AND duty_id = ${first.id}`);
      return { as, path: `/duties/${first.id}/excuse`, body: { reason: 'illness' } };
    },
    '/duties/:id/swap': ({ duties: [first, second], ownerOf, swap: _ }) => ({
      as: ownerOf(second),
      path: `/duties/${second.id}/swap`,
      body: { id: newId(), with: first.person.id, inReturn: first.id },
    }),
    '/duties/:id/reassign': ({ as, duties: [first, second] }) => ({
      as,
      path: `/duties/${second.id}/reassign`,
      body: { from: second.person.id, to: first.person.id },
    }),
    '/duties/:id/cancel': ({ as, duties: [first] }) => ({
      as,
      path: `/duties/${first.id}/cancel`,
      body: { from: first.person.id },
    }),
    '/swaps/:id/agree': ({ swap, taker }) => ({ as: taker, path: `/swaps/${swap.id}/agree`, body: { version: 1 } }),
    '/swaps/:id/decline': ({ swap, taker }) => ({ as: taker, path: `/swaps/${swap.id}/decline`, body: { version: 1 } }),
    '/swaps/:id/withdraw': ({ swap, duties: [first], ownerOf }) => ({
      as: ownerOf(first),
      path: `/swaps/${swap.id}/withdraw`,
      body: { version: 1 },
    }),
  };
  for (const verb of ['approve', 'refuse']) {
    others[`/swaps/:id/${verb}`] = async ({ as, swap, taker }) => {
      const { version } = await done(scene, taker, `/swaps/${swap.id}/agree`, { version: 1 });
      return { as, path: `/swaps/${swap.id}/${verb}`, body: { version } };
    };
  }
  const person = shared.people[0] ?? as;
  const simple: Record<string, () => Door> = {
    '/facilities': () => ({ as, path: '/facilities', body: named() }),
    '/teams': () => ({ as, path: '/teams', body: { ...shared.team, id: newId(), name: `演示又一队${++names}` } }),
    '/rosters/plan': () => ({ as, path: '/rosters/plan', body: later(shared) }),
    '/rosters': () => ({ as, path: '/rosters', body: { id: newId(), ...later(shared) } }),
    '/duties/away': () => ({ as: person, path: '/duties/away', body: { from: '2026-08-01', to: '2026-08-07' } }),
    '/duty-feeds': () => ({ as: person, path: '/duty-feeds', body: {} }),
    '/duty-feeds/revoke': () => ({ as: person, path: '/duty-feeds/revoke', body: {} }),
    '/circle': () => ({ as, path: '/circle', body: { minutes: 15, kinds: ['party_centre'], sites: 1 } }),
  };
  const doors: Doors = {};
  for (const [path, make] of Object.entries(simple)) doors[path] = await door(async () => make());
  for (const [path, make] of Object.entries(others))
    doors[path] = await door(async () => make(await makeDuties(scene)));
  return doors;
}

const later = ({ rule }: Ground) => ({ ...rule, from: '2026-07-01', to: '2026-07-07' });

export async function deviceDoors(scene: Scene): Promise<Doors> {
  const { house, grid, point } = scene;
  const as = await house.holder('community_secretary', communityOf(scene));
  const device = () => ({
    kind: 'camera',
    place: grid,
    maker: '演示电子',
    serial: `T-${++names}`,
    spot: '东门',
    point,
  });
  const more = { since: '2026-01-01', state: 'working' };
  const on = (verb: string, fields: object) => async () => {
    const own = device();
    const { id } = await done(scene, as, '/devices', own);
    return { as, path: `/devices/${id}/${verb}`, body: { ...(verb === 'change' ? own : {}), ...fields, version: 1 } };
  };
  return {
    '/devices': await door(async () => ({ as, path: '/devices', body: { ...device(), ...more } })),
    '/devices/:id/change': await door(on('change', { ...more, state: 'faulty' })),
    '/devices/:id/retire': await door(on('retire', {})),
  };
}
