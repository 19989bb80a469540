/** Making a person who works in the county: with an account to sign in, and with a post, where given. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { actorKey } from '../../../access/actor.ts';
import { EVERYWHERE } from '../../../access/reach.ts';
import { sql, sqlState, type Tx } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { forgetActors } from '../actor-of.ts';
import { hashPassword } from '../passwords.ts';
import { makePerson } from '../residents.ts';
import { appointWithin, type Office, officeOf, type PeopleCall } from './appoint.ts';

export const SHORTEST_PASSWORD = 10;
const USERNAME = /^[\p{L}\p{N}][\p{L}\p{N}_.@-]{1,39}$/u;
const UNIQUE_VIOLATION = '23505';

export type NewPersonBody = {
  name: string;
  phone?: string;
  username?: string;
  password?: string;
  post?: string;
  at?: string;
  from?: string;
  to?: string | null;
};

function requireWhole({ username, password, post, at }: NewPersonBody): void {
  const fields = [];
  if (username !== undefined && !USERNAME.test(username)) fields.push({ path: 'username', code: 'username_invalid' });
  if ((username === undefined) !== (password === undefined)) {
    fields.push({ path: username === undefined ? 'username' : 'password', code: 'field_required' });
  }
  if (password !== undefined && password.length < SHORTEST_PASSWORD) {
    fields.push({ path: 'password', code: 'password_short', params: { n: SHORTEST_PASSWORD } });
  }
  if ((post === undefined) !== (at === undefined)) {
    fields.push({ path: post === undefined ? 'post' : 'at', code: 'field_required' });
  }
  if (fields.length > 0) throw new Refusal('invalid_fields', {}, fields);
}

async function makeUser(
  tx: Tx,
  services: Services,
  office: Office,
  body: NewPersonBody,
  hash: string | null,
): Promise<string> {
  const { county, by, now } = office;
  const given = { kind: 'staff' as const, name: body.name.trim(), phone: body.phone ?? null };
  const { id } = await makePerson(tx, services.keys, county.id, given, { by, now });
  if (hash !== null) {
    try {
      await tx.rows(sql`
        INSERT INTO account (county_id, account_id, person_id, username, password_hash)
        VALUES (${county.id}, ${uuidv7()}, ${id}, ${body.username}, ${hash})`);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      throw new Refusal('invalid_fields', {}, [{ path: 'username', code: 'username_taken' }]);
    }
  }
  if (body.post !== undefined && body.at !== undefined) {
    const from = body.from ?? dayOf(county, now);
    await appointWithin(tx, office, { person: id, post: body.post, at: body.at, from, to: body.to });
  }
  return id;
}

/** What identifies a person goes into the idempotency key as a keyed hash only: it is kept for a while. */
function hashed(services: Services, county: string, body: NewPersonBody): unknown {
  const secret = ['name', 'phone', 'password'] as const;
  const macs = secret.map((name) => [name, services.keys.mac(county, 'once', body[name] ?? '').toString('base64url')]);
  return { ...body, ...Object.fromEntries(macs) };
}

/** The command behind `POST /people`. @returns the person's id */
export async function createPerson(services: Services, call: PeopleCall, body: NewPersonBody): Promise<{ id: string }> {
  const { county, actor, now, key } = call;
  requireWhole(body);
  const office = officeOf(call);
  // Somebody without a post belongs to no place yet: whoever makes one answers for the whole county.
  if (body.post === undefined && !office.reach.whole) {
    throw new Refusal('invalid_fields', {}, [{ path: 'post', code: 'field_required' }]);
  }
  const hash = body.password === undefined ? null : await hashPassword(body.password);
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const id = await once(services.db, stamp, 'people', hashed(services, county.id, body), (tx) =>
    makeUser(tx, services, office, body, hash),
  );
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return { id };
}

export type NewUser = { username: string; password: string; name: string; phone?: string; post?: string; at?: string };

/** For `huying user`: whoever can run it owns the machine, so no post limits what it may give. */
export async function createUser(services: Services, county: CountyRuntime, user: NewUser): Promise<{ id: string }> {
  const now = services.clock();
  requireWhole(user);
  const office: Office = { county, by: { person: null, post: null }, reach: EVERYWHERE, now };
  const hash = await hashPassword(user.password);
  const id = await services.db.tx((tx) => makeUser(tx, services, office, user, hash));
  services.wake(county.id);
  return { id };
}
