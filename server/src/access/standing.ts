/** How an actor stands to a matter or to one of its assignments: the rules' `who`, answered from posts. */
import { isWithin, type Standing, type Who } from '@huying/domain/kernel';
import type { Assignment, Matter } from '@huying/domain/matter';
import { type Actor, type ActorPost, postFor } from './actor.ts';

type Spot = Extract<Who, object>['at'];

function fits(spot: Spot, post: ActorPost, matter: Matter, part: Assignment | null, countyPath: string): boolean {
  switch (spot) {
    case 'holder':
      return matter.holder !== null && post.placeId !== null && isWithin(matter.holder.path, post.path as string);
    case 'unit':
      return part !== null && post.unitId === part.unit;
    case 'county':
      return post.path === countyPath && post.placeId !== null;
    case 'scope':
      return (
        (post.placeId !== null && isWithin(matter.place.path, post.path as string)) ||
        matter.assignments.some((one) => one.unit === post.unitId)
      );
  }
}

export function standingOf(actor: Actor, matter: Matter, part: Assignment | null, countyPath: string): Standing {
  return {
    holds: (permission, spot) =>
      postFor(actor, permission, (post) => fits(spot, post, matter, part, countyPath)) !== null,
    reporter:
      (actor.person !== null && actor.person.id === matter.reporterId) ||
      (actor.follows !== null && actor.follows === matter.id),
    consequence: actor.kind === 'program',
  };
}

/** How an actor stands to a thing of the county as a whole: a list, a rule. Nobody reports it, and it lies at no place below. */
export function standingAtCounty(actor: Actor, countyPath: string): Standing {
  return {
    holds: (permission, spot) => spot === 'county' && postAtCounty(actor, permission, countyPath) !== null,
    reporter: false,
    consequence: actor.kind === 'program',
  };
}

/** The post at the county itself in which the actor does what needs `permission`. */
export function postAtCounty(actor: Actor, permission: string, countyPath: string): ActorPost | null {
  return postFor(actor, permission, (post) => post.placeId !== null && post.path === countyPath);
}

/** The post in which the actor takes an edge: the first of its `who` that a post fits; null for reporters and the program. */
export function actingPost(
  actor: Actor,
  who: readonly Who[],
  matter: Matter,
  part: Assignment | null,
  countyPath: string,
): ActorPost | null {
  for (const one of who) {
    if (typeof one === 'string') continue;
    const post = postFor(actor, one.permission, (held) => fits(one.at, held, matter, part, countyPath));
    if (post) return post;
  }
  return null;
}
