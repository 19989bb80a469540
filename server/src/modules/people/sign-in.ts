/** Signing in and out. A session is a random token; the database knows its hash only. */
import { randomBytes } from 'node:crypto';
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { at, sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { actorFor, forgetActors, tokenHash } from './actor-of.ts';
import { passwordFits } from './passwords.ts';
import type { PersonKind } from './person.ts';
import { takePhoneCode } from './phone-code.ts';
import { findOrMakeResident } from './residents.ts';

export type Credentials = { username: string; password: string } | { phone: string; code: string };

export type SignedIn = { token: string; actor: Actor; expiresAt: number };

const DAY = 86_400_000;

/** Staff sign in anew each week; residents keep their phone signed in for a season. */
const LASTS: Record<PersonKind, number> = { staff: 7 * DAY, resident: 90 * DAY };

type AccountRow = { person: string; hash: string; demo: boolean };

/** @throws Refusal `credentials_wrong`, the same whether the name or the password is wrong, or the account is closed. */
async function byPassword(services: Services, county: string, username: string, password: string): Promise<string> {
  const row = await services.db.row<AccountRow>(sql`
    SELECT person_id AS person, password_hash AS hash, demo FROM account
    WHERE county_id = ${county} AND username = ${username} AND disabled_at IS NULL`);
  // Demo accounts have a password that everybody knows: without demo they are nobody's.
  const usable = row !== null && (services.demo || !row.demo);
  if (!(await passwordFits(usable ? row.hash : null, password)) || !row) throw new Refusal('credentials_wrong');
  return row.person;
}

/** @throws Refusal `credentials_wrong`, `code_wrong` */
export async function signIn(
  services: Services,
  county: CountyRuntime,
  credentials: Credentials,
  now: number,
): Promise<SignedIn> {
  let person: string;
  if ('phone' in credentials) {
    await takePhoneCode(services, county.id, credentials.phone, credentials.code, now);
    person = (await findOrMakeResident(services, county.id, credentials.phone, null, now)).id;
  } else {
    person = await byPassword(services, county.id, credentials.username.trim(), credentials.password);
  }
  const actor = await actorFor(services.db, county, person, now);
  if (!actor) throw new Refusal('phone' in credentials ? 'code_wrong' : 'credentials_wrong');
  const token = randomBytes(32).toString('base64url');
  const expiresAt = now + LASTS[actor.kind as PersonKind];
  await services.db.rows(sql`
    WITH gone AS (
      DELETE FROM session WHERE county_id = ${county.id} AND person_id = ${person} AND expires_at <= ${at(now)}
    )
    INSERT INTO session (county_id, token_hash, person_id, created_at, expires_at)
    VALUES (${county.id}, ${tokenHash(token)}, ${person}, ${at(now)}, ${at(expiresAt)})`);
  return { token, actor, expiresAt };
}

/** Ends the session of this token; nothing happens when there is none. */
export async function signOut(services: Pick<Services, 'db'>, county: string, token: string): Promise<void> {
  await services.db.rows(sql`DELETE FROM session WHERE county_id = ${county} AND token_hash = ${tokenHash(token)}`);
  forgetActors(services.db, county);
}
