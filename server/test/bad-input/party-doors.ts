/** Good calls of the party's organisations, their members and plans. */
import { randomUUID } from 'node:crypto';
import type { Scene } from '../matrix/roles.ts';
import { communityOf, type Doors, done } from './door.ts';

export async function partyDoors(scene: Scene): Promise<Doors> {
  const { house, grid } = scene;
  const community = communityOf(scene);
  const as = await house.holder('party_organiser', house.county().root.id);
  const committee = await done(scene, as, '/party/orgs', { kind: 'committee', name: '演示社区党委', place: community });
  const member = { name: '演示·党员', phone: '10077700009', relation: 'own', standing: 'full' };
  const put = await done(scene, as, `/party/orgs/${committee.id}/members`, { ...member, version: committee.version });
  const { plan } = await done(scene, as, '/party/plans');
  const { plan: before } = await done(scene, as, '/party/plans', { place: community });
  const at = `/party/orgs/${committee.id}`;
  const { version } = put;
  const nobody = randomUUID();
  const grids = [...house.county().places.values()].filter((one) => one.parent === community).map((one) => one.id);
  return {
    '/party/orgs': {
      as,
      path: '/party/orgs',
      body: {
        kind: 'branch',
        variety: 'own',
        name: '演示支部',
        place: community,
        parent: committee.id,
        covers: [grid],
        term: null,
        from: '2026-06-10',
      },
    },
    '/party/orgs/:id/rename': { as, path: `${at}/rename`, body: { version, name: '演示社区党总支' } },
    '/party/orgs/:id/move': { as, path: `${at}/move`, body: { version, parent: nobody } },
    '/party/orgs/:id/cover': { as, path: `${at}/cover`, body: { version, covers: [grid], from: '2026-06-10' } },
    '/party/orgs/:id/extend': { as, path: `${at}/extend`, body: { version, term: '2027-06-10' } },
    '/party/orgs/:id/dissolve': { as, path: `${at}/dissolve`, body: { version, lastDay: '2026-06-30' } },
    '/party/orgs/:id/plaques': { as, path: `${at}/plaques`, body: { version, hang: 1, take: 0 } },
    '/party/orgs/:id/members': {
      as,
      path: `${at}/members`,
      body: { ...member, version, phone: '10077700010', residence: grid, homeUnit: null, from: '2026-06-10' },
    },
    '/party/orgs/:id/members/:member/release': {
      as,
      path: `${at}/members/${nobody}/release`,
      body: { version, lastDay: '2026-06-30' },
    },
    '/party/orgs/:id/members/:member/resettle': {
      as,
      path: `${at}/members/${nobody}/resettle`,
      body: { version, residence: grid },
    },
    '/party/plans': {
      as,
      path: '/party/plans',
      body: {
        place: community,
        base: before,
        rules: { minimum: 3, mostGrids: 4, takeIn: true },
        wishes: { pins: [grids.slice(0, 2)], forbids: [], owns: [] },
      },
    },
    '/party/plans/:id/apply': { as, path: `/party/plans/${plan}/apply`, body: { version: 1, day: '2026-07-01' } },
  };
}
