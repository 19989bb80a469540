/** The signed-in person, as faces need to know them. */
import Type, { type Static } from 'typebox';
import type { Actor, ActorPost } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { Named } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';

export const Words = Type.Object({ zh: Type.String(), en: Type.String() });

const HeldPost = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  word: Words,
  place: Type.Union([Named, Type.Null()]),
  placeKind: Type.Union([Type.String(), Type.Null()]),
  placePath: Type.Union([Type.Array(Named), Type.Null()], { description: 'from the county down to the place' }),
  unit: Type.Union([Named, Type.Null()]),
  permissions: Type.Array(Type.String()),
});

export const Me = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    kind: Type.String({ description: 'staff | resident' }),
  }),
  posts: Type.Array(HeldPost),
  permissions: Type.Array(Type.String()),
});
export type Me = Static<typeof Me>;

type PlaceName = { id: string; name: string; kind: string };

/** Names of the places on the posts' paths; those below the grid are not kept in memory. */
async function placeNames(db: Queryable, county: string, posts: readonly ActorPost[]): Promise<Map<string, PlaceName>> {
  const ids = [...new Set(posts.flatMap((post) => (post.path ?? '').split('.').slice(0, -1)))];
  if (ids.length === 0) return new Map();
  const rows = await db.rows<PlaceName>(sql`
    SELECT place_id AS id, name, kind FROM place WHERE county_id = ${county} AND place_id = ANY(${ids})`);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function meOf(db: Queryable, county: CountyRuntime, actor: Actor): Promise<Me> {
  const names = await placeNames(db, county.id, actor.posts);
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? id });
  return {
    person: { id: actor.person?.id ?? '', name: actor.person?.name ?? '', kind: actor.kind },
    posts: actor.posts.map((post) => ({
      id: post.id,
      kind: post.kind,
      word: county.postKinds.get(post.kind)?.word ?? { zh: post.kind, en: post.kind },
      place: post.placeId ? named(post.placeId) : null,
      placeKind: post.placeId ? (names.get(post.placeId)?.kind ?? null) : null,
      placePath: post.placeId ? (post.path ?? '').split('.').slice(0, -1).map(named) : null,
      unit: post.unitId ? { id: post.unitId, name: county.units.get(post.unitId)?.name ?? post.unitId } : null,
      permissions: [...post.permissions].sort(),
    })),
    permissions: [...new Set(actor.posts.flatMap((post) => [...post.permissions]))].sort(),
  };
}
