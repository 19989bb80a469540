/** Posts and who holds them when: the rows behind appointing and dismissing. Days are the county's; both ends count. */
import type { PostKind } from '@huying/domain/pack';
import { type Queryable, sql, type Tx } from '../../platform/db.ts';
import { untilEnded } from '../../platform/in-force.ts';
import { chain, type Head, type JournalEvent, writeEntries } from '../../platform/journal.ts';
import { kindsAtPlace, kindsAtUnit, makePosts, postId, readPlaceSorts } from '../county/index.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';

export type Post = { id: string; kind: string; place: string | null; unit: string | null; path: string; head: Head };

type PostRow = {
  id: string;
  kind: string;
  place: string | null;
  unit: string | null;
  path: string;
  version: number;
  head: Buffer;
};

async function lockPost(tx: Tx, county: string, id: string): Promise<Post | null> {
  const row = await tx.row<PostRow>(sql`
    SELECT o.post_id AS id, o.kind, o.place_id AS place, o.unit_id AS unit, p.path, o.version, o.head
    FROM post o
    LEFT JOIN unit u ON u.county_id = o.county_id AND u.unit_id = o.unit_id
    JOIN place p ON p.county_id = o.county_id AND p.place_id = coalesce(o.place_id, u.jurisdiction)
    WHERE o.county_id = ${county} AND o.post_id = ${id} FOR UPDATE OF o`);
  if (!row) return null;
  const { version, head, ...post } = row;
  return { ...post, head: { seq: version, hash: head } };
}

/** The post of a kind at a place or unit, locked; made when the kind may exist there and has no row yet. Null when it may not. */
export async function postAt(
  tx: Tx,
  county: CountyRuntime,
  kind: string,
  at: string,
  now: number,
): Promise<Post | null> {
  const id = postId(kind, at);
  const found = await lockPost(tx, county.id, id);
  if (found) return found;
  const here = sql`p.place_id = ${at} AND ${untilEnded('p', dayOf(county, now))}`;
  const [place] = await readPlaceSorts(tx, county.id, here);
  const unit = await tx.row<{ id: string; reportingIn: boolean }>(sql`
    SELECT unit_id AS id, reporting_in AS "reportingIn" FROM unit WHERE county_id = ${county.id} AND unit_id = ${at}`);
  const fitting = [
    ...(place ? kindsAtPlace(county.postKinds, place).map((one) => ({ kind: one.kind, place: at, unit: null })) : []),
    ...(unit ? kindsAtUnit(county.postKinds, unit).map((one) => ({ kind: one.kind, place: null, unit: at })) : []),
  ];
  const seat = fitting.find((one) => one.kind === kind);
  if (!seat) return null;
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county.id}/post/${id}`}, 0))`);
  if (!(await lockPost(tx, county.id, id))) await makePosts(tx, county.id, [{ id, ...seat }], now);
  return lockPost(tx, county.id, id);
}

function moved(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const dayBefore = (day: string): string => moved(day, -1);
export const dayAfter = (day: string): string => moved(day, 1);

/** The last day of a term of the kind's length that begins on `from`; null where the kind sets no end. */
export function termEnd({ termMonths }: Pick<PostKind, 'termMonths'>, from: string): string | null {
  if (termMonths === null) return null;
  const [year, month, date] = from.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + termMonths, 0)).getUTCDate();
  const sameDay = new Date(Date.UTC(year, month - 1 + termMonths, Math.min(date, last)));
  const end = sameDay.toISOString().slice(0, 10);
  // From the 31st on into a shorter month the last day of it counts still.
  return date > last ? end : dayBefore(end);
}

export type Term = { id: string; post: string; person: string; from: string; to: string | null };

export async function termsOfPost(
  db: Queryable,
  county: string,
  post: string,
  from: string,
  to: string | null,
): Promise<Term[]> {
  return db.rows<Term>(sql`
    SELECT term_id AS id, post_id AS post, person_id AS person, from_day AS from, to_day AS to FROM term
    WHERE county_id = ${county} AND post_id = ${post} AND (to_day IS NULL OR to_day >= ${from})
      AND (to_day IS NULL OR from_day <= to_day) AND (${to}::date IS NULL OR from_day <= ${to}::date)`);
}

/** The most terms that run on one day between `from` and `to`: it is reached on the first day of one of them, or on `from`. */
export function mostAtOnce(terms: readonly Pick<Term, 'from' | 'to'>[], from: string): number {
  const days = [from, ...terms.map((term) => term.from).filter((day) => day > from)];
  return Math.max(
    ...days.map((day) => terms.filter((term) => term.from <= day && (term.to === null || term.to >= day)).length),
  );
}

/** Appends to a post's chain; the row must be locked by this transaction. */
export async function appendToPost(
  tx: Tx,
  county: string,
  post: Pick<Post, 'id' | 'head'>,
  events: JournalEvent[],
): Promise<void> {
  const { entries, head } = chain(county, { kind: 'post', id: post.id }, post.head, events);
  await writeEntries(tx, county, entries);
  await tx.rows(sql`
    UPDATE post SET version = ${head.seq}, head = ${head.hash} WHERE county_id = ${county} AND post_id = ${post.id}`);
}

export { lockPost };
