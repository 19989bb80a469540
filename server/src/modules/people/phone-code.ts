/** Codes sent to a phone: six digits, ten minutes, five tries, once. */
import { randomInt } from 'node:crypto';
import { Refusal } from '@huying/domain/kernel';
import { at, sql } from '../../platform/db.ts';
import { sameBytes } from '../../platform/keys.ts';
import type { Services } from '../../platform/services.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';

const MINUTE = 60_000;
const LASTS = 10 * MINUTE;
const TRIES = 5;
/** A phone gets one code a minute; in a demo, where nobody pays for messages, every two seconds. */
const WAIT = MINUTE;
const DEMO_WAIT = 2_000;

function codeHash(services: Pick<Services, 'keys'>, county: string, phone: string, code: string): Buffer {
  return services.keys.mac(county, 'phone-code', `${phone}:${code}`);
}

/**
 * Sends a new code; the one before is void. Whether the phone is known makes no difference.
 * @returns the code, for a demo to show
 * @throws Refusal `code_too_soon` with the seconds to wait; `unavailable` when it could not be sent.
 */
export async function sendPhoneCode(
  services: Services,
  county: CountyRuntime,
  phone: string,
  language: Language,
  now: number,
): Promise<string> {
  const { db, keys, gateway } = services;
  if (!gateway) throw new Refusal('unavailable');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const index = keys.blindIndex(county.id, phone);
  const wait = services.demo ? DEMO_WAIT : WAIT;
  const free = await db.row(sql`
    INSERT INTO phone_code AS c (county_id, phone_index, code_hash, phone_sealed, expires_at, attempts)
    VALUES (${county.id}, ${index}, ${codeHash(services, county.id, phone, code)}, ${keys.seal(county.id, phone)}, ${at(now + LASTS)}, 0)
    ON CONFLICT (county_id, phone_index) DO UPDATE SET code_hash = excluded.code_hash,
      phone_sealed = excluded.phone_sealed, expires_at = excluded.expires_at, attempts = 0
    WHERE c.expires_at <= ${at(now + LASTS - wait)} RETURNING 1 AS free`);
  if (!free) throw new Refusal('code_too_soon', { seconds: Math.ceil(wait / 1000) });
  const name = language === 'en' ? county.pack.name.en : county.pack.name.zh;
  const text = say(language, 'message.phone_code', { code, minutes: LASTS / MINUTE, county: name });
  try {
    await gateway.send(county.id, { to: phone, template: 'phone_code', text }, now);
  } catch (err) {
    services.log.error({ err, county: county.id }, 'a phone code was not sent');
    await db.rows(sql`DELETE FROM phone_code WHERE county_id = ${county.id} AND phone_index = ${index}`);
    throw new Refusal('unavailable');
  }
  return code;
}

/**
 * Uses a code up. Tries are counted before the code is compared, so that many at once do not get more of them.
 * @throws Refusal `code_wrong`, the same for a wrong, a used, an old and a never sent one.
 */
export async function takePhoneCode(
  services: Pick<Services, 'db' | 'keys'>,
  county: string,
  phone: string,
  code: string,
  now: number,
): Promise<void> {
  const { db, keys } = services;
  const index = keys.blindIndex(county, phone);
  const row = await db.row<{ hash: Buffer }>(sql`
    UPDATE phone_code SET attempts = attempts + 1
    WHERE county_id = ${county} AND phone_index = ${index} AND attempts < ${TRIES} AND expires_at > ${at(now)}
    RETURNING code_hash AS hash`);
  if (!row || !sameBytes(row.hash, codeHash({ keys }, county, phone, code))) throw new Refusal('code_wrong');
  const taken = await db.row(sql`
    DELETE FROM phone_code WHERE county_id = ${county} AND phone_index = ${index} AND code_hash = ${row.hash} RETURNING 1 AS taken`);
  if (!taken) throw new Refusal('code_wrong');
}
