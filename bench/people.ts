/** People of the bench: residents who sign in with a phone code, as residents do, and holders of posts. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { postId } from '../server/src/modules/county/index.ts';
import { tokenHash } from '../server/src/modules/people/actor-of.ts';
import { makePerson } from '../server/src/modules/people/residents.ts';
import { at, type Db, sql } from '../server/src/platform/db.ts';
import { loadKeys } from '../server/src/platform/keys.ts';

const DAY = 86_400_000;

async function post(base: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const reply = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await reply.json()) as Record<string, unknown>;
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Signs in as so many residents through the door; the codes are read where the gateway put them. @returns tokens */
export async function residents(base: string, county: string, dataDir: string, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const phone = `100${String(70_000_000 + n)}`;
    await post(base, `/api/${county}/phone-code`, { phone });
    const lines = readFileSync(join(dataDir, 'messages', `${county}.log`), 'utf8')
      .trim()
      .split('\n');
    const message = lines
      .map((line) => JSON.parse(line) as { to: string; text: string })
      .findLast((one) => one.to === phone);
    const code = /\d{6}/.exec(message?.text ?? '')?.[0];
    tokens.push((await post(base, `/api/${county}/session`, { phone, code })).token as string);
  }
  return tokens;
}

export type Holder = { id: string; token: string };

/** Makes a person in a post, or without one, signed in. Written past the door: it is not what is measured. */
export async function holder(
  db: Db,
  county: string,
  dataDir: string,
  kind: string | null,
  where = '',
): Promise<Holder> {
  const token = randomBytes(32).toString('base64url');
  const keys = loadKeys(null, join(dataDir, 'keys'));
  const now = Date.now();
  return db.tx(async (tx) => {
    const name = `演示·${kind ?? '居民'}`;
    const person = { kind: kind ? ('staff' as const) : ('resident' as const), name, phone: null };
    const { id } = await makePerson(tx, keys, county, person, { by: { person: null, post: null }, now });
    if (kind) {
      await tx.rows(sql`
        INSERT INTO term (county_id, term_id, post_id, person_id, from_day)
        VALUES (${county}, ${randomUUID()}, ${postId(kind, where)}, ${id}, '2020-01-01')`);
    }
    await tx.rows(sql`
      INSERT INTO session (county_id, token_hash, person_id, created_at, expires_at)
      VALUES (${county}, ${tokenHash(token)}, ${id}, ${at(now)}, ${at(now + 30 * DAY)})`);
    return { id, token };
  });
}
