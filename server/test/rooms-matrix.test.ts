/**
 * Every route of the rooms beside the matters x everybody, through HTTP on a really installed county: those who may are not
 * refused, those who may not are. The same call is tried by both, so that a refusal is never one of something else.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { postId } from '../src/modules/county/index.ts';
import { allDoors } from './bad-input/all-doors.ts';
import { communityOf, type Door, type Doors, done } from './bad-input/door.ts';
import { newId, setScene } from './matrix/roles.ts';
import { HOLDERS, mayInRoom, ROOM_ROLES, ROOMS, type RoomRole, roomRoles } from './matrix/rooms.ts';
import { GRADED, openTestHouse, type Someone, type TestHouse } from './open-house.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Nothing stands at these addresses in this scene: those who may are told so. */
const ABSENT = new Set([
  'GET /boards/:id/boards.pdf',
  'GET /circle/:id',
  'GET /lists/:list/versions/:version/replay',
  'POST /place-changes/:id/cancel',
  'POST /coverage/areas/:id/mend',
  // A preview that is worked out.
  'POST /coverage/runs/:id/mend',
  // Whoever it is about was erased by themself before.
  'POST /people/:id/erase',
  // The organisation to move under, the member to release.
  'POST /party/orgs/:id/move',
  'POST /party/orgs/:id/members/:member/release',
  'POST /party/orgs/:id/members/:member/resettle',
]);

/** A call as it is sent; `own`: whoever may although no permission says so. */
type Call = { path: string; own?: Someone; body?: unknown; type?: string; version?: () => Promise<number> };

describe('rooms matrix', () => {
  let house: TestHouse;
  let roles: Record<RoomRole, Someone>;
  let doors: Doors;
  let reads: Record<string, Call>;

  before(async () => {
    house = await openTestHouse(GRADED);
    const scene = await setScene(house);
    roles = await roomRoles(scene);
    doors = await allDoors(scene);
    const leaver = await house.resident();
    doors['/people/:id/erase'] = { as: leaver, path: `/people/${leaver.id}/erase`, body: {} };
    reads = await readsOf();

    /** What stands for the parameters of each path that is read: the things the good calls are about. */
    async function readsOf(): Promise<Record<string, Call>> {
      const about = (route: string) => (doors[route] as Door).path.split('/').slice(0, 3).join('/');
      const facility = about('/facilities/:id/change');
      const duty = doors['/duties/:id/swap'] as Door;
      const { run } = await done(scene, roles.system_admin, '/coverage/runs', { place: house.county().root.id });
      const mendings = { as: roles.system_admin, path: `/coverage/runs/${run}/mendings`, body: { reach: 5 } };
      doors['/coverage/runs/:id/mendings'] = mendings;
      const { job: mending } = await done(scene, mendings.as, mendings.path, mendings.body);
      const { job } = await done(scene, roles.centre_dispatcher, '/circle', { minutes: 15, kinds: ['party_centre'] });
      const { path: feed } = await done(scene, duty.as, '/duty-feeds');
      const list = `/lists/${house.county().list?.id}`;
      const [item = ''] = [...house.county().items.keys()];
      const of = (path: string): Call => ({ path });
      return {
        '/people/:id': of(about('/people/:id/suspend')),
        '/posts/:id': of(`/posts/${postId('grid_leader', scene.grid)}`),
        '/posts/answerers': of(`/posts/answerers?place=${scene.grid}`),
        '/public/contact': of(`/public/contact?place=${scene.grid}`),
        '/boards/sheet.pdf': of(`/boards/sheet.pdf?place=${communityOf(scene)}&format=board`),
        '/boards/:id/boards.pdf': of(`/boards/${newId()}/boards.pdf`),
        '/places/at': of(`/places/at?lon=${scene.point[0]}&lat=${scene.point[1]}`),
        '/places/:id': of(`/places/${scene.grid}`),
        '/places/:id/history': of(`/places/${scene.grid}/history`),
        '/places/:id/consequences': of(`/places/${scene.grid}/consequences`),
        '/places/:id/points': of(`/places/${scene.grid}/points`),
        '/places/:id/shapes': of(`/places/${scene.grid}/shapes`),
        '/coverage/runs/:id': of(`/coverage/runs/${run}`),
        '/coverage/runs/:id/faults': of(`/coverage/runs/${run}/faults`),
        '/coverage/runs/:id/faults.geojson': of(`/coverage/runs/${run}/faults.geojson`),
        '/coverage/runs/:id/faults.xlsx': of(`/coverage/runs/${run}/faults.xlsx`),
        '/coverage/runs/:id/mendings/:mending': of(`/coverage/runs/${run}/mendings/${mending}`),
        '/coverage/areas/:id/mending': of(`/coverage/areas/${communityOf(scene)}/mending`),
        '/party/orgs/:id': of(`/party/orgs/${(doors['/party/orgs/:id/rename'] as Door).path.split('/')[3]}`),
        '/party/orgs/:id/members': of(
          `/party/orgs/${(doors['/party/orgs/:id/rename'] as Door).path.split('/')[3]}/members`,
        ),
        '/party/plans/:id': of(`/party/plans/${(doors['/party/plans/:id/apply'] as Door).path.split('/')[3]}`),
        '/party/plans/:id/plan.xlsx': of(
          `/party/plans/${(doors['/party/plans/:id/apply'] as Door).path.split('/')[3]}/plan.xlsx`,
        ),
        '/lists/:list/versions/:version': of(`${list}/versions/1`),
        '/lists/:list/versions/:version/items': of(`${list}/versions/1/items`),
        '/lists/:list/versions/:version/items/:id': of(`${list}/versions/1/items/${item}`),
        '/lists/:list/versions/:version/duties': of('/lists/duties/versions/1/duties'),
        '/lists/:list/versions/:version/replay': of(`${list}/versions/1/replay`),
        '/lists/:list/versions/:version/workbook.xlsx': of(`${list}/versions/1/workbook.xlsx`),
        '/lists/:list/compare': of(`${list}/compare?from=1&to=1`),
        '/lists/:list/compare.xlsx': of(`${list}/compare.xlsx?from=1&to=1`),
        '/items/:id': of(`/items/${item}`),
        '/grades/people/:id': of((doors['/grades/people/:id/place'] as Door).path.replace('/place', '')),
        '/devices/:id': of(about('/devices/:id/change')),
        '/facilities/:id': of(facility),
        '/facilities/:id/rosters': of(`${facility}/rosters`),
        '/facilities/:id/duties.ics': of(`${facility}/duties.ics`),
        '/teams/:id': of(about('/teams/:id/change')),
        '/duties/:id/takers': { path: duty.path.replace('/swap', '/takers'), own: duty.as },
        '/duty-feeds/:secret': of(feed),
        '/circle/:id': of(`/circle/${job}`),
        '/circle/jobs/:id': of(`/circle/jobs/${job}`),
      };
    }
  });
  after(() => house.close());

  /** The call of a route that is tried by everybody. */
  function callOf({ method, path }: { method: string; path: string }): Call | null {
    const door = doors[path];
    if (method === 'POST' && door) {
      const call = { path: door.path, body: door.body, own: door.as };
      const [org] = /^\/party\/orgs\/[^/]+/.exec(door.path) ?? [];
      // Organisations are one thing for all their acts: each is tried on what the one before left.
      return org ? { ...call, version: async () => (await house.ask('GET', org, { as: door.as })).body.version } : call;
    }
    if (method === 'POST' && /^\/imports|workbook$|\/table$/.test(path))
      return {
        path: path
          .replace(':list', house.county().list?.id as string)
          .replace(':version', '1')
          .concat(path.endsWith('workbook') ? '?seen=1' : ''),
        body: Buffer.from(''),
        type: /shapes|ways/.test(path) ? 'application/geo+json' : XLSX,
      };
    return reads[path] ?? (path.includes(':') ? null : { path });
  }

  const send = (method: string, call: Call, as: Someone) =>
    house.ask(method as 'GET', call.path, {
      as,
      ...(call.body === undefined ? {} : { body: call.body }),
      ...(call.type ? { headers: { 'content-type': call.type } } : {}),
    });

  it('holds the permissions that the posts hold, as written by hand', () => {
    const kinds = house.county().postKinds;
    const kindOf = (role: RoomRole) =>
      role
        .replace(/^other_/, '')
        .replace('lead_responder', 'responder')
        .replace('lead_head', 'unit_head');
    for (const [permission, holders] of Object.entries(HOLDERS)) {
      const really = ROOM_ROLES.filter((role) =>
        (kinds.get(kindOf(role))?.permissions as string[] | undefined)?.includes(permission),
      );
      assert.deepEqual(holders.split(' ').sort(), [...really].sort(), permission);
    }
  });

  it('refuses who may not and nobody else, at every route', async () => {
    const routes = house.ground.routes.filter((route) => ROOMS.test(route.path));
    assert.ok(routes.length > 100, `${routes.length} routes`);
    const wrong: string[] = [];
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      const call = callOf(route);
      if (!call) {
        wrong.push(`${name}: say what stands for its parameters`);
        continue;
      }
      if (call.version) call.body = { ...(call.body as object), version: await call.version() };
      const unlike = new Map<string, string[]>();
      const told = async (who: string, as: Someone, may: boolean) => {
        const { status, body } = await send(route.method, call, as);
        const refused = [401, 403].includes(status) || (status === 404 && !(may && ABSENT.has(name)));
        if (refused !== may && status < 500) return;
        const outcome = `${status} ${body?.code ?? ''}`;
        unlike.set(outcome, [...(unlike.get(outcome) ?? []), who]);
      };
      const [may, mayNot] = [true, false].map((one) =>
        ROOM_ROLES.filter((role) => mayInRoom(route as never, role) === one),
      );
      for (const role of mayNot ?? []) await told(role, roles[role], false);
      if (call.own) await told('its own', call.own, true);
      for (const role of may ?? []) await told(role, roles[role], true);
      for (const [outcome, who] of unlike) wrong.push(`${name}: ${outcome}: ${who.join(' ')}`);
    }
    assert.deepEqual(wrong, []);
  });
});
