/**
 * What time does to terms: one past its last day is said to have ended, and one that ends soon is reminded of, once. Both are
 * found by index and journaled on the post; who is told of a reminder follows from the event (`reactions.ts`).
 */
import { remindDaysOf } from '@huying/domain/pack';
import { at, hex, join, type Queryable, type Sql, sql, type Tx } from '../../platform/db.ts';
import type { JournalEvent } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import type { Services } from '../../platform/services.ts';
import { packOf } from '../county/index.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { forgetActors } from './actor-of.ts';

const AT_ONCE = 200;
const BY = { person: null, post: null };

type Due = { term: string; post: string; person: string; to: string };

/** What is to be done to terms: which ones, what the journal says, what the rows keep. */
type Turn = { which: Sql; kind: 'term.expired' | 'term.due'; set: Sql };

function expiring(today: string): Turn {
  return {
    which: sql`t.to_day < ${today} AND t.from_day <= t.to_day`,
    kind: 'term.expired',
    set: sql`ended = 'expired'`,
  };
}

/** Each kind has its own number of days before the end; a term that has not begun waits. */
function reminding(county: CountyRuntime, today: string, asOf: number): Turn {
  const { posts } = packOf(county);
  const days = [...county.postKinds.values()].map((kind) => ({ kind: kind.kind, n: remindDaysOf(kind, posts) }));
  const most = Math.max(...days.map(({ n }) => n));
  return {
    which: sql`t.to_day >= ${today} AND t.to_day <= ${today}::date + ${most}::int AND t.from_day <= ${today}
      AND t.reminded_at IS NULL AND t.to_day <= ${today}::date + (SELECT k.n FROM post o
        JOIN json_to_recordset(${JSON.stringify(days)}::json) AS k(kind text, n int) ON k.kind = o.kind
        WHERE o.county_id = t.county_id AND o.post_id = t.post_id)`,
    kind: 'term.due',
    set: sql`reminded_at = ${at(asOf)}`,
  };
}

function found(db: Queryable, county: string, { which }: Turn, ids: Sql): Promise<Due[]> {
  return db.rows<Due>(sql`
    SELECT t.term_id AS term, t.post_id AS post, t.person_id AS person, t.to_day AS to FROM term t
    WHERE t.county_id = ${county} AND t.ended IS NULL AND t.to_day IS NOT NULL AND ${which} AND ${ids}
    ORDER BY t.to_day, t.term_id LIMIT ${AT_ONCE}`);
}

/** One batch in a transaction: posts locked in the order of their ids, terms looked at again under the lock. */
async function batch(tx: Tx, county: string, turn: Turn, candidates: Due[], asOf: number): Promise<number> {
  const posts = [...new Set(candidates.map((due) => due.post))].sort();
  const heads = await tx.rows<{ id: string; seq: number; hash: Buffer }>(sql`
    SELECT post_id AS id, version AS seq, head AS hash FROM post
    WHERE county_id = ${county} AND post_id = ANY(${posts}) ORDER BY post_id FOR UPDATE`);
  const still = await found(tx, county, turn, sql`t.term_id = ANY(${candidates.map((due) => due.term)}::uuid[])`);
  if (still.length === 0) return 0;
  const byPost = Map.groupBy(still, (due) => due.post);
  const touched = heads.filter(({ id }) => byPost.has(id));
  const after = await journalMany(
    tx,
    county,
    touched.map(({ id, seq, hash }) => ({
      subject: { kind: 'post', id },
      head: { seq, hash },
      events: (byPost.get(id) ?? []).map(
        ({ term, person, to }): JournalEvent => ({ kind: turn.kind, by: BY, at: asOf, term, person, to }),
      ),
    })),
  );
  const moved = touched.map(({ id }, index) => ({
    id,
    version: after[index]?.seq,
    head: hex(after[index]?.hash as Buffer),
  }));
  await tx.rows(sql`
    UPDATE post p SET version = r.version, head = r.head
    FROM json_to_recordset(${JSON.stringify(moved)}::json) AS r(id text, version int, head bytea)
    WHERE p.county_id = ${county} AND p.post_id = r.id`);
  await tx.rows(sql`
    UPDATE term SET ${join([turn.set], ', ')}
    WHERE county_id = ${county} AND term_id = ANY(${still.map((due) => due.term)}::uuid[])`);
  return still.length;
}

async function turnAll(services: Services, county: CountyRuntime, turn: Turn, asOf: number): Promise<number> {
  let turned = 0;
  for (;;) {
    const candidates = await found(services.db, county.id, turn, sql`TRUE`);
    if (candidates.length === 0) return turned;
    const now = await services.db.tx((tx) => batch(tx, county.id, turn, candidates, asOf));
    // Another process came first with all of them: the next look shows what is left.
    if (now === 0 && candidates.length < AT_ONCE) return turned;
    turned += now;
  }
}

/** As of the county's day of `asOf`: late, it decides as it would have on time. @returns how many of each; again: none */
export async function sweepTerms(
  services: Services,
  county: CountyRuntime,
  asOf: number,
): Promise<{ expired: number; reminded: number }> {
  const today = dayOf(county, asOf);
  const expired = await turnAll(services, county, expiring(today), asOf);
  const reminded = await turnAll(services, county, reminding(county, today, asOf), asOf);
  if (expired > 0) forgetActors(services.db, county.id);
  if (expired + reminded > 0) services.wake(county.id);
  return { expired, reminded };
}
