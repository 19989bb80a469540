/**
 * A whole house for tests: really migrated, with counties really installed from the pack of a start without settings (under ids of
 * the tests' own), the HTTP application without a port, people in any post, and a clock that stands where it is put.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { makeApp } from '../src/app.ts';
import { type House, openHouse } from '../src/house.ts';
import { postId } from '../src/modules/county/index.ts';
import type { CountyRuntime } from '../src/modules/county/runtime.ts';
import { forgetActors, tokenHash } from '../src/modules/people/actor-of.ts';
import { makePerson } from '../src/modules/people/residents.ts';
import { DEFAULT_COUNTY, readConfig } from '../src/platform/config.ts';
import { at, sql } from '../src/platform/db.ts';
import type { Ground } from '../src/platform/http.ts';
import { makeLog } from '../src/platform/log.ts';
import { withDatabase } from './harness.ts';
import { ROOT } from './structure/source.ts';

/** A Wednesday in a week without holidays, 10:00 where the county lies (UTC+8). */
export const MORNING = Date.parse('2026-06-10T10:00:00+08:00');
const DAY = 86_400_000;

export type Someone = { id: string | null; token: string | null; follow?: string };

export const NOBODY: Someone = { id: null, token: null };

export type Asking = {
  as?: Someone;
  body?: unknown;
  /** Idempotency key; null: none is sent. Unset: a new one. */
  key?: string | null;
  headers?: Record<string, string>;
  county?: string;
};

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into by tests
export type Answer = { status: number; body: any; headers: Record<string, unknown>; text: string };

export type TestHouse = {
  house: House;
  ground: Ground;
  url: string;
  clock: { now: number };
  /** Lines of the program's log so far. */
  logged: string[];
  county(id?: string): CountyRuntime;
  /** A new person in a post at a place or unit, signed in. */
  holder(kind: string, where: string, county?: string): Promise<Someone>;
  resident(more?: { name?: string; phone?: string; county?: string }): Promise<Someone>;
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, asking?: Asking): Promise<Answer>;
  close(): Promise<void>;
};

/** Copies of the pack that is served when nothing is set, under other ids, so that no test names a county. */
export function makePacks(
  root: string,
  ids: readonly string[],
  change: (county: Record<string, unknown>) => void,
  more: (folder: string) => void = () => {},
): void {
  const packs = join(ROOT, 'counties');
  cpSync(join(packs, '_shared'), join(root, '_shared'), { recursive: true });
  for (const id of ids) {
    const folder = join(root, id);
    cpSync(join(packs, DEFAULT_COUNTY), folder, { recursive: true });
    const file = join(folder, 'county.json');
    const county = JSON.parse(readFileSync(file, 'utf8'));
    county.id = id;
    change(county);
    writeFileSync(file, JSON.stringify(county));
    more(folder);
  }
}

/** Options of a house whose county has the shared grade table, switched on. */
export const GRADED = {
  change: (county: Record<string, unknown>) => void Object.assign(county.switches as object, { grades: true }),
  pack: (folder: string) => {
    const file = join(folder, 'posts.json');
    const posts = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...posts, grades: [{ id: 'community_workers', shared: true }] }));
  },
};

let phones = 0;

/** A request that is not answered is a fault of its own, and told with its address. */
const ANSWER_MS = 20_000;

export async function openTestHouse(
  options: {
    counties?: string[];
    demo?: boolean;
    change?: (county: Record<string, unknown>) => void;
    /** Further changes, given the folder of each pack. */
    pack?: (folder: string) => void;
    log?: boolean;
  } = {},
): Promise<TestHouse> {
  const { counties = ['eastshire'], demo = false, change = () => {}, pack } = options;
  const [main = ''] = counties;
  const dir = mkdtempSync(join(tmpdir(), 'huying-test-'));
  makePacks(join(dir, 'packs'), counties, change, pack);
  process.env.HUYING_PACKS = join(dir, 'packs');
  const database = await withDatabase();
  const logged: string[] = [];
  const out = new Writable({
    write(chunk, _encoding, done) {
      logged.push(...String(chunk).split('\n').filter(Boolean));
      done();
    },
  });
  const clock = { now: MORNING };
  const settings = {
    HUYING_DATA: join(dir, 'data'),
    HUYING_COUNTIES: counties.join(','),
    HUYING_DEMO: demo ? '1' : '0',
  };
  const house = await openHouse(readConfig({ ...settings, HUYING_LOG: 'trace' }, dir), {
    log: makeLog('trace', out),
    worker: false,
    clock: () => clock.now,
    database: { url: database.url, kind: 'external', dataDir: null, pid: null, stop: async () => {} },
  });
  const { services } = house;
  services.demo = demo;
  const ground = await makeApp(services);
  const { db, keys } = services;

  async function signedIn(
    county: string,
    kind: 'staff' | 'resident',
    name: string,
    phone: string,
  ): Promise<Someone & { id: string }> {
    const token = randomBytes(32).toString('base64url');
    const by = { person: null, post: null };
    return db.tx(async (tx) => {
      const { id } = await makePerson(tx, keys, county, { kind, name, phone }, { by, now: clock.now });
      await tx.rows(sql`
        INSERT INTO session (county_id, token_hash, person_id, created_at, expires_at)
        VALUES (${county}, ${tokenHash(token)}, ${id}, ${at(clock.now)}, ${at(clock.now + 3650 * DAY)})`);
      return { id, token };
    });
  }

  const nextPhone = () => `100${String(90_000_000 + ++phones)}`;

  return {
    house,
    ground,
    url: database.url,
    clock,
    logged,
    county: (id = main) => services.counties.get(id) as CountyRuntime,
    async holder(kind, where, county = main) {
      const runtime = services.counties.get(county) as CountyRuntime;
      const sort = runtime.postKinds
        .get(kind)
        ?.permissions.some((one) => one.endsWith('.read') && one !== 'territory.read');
      const person = await signedIn(county, sort ? 'staff' : 'resident', `演示·${kind}`, nextPhone());
      await db.rows(sql`
        INSERT INTO term (county_id, term_id, post_id, person_id, from_day)
        VALUES (${county}, ${randomUUID()}, ${postId(kind, where)}, ${person.id}, '2020-01-01')`);
      forgetActors(db, county);
      return person;
    },
    resident: ({ name = '演示·居民', phone = nextPhone(), county = main } = {}) =>
      signedIn(county, 'resident', name, phone),
    async ask(method, path, { as = NOBODY, body, key = randomUUID(), headers = {}, county = main } = {}) {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer to ${method} ${path}`)), ANSWER_MS);
      });
      const answered = ground.app.inject({
        method,
        url: `/api/${county}${path}`,
        remoteAddress: `10.0.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`,
        headers: {
          ...(as.token ? { authorization: `Bearer ${as.token}` } : {}),
          ...(as.follow ? { 'x-follow': as.follow } : {}),
          ...(method !== 'GET' && key ? { 'idempotency-key': key } : {}),
          ...(body !== undefined && !('content-type' in headers) ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { payload: Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const reply = await Promise.race([answered, silence]).finally(() => clearTimeout(timer));
      const type = String(reply.headers['content-type'] ?? '');
      return {
        status: reply.statusCode,
        text: reply.body,
        body: type.includes('json') ? JSON.parse(reply.body) : null,
        headers: reply.headers,
      };
    },
    async close() {
      await ground.app.close();
      await house.close();
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
