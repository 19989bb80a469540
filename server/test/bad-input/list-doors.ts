/** Good calls of the lists: drafts, what stands in them, and the acts of their lifecycle. */
import type { Scene } from '../matrix/roles.ts';
import { type Doors, done } from './door.ts';

export async function listDoors(scene: Scene): Promise<Doors> {
  const { house, roles } = scene;
  const as = roles.centre_dispatcher;
  const lists = `/lists/${house.county().list?.id}/versions`;
  const draft = async () => `${lists}/${(await done(scene, as, lists, { base: 1 })).version}`;
  const duties = `/lists/duties/versions/${(await done(scene, as, '/lists/duties/versions', { base: 1 })).version}`;
  const [item = ''] = [...house.county().items.keys()];
  const doors: Doors = {
    '/lists/:list/versions': { as, path: lists, body: { base: 1 } },
    '/lists/:list/versions/:version/items': {
      as,
      path: `${await draft()}/items`,
      body: {
        seen: 1,
        item: {
          id: 'zz1',
          code: 'zz1',
          name: '演示事项',
          category: '演示',
          lead: null,
          assists: [scene.assist],
          callback: 'call',
          keywords: ['演示'],
          conditions: [
            {
              id: '1',
              text: '演示条件',
              finish: '演示结果',
              process: '',
              arrival: false,
              limits: { conclude: { n: 2, unit: 'working_day' } },
            },
          ],
        },
      },
    },
    '/lists/:list/versions/:version/items/:id/remove': {
      as,
      path: `${await draft()}/items/${item}/remove`,
      body: { seen: 1 },
    },
    '/lists/:list/versions/:version/renumber': { as, path: `${await draft()}/renumber`, body: { seen: 1 } },
    '/lists/:list/versions/:version/duties/:post': {
      as,
      path: `${duties}/duties/grid_leader`,
      body: { seen: 1, everyday: [{ zh: '演示', en: 'Demo' }], emergency: [] },
    },
    '/lists/:list/versions/:version/replay': { as, path: `${await draft()}/replay`, body: {} },
  };
  const acts: [string, Record<string, unknown>][] = [
    ['submit', { effective_from: '2027-01-01' }],
    ['recall', {}],
    ['approve', { words: '演示' }],
    ['return', { words: '演示' }],
    ['withdraw', { words: '演示' }],
  ];
  for (const [verb, fields] of acts) {
    doors[`/lists/:list/versions/:version/${verb}`] = {
      as: verb === 'approve' || verb === 'return' ? roles.centre_arbiter : as,
      path: `${await draft()}/${verb}`,
      body: { seen: 1, ...fields },
    };
  }
  return doors;
}
