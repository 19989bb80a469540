/** The tree as people read it: rows below one organisation or found by words, and one organisation with all about it. */
import { Refusal } from '@huying/domain/kernel';
import type { OrgKind } from '@huying/domain/pack';
import { permits } from '../../access/actor.ts';
import { empty, join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { mayEdit, type PartyCall } from './calls.ts';
import { lineAbove } from './commands/change-org.ts';
import { inCountry, readOrg } from './orgs.ts';
import { levelOf, partyOf, type Spot, TIMED, wordOf } from './rules.ts';

const PAGE = 100;
export const COUNT_CAP = 10_000;

export type OrgQuery = {
  parent?: string;
  q?: string;
  kind?: string;
  variety?: string;
  place?: string;
  /** Only those whose term ends within the days of the reminder, or has ended. */
  ending?: boolean;
  limit?: number;
  cursor?: string;
};

export type OrgCard = {
  id: string;
  parent: string | null;
  kind: OrgKind;
  variety: string | null;
  name: string;
  word: { zh: string; en: string };
  level: number;
  place: { id: string; name: string };
  from: string;
  to: string | null;
  term: string | null;
  /** How the term stands: due soon, over, or null. */
  due: 'soon' | 'over' | null;
  below: number;
  members: number;
  covers: number;
};

type Row = Omit<OrgCard, 'word' | 'level' | 'place' | 'due'> &
  Omit<Spot, 'id'> & { placeId: string; placeName: string };

const runs = (alias: Sql, day: string): Sql =>
  sql`${alias}.from_day <= ${day} AND (${alias}.to_day IS NULL OR ${alias}.to_day >= ${day})`;

function columns(county: string, day: string): Sql {
  return sql`o.org_id AS id, o.parent_id AS parent, o.kind, o.variety, o.name, o.from_day AS from, o.to_day AS to, o.term_day AS term,
    o.place_id AS "placeId", p.name AS "placeName", p.kind AS "placeKind", p.path, ${inCountry(county)} AS country,
    (SELECT count(*)::int FROM party_org b WHERE b.county_id = ${county} AND b.parent_id = o.org_id AND ${runs(sql`b`, day)}) AS below,
    (SELECT count(*)::int FROM party_member m WHERE m.county_id = ${county} AND m.org_id = o.org_id AND ${runs(sql`m`, day)}) AS members,
    (SELECT count(*)::int FROM party_cover c WHERE c.county_id = ${county} AND c.org_id = o.org_id AND ${runs(sql`c`, day)}) AS covers`;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function card(county: CountyRuntime, day: string, row: Row): OrgCard {
  const party = partyOf(county);
  const { placeId, placeName, placeKind, path: _path, country, ...org } = row;
  const near = org.term !== null && org.term <= addDays(day, party.remindDays);
  return {
    ...org,
    word: wordOf(party, org, { placeKind, country }),
    level: levelOf(party, org, { placeKind, country }),
    place: { id: placeId, name: placeName },
    due: !near ? null : (org.term as string) < day ? 'over' : 'soon',
  };
}

function filtersOf(county: CountyRuntime, query: OrgQuery, day: string): Sql[] {
  const found: Sql[] = [];
  if (query.parent) found.push(sql`o.parent_id = ${query.parent}`);
  else if (!query.q && !query.kind && !query.variety && !query.place && !query.ending)
    found.push(sql`o.parent_id IS NULL`);
  if (query.q) found.push(sql`strpos(o.name, ${query.q.trim()}) > 0`);
  if (query.kind) found.push(sql`o.kind = ${query.kind}`);
  if (query.variety) found.push(sql`o.variety = ${query.variety}`);
  if (query.ending) found.push(sql`o.term_day <= ${addDays(day, partyOf(county).remindDays)}`);
  if (query.place) {
    found.push(
      sql`starts_with(p.path, (SELECT w.path FROM place w WHERE w.county_id = ${county.id} AND w.place_id = ${query.place}))`,
    );
  }
  return found;
}

export type OrgPage = { rows: OrgCard[]; next: string | null; count: number; counted: boolean };

/** Organisations of today; those at the top where nothing is asked for. In the order of their places. */
export async function listOrgs(db: Queryable, county: CountyRuntime, query: OrgQuery, now: number): Promise<OrgPage> {
  const day = dayOf(county, now);
  const filters = join([runs(sql`o`, day), ...filtersOf(county, query, day)], ' AND ');
  const from = sql`
    FROM party_org o JOIN place p ON p.county_id = o.county_id AND p.place_id = o.place_id
    WHERE o.county_id = ${county.id} AND ${filters}`;
  const after = query.cursor
    ? sql`AND (p.path, o.org_id) > (SELECT cp.path, co.org_id FROM party_org co
        JOIN place cp ON cp.county_id = co.county_id AND cp.place_id = co.place_id
        WHERE co.county_id = ${county.id} AND co.org_id = ${query.cursor})`
    : empty;
  const limit = query.limit ?? PAGE;
  const rows = await db.rows<Row>(sql`
    SELECT ${columns(county.id, day)} ${from} ${after} ORDER BY p.path, o.org_id LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM (SELECT 1 ${from} LIMIT ${COUNT_CAP + 1}) c`,
  );
  const n = counted?.n ?? 0;
  return {
    rows: rows.slice(0, limit).map((row) => card(county, day, row)),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}

export type Covered = { id: string; name: string; kind: string; from: string; to: string | null };
export type Story = { at: number; kind: string; event: Record<string, unknown>; person: string | null };

export type OrgSheet = OrgCard & {
  version: number;
  line: { id: string; name: string }[];
  places: Covered[];
  plaques: number;
  abilities: string[];
  story: { at: number; verb: string; day: string | null; n: number | null; other: string | null; by: string | null }[];
};

/** What the caller may do with an organisation now; the page shows these and infers nothing. */
function abilitiesOf(
  call: PartyCall,
  org: { variety: string | null; kind: string; to: string | null; path: string },
  day: string,
): string[] {
  if (!permits(call.actor, 'party.edit') || !mayEdit(call, org.path)) return [];
  if (org.to !== null && org.to < day) return [];
  return [
    'rename',
    'move',
    'admit',
    'dissolve',
    ...(org.kind === 'branch' ? ['cover'] : []),
    ...(org.kind !== 'household' ? ['make'] : []),
    ...(TIMED.includes(org.variety ?? '') ? ['extend'] : []),
    ...(org.kind === 'group' || org.kind === 'branch' ? ['plaques'] : []),
  ];
}

/** One organisation, dissolved ones too. @throws Refusal `not_found` */
export async function viewOrg(db: Queryable, call: PartyCall, id: string): Promise<OrgSheet> {
  const { county, now } = call;
  const day = dayOf(county, now);
  const org = await readOrg(db, county.id, id);
  const row = await db.row<Row>(sql`
    SELECT ${columns(county.id, day)}
    FROM party_org o JOIN place p ON p.county_id = o.county_id AND p.place_id = o.place_id
    WHERE o.county_id = ${county.id} AND o.org_id = ${id}`);
  if (!row) throw new Refusal('not_found');
  const ids = (await lineAbove(db, county.id, id)).slice(1).reverse();
  const names = await db.rows<{ id: string; name: string }>(sql`
    SELECT org_id AS id, name FROM party_org WHERE county_id = ${county.id} AND org_id = ANY(${ids}::uuid[])`);
  const places = await db.rows<Covered>(sql`
    SELECT p.place_id AS id, p.name, p.kind, c.from_day AS from, c.to_day AS to
    FROM party_cover c JOIN place p ON p.county_id = c.county_id AND p.place_id = c.place_id
    WHERE c.county_id = ${county.id} AND c.org_id = ${id} ORDER BY p.path, c.from_day`);
  const plaques = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM party_plaque x WHERE x.county_id = ${county.id} AND x.org_id = ${id} AND ${runs(sql`x`, day)}`);
  return {
    ...card(county, day, row),
    version: org.version,
    line: ids.map((one) => names.find((name) => name.id === one) ?? { id: one, name: one }),
    places,
    plaques: plaques?.n ?? 0,
    abilities: abilitiesOf(call, { ...org, path: org.spot.path }, day),
    story: await storyOf(db, county.id, id),
  };
}

type Told = Record<string, unknown> & { by?: { person: string | null } };

/** What happened to it, from its own chain, newest first. */
async function storyOf(db: Queryable, county: string, id: string): Promise<OrgSheet['story']> {
  const rows = await db.rows<{ at: number; event: Told }>(sql`
    SELECT occurred_at AS at, event FROM journal
    WHERE county_id = ${county} AND subject_kind = 'party_org' AND subject_id = ${id} ORDER BY seq DESC LIMIT 50`);
  const people = [...new Set(rows.flatMap((row) => row.event.by?.person ?? []))];
  const names = new Map(
    (
      await db.rows<{ id: string; name: string }>(sql`
        SELECT person_id AS id, name FROM person
        WHERE county_id = ${county} AND person_id = ANY(${people}::uuid[]) AND kind = 'staff'`)
    ).map((row) => [row.id, row.name]),
  );
  const orgs = [...new Set(rows.flatMap((row) => (row.event.kind === 'party_org.moved' ? String(row.event.to) : [])))];
  const orgNames = new Map(
    (
      await db.rows<{ id: string; name: string }>(sql`
        SELECT org_id AS id, name FROM party_org WHERE county_id = ${county} AND org_id = ANY(${orgs}::uuid[])`)
    ).map((row) => [row.id, row.name]),
  );
  const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : null);
  const count = (value: unknown) => (Array.isArray(value) ? value.length : null);
  return rows.map(({ at, event }) => ({
    at,
    verb: String(event.kind).replace('party_org.', ''),
    day: day(event.to) ?? day(event.from),
    n: count(event.members) ?? count(event.hung) ?? count(event.covers) ?? count(event.fresh),
    other: event.kind === 'party_org.moved' ? (orgNames.get(String(event.to)) ?? null) : null,
    by: event.by?.person ? (names.get(event.by.person) ?? null) : null,
  }));
}
