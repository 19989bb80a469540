/** What comes round by the clock, on the process that holds the county: planned changes of places, cards, messages, clearing away. */

import { at, type Queryable, sql } from '../../platform/db.ts';
import type { Drainer } from '../../platform/outbox.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { sweepDuties } from '../facilities/index.ts';
import { sweepFiles } from '../files/index.ts';
import { turnLists } from '../items/index.ts';
import { sweep } from '../matters/index.ts';
import { sendMessages } from '../messages/index.ts';
import { remindOfTerms } from '../party/index.ts';
import { sweepTerms } from '../people/index.ts';
import { applyDue } from '../territory/index.ts';

export type Housekeeping = { stop(): Promise<void> };

export type HousekeepingOptions = {
  sweepMs?: number;
  messagesMs?: number;
  termsMs?: number;
  clearMs?: number;
  /** The address people reach the program at, for links in messages. Default: as it is set, else the path alone. */
  linkBase?: string;
};

const DAY = 86_400_000;
const KEYS_KEPT_MS = 7 * DAY;
/** Pictures that were sent and then used for nothing. */
const FILES_KEPT_MS = 2 * DAY;
const JOBS_KEPT_MS = 180 * DAY;

type Round = (county: CountyRuntime, signal: AbortSignal) => Promise<unknown>;

/** Does each round at once and then every so often; a round that is still going on is not begun again. */
export function startHousekeeping(
  services: Services,
  drainer: Pick<Drainer, 'asHolder'>,
  options: HousekeepingOptions = {},
): Housekeeping {
  const { sweepMs = 30_000, messagesMs = 5000, clearMs = 3_600_000, termsMs = 300_000 } = options;
  const linkBase = options.linkBase ?? services.publicUrl ?? '';
  const leaving = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const running = new Set<Promise<void>>();

  function every(ms: number, name: string, round: Round): void {
    const busy = new Set<string>();
    const look = (): void => {
      for (const id of services.counties.keys()) {
        if (busy.has(id)) continue;
        busy.add(id);
        const done = once(id, name, round).finally(() => {
          busy.delete(id);
          running.delete(done);
        });
        running.add(done);
      }
    };
    const timer = setInterval(look, ms);
    timer.unref();
    timers.push(timer);
    look();
  }

  async function once(id: string, name: string, round: Round): Promise<void> {
    const county = services.counties.get(id);
    if (!county || leaving.signal.aborted) return;
    try {
      await drainer.asHolder(id, async () => {
        await round(county, leaving.signal);
      });
    } catch (error) {
      if (!leaving.signal.aborted)
        services.log.error({ err: error, county: id, round: name }, '例行工作出错 · a round of housekeeping failed');
    }
  }

  every(sweepMs, 'territory', (county) => applyDue(services, county, services.clock()));
  every(sweepMs, 'sweep', (county) => sweep(services, county, services.clock()));
  every(sweepMs, 'lists', (county) => turnLists(services, county, services.clock()));
  every(sweepMs, 'duties', (county) => sweepDuties(services, county, services.clock()));
  every(termsMs, 'terms', (county) => sweepTerms(services, county, services.clock()));
  every(clearMs, 'files', (county) => sweepFiles(services, county.id, services.clock() - FILES_KEPT_MS));
  every(messagesMs, 'messages', (county, signal) => sendMessages(services, county, linkBase, signal));
  every(clearMs, 'party', (county) => remindOfTerms(services, county, services.clock()));
  every(clearMs, 'clear', (county) => clearAway(services.db, county.id, services.clock()));

  return {
    async stop() {
      leaving.abort();
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}

/** Removes what has had its time: idempotency keys, sessions, phone codes, old jobs. */
export async function clearAway(db: Queryable, county: string, now: number): Promise<void> {
  await db.rows(sql`DELETE FROM command_key WHERE county_id = ${county} AND made_at < ${at(now - KEYS_KEPT_MS)}`);
  await db.rows(sql`DELETE FROM session WHERE county_id = ${county} AND expires_at < ${at(now)}`);
  await db.rows(sql`DELETE FROM phone_code WHERE county_id = ${county} AND expires_at < ${at(now)}`);
  await db.rows(sql`
    DELETE FROM job WHERE county_id = ${county} AND state IN ('done', 'failed') AND started_at < ${at(now - JOBS_KEPT_MS)}`);
}
