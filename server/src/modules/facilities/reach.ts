/** Who may keep what: a permission over facilities reaches as far as the place of the post that carries it. */
import { isWithin, Refusal } from '@huying/domain/kernel';
import { type Actor, type ActorPost, byOf, permits, postFor } from '../../access/actor.ts';
import type { By } from '../../platform/journal.ts';
import { maskName } from '../people/index.ts';

export function fits(path: string): (post: ActorPost) => boolean {
  return (post) => post.path !== null && isWithin(path, post.path);
}

export function mayAt(actor: Actor, permission: string, path: string): boolean {
  return postFor(actor, permission, fits(path)) !== null;
}

/** @throws Refusal `not_permitted` where no post of the actor carries the permission at the path. @returns for the journal */
export function actAt(actor: Actor, permission: string, path: string): By {
  const post = postFor(actor, permission, fits(path));
  if (!post) throw new Refusal('not_permitted');
  return byOf(actor, post);
}

/** Names stand in clear for those who keep the roster there or look after people there; for oneself; masked for the others. */
export function nameFor(actor: Actor, path: string, person: { id: string; name: string | null }): string {
  if (actor.person?.id === person.id) return person.name ?? '';
  const near = mayAt(actor, 'roster.edit', path) || mayAt(actor, 'people.read', path);
  return (near ? person.name : maskName(person.name)) ?? '';
}

export function seesRosters(actor: Actor): boolean {
  return permits(actor, 'facilities.read');
}
