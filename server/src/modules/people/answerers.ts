/** Who answers at a place: the whole chain of posts from the place up to the county, in one query. */
import { pathIds, Refusal } from '@huying/domain/kernel';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Keys } from '../../platform/keys.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { maskName, maskSealedPhone } from './mask.ts';

export type Answerer = {
  place: { id: string; name: string; kind: string };
  posts: {
    id: string;
    kind: string;
    word: { zh: string; en: string };
    holders: { id: string; name: string; phone: string | null }[];
  }[];
};

type Row = {
  placeId: string;
  place: string;
  level: string;
  post: string;
  kind: string;
  person: string | null;
  name: string | null;
  phone: Buffer | null;
};

/** Kinds that have to do with matters; administrators of the program answer to nobody on the street. */
function answeringKinds(county: CountyRuntime): string[] {
  return [...county.postKinds.values()]
    .filter((kind) => kind.permissions.some((permission) => permission.startsWith('matter.')))
    .map((kind) => kind.kind);
}

/**
 * Nearest place first, posts in the pack's order, an empty list of holders where a post is vacant.
 * @param toStaff names in full and phones masked; to others the names are masked and phones left out.
 * @throws Refusal `not_found`
 */
export async function answerersOf(
  db: Queryable,
  keys: Keys,
  county: CountyRuntime,
  place: string,
  { now, toStaff }: { now: number; toStaff: boolean },
): Promise<Answerer[]> {
  const start = await db.row<{ path: string }>(sql`
    SELECT path FROM place WHERE county_id = ${county.id} AND place_id = ${place}`);
  if (!start) throw new Refusal('not_found');
  const day = dayOf(county, now);
  const kinds = answeringKinds(county);
  const rows = await db.rows<Row>(sql`
    SELECT pl.place_id AS "placeId", pl.name AS place, pl.kind AS level, o.post_id AS post, o.kind,
      p.person_id AS person, p.name, p.phone_sealed AS phone
    FROM place pl
    JOIN post o ON o.county_id = pl.county_id AND o.place_id = pl.place_id AND o.kind = ANY(${kinds})
    LEFT JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
      AND t.from_day <= ${day} AND (t.to_day IS NULL OR t.to_day >= ${day})
    LEFT JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id AND p.erased_at IS NULL
    WHERE pl.county_id = ${county.id} AND pl.place_id = ANY(${pathIds(start.path)})
    ORDER BY length(pl.path) DESC, array_position(${kinds}, o.kind), t.from_day, t.term_id`);
  return [...Map.groupBy(rows, (row) => row.placeId).values()].map((ofPlace) => {
    const [first] = ofPlace as [Row, ...Row[]];
    return {
      place: { id: first.placeId, name: first.place, kind: first.level },
      posts: [...Map.groupBy(ofPlace, (row) => row.post).values()].map((ofPost) => {
        const { post, kind } = ofPost[0] as Row;
        return {
          id: post,
          kind,
          word: county.postKinds.get(kind)?.word ?? { zh: kind, en: kind },
          holders: ofPost.flatMap((row) =>
            row.person === null
              ? []
              : [
                  {
                    id: row.person,
                    name: (toStaff ? row.name : maskName(row.name)) ?? '',
                    phone: toStaff ? maskSealedPhone(keys, county.id, row.phone) : null,
                  },
                ],
          ),
        };
      }),
    };
  });
}
