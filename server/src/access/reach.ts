/**
 * How far a permission reaches over what is no matter (people, devices, plans): the places of the posts that carry it, and the
 * units of those at units. Lists, counts and single reads build on it; matters have the scope of ./scope.ts.
 */
import { isWithin, pathRange } from '@huying/domain/kernel';
import type { CountyRuntime } from '../modules/county/runtime.ts';
import { join, type Sql, sql } from '../platform/db.ts';
import type { Actor } from './actor.ts';

export type Reach = { whole: boolean; paths: string[]; units: string[] };

export const EVERYWHERE: Reach = { whole: true, paths: [], units: [] };

/** The program itself, from the command line and in its jobs, reaches everywhere. */
export function reachOf(actor: Actor, county: CountyRuntime, permission: string): Reach {
  if (actor.kind === 'program') return EVERYWHERE;
  const posts = actor.posts.filter((post) => post.permissions.has(permission));
  const paths = posts.filter((post) => post.placeId !== null).map((post) => post.path as string);
  const units = posts.filter((post) => post.unitId !== null).map((post) => post.unitId as string);
  return { whole: paths.includes(county.root.path), paths, units };
}

/** The same as a condition on a post: `path` of its place (or its unit's), `unit` its unit's id. */
export function reachSql(reach: Reach, path: Sql, unit: Sql): Sql {
  if (reach.whole) return sql`TRUE`;
  const parts = reach.paths.map((one) => {
    const { lo, hi } = pathRange(one);
    return sql`(${path} >= ${lo} AND ${path} < ${hi})`;
  });
  if (reach.units.length > 0) parts.push(sql`${unit} = ANY(${reach.units})`);
  return parts.length > 0 ? sql`(${join(parts, ' OR ')})` : sql`FALSE`;
}

export function reaches(reach: Reach, post: { path: string; unit: string | null }): boolean {
  if (reach.whole || (post.unit !== null && reach.units.includes(post.unit))) return true;
  return reach.paths.some((path) => isWithin(post.path, path));
}
