/** Residents are known by their phone: the same number is the same person. */
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { at, type Queryable, sql, type Tx } from '../../platform/db.ts';
import { type By, chain, type Head, type JournalEvent, NO_HEAD, vouch, writeEntries } from '../../platform/journal.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Services } from '../../platform/services.ts';
import { maskName, maskSealedPhone } from './mask.ts';
import type { PersonKind } from './person.ts';
import { rememberSecret, secretOf } from './secrets.ts';

export type NewPerson = { kind: PersonKind; name: string | null; phone: string | null };
export type PersonMade = { id: string; secret: Buffer };

const PROGRAM: By = { person: null, post: null };

/** Makes a person, with the secret that vouches for them. The phone is sealed and found by its blind index only. */
export async function makePerson(
  tx: Tx,
  keys: Keys,
  county: string,
  { kind, name, phone }: NewPerson,
  { by, now }: { by: By; now: number },
): Promise<PersonMade> {
  const id = uuidv7();
  const secret = randomBytes(32);
  const vouched = {
    ...(name === null ? {} : { name: vouch(secret, name) }),
    ...(phone === null ? {} : { phone: vouch(secret, phone) }),
  };
  const event: JournalEvent = { kind: 'person.made', by, at: now, sort: kind, vouched };
  const { entries, head } = chain(county, { kind: 'person', id }, NO_HEAD, [event]);
  await tx.rows(sql`
    INSERT INTO person (county_id, person_id, kind, name, phone_sealed, phone_index, created_at, version, head)
    VALUES (${county}, ${id}, ${kind}, ${name}, ${phone === null ? null : keys.seal(county, phone)},
      ${phone === null ? null : keys.blindIndex(county, phone)}, ${at(now)}, ${head.seq}, ${head.hash})`);
  await tx.rows(sql`INSERT INTO person_key (county_id, person_id, secret) VALUES (${county}, ${id}, ${secret})`);
  await writeEntries(tx, county, entries);
  return { id, secret };
}

/** Appends to a person's chain; the row must be locked by this transaction. */
export async function appendToPerson(
  tx: Queryable,
  county: string,
  id: string,
  head: Head,
  events: JournalEvent[],
): Promise<void> {
  const chained = chain(county, { kind: 'person', id }, head, events);
  await writeEntries(tx, county, chained.entries);
  await tx.rows(sql`
    UPDATE person SET version = ${chained.head.seq}, head = ${chained.head.hash}
    WHERE county_id = ${county} AND person_id = ${id}`);
}

type Found = { id: string; name: string | null };

function findByPhone(db: Queryable, keys: Keys, county: string, phone: string): Promise<Found | null> {
  return db.row<Found>(sql`
    SELECT person_id AS id, name FROM person
    WHERE county_id = ${county} AND phone_index = ${keys.blindIndex(county, phone)} AND kind = 'resident'
    ORDER BY person_id LIMIT 1`);
}

/** A caller without a name so far has told it now. A name that is there is never overwritten by what a caller says. */
async function learnName(tx: Tx, county: string, id: string, name: string, now: number): Promise<void> {
  const row = await tx.row<{ version: number; head: Buffer }>(sql`
    SELECT version, head FROM person WHERE county_id = ${county} AND person_id = ${id} AND name IS NULL FOR UPDATE`);
  if (!row) return;
  const mac = vouch(await secretOf(tx, county, id), name);
  await tx.rows(sql`UPDATE person SET name = ${name} WHERE county_id = ${county} AND person_id = ${id}`);
  await appendToPerson(tx, county, id, { seq: row.version, hash: row.head }, [
    { kind: 'person.named', by: PROGRAM, at: now, vouched: { name: mac } },
  ]);
}

/** The resident with this phone, made when there is none; two who ask at once get the same person. */
export async function findOrMakeResident(
  services: Pick<Services, 'db' | 'keys' | 'secretOf'>,
  county: string,
  phone: string,
  name: string | null,
  now: number,
): Promise<PersonMade> {
  const { db, keys } = services;
  const given = name?.trim() || null;
  const known = await findByPhone(db, keys, county, phone);
  if (known && (known.name !== null || given === null)) {
    return { id: known.id, secret: await services.secretOf(county, known.id) };
  }
  const made = await db.tx(async (tx): Promise<PersonMade> => {
    const lock = keys.blindIndex(county, phone).readBigInt64BE(0).toString();
    await tx.rows(sql`SELECT pg_advisory_xact_lock(${lock}::bigint)`);
    const found = await findByPhone(tx, keys, county, phone);
    if (!found) return makePerson(tx, keys, county, { kind: 'resident', name: given, phone }, { by: PROGRAM, now });
    if (given !== null && found.name === null) await learnName(tx, county, found.id, given, now);
    return { id: found.id, secret: await secretOf(tx, county, found.id) };
  });
  rememberSecret(db, county, made.id, made.secret);
  return made;
}

/** Name and phone of a person as anybody who sees their matter may read them; nulls once erased. */
export async function maskedContact(
  services: Pick<Services, 'db' | 'keys'>,
  county: string,
  id: string,
): Promise<{ name: string | null; phone: string | null }> {
  const row = await services.db.row<{ name: string | null; phone: Buffer | null }>(sql`
    SELECT name, phone_sealed AS phone FROM person WHERE county_id = ${county} AND person_id = ${id}`);
  return {
    name: maskName(row?.name ?? null),
    phone: maskSealedPhone(services.keys, county, row?.phone ?? null),
  };
}
