/** Who is acting: a person with the posts they hold today, and what these allow. */
import type { By } from '../platform/journal.ts';

export type ActorPost = {
  id: string;
  kind: string;
  placeId: string | null;
  /** Path of the post's place; of its unit's jurisdiction for posts at a unit. */
  path: string | null;
  unitId: string | null;
  permissions: ReadonlySet<string>;
};

export type Actor = {
  kind: 'anonymous' | 'resident' | 'staff' | 'program';
  person: { id: string; name: string } | null;
  posts: ActorPost[];
  /** The one matter a secret link lets see and judge. */
  follows: string | null;
};

export const ANONYMOUS: Actor = { kind: 'anonymous', person: null, posts: [], follows: null };
export const PROGRAM: Actor = { kind: 'program', person: null, posts: [], follows: null };

export function permits(actor: Actor, permission: string): boolean {
  return actor.posts.some((post) => post.permissions.has(permission));
}

/** Under which name the actor's idempotency keys are kept. */
export function actorKey(actor: Actor): string {
  if (actor.person) return actor.person.id;
  return actor.follows ? `follow:${actor.follows}` : actor.kind;
}

/** The post in which the actor does something that needs `permission`: the nearest to the thing that carries it. */
export function postFor(actor: Actor, permission: string | null, fits: (post: ActorPost) => boolean): ActorPost | null {
  let best: ActorPost | null = null;
  for (const post of actor.posts) {
    if (permission !== null && !post.permissions.has(permission)) continue;
    if (!fits(post)) continue;
    if (!best || (post.path ?? '').length > (best.path ?? '').length) best = post;
  }
  return best;
}

export function byOf(actor: Actor, post: ActorPost | null): By {
  return { person: actor.person?.id ?? null, post: post?.id ?? null };
}
