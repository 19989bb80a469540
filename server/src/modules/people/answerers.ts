/** Who answers at a place or point: the whole chain of posts from there up to the county, in one query. */
import { Refusal } from '@huying/domain/kernel';
import { answers, type PostKind, switchedOn, type Words } from '@huying/domain/pack';
import { type Queryable, type Sql, sql } from '../../platform/db.ts';
import type { Keys } from '../../platform/keys.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { maskName, maskSealedPhone } from './mask.ts';
import { reportingAt } from './reporting.ts';

export type AnsweringHolder = { id: string; name: string; phone: string | null };

export type AnsweringPost = {
  id: string;
  kind: string;
  word: Words;
  duties: PostKind['duties'];
  hours: Words | null;
  partTime: boolean;
  holders: AnsweringHolder[];
  /** Seats whose holders do not act for the time being. */
  suspended: number;
};

export type Answerer = {
  place: { id: string; name: string; kind: string };
  posts: AnsweringPost[];
  /** Units that report here (双报到). */
  units: { id: string; name: string }[];
};

type Row = {
  placeId: string;
  place: string;
  level: string;
  post: string | null;
  kind: string | null;
  person: string | null;
  name: string | null;
  phone: Buffer | null;
  suspended: boolean | null;
};

/** To whom it is said: `staff` read names in full and phones masked; `public` only what the pack lets stand in public. */
export type Reader = { now: number; toStaff: boolean };

/**
 * Nearest place first, posts in the pack's order, an empty list of holders where a post is vacant.
 * @throws Refusal `not_found`
 */
export async function answerersOf(
  db: Queryable,
  keys: Keys,
  county: CountyRuntime,
  place: string,
  reader: Reader,
): Promise<Answerer[]> {
  const rows = await answering(db, county, reader, {
    on: sql`pl.place_id = ANY(string_to_array(s.path, '.'))`,
    order: sql`length(pl.path) DESC`,
    place,
  });
  if (rows.length === 0) throw new Refusal('not_found');
  const places = [...new Set(rows.map((row) => row.placeId))];
  const units = switchedOn(county.pack, 'reportingIn') ? await reportingAt(db, county.id, places) : new Map();
  return byPlace(county, keys, rows, reader, units);
}

/** The same for the places directly below, in the order of their codes: the stairways of a building. */
export async function answeringBelow(
  db: Queryable,
  keys: Keys,
  county: CountyRuntime,
  place: string,
  reader: Reader,
): Promise<Answerer[]> {
  const rows = await answering(db, county, reader, {
    on: sql`pl.parent_id = s.place_id AND pl.to_day IS NULL`,
    order: sql`pl.code, pl.place_id`,
    place,
  });
  return byPlace(county, keys, rows, reader);
}

/** One query, whichever places `pl` are asked for from the place `s`. */
async function answering(
  db: Queryable,
  county: CountyRuntime,
  reader: Reader,
  { on, order, place }: { on: Sql; order: Sql; place: string },
): Promise<Row[]> {
  const day = dayOf(county, reader.now);
  const kinds = [...county.postKinds.values()].filter(answers).map((kind) => kind.kind);
  return db.rows<Row>(sql`
    SELECT pl.place_id AS "placeId", pl.name AS place, pl.kind AS level, o.post_id AS post, o.kind,
      p.person_id AS person, p.name, p.phone_sealed AS phone, t.suspended_at IS NOT NULL AS suspended
    FROM place s
    JOIN place pl ON pl.county_id = s.county_id AND ${on}
    LEFT JOIN post o ON o.county_id = pl.county_id AND o.place_id = pl.place_id AND o.kind = ANY(${kinds})
    LEFT JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
      AND t.from_day <= ${day} AND (t.to_day IS NULL OR t.to_day >= ${day})
    LEFT JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id AND p.erased_at IS NULL
    WHERE s.county_id = ${county.id} AND s.place_id = ${place}
    ORDER BY ${order}, array_position(${kinds}, o.kind), t.from_day, t.term_id`);
}

function byPlace(
  county: CountyRuntime,
  keys: Keys,
  rows: readonly Row[],
  reader: Reader,
  reporting: ReadonlyMap<string, Answerer['units']> = new Map(),
): Answerer[] {
  const levels = [...Map.groupBy(rows, (row) => row.placeId).values()].map((ofPlace) => {
    const [first] = ofPlace as [Row, ...Row[]];
    const held = ofPlace.filter((row) => row.post !== null);
    return {
      place: { id: first.placeId, name: first.place, kind: first.level },
      posts: [...Map.groupBy(held, (row) => row.post).values()].map((ofPost) => viewPost(county, keys, ofPost, reader)),
      units: reporting.get(first.placeId) ?? [],
    };
  });
  return levels.filter(({ posts, units }) => posts.length + units.length > 0);
}

function viewPost(county: CountyRuntime, keys: Keys, rows: readonly Row[], { toStaff }: Reader): AnsweringPost {
  const { post, kind: code } = rows[0] as Row;
  const kind = county.postKinds.get(code as string) as PostKind;
  const holders = rows.filter((row) => row.person !== null);
  return {
    id: post as string,
    kind: kind.kind,
    word: kind.word,
    duties: kind.duties,
    hours: kind.hours ?? null,
    partTime: kind.partTime ?? false,
    holders: holders
      .filter((row) => !row.suspended)
      .map((row) => ({
        id: row.person as string,
        name: (toStaff || kind.showName ? row.name : maskName(row.name)) ?? '',
        phone: phoneOf(keys, county.id, kind, row.phone, toStaff),
      })),
    suspended: holders.filter((row) => row.suspended).length,
  };
}

/** A private number is masked to staff, and to others shown only where the pack says so of the kind. */
function phoneOf(keys: Keys, county: string, kind: PostKind, sealed: Buffer | null, toStaff: boolean): string | null {
  if (toStaff || sealed === null) return maskSealedPhone(keys, county, sealed);
  return kind.showPhone ? keys.open(county, sealed) : null;
}
