/**
 * One connection of the process that stays open: it hears what other processes on the database say (LISTEN), and holds
 * the locks by which they see that this one lives. It is opened anew when it breaks.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Db } from './db.ts';
import type { Live, LiveEvent } from './live.ts';
import type { Log } from './log.ts';

export type Notices = {
  /** Names this process among those on the database. */
  id: string;
  /** `said` gets what any process, this one too, says on the channel. */
  on(channel: string, said: (payload: string) => void): Promise<void>;
  say(channel: string, payload: string): Promise<void>;
  /** Shows that the bearer of this name lives, for as long as this process does. */
  stand(name: string): Promise<void>;
  stop(): Promise<void>;
};

/** The advisory lock by which `name` is seen to live. */
export const STANDS = 'hashtextextended($1, 7202611)';

const RETRY_MS = 1000;

export async function openNotices(db: Db, log: Log): Promise<Notices> {
  const channels = new Map<string, (payload: string) => void>();
  const names = new Set<string>();
  let stopped = false;
  let client: pg.Client | null = null;
  client = await connect();

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...db.pool.options, application_name: 'huying notices' });
    fresh.on('notification', ({ channel, payload }) => channels.get(channel)?.(payload ?? ''));
    // Both come with a break: the listener keeps the error from ending the process, the end leads to the next try.
    fresh.on('error', () => {});
    fresh.once('end', () => {
      if (fresh === client) void again();
    });
    await fresh.connect();
    for (const channel of channels.keys()) await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    for (const name of names) await fresh.query(`SELECT pg_try_advisory_lock(${STANDS})`, [name]);
    return fresh;
  }

  let mending = false;
  async function again(): Promise<void> {
    if (stopped || mending) return;
    mending = true;
    for (let tries = 0; !stopped; tries += 1) {
      try {
        client = await connect();
        break;
      } catch (error) {
        if (tries === 0)
          log.warn({ err: error }, '数据库连接中断，正在重连 · the connection to the database broke, connecting again');
        await sleep(RETRY_MS);
      }
    }
    mending = false;
    if (stopped) await client?.end().catch(() => {});
  }

  return {
    id: randomUUID(),
    async on(channel, said) {
      channels.set(channel, said);
      await client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    },
    async say(channel, payload) {
      await db.pool.query('SELECT pg_notify($1, $2)', [channel, payload]);
    },
    async stand(name) {
      names.add(name);
      await client?.query(`SELECT pg_try_advisory_lock(${STANDS})`, [name]);
    },
    async stop() {
      stopped = true;
      await client?.end().catch(() => {});
    },
  };
}

const CHANNEL = 'huying_live';
/** PostgreSQL takes no more than 8000 bytes at once. */
const MOST_BYTES = 7500;

/** Live notices travel between the processes on one database: a worker's drainer is heard on every web process. */
export async function relayLive(live: Live, notices: Notices, log: Log): Promise<void> {
  await notices.on(CHANNEL, (payload) => {
    const { from, county, events } = JSON.parse(payload) as { from: string; county: string; events: LiveEvent[] };
    if (from !== notices.id) for (const event of events) live.deliver(county, event);
  });
  live.relay((county, events) => {
    for (const payload of packed(notices.id, county, events)) {
      notices
        .say(CHANNEL, payload)
        .catch((error) => log.warn({ err: error }, '实时通知未能转发 · a live notice was not passed on'));
    }
  });
}

/** As few payloads as the limit allows. An event is far below it. */
export function packed(from: string, county: string, events: LiveEvent[]): string[] {
  const payloads: string[] = [];
  let open: LiveEvent[] = [];
  let bytes = 0;
  const close = (): void => {
    if (open.length > 0) payloads.push(JSON.stringify({ from, county, events: open }));
    open = [];
    bytes = 0;
  };
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event)) + 1;
    if (bytes + size + 200 > MOST_BYTES) close();
    open.push(event);
    bytes += size;
  }
  close();
  return payloads;
}
