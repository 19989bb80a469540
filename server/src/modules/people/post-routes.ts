/** Posts: which there are and who holds them, which terms end soon, who answers at a place or point. */
import { Refusal } from '@huying/domain/kernel';
import { waysOf } from '@huying/domain/pack';
import Type from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { packOf } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { answerersOf } from './answerers.ts';
import { contactOf } from './contact.ts';
import { type EndingQuery, listEnding } from './ending.ts';
import { exportEnding, exportPosts } from './export-posts.ts';
import { inHandOf } from './in-hand.ts';
import { listPosts, type PostQuery, viewPostSheet } from './posts.ts';
import { type Id, Key, Limit } from './wire.ts';

const PostFilter = {
  kind: Type.Optional(Key),
  place: Type.Optional(Key),
  unit: Type.Optional(Key),
  vacant: Type.Optional(Type.Boolean()),
};
const EndingFilter = {
  kind: Type.Optional(Key),
  place: Type.Optional(Key),
  unit: Type.Optional(Key),
  within: Type.Optional(Type.Integer({ minimum: 0, maximum: 366 })),
};
const Page = { limit: Limit, cursor: Type.Optional(Type.String({ maxLength: 140 })) };
const At = Type.Object({
  place: Type.Optional(Key),
  lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
});
type At = { place?: string; lon?: number; lat?: number };

/** The place asked for: itself, or where the point lies. @throws Refusal `invalid_query`, `point_outside` */
function placeAsked(county: CountyRuntime, { place, lon, lat }: At): string {
  if (place !== undefined) return place;
  if (lon === undefined || lat === undefined) {
    throw new Refusal('invalid_query', {}, [{ path: 'place', code: 'field_required' }]);
  }
  const found = county.placeIndex.at(lon, lat);
  if (found === null) throw new Refusal('point_outside');
  return found;
}

export function registerPosts({ route }: Ground, services: Services): void {
  const { db, keys } = services;

  route<unknown, PostQuery>(
    {
      method: 'GET',
      path: '/posts',
      may: 'people.read',
      summary: 'Posts with their holders and free seats',
      query: Type.Object({ ...PostFilter, ...Page }),
    },
    ({ county, actor, now, query }) => listPosts(db, county, actor, query, now),
  );

  route<unknown, EndingQuery>(
    {
      method: 'GET',
      path: '/posts/ending',
      may: 'people.read',
      summary: 'Terms that end soon and are not followed yet',
      query: Type.Object({ ...EndingFilter, ...Page }),
    },
    ({ county, actor, now, query }) => listEnding(db, county, actor, query, now),
  );

  route(
    {
      method: 'GET',
      path: '/posts/kinds',
      may: 'public',
      summary: 'Kinds of post: where they exist, how they are filled, for how long, and what they owe',
    },
    async ({ county }) => ({
      rows: packOf(county).posts.posts.map((kind) => ({
        kind: kind.kind,
        word: kind.word,
        at: kind.at,
        placeKinds: kind.placeKinds ?? [],
        capacity: kind.capacity,
        termMonths: kind.termMonths,
        filled: waysOf(kind),
        partTime: kind.partTime ?? false,
        hours: kind.hours ?? null,
        duties: kind.duties,
      })),
    }),
  );

  route<unknown, At>(
    {
      method: 'GET',
      path: '/posts/answerers',
      may: 'signed',
      summary: 'Who answers at a place or point, from there up to the county',
      query: At,
    },
    async ({ county, actor, now, query }) => {
      const place = placeAsked(county, query);
      return { place, rows: await answerersOf(db, keys, county, place, { now, toStaff: actor.kind === 'staff' }) };
    },
  );

  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/posts/:id',
      may: 'people.read',
      summary: 'One post: its terms, duties and what it has in hand',
    },
    async ({ county, actor, now, params }) => {
      const { path, ...post } = await viewPostSheet(db, county, actor, params.id, now);
      const place = post.atKind === 'place' ? post.at.id : null;
      const unit = post.atKind === 'unit' ? post.at.id : null;
      const inHand = await inHandOf(db, county, { id: post.id, kind: post.kind, place, unit, path });
      return { ...post, inHand, duties: county.postKinds.get(post.kind)?.duties ?? { everyday: [], emergency: [] } };
    },
  );

  route<unknown, At>(
    {
      method: 'GET',
      path: '/public/contact',
      may: 'public',
      summary: 'Who answers at a place or point, as anybody may read it',
      query: At,
      perMinute: 60,
    },
    ({ county, now, query }) => contactOf(db, keys, county, placeAsked(county, query), now),
  );

  route<unknown, PostQuery>(
    {
      method: 'GET',
      path: '/exports/posts.xlsx',
      may: 'people.read',
      summary: 'The list of posts as a workbook; with `vacant` those with a free seat',
      query: Type.Object(PostFilter),
      raw: true,
    },
    ({ county, actor, now, language, query, reply }) =>
      exportPosts(services, { county, actor, now, language, reply }, query),
  );

  route<unknown, EndingQuery>(
    {
      method: 'GET',
      path: '/exports/ending.xlsx',
      may: 'people.read',
      summary: 'Terms that end soon as a workbook',
      query: Type.Object(EndingFilter),
      raw: true,
    },
    ({ county, actor, now, language, query, reply }) =>
      exportEnding(services, { county, actor, now, language, reply }, query),
  );
}
