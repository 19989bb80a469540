/** Good calls of the lists: drafts, what stands in them, and the acts of their lifecycle. */
import type { Scene } from '../matrix/roles.ts';
import { type Door, type Doors, done, door } from './door.ts';

const ITEM = {
  id: 'zz1',
  code: 'zz1',
  name: '演示事项',
  category: '演示',
  lead: null,
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
};

type Draft = { path: string; seen: number };

export async function listDoors(scene: Scene): Promise<Doors> {
  const { house, roles } = scene;
  const as = roles.centre_dispatcher;
  const approvers = [roles.centre_arbiter, roles.county_leader];
  const lists = `/lists/${house.county().list?.id}/versions`;
  const [item = ''] = [...house.county().items.keys()];
  const draft = async (list = lists): Promise<Draft> => {
    const { version, revision } = await done(scene, as, list, { base: 1 });
    return { path: `${list}/${version}`, seen: revision };
  };
  let days = 0;
  const submitted = async (): Promise<Draft> => {
    const { path, seen } = await draft();
    days += 1;
    const day = new Date(Date.UTC(2027, 0, days)).toISOString().slice(0, 10);
    const { revision } = await done(scene, as, `${path}/submit`, { seen, effective_from: day });
    return { path, seen: revision };
  };
  const approved = async (): Promise<Draft> => {
    let { path, seen } = await submitted();
    for (const approver of approvers) seen = (await done(scene, approver, `${path}/approve`, { seen })).revision;
    return { path, seen };
  };
  const on =
    (make: () => Promise<Draft>, path: string, body: object = {}, by = as): (() => Promise<Door>) =>
    async () => {
      const made = await make();
      return { as: by, path: `${made.path}/${path}`, body: { seen: made.seen, ...body } };
    };
  const at = '/lists/:list/versions/:version';
  const makes: Record<string, () => Promise<Door>> = {
    '/lists/:list/versions': async () => ({ as, path: lists, body: { base: 1 } }),
    [`${at}/items`]: on(draft, 'items', { item: { ...ITEM, assists: [scene.assist] } }),
    [`${at}/items/:id/remove`]: on(draft, `items/${item}/remove`),
    [`${at}/renumber`]: on(draft, 'renumber'),
    [`${at}/duties/:post`]: on(() => draft('/lists/duties/versions'), 'duties/grid_leader', {
      everyday: [{ zh: '演示', en: 'Demo' }],
      emergency: [],
    }),
    [`${at}/replay`]: async () => ({ as, path: `${(await draft()).path}/replay`, body: {} }),
    [`${at}/submit`]: on(draft, 'submit', { effective_from: '2029-01-01' }),
    [`${at}/recall`]: on(submitted, 'recall'),
    [`${at}/approve`]: on(submitted, 'approve', {}, roles.centre_arbiter),
    [`${at}/return`]: on(submitted, 'return', { words: '演示' }, roles.centre_arbiter),
    [`${at}/withdraw`]: on(approved, 'withdraw', { words: '演示' }, roles.centre_arbiter),
  };
  const doors: Doors = {};
  for (const [path, make] of Object.entries(makes)) doors[path] = await door(make);
  return doors;
}
