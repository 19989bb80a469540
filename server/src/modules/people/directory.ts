/** People in posts: lists and single reads, within the reach of the asker's own posts. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { type Reach, reachOf, reachSql } from '../../access/reach.ts';
import { join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import type { Keys } from '../../platform/keys.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { maskName, maskSealedPhone } from './mask.ts';
import type { PersonKind } from './person.ts';
import { POST, postFilters, runsOn } from './seats.ts';
import { type HeldTerm, termsOf } from './term-views.ts';

const PAGE = 50;
export const COUNT_CAP = 10_000;

export type PeopleQuery = {
  q?: string;
  post?: string;
  place?: string;
  unit?: string;
  limit?: number;
  cursor?: string;
};

/** Everybody in a post within reach; for the whole county also staff without one. */
function seenPeople(county: string, reach: Reach, filters: Sql[], day: string): Sql {
  const scope = reachSql(reach, sql`pl.path`, sql`o.unit_id`);
  const inPost = sql`
    SELECT t.person_id FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    WHERE o.county_id = ${county} AND ${runsOn(day)} AND ${join([scope, ...filters], ' AND ')}`;
  if (!reach.whole || filters.length > 0) return inPost;
  return sql`${inPost} UNION SELECT person_id FROM person WHERE county_id = ${county} AND kind = 'staff'`;
}

export type PersonCard = { id: string; name: string; kind: PersonKind; phone: string | null; posts: HeldTerm[] };

type PersonRow = { id: string; name: string | null; kind: PersonKind; phone: Buffer | null };

/** Whoever is in office is known by name to those who work with them; a private person's name is masked. */
function card(county: CountyRuntime, keys: Keys, row: PersonRow, posts: HeldTerm[]): PersonCard {
  const known = row.kind === 'staff' || posts.length > 0;
  return {
    id: row.id,
    name: (known ? row.name : maskName(row.name)) ?? '',
    kind: row.kind,
    phone: maskSealedPhone(keys, county.id, row.phone),
    posts,
  };
}

export type PeoplePage = { rows: PersonCard[]; next: string | null; count: number; counted: boolean };

export async function listPeople(
  db: Queryable,
  keys: Keys,
  county: CountyRuntime,
  actor: Actor,
  query: PeopleQuery,
  now: number,
): Promise<PeoplePage> {
  const day = dayOf(county, now);
  const reach = reachOf(actor, county, 'people.read');
  const seen = seenPeople(county.id, reach, await postFilters(db, county.id, query), day);
  const limit = query.limit ?? PAGE;
  const named = query.q ? sql`AND strpos(p.name, ${query.q.trim()}) > 0` : sql``;
  const within = sql`WITH seen AS MATERIALIZED (${seen})`;
  const from = sql`
    FROM person p WHERE p.county_id = ${county.id} AND p.erased_at IS NULL
      AND p.person_id IN (SELECT person_id FROM seen) ${named}`;
  const after = query.cursor
    ? sql`AND (p.name, p.person_id) > (
        SELECT name, person_id FROM person WHERE county_id = ${county.id} AND person_id = ${query.cursor})`
    : sql``;
  const rows = await db.rows<PersonRow>(sql`
    ${within} SELECT p.person_id AS id, p.name, p.kind, p.phone_sealed AS phone ${from} ${after}
    ORDER BY p.name, p.person_id LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(sql`
    ${within} SELECT count(*)::int AS n FROM (SELECT 1 ${from} LIMIT ${COUNT_CAP + 1}) c`);
  const page = rows.slice(0, limit);
  const people = page.map((row) => row.id);
  const terms = await termsOf(db, county, actor, { people, today: day, which: 'running' });
  const n = counted?.n ?? 0;
  return {
    rows: page.map((row) => card(county, keys, row, terms.get(row.id) ?? [])),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}

/**
 * That the actor's reach holds the person: now or once in a post there, or anybody of the office for the whole county
 * (with `people.edit`, anybody at all: somebody must be able to erase a resident).
 * @throws Refusal `not_found`
 */
export async function requireSeen(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  person: string,
  permission: 'people.read' | 'people.edit' = 'people.read',
): Promise<void> {
  const reach = reachOf(actor, county, permission);
  const scope = reachSql(reach, sql`pl.path`, sql`o.unit_id`);
  const office = reach.whole ? (permission === 'people.edit' ? sql`TRUE` : sql`p.kind = 'staff'`) : sql`FALSE`;
  const row = await db.row(sql`
    SELECT 1 FROM person p WHERE p.county_id = ${county.id} AND p.person_id = ${person} AND (${office} OR EXISTS (
      SELECT 1 FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
      WHERE o.county_id = ${county.id} AND t.person_id = p.person_id AND ${scope}))`);
  if (!row) throw new Refusal('not_found');
}

export type PersonView = PersonCard & { terms: HeldTerm[]; account: string | null; createdAt: number };

/** One person with all terms; the account's name for those who keep people. */
export async function viewPerson(
  db: Queryable,
  keys: Keys,
  county: CountyRuntime,
  actor: Actor,
  person: string,
  now: number,
): Promise<PersonView> {
  await requireSeen(db, county, actor, person);
  const row = await db.row<PersonRow & { createdAt: number }>(sql`
    SELECT person_id AS id, name, kind, phone_sealed AS phone, created_at AS "createdAt" FROM person
    WHERE county_id = ${county.id} AND person_id = ${person} AND erased_at IS NULL`);
  if (!row) throw new Refusal('not_found');
  const account = await db.row<{ username: string }>(sql`
    SELECT username FROM account WHERE county_id = ${county.id} AND person_id = ${person} AND disabled_at IS NULL LIMIT 1`);
  const day = dayOf(county, now);
  const terms = (await termsOf(db, county, actor, { people: [person], today: day, which: 'all' })).get(person) ?? [];
  const today = terms.filter((term) => term.state === 'running' || term.state === 'suspended');
  const edits = reachOf(actor, county, 'people.edit').whole;
  return {
    ...card(county, keys, row, today),
    terms,
    account: edits ? (account?.username ?? null) : null,
    createdAt: row.createdAt,
  };
}
