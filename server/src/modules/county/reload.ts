/** Keeping the running county in step with the database, on this node and on the others. */
import { randomUUID } from 'node:crypto';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Notices } from '../../platform/notices.ts';
import type { Services } from '../../platform/services.ts';
import { packOf, readCounty } from './read-county.ts';
import { type CountyRuntime, dayOf } from './runtime.ts';

const CHANNEL = 'huying_county';
const node = randomUUID();

type Held = Pick<Services, 'db' | 'counties' | 'clock' | 'log'>;

async function readAgain(services: Held, id: string): Promise<CountyRuntime | null> {
  const held = services.counties.get(id);
  if (!held) return null;
  const fresh = await readCounty(services.db, packOf(held), services.clock());
  services.counties.set(id, fresh);
  return fresh;
}

/** Reads the county again after a change of its places, units, lists or calendar, and tells the other nodes. */
export async function reloadCounty(services: Held, id: string): Promise<CountyRuntime | null> {
  const fresh = await readAgain(services, id);
  await services.db.rows(sql`SELECT pg_notify(${CHANNEL}, ${`${node} ${id}`})`);
  return fresh;
}

/** Changes when the county's rules do: a notice that was missed while a connection was broken shows here. */
async function stampOf(db: Queryable, county: CountyRuntime, now: number): Promise<string> {
  const row = await db.row<{ stamp: string }>(sql`
    SELECT concat_ws('/', pack_digest,
      (SELECT max(version) FROM calendar WHERE county_id = ${county.id}),
      (SELECT sum(revision) FROM list_version WHERE county_id = ${county.id} AND state <> 'draft'),
      (SELECT count(*) FROM place_change WHERE county_id = ${county.id}),
      (SELECT count(*) FROM place_change WHERE county_id = ${county.id} AND state = 'planned')) AS stamp
    FROM county WHERE county_id = ${county.id}`);
  // A list version may come into force with the day.
  return `${row?.stamp} ${dayOf(county, now)}`;
}

const LOOK_MS = 60_000;
/** Places and lists begin and end with the county's day: it is seen at once, without asking the database. */
const DAY_MS = 1000;

/**
 * Reads a county again when another node says it changed, when its day begins, and when a look once a minute finds it changed.
 * One reading at a time; what is said meanwhile leads to one more.
 */
export async function watchCounties(services: Held, notices: Pick<Notices, 'on'>): Promise<{ stop(): void }> {
  const waiting = new Set<string>();
  let working = false;
  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (const id of waiting) {
      waiting.delete(id);
      await readAgain(services, id).catch((err: unknown) =>
        services.log.error({ err, county: id }, 'county not read again'),
      );
    }
    working = false;
  };
  const want = (id: string): void => {
    waiting.add(id);
    void work();
  };
  const stamps = new Map<string, string>();
  const look = async (): Promise<void> => {
    for (const county of services.counties.values()) {
      const stamp = await stampOf(services.db, county, services.clock());
      const before = stamps.get(county.id);
      stamps.set(county.id, stamp);
      if (before !== undefined && before !== stamp) want(county.id);
    }
  };
  await look();
  const timer = setInterval(() => {
    look().catch((err: unknown) => services.log.warn({ err }, 'counties not looked at'));
  }, LOOK_MS);
  timer.unref();
  const days = setInterval(() => {
    for (const county of services.counties.values()) {
      if (county.day !== dayOf(county, services.clock())) want(county.id);
    }
  }, DAY_MS);
  days.unref();
  await notices.on(CHANNEL, (payload) => {
    const [from, id = ''] = payload.split(' ');
    if (from !== node) want(id);
  });
  return {
    stop() {
      clearInterval(timer);
      clearInterval(days);
    },
  };
}
