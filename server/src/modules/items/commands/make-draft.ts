/** A new draft, written from another version of its list. */
import { Refusal } from '@huying/domain/kernel';
import { type Actor, actorKey, byOf } from '../../../access/actor.ts';
import { postAtCounty } from '../../../access/standing.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { lockList, makeVersion } from '../../county/index.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { findVersion } from '../versions.ts';
import { contentsOf, type ListActed } from './act-on-list.ts';

type Draft = {
  county: CountyRuntime;
  actor: Actor;
  now: number;
  key: string | null;
  list: string;
  /** The version it begins with. */
  base: number;
};

/** @throws Refusal `not_found`, `not_permitted` */
export async function makeDraft(services: Services, draft: Draft): Promise<ListActed> {
  const { county, actor, now, key, list, base } = draft;
  const post = postAtCounty(actor, 'items.edit', county.root.path);
  if (!post) throw new Refusal('not_permitted', { verb: 'draft' });
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  const made = await once(services.db, call, `lists/${list}/draft`, { base }, async (tx): Promise<ListActed> => {
    await lockList(tx, county.id, list);
    const { row } = await findVersion(tx, county, actor, { list, version: base });
    const { kind, title } = row;
    const version = await makeVersion(
      tx,
      county.id,
      { list, kind, title, state: 'draft', effectiveFrom: null, base, author: actor.person?.id ?? null },
      await contentsOf(tx, county.id, row),
      { by: byOf(actor, post), now },
    );
    return { list, version, revision: 1, state: 'draft' };
  });
  services.wake(county.id);
  return made;
}
