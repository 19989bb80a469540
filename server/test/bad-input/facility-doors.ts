/** Good calls of facilities, teams, rosters and duties, of the circle, and of devices. */
import { newId, type Scene } from '../matrix/roles.ts';
import { communityOf, type Doors, done } from './door.ts';

const always = {
  week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
  holidays: 'usual',
  makeup: 'usual',
  exceptions: [{ day: '2026-10-01', spans: [] }],
};

/** A facility with a team, a published roster, its duties and a swap that is asked for. */
export async function makeDuties(scene: Scene, point = scene.point) {
  const { house, grid } = scene;
  const place = communityOf(scene);
  const as = await house.holder('community_secretary', place);
  const people = await Promise.all([1, 2, 3].map(() => house.holder('grid_member', grid)));
  const members = people.map((one) => one.id);
  const facility = {
    id: newId(),
    kind: 'party_centre',
    name: '演示中心',
    place,
    point,
    hours: always,
    services: [],
    oneWindow: false,
    contactPost: null,
    from: '2026-01-01',
  };
  await done(scene, as, '/facilities', facility);
  const team = { id: newId(), kind: 'duty', name: '演示一队', place, facility: facility.id, members };
  await done(scene, as, '/teams', team);
  const rule = {
    facility: facility.id,
    teams: [team.id],
    from: '2026-06-11',
    to: '2026-06-16',
    shifts: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '14:00', to: '16:00', people: 1 }],
    by: 'people',
    holidays: 'usual',
    makeup: 'usual',
    restMinutes: 0,
  };
  const roster = await done(scene, as, '/rosters', { id: newId(), ...rule });
  await done(scene, as, `/rosters/${roster.id}/publish`, { version: roster.version });
  const days = `/duties?facility=${facility.id}&from=2026-06-08&to=2026-06-21`;
  const { rows: duties } = (await house.ask('GET', days, { as })).body;
  const ownerOf = (duty: { person: { id: string } }) => people.find((one) => one.id === duty.person.id) ?? as;
  const [first] = duties;
  const taker = members.find((id) => id !== first.person.id);
  const swap = await done(scene, ownerOf(first), `/duties/${first.id}/swap`, { id: newId(), with: taker });
  return { as, people, members, facility, team, rule, roster, duties, ownerOf, swap };
}

export async function facilityDoors(scene: Scene): Promise<Doors> {
  const { house, point } = scene;
  const { as, people, members, facility, team, rule, roster, duties, ownerOf, swap } = await makeDuties(scene);
  const [first, second] = duties;
  const draft = { ...rule, from: '2026-07-01', to: '2026-07-07' };
  const { id: _, ...spoken } = facility;
  const { id: __, ...formed } = team;
  const doors: Doors = {
    '/facilities': { as, path: '/facilities', body: { ...facility, id: newId(), name: '演示中心二' } },
    '/facilities/:id/change': {
      as,
      path: `/facilities/${facility.id}/change`,
      body: { ...spoken, version: 1 },
    },
    '/facilities/:id/close': {
      as,
      path: `/facilities/${facility.id}/close`,
      body: { version: 99, lastDay: '2026-06-30' },
    },
    '/facilities/:id/reopen': { as, path: `/facilities/${facility.id}/reopen`, body: { version: 1 } },
    '/teams': { as, path: '/teams', body: { ...team, id: newId(), name: '演示二队' } },
    '/teams/:id/change': { as, path: `/teams/${team.id}/change`, body: { ...formed, version: 1 } },
    '/teams/:id/end': { as, path: `/teams/${team.id}/end`, body: { version: 99 } },
    '/rosters/plan': { as, path: '/rosters/plan', body: draft },
    '/rosters': { as, path: '/rosters', body: { id: newId(), ...draft } },
    '/rosters/:id/publish': { as, path: `/rosters/${roster.id}/publish`, body: { version: roster.version } },
    '/rosters/:id/end': { as, path: `/rosters/${roster.id}/end`, body: { version: 99 } },
    '/duties/:id/check-in': {
      as: ownerOf(second),
      path: `/duties/${second.id}/check-in`,
      body: { point, accuracy: 10, at: house.clock.now },
    },
    '/duties/:id/excuse': { as, path: `/duties/${second.id}/excuse`, body: { reason: 'illness' } },
    '/duties/:id/swap': {
      as: ownerOf(second),
      path: `/duties/${second.id}/swap`,
      body: { id: newId(), with: members.find((id) => id !== second.person.id), inReturn: first.id },
    },
    '/duties/away': { as: people[0] ?? as, path: '/duties/away', body: { from: '2026-08-01', to: '2026-08-07' } },
    '/duty-feeds': { as: people[0] ?? as, path: '/duty-feeds', body: {} },
    '/duty-feeds/revoke': { as: people[0] ?? as, path: '/duty-feeds/revoke', body: {} },
    '/circle': { as, path: '/circle', body: { minutes: 15, kinds: ['party_centre'], sites: 1 } },
  };
  for (const verb of ['agree', 'decline', 'withdraw', 'approve', 'refuse']) {
    doors[`/swaps/:id/${verb}`] = {
      as: verb === 'approve' || verb === 'refuse' ? as : ownerOf(first),
      path: `/swaps/${swap.id}/${verb}`,
      body: { version: 1 },
    };
  }
  return doors;
}

export async function deviceDoors(scene: Scene): Promise<Doors> {
  const { house, grid, point } = scene;
  const as = await house.holder('community_secretary', communityOf(scene));
  const device = { kind: 'camera', place: grid, maker: '演示电子', serial: 'T-1', spot: '东门', point };
  const made = await done(scene, as, '/devices', device);
  const more = { ...device, since: '2026-01-01', state: 'working' };
  return {
    '/devices': { as, path: '/devices', body: { ...more, serial: 'T-2' } },
    '/devices/:id/change': { as, path: `/devices/${made.id}/change`, body: { ...more, version: 1 } },
    '/devices/:id/retire': { as, path: `/devices/${made.id}/retire`, body: { version: 99 } },
  };
}
