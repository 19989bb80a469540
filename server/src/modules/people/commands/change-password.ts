/** A new password: one's own, by whoever knows the old one; another's, by whoever keeps people. Every other session of the person ends. */
import { Refusal } from '@huying/domain/kernel';
import { actorKey, byOf, permits, postFor } from '../../../access/actor.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import type { By } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { forgetActors } from '../actor-of.ts';
import { requireSeen } from '../directory.ts';
import { hashPassword, passwordFits } from '../passwords.ts';
import { appendToPerson } from '../residents.ts';
import { lockPerson, type PeopleCall } from './appoint.ts';
import { SHORTEST_PASSWORD } from './create-user.ts';

type Account = { id: string; hash: string; demo: boolean };

function requireLong(password: string): void {
  if (password.length >= SHORTEST_PASSWORD) return;
  throw new Refusal('invalid_fields', {}, [
    { path: 'password', code: 'password_short', params: { n: SHORTEST_PASSWORD } },
  ]);
}

/** @throws Refusal `not_found` where the person signs in otherwise; `demo_password_stays` for accounts that everybody shares. */
async function accountOf(services: Services, county: string, person: string): Promise<Account> {
  const account = await services.db.row<Account>(sql`
    SELECT account_id AS id, password_hash AS hash, demo FROM account
    WHERE county_id = ${county} AND person_id = ${person} AND disabled_at IS NULL`);
  if (!account) throw new Refusal('not_found');
  if (account.demo) throw new Refusal('demo_password_stays');
  return account;
}

type Change = { person: string; account: Account; hash: string; by: By; keep: Buffer | null };

async function write(tx: Tx, { county, now }: PeopleCall, { person, account, hash, by, keep }: Change): Promise<void> {
  const row = await lockPerson(tx, county.id, person);
  await tx.rows(sql`
    UPDATE account SET password_hash = ${hash} WHERE county_id = ${county.id} AND account_id = ${account.id}`);
  await tx.rows(sql`
    DELETE FROM session WHERE county_id = ${county.id} AND person_id = ${person}
      AND token_hash IS DISTINCT FROM ${keep}::bytea`);
  await appendToPerson(tx, county.id, person, { seq: row.version, hash: row.head }, [
    { kind: 'account.password_changed', by, at: now },
  ]);
}

/** What the key is kept with must not let anybody guess the password. */
function bodyOf(services: Services, county: string, password: string): unknown {
  return { password: services.keys.mac(county, 'once', password).toString('base64url') };
}

async function change(services: Services, call: PeopleCall, made: Change & { password: string }): Promise<void> {
  const { county, actor, now, key } = call;
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const body = bodyOf(services, county.id, made.password);
  await once(services.db, stamp, `people/${made.person}/password`, body, (tx) => write(tx, call, made));
  forgetActors(services.db, county.id);
  services.wake(county.id);
}

/**
 * One's own. The session it is asked from stays.
 * @param session hash of that session's token
 * @throws Refusal `invalid_fields` (password_wrong, password_short, password_same), `not_found`, `demo_password_stays`
 */
export async function changeOwnPassword(
  services: Services,
  call: PeopleCall,
  { current, password }: { current: string; password: string },
  session: Buffer | null,
): Promise<{ changed: boolean }> {
  const person = call.actor.person?.id as string;
  requireLong(password);
  const account = await accountOf(services, call.county.id, person);
  if (!(await passwordFits(account.hash, current)))
    throw new Refusal('invalid_fields', {}, [{ path: 'current', code: 'password_wrong' }]);
  if (current === password) throw new Refusal('invalid_fields', {}, [{ path: 'password', code: 'password_same' }]);
  const hash = await hashPassword(password);
  await change(services, call, { person, account, hash, by: byOf(call.actor, null), keep: session, password });
  return { changed: true };
}

/**
 * Another's, who forgot it.
 * @throws Refusal `not_found` outside the reach, `not_yourself`, `invalid_fields` (password_short), `demo_password_stays`
 */
export async function resetPassword(
  services: Services,
  call: PeopleCall,
  person: string,
  { password }: { password: string },
): Promise<{ changed: boolean }> {
  const { county, actor } = call;
  if (!permits(actor, 'people.edit')) throw new Refusal('not_permitted');
  await requireSeen(services.db, county, actor, person, 'people.edit');
  // One's own is changed by whoever knows it, so that an open desk is not enough.
  if (actor.person?.id === person) throw new Refusal('not_yourself');
  requireLong(password);
  const account = await accountOf(services, county.id, person);
  const by = byOf(
    actor,
    postFor(actor, 'people.edit', () => true),
  );
  const hash = await hashPassword(password);
  await change(services, call, { person, account, hash, by, keep: null, password });
  return { changed: true };
}
