import { randomBytes } from 'node:crypto';
import { type Db, type Queryable, sql } from '../../platform/db.ts';

/** The secret under which the journal vouches for a person's data; made when first needed. */
export async function secretOf(db: Queryable, county: string, person: string): Promise<Buffer> {
  const read = () =>
    db.row<{ secret: Buffer }>(
      sql`SELECT secret FROM person_key WHERE county_id = ${county} AND person_id = ${person}`,
    );
  const found = await read();
  if (found) return found.secret;
  await db.rows(sql`
    INSERT INTO person_key (county_id, person_id, secret) VALUES (${county}, ${person}, ${randomBytes(32)})
    ON CONFLICT DO NOTHING`);
  return ((await read()) as { secret: Buffer }).secret;
}

const MOST = 20_000;
const caches = new WeakMap<Db, Map<string, Promise<Buffer>>>();

function cacheOf(db: Db): Map<string, Promise<Buffer>> {
  let cache = caches.get(db);
  if (!cache) {
    cache = new Map();
    caches.set(db, cache);
  }
  return cache;
}

/** `secretOf` with a memory, for the hot path: the secrets asked for last are kept. */
export function makeSecretCache(db: Db): (county: string, person: string) => Promise<Buffer> {
  const cache = cacheOf(db);
  return (county, person) => {
    const key = `${county}/${person}`;
    const found = cache.get(key) ?? secretOf(db, county, person);
    // Put last again: a Map keeps the order in which keys came.
    cache.delete(key);
    cache.set(key, found);
    found.catch(() => cache.delete(key));
    if (cache.size > MOST) cache.delete(cache.keys().next().value as string);
    return found;
  };
}

/** To be called when a person was made elsewhere, so that the first report need not ask. */
export function rememberSecret(db: Db, county: string, person: string, secret: Buffer): void {
  cacheOf(db).set(`${county}/${person}`, Promise.resolve(secret));
}

/** To be called once a person's secret is gone from the database. */
export function forgetSecret(db: Db, county: string, person: string): void {
  cacheOf(db).delete(`${county}/${person}`);
}
