/** Good calls of grades: one worker who was never placed, one who may rise. */
import type { Scene } from '../matrix/roles.ts';
import { communityOf, type Doors, done } from './door.ts';

export async function gradeDoors(scene: Scene): Promise<Doors> {
  const { house } = scene;
  const as = await house.holder('party_organiser', 'c');
  const fresh = await house.holder('community_worker', communityOf(scene));
  const placed = await house.holder('community_worker', communityOf(scene));
  const at = `/grades/people/${placed.id}`;
  await done(scene, as, `${at}/place`, { version: 0, post: 'member', day: '2020-03-01' });
  for (const [i, year] of [2021, 2022, 2023].entries()) {
    const result = { version: i + 1, kind: 'assessment', of: String(year), value: 'good', day: `${year + 1}-01-15` };
    await done(scene, as, `${at}/record`, result);
  }
  const version = 4;
  return {
    '/grades/people/:id/place': {
      as,
      path: `/grades/people/${fresh.id}/place`,
      body: { version: 0, post: 'member', grade: 4, day: '2026-03-01', reason: 'decision' },
    },
    '/grades/people/:id/record': {
      as,
      path: `${at}/record`,
      body: { version, kind: 'assessment', of: '2023', value: 'failed', day: '2024-01-15', reason: 'review' },
    },
    '/grades/people/:id/withdraw': { as, path: `${at}/withdraw`, body: { version, fact: 1, reason: 'mistake' } },
    '/grades/people/:id/raise': { as, path: `${at}/raise`, body: { version, day: '2024-03-01', grade: 2 } },
    '/grades/people/:id/move': { as, path: `${at}/move`, body: { version, post: 'deputy', day: '2024-03-01' } },
    '/grades/people/:id/correct': {
      as,
      path: `${at}/correct`,
      body: { version, post: 'member', grade: 3, day: '2020-03-01', reason: 'document' },
    },
    '/grades/raise': {
      as,
      path: '/grades/raise',
      body: { day: '2024-03-01', people: [{ person: placed.id, version, grade: 2 }] },
    },
  };
}
