/** Good calls of people, their terms and their passwords, and of boards. */
import type { Scene } from '../matrix/roles.ts';
import { communityOf, type Doors, done } from './door.ts';

export async function peopleDoors(scene: Scene): Promise<Doors> {
  const { house, roles, grid } = scene;
  const account = { name: '演示·新人', phone: '10077700008', username: 'demo_doors', password: 'a long enough one' };
  const as = roles.security_admin;
  const person = await house.holder('grid_member', grid);
  const successor = await house.holder('linked_cadre', grid);
  const held = (await house.ask('GET', `/people/${person.id}`, { as })).body.terms[0];
  const term = { term: held.term, version: held.version };
  const named = await done(scene, as, '/people', account);
  const at = `/people/${person.id}`;
  const reporting = `/units/reporting?place=${communityOf(scene)}`;
  const [unit] = (await house.ask('GET', reporting, { as })).body.rows;
  return {
    '/me/password': {
      as: person,
      path: '/me/password',
      body: { current: 'the one before this', password: 'a long enough one' },
    },
    '/people/:id/password': { as, path: `/people/${named.id}/password`, body: { password: 'a long enough one' } },
    '/people/:id/hand-over': {
      as,
      path: `${at}/hand-over`,
      body: { ...term, lastDay: '2026-06-30', successor: successor.id, to: null },
    },
    '/people/:id/suspend': { as, path: `${at}/suspend`, body: { ...term, reason: 'leave' } },
    '/people/:id/resume': { as, path: `${at}/resume`, body: term },
    '/people/:id/prolong': { as, path: `${at}/prolong`, body: { ...term, to: '2029-06-30', filled: 'appointed' } },
    '/units/:id/reports-to': {
      as: await house.holder('party_organiser', 'c'),
      path: `/units/${unit.id}/reports-to`,
      body: { place: grid, version: unit.version },
    },
    '/boards': {
      as: await house.holder('community_worker', communityOf(scene)),
      path: '/boards',
      body: { place: communityOf(scene), format: 'board' },
    },
  };
}
