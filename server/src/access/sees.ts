/**
 * The scope of ./scope.ts asked in memory, for notices about a matter whose facts are at hand. A test holds the two
 * against each other; whoever changes one changes both.
 */
import { isWithin } from '@huying/domain/kernel';
import type { Actor } from './actor.ts';

/** What visibility depends on: where a matter lies, who has a part in it, who reported it. */
export type MatterFacts = { id: string; path: string; units: readonly string[]; reporterId: string | null };

export function sees(actor: Actor, facts: MatterFacts): boolean {
  if (actor.person !== null && actor.person.id === facts.reporterId) return true;
  if (actor.follows !== null && actor.follows === facts.id) return true;
  return actor.posts.some((post) => {
    if (!post.permissions.has('matter.read')) return false;
    if (post.placeId !== null) return isWithin(facts.path, post.path as string);
    return post.unitId !== null && facts.units.includes(post.unitId);
  });
}
