/**
 * "Mine now": what an actor's posts must act on. Read off the lifecycle tables: a place post sees matters its place has in
 * hand in the states its permissions leave; a unit post sees its unit's parts; the centre also sees what waits for a ruling.
 */
import type { Who } from '@huying/domain/kernel';
import { assignmentLifecycle, matterLifecycle } from '@huying/domain/matter';
import type { Actor, ActorPost } from '../../access/actor.ts';
import type { Branch } from '../../access/scope.ts';
import { sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';

const RULINGS = new Set(['arbitrate', 'approve', 'deny']);

function allows(post: ActorPost, who: readonly Who[], spots: readonly string[]): boolean {
  return who.some((one) => typeof one === 'object' && spots.includes(one.at) && post.permissions.has(one.permission));
}

/** States of matters in the place's hand that the post can move on. */
export function statesInHand(post: ActorPost, countyPath: string): string[] {
  const spots = post.path === countyPath ? ['holder', 'county'] : ['holder'];
  const states = new Set<string>();
  for (const edge of matterLifecycle.edges) {
    if (edge.to.length === 0 || edge.verb === 'reopen' || !allows(post, edge.who, spots)) continue;
    for (const state of edge.from) states.add(state);
  }
  return [...states].sort();
}

export function partStates(post: ActorPost): string[] {
  const states = new Set<string>();
  for (const edge of assignmentLifecycle.edges) {
    if (allows(post, edge.who, ['unit'])) for (const state of edge.from) states.add(state);
  }
  return [...states].sort();
}

function rulingBranches(post: ActorPost, county: string): Branch[] {
  const edges = matterLifecycle.edges.filter((edge) => RULINGS.has(edge.verb) && allows(post, edge.who, ['county']));
  const branches: Branch[] = [];
  if (edges.some((edge) => edge.verb === 'arbitrate')) {
    branches.push({
      condition: sql`m.matter_id IN (SELECT d.matter_id FROM assignment d WHERE d.county_id = ${county} AND NOT d.ruled)`,
      part: false,
    });
  }
  if (edges.some((edge) => edge.verb === 'approve')) {
    branches.push({
      condition: sql`m.matter_id IN (SELECT q.matter_id FROM clock_request q WHERE q.county_id = ${county} AND q.state = 'open')`,
      part: false,
    });
  }
  return branches;
}

export function inboxBranches(actor: Actor, county: CountyRuntime): Branch[] {
  const branches = new Map<string, Branch>();
  for (const post of actor.posts) {
    if (post.placeId !== null) {
      for (const state of statesInHand(post, county.root.path)) {
        const condition = sql`m.holder_id = ${post.placeId} AND m.state = ${state}`;
        branches.set(`place ${post.placeId} ${state}`, { condition, part: false });
      }
      if (post.path === county.root.path) {
        rulingBranches(post, county.id).forEach((branch, index) => {
          branches.set(`ruling ${post.kind} ${index}`, branch);
        });
      }
    } else if (post.unitId !== null) {
      for (const state of partStates(post)) {
        const condition = sql`a.unit_id = ${post.unitId} AND a.state = ${state}`;
        branches.set(`unit ${post.unitId} ${state}`, { condition, part: true });
      }
    }
  }
  return [...branches.values()];
}
