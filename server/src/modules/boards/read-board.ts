/** What stands on a building's board: its own heads and those of its stairways, then who answers above, up to the community. */
import { Refusal } from '@huying/domain/kernel';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Language } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { type Answerer, type AnsweringPost, answerersOf, answeringBelow } from '../people/index.ts';
import type { Board, BoardPost } from './draw-board.ts';

/** Above the community nobody is met on the stairs. */
const LEVELS_ABOVE = ['compound', 'grid', 'service_area', 'community'];
const LEVELS_NEAR = ['building', 'stairway', 'household'];

export type BoardPlace = { id: string; name: string; kind: string; path: string };

/** Buildings at a place or below it, in the order of the tree. @throws Refusal `not_found`, `no_buildings` */
export async function buildingsAt(db: Queryable, county: CountyRuntime, place: string): Promise<BoardPlace[]> {
  const start = await db.row<{ path: string }>(sql`
    SELECT path FROM place WHERE county_id = ${county.id} AND place_id = ${place} AND to_day IS NULL`);
  if (!start) throw new Refusal('not_found');
  const rows = await db.rows<BoardPlace>(sql`
    SELECT p.place_id AS id, concat(above.name, p.name) AS name, p.kind, p.path FROM place p
    LEFT JOIN place above ON above.county_id = p.county_id AND above.place_id = p.parent_id AND above.kind = 'compound'
    WHERE p.county_id = ${county.id} AND p.kind = 'building' AND p.to_day IS NULL
      AND p.path >= ${start.path} AND p.path < ${`${start.path.slice(0, -1)}/`}
    ORDER BY p.path`);
  if (rows.length === 0) throw new Refusal('no_buildings');
  return rows;
}

export type BoardCall = { county: CountyRuntime; now: number; language: Language; origin: string };

export async function readBoard(db: Queryable, keys: Keys, call: BoardCall, building: BoardPlace): Promise<Board> {
  const { county, now, language, origin } = call;
  const chain = await answerersOf(db, keys, county, building.id, { now, toStaff: false });
  const below = await answeringBelow(db, keys, county, building.id, { now, toStaff: false });
  const word = (words: { zh: string; en: string }) => (language === 'en' ? words.en : words.zh);
  const levels = (kinds: readonly string[], from: readonly Answerer[]) =>
    from.filter(({ place }) => kinds.includes(place.kind));
  const rows = (from: readonly Answerer[]): BoardPost[] =>
    from.flatMap(({ place, posts }) => posts.map((post) => boardPost(post, place.name, word)));
  const within = levels(['grid', 'community'], chain)
    .map(({ place }) => place.name)
    .reverse();
  return {
    county: word(county.pack.name),
    loop: word(county.pack.loop),
    name: building.name,
    within: within.join(' · '),
    near: rows([...levels(LEVELS_NEAR, chain), ...below]),
    above: rows(levels(LEVELS_ABOVE, chain)),
    link: `${origin}/${county.id}/contact/${building.id}`,
  };
}

function boardPost(post: AnsweringPost, at: string, word: (words: { zh: string; en: string }) => string): BoardPost {
  return {
    word: word(post.word),
    at,
    duty: post.duties.everyday.map(word).join(word({ zh: '；', en: '; ' })),
    hours: post.hours ? word(post.hours) : '',
    people: post.holders,
    vacant: post.holders.length === 0,
  };
}
