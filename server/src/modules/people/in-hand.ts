/** What a post has in hand, told by the rooms whose work it is: who hands a post over, or takes it on, sees it. */
import type { Actor } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import type { Post } from './terms.ts';

/** Matters and parts it must act on, those overdue among them, and its duties. */
export type InHand = { matters: number; overdue: number; everyday: number; emergency: number };

/** Counts for somebody who holds that post and nothing else. */
type Work = Pick<InHand, 'matters' | 'overdue'>;
type Teller = (db: Queryable, county: CountyRuntime, actor: Actor) => Promise<Work>;

const tellers: Teller[] = [];

/** A room above people says what of its work a post has in hand; figures of several rooms are added up. */
export function defineInHand(teller: Teller): void {
  tellers.push(teller);
}

export async function inHandOf(
  db: Queryable,
  county: CountyRuntime,
  post: Pick<Post, 'id' | 'kind' | 'place' | 'unit' | 'path'>,
): Promise<InHand> {
  const kind = county.postKinds.get(post.kind);
  const { id, place: placeId, unit: unitId, path } = post;
  const permissions = new Set<string>(kind?.permissions ?? []);
  const actor: Actor = {
    kind: 'staff',
    person: null,
    follows: null,
    posts: [{ id, kind: post.kind, placeId, unitId, path, permissions }],
  };
  const sum = { matters: 0, overdue: 0 };
  for (const teller of tellers) {
    const { matters, overdue } = await teller(db, county, actor);
    sum.matters += matters;
    sum.overdue += overdue;
  }
  const { everyday = [], emergency = [] } = kind?.duties ?? {};
  return { ...sum, everyday: everyday.length, emergency: emergency.length };
}
