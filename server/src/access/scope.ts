/**
 * Visibility, written once. What an actor may see of the matters is a set of branches: my places, my units, mine, and the
 * one a secret link opens. Single reads, lists, counts, maps and exports all build on these; there is no other place.
 */
import { pathRange } from '@huying/domain/kernel';
import { empty, join, type Sql, sql } from '../platform/db.ts';
import type { Actor } from './actor.ts';

/** `condition` speaks of the matter as `m`; `part`, where set, reads assignments as `a` joined to it, ordered by their index. */
export type Branch = { condition: Sql; part: boolean };

/** Paths the actor reads, without those that lie below another. */
function readPaths(actor: Actor): string[] {
  const paths = actor.posts
    .filter((post) => post.placeId !== null && post.permissions.has('matter.read'))
    .map((post) => post.path as string)
    .sort();
  return paths.filter((path, index) => !paths.slice(0, index).some((other) => path.startsWith(other)));
}

function unitIds(actor: Actor): string[] {
  const ids = actor.posts
    .filter((post) => post.unitId !== null && post.permissions.has('matter.read'))
    .map((post) => post.unitId as string);
  return [...new Set(ids)].sort();
}

export function matterBranches(actor: Actor, countyPath: string): Branch[] {
  const branches: Branch[] = readPaths(actor).map((path) => {
    if (path === countyPath) return { condition: sql`TRUE`, part: false };
    const { lo, hi } = pathRange(path);
    return { condition: sql`(m.path >= ${lo} AND m.path < ${hi})`, part: false };
  });
  if (branches.some((branch) => branch.condition.sql === 'TRUE')) return branches.slice(0, 1);
  for (const unit of unitIds(actor)) branches.push({ condition: sql`a.unit_id = ${unit}`, part: true });
  if (actor.person) branches.push({ condition: sql`m.reporter_id = ${actor.person.id}`, part: false });
  if (actor.follows) branches.push({ condition: sql`m.matter_id = ${actor.follows}`, part: false });
  return branches;
}

/** One predicate on a single matter `m`, for reads by id. FALSE for an actor who sees nothing. */
export function matterPredicate(actor: Actor, county: string, countyPath: string): Sql {
  const branches = matterBranches(actor, countyPath);
  if (branches.length === 0) return sql`FALSE`;
  const parts = branches.map(({ condition, part }) =>
    part
      ? sql`EXISTS (SELECT 1 FROM assignment a
          WHERE a.county_id = ${county} AND a.matter_id = m.matter_id AND ${condition})`
      : condition,
  );
  return sql`(${join(parts, ' OR ')})`;
}

export { empty };
