/** People of a demo county: as many in each post as the pack says, all visibly made up. */
import { randomBytes } from 'node:crypto';
import {
  type Demo,
  type DemoAccount,
  demoName,
  demoPhone,
  type Pack,
  type PlaceNode,
  type PostKind,
  reportingMembersOf,
  termsOf,
} from '@huying/domain/pack';
import { v7 as uuidv7 } from 'uuid';
import { hex, sql, stamp, type Tx } from '../../platform/db.ts';
import { type Head, NO_HEAD, vouch } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import type { Keys } from '../../platform/keys.ts';
import { insertRows } from '../../platform/rows.ts';
import { postId, postKindsOf } from '../county/index.ts';
import { hashPassword, isOffice } from '../people/index.ts';

/** The one password of all demo accounts. Such accounts are refused when the program runs without demo. */
export const DEMO_PASSWORD = 'huying-demo';

/** The demo's history goes back twelve months; its people were in their posts before that. */
export const DEMO_PAST_DAYS = 430;

/** Running numbers of made-up phones start here; the lower ones are for accounts, which name theirs. */
const FIRST_PHONE = 100_000;

const DAY = 86_400_000;

const BY = { person: null, post: null };

type Made = { id: string; kind: string; name: string; phone: string; secret: Buffer; account: DemoAccount | null };
/** A seat at a post and the number of who sits on it. */
type Seat = { kind: PostKind | null; post: string; account: DemoAccount | null; person: number };
/** Somebody to be made, with an account or without; `office` when one of their posts is an office. */
type Somebody = { account: DemoAccount | null; office: boolean };
type Cast = { seats: Seat[]; people: Somebody[] };

/** Every seat to be filled and by whom, accounts first where they sit; residents with an account hold no post. */
function castOf(pack: Pack, nodes: readonly PlaceNode[]): Cast {
  const { demo, units, items } = pack;
  const kinds = postKindsOf(pack);
  const ground = { places: nodes, units: units.units, items };
  const accountAt = new Map(demo.accounts.filter((one) => one.post).map((one) => [`${one.post} ${one.at}`, one]));
  const cast: Cast = { seats: [], people: [] };
  const somebody = (account: DemoAccount | null): number => cast.people.push({ account, office: false }) - 1;
  const sit = (kind: string, at: string, account: DemoAccount | null, person: number): void => {
    const found = kinds.get(kind) ?? null;
    cast.seats.push({ kind: found, post: postId(kind, at), account, person });
    const holder = cast.people[person] as Somebody;
    holder.office ||= isOffice(found);
  };
  const holders = new Map<string, number>();
  for (const line of demo.posts) {
    const besides = line.people === undefined ? undefined : kinds.get(line.heldBy ?? '');
    const round = besides && line.people ? firstHolders(holders, besides, line.people) : [];
    termsOf(line, ground).forEach(({ post, at, nth }, i) => {
      const account = (nth === 0 && accountAt.get(`${post} ${at}`)) || null;
      const beside = line.heldBy && !line.people ? holders.get(`${line.heldBy} ${at} ${nth}`) : undefined;
      const again = line.people === undefined ? undefined : round[i % line.people];
      const person = beside ?? again ?? somebody(account);
      if (beside === undefined && again === undefined) round.push(person);
      holders.set(`${post} ${at} ${nth}`, person);
      sit(post, at, account, person);
    });
  }
  for (const { unit, members } of reportingMembersOf(demo, units.units)) {
    for (let i = 0; i < members; i += 1) sit('reporting_member', unit, null, somebody(null));
  }
  for (const account of demo.accounts.filter((one) => !one.post)) somebody(account);
  return cast;
}

/**
 * Who holds a post first, wherever that is: in the order of its line, or of a post at units the first of each unit, then the
 * second, so that every place that they are shared among has some of each.
 */
function firstHolders(holders: ReadonlyMap<string, number>, kind: PostKind, count: number): number[] {
  const ofKind = [...holders].filter(([seat]) => seat.startsWith(`${kind.kind} `));
  if (kind.at === 'unit') ofKind.sort(([a], [b]) => Number(a.split(' ')[2]) - Number(b.split(' ')[2]));
  return ofKind.map(([, person]) => person).slice(0, count);
}

function personFor(demo: Demo, { account, office }: Somebody, n: number): Made {
  return {
    id: uuidv7(),
    kind: office ? 'staff' : 'resident',
    name: account?.name ?? demoName(demo, n),
    phone: account?.phone ?? demoPhone(demo, FIRST_PHONE + n),
    secret: randomBytes(32),
    account,
  };
}

async function writePeople(tx: Tx, keys: Keys, county: string, people: readonly Made[], now: number): Promise<void> {
  const heads = await journalMany(
    tx,
    county,
    people.map(({ id, kind, name, phone, secret }) => ({
      subject: { kind: 'person', id },
      head: NO_HEAD,
      events: [
        {
          kind: 'person.made',
          by: BY,
          at: now,
          sort: kind,
          vouched: { name: vouch(secret, name), phone: vouch(secret, phone) },
        },
      ],
    })),
  );
  await insertRows(
    tx,
    'person',
    people.map((person, index) => ({
      county_id: county,
      person_id: person.id,
      kind: person.kind,
      name: person.name,
      phone_sealed: hex(keys.seal(county, person.phone)),
      phone_index: hex(keys.blindIndex(county, person.phone)),
      created_at: stamp(now),
      version: heads[index]?.seq,
      head: hex(heads[index]?.hash as Buffer),
    })),
  );
  await insertRows(
    tx,
    'person_key',
    people.map(({ id, secret }) => ({ county_id: county, person_id: id, secret: hex(secret) })),
  );
}

/** The end of the running term: terms of so many months follow each other from `fromDay` on. */
function termEnd(fromDay: string, months: number | null, now: number): string | null {
  if (months === null) return null;
  const end = new Date(`${fromDay}T00:00:00Z`);
  while (end.getTime() <= now) end.setUTCMonth(end.getUTCMonth() + months);
  return end.toISOString().slice(0, 10);
}

/** A few yearly terms come to their end soon, so that the demo has something to remind of. */
function endsSoon(kind: PostKind | null, n: number): boolean {
  return kind?.termMonths === 12 && n % 97 === 13;
}

function soon(n: number, now: number): string {
  return new Date(now + (26 + (n % 20)) * DAY).toISOString().slice(0, 10);
}

type Term = { term: string; person: string; post: string; to: string | null };

async function writeTerms(tx: Tx, county: string, terms: readonly Term[], fromDay: string, now: number): Promise<void> {
  const byPost = Map.groupBy(terms, (term) => term.post);
  const rows = await tx.rows<{ id: string } & Head>(sql`
    SELECT post_id AS id, version AS seq, head AS hash FROM post WHERE county_id = ${county}`);
  const heads = new Map(rows.map(({ id, seq, hash }) => [id, { seq, hash }]));
  const posts = [...byPost.keys()];
  const after = await journalMany(
    tx,
    county,
    posts.map((post) => ({
      subject: { kind: 'post', id: post },
      head: heads.get(post) as Head,
      events: (byPost.get(post) ?? []).map(({ term, person, to }) => ({
        kind: 'term.begun',
        by: BY,
        at: now,
        term,
        person,
        from: fromDay,
        to,
      })),
    })),
  );
  await insertRows(
    tx,
    'term',
    terms.map(({ term, person, post, to }) => ({
      county_id: county,
      term_id: term,
      post_id: post,
      person_id: person,
      from_day: fromDay,
      to_day: to,
    })),
  );
  const moved = posts.map((post, index) => ({
    id: post,
    version: after[index]?.seq,
    head: hex(after[index]?.hash as Buffer),
  }));
  await tx.rows(sql`
    UPDATE post p SET version = r.version, head = r.head
    FROM json_to_recordset(${JSON.stringify(moved)}::json) AS r(id text, version int, head bytea)
    WHERE p.county_id = ${county} AND p.post_id = r.id`);
}

async function writeAccounts(tx: Tx, county: string, people: readonly Made[]): Promise<void> {
  const hash = await hashPassword(DEMO_PASSWORD);
  await insertRows(
    tx,
    'account',
    people
      .filter((person) => person.account)
      .map((person) => ({
        county_id: county,
        account_id: uuidv7(),
        person_id: person.id,
        username: person.account?.username,
        password_hash: hash,
        demo: true,
      })),
  );
}

/** Fills the demo's posts and makes its accounts. The posts' rows must be there. */
export async function installDemoPeople(
  tx: Tx,
  keys: Keys,
  pack: Pack,
  nodes: readonly PlaceNode[],
  { now, fromDay }: { now: number; fromDay: string },
): Promise<void> {
  const county = pack.county.id;
  const { seats, people: somebodies } = castOf(pack, nodes);
  const people = somebodies.map((one, n) => personFor(pack.demo, one, n));
  await writePeople(tx, keys, county, people, now);
  const terms = seats.map(
    ({ kind, post, account, person }, n): Term => ({
      term: uuidv7(),
      person: people[person]?.id as string,
      post,
      to: account || !endsSoon(kind, n) ? termEnd(fromDay, kind?.termMonths ?? null, now) : soon(n, now),
    }),
  );
  await writeTerms(tx, county, terms, fromDay, now);
  await writeAccounts(tx, county, people);
}
