import { randomUUID } from 'node:crypto';
import { newId, type Scene } from '../matrix/roles.ts';
import { make } from '../matrix/scenes.ts';
import type { Doors } from './door.ts';
import { deviceDoors, facilityDoors } from './facility-doors.ts';
import { gradeDoors } from './grade-doors.ts';
import { listDoors } from './list-doors.ts';
import { partyDoors } from './party-doors.ts';
import { peopleDoors } from './people-doors.ts';

/** Some ten metres each way. */
function squareAt([x, y]: readonly [number, number]) {
  const ring = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [-1, -1],
  ].map(([dx = 0, dy = 0]) => [x + dx * 1e-4, y + dy * 1e-4]);
  return { type: 'Polygon', coordinates: [ring] };
}

/** A good call of every route that takes a body; each is spoilt field by field. */
export async function allDoors(scene: Scene): Promise<Doors> {
  const { house, roles } = scene;
  const submitted = await make(scene, 'submitted');
  const dispatched = await make(scene, 'dispatched');
  const person = await house.holder('grid_member', scene.grid);
  const term = (await house.ask('GET', `/people/${person.id}`, { as: roles.security_admin })).body.terms[0].term;
  const parent = house.county().places.get(scene.grid)?.parent;
  const neighbour = [...house.county().places.values()].find((one) => one.parent === parent && one.id !== scene.grid)
    ?.id as string;
  const words = '演示文字';
  const [item = ''] = [...house.county().items.keys()];
  return {
    ...(await peopleDoors(scene)),
    ...(await gradeDoors(scene)),
    ...(await partyDoors(scene)),
    ...(await listDoors(scene)),
    ...(await facilityDoors(scene)),
    ...(await deviceDoors(scene)),
    '/phone-code': { as: roles.anonymous, path: '/phone-code', body: { phone: '10077700001' } },
    '/session': {
      as: roles.anonymous,
      path: '/session',
      body: { username: 'nobody', password: 'nothing', phone: '10077700001', code: '123456' },
    },
    '/people': {
      as: roles.security_admin,
      path: '/people',
      body: {
        name: '演示·某',
        phone: '10077700002',
        username: 'demo_some',
        password: 'a long enough one',
        post: 'grid_member',
        at: scene.grid,
        from: '2026-06-01',
        to: null,
      },
    },
    '/people/:id/appoint': {
      as: roles.security_admin,
      path: `/people/${person.id}/appoint`,
      body: { post: 'grid_leader', at: scene.grid, from: '2026-06-01', to: '2026-07-01' },
    },
    '/people/:id/dismiss': {
      as: roles.security_admin,
      path: `/people/${person.id}/dismiss`,
      body: { term, lastDay: '2026-06-30' },
    },
    '/people/:id/unmask': { as: roles.security_admin, path: `/people/${person.id}/unmask`, body: { reason: words } },
    '/people/:id/erase': { as: roles.other_resident, path: `/people/${randomUUID()}/erase`, body: {} },
    '/calendar/years': {
      as: roles.system_admin,
      path: '/calendar/years',
      body: { year: 2031, days: [{ day: '2031-10-01', kind: 'holiday', name: '国庆' }] },
    },
    '/matters': {
      as: roles.centre_dispatcher,
      path: '/matters',
      body: {
        id: newId(),
        words,
        point: scene.point,
        place: scene.grid,
        address: '演示路',
        item,
        condition: '',
        channel: 'hotline',
        pictures: [],
        contact: { name: '演示', phone: '10077700003' },
        anonymous: false,
      },
    },
    '/matters/bulk/dispatch': {
      as: roles.centre_dispatcher,
      path: '/matters/bulk/dispatch',
      body: {
        matters: [{ id: submitted.id, version: 1 }],
        lead: scene.lead,
        assists: [scene.assist],
        item,
        condition: '',
        words,
      },
    },
    '/items/suggest': { as: roles.anonymous, path: '/items/suggest', body: { words, place: scene.grid } },
    '/matters/:id/unmask': {
      as: roles.centre_dispatcher,
      path: `/matters/${submitted.id}/unmask`,
      body: { reason: words },
    },
    '/matters/:id/:verb': {
      as: roles.town_caller,
      path: `/matters/${submitted.id}/dispatch`,
      body: { version: submitted.version, lead: scene.lead, assists: [scene.assist], item, condition: '', words },
    },
    '/matters/:id/assignments/:no/:verb': {
      as: roles.lead_responder,
      path: `/matters/${dispatched.id}/assignments/1/take_on`,
      body: { version: dispatched.version, words },
    },
    '/verify': { as: roles.audit_admin, path: '/verify', body: {} },
    '/places': {
      as: roles.system_admin,
      path: '/places',
      body: { parent: scene.grid, kind: 'compound', code: '', name: '演示小区', from: '2026-07-01' },
    },
    '/places/merge': {
      as: roles.system_admin,
      path: '/places/merge',
      body: {
        places: [scene.grid, neighbour].map((id) => ({ id, version: 99 })),
        into: scene.grid,
        name: '演示',
        from: '2026-07-01',
      },
    },
    '/places/:id/edit': {
      as: roles.system_admin,
      path: `/places/${scene.grid}/edit`,
      body: { version: 1, name: '演示改名', code: '', subkind: 'resident', from: '2026-07-01' },
    },
    '/places/:id/redrawn': {
      as: roles.system_admin,
      path: `/places/${scene.grid}/redrawn`,
      body: { shape: squareAt(scene.point) },
    },
    '/places/:id/retire': {
      as: roles.system_admin,
      path: `/places/${scene.grid}/retire`,
      body: { version: 99, from: '2026-07-01' },
    },
    '/places/:id/split': {
      as: roles.system_admin,
      path: `/places/${scene.grid}/split`,
      body: { version: 99, parts: [{ name: '演示甲' }, { name: '演示乙' }], heir: 0, from: '2026-07-01' },
    },
    '/places/at': {
      as: roles.system_admin,
      path: '/places/at',
      body: { points: [scene.point], gcj02: false },
    },
    '/coverage/runs': {
      as: roles.system_admin,
      path: '/coverage/runs',
      body: { place: house.county().root.id, tolerance: 1 },
    },
    '/coverage/areas/:id/mend': {
      as: roles.system_admin,
      path: `/coverage/areas/${house.county().places.get(scene.grid)?.parent}/mend`,
      body: { reach: 5, run: newId(), faults: [1], seen: [{ place: scene.grid, version: 1 }] },
    },
    '/coverage/runs/:id/mendings': {
      as: roles.system_admin,
      path: `/coverage/runs/${newId()}/mendings`,
      body: { reach: 5 },
    },
    '/coverage/runs/:id/mend': {
      as: roles.system_admin,
      path: `/coverage/runs/${newId()}/mend`,
      body: { mending: newId() },
    },
    '/place-changes/:id/cancel': { as: roles.system_admin, path: `/place-changes/${randomUUID()}/cancel`, body: {} },
  };
}
