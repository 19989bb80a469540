/**
 * The drainer: takes committed events from the outbox, seals them and lets the reactions follow. One at a time per county,
 * by a lease that another process takes over when it lapses. Whatever is visible is taken, lowest number first, and deleted in
 * the transaction that seals it: a row that commits late with a low number is in a later batch, none is ever skipped, and a
 * crash before the commit leaves all as it was. Events of one subject come in order, because its writers queue on its row.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CountyRuntime } from '../modules/county/runtime.ts';
import { type Db, type Queryable, sql } from './db.ts';
import type { JournalEvent } from './journal.ts';
import { type Happened, type Reactions, react, runEffects } from './reactions.ts';
import { exportSeals, sealEvents } from './seals.ts';
import type { Services } from './services.ts';

export const BATCH = 500;
const LEASE_MS = 5000;
/** So many acts under way in this process are a crowd. */
const CROWD = 12;
/** How long projections stand back from a crowd, and how long a turn of theirs may be before notices are seen to again. */
const STAND_BACK_MS = 10_000;
const TURN_MS = 200;
const FOLLOW_MS = 500;

/**
 * Takes or keeps the county's lease. Inside a transaction the row stays locked until its end: another holder cannot come
 * in between, however long it takes.
 * @returns false when another holds it
 */
export async function holdLease(db: Queryable, county: string, holder: string, leaseMs = LEASE_MS): Promise<boolean> {
  const row = await db.row(sql`
    INSERT INTO drain_lease AS l (county_id, holder, until)
    VALUES (${county}, ${holder}, clock_timestamp() + make_interval(secs => ${leaseMs / 1000}))
    ON CONFLICT (county_id) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE l.holder = excluded.holder OR l.until < clock_timestamp()
    RETURNING 1`);
  return row !== null;
}

export async function releaseLease(db: Queryable, county: string, holder: string): Promise<void> {
  await db.rows(sql`DELETE FROM drain_lease WHERE county_id = ${county} AND holder = ${holder}`);
}

type Queued = {
  queue_no: number;
  subject_kind: string;
  subject_id: string;
  seq: number;
  event: JournalEvent;
  hash: Buffer;
};

/** One batch. @returns how many events it took; null when another holds the lease */
export async function drainBatch(
  services: Services,
  county: CountyRuntime,
  reactions: Reactions,
  holder: string,
  leaseMs = LEASE_MS,
): Promise<number | null> {
  const drained = await services.db.tx(async (tx) => {
    if (!(await holdLease(tx, county.id, holder, leaseMs))) return null;
    const queued = await tx.rows<Queued>(sql`
      SELECT o.queue_no, o.subject_kind, o.subject_id, o.seq, j.event, j.hash
      FROM (SELECT * FROM outbox WHERE county_id = ${county.id} ORDER BY queue_no LIMIT ${BATCH}) o
      JOIN journal j ON j.county_id = o.county_id AND j.subject_kind = o.subject_kind AND j.subject_id = o.subject_id
        AND j.seq = o.seq
      WHERE j.county_id = ${county.id} ORDER BY o.queue_no`);
    if (queued.length === 0) return { taken: 0, told: [] };
    const events: Happened[] = queued.map(({ subject_kind, subject_id, seq, event, hash }) => ({
      subject: { kind: subject_kind, id: subject_id },
      seq,
      event,
      hash,
    }));
    await sealEvents(tx, services.keys, county.id, events, services.clock());
    const told = await react(tx, services, county, reactions, events);
    await tx.rows(sql`
      DELETE FROM outbox WHERE county_id = ${county.id} AND queue_no = ANY(${queued.map((row) => row.queue_no)}::bigint[])`);
    return { taken: queued.length, told };
  });
  if (drained === null) return null;
  for (const event of drained.told) services.live.publish(county.id, event);
  return drained.taken;
}

/** What follows a batch outside its transaction. */
async function follow(services: Services, county: CountyRuntime, reactions: Reactions): Promise<void> {
  await exportSeals(services.db, services.dataDir, county.id);
  await runEffects(services, county, reactions);
}

async function rebuildAll(services: Services, county: CountyRuntime, reactions: Reactions): Promise<void> {
  for (const projection of reactions.projections) {
    for (const event of await projection.rebuild(services, county)) services.live.publish(county.id, event);
  }
}

/**
 * Drains until nothing is left, and waits for another holder to do so where there is one. For tests and the command line.
 * @returns how many events this process took
 */
export async function drainAll(services: Services, county: CountyRuntime, reactions: Reactions): Promise<number> {
  const holder = `all/${randomUUID()}`;
  let taken = 0;
  for (;;) {
    const now = await drainBatch(services, county, reactions, holder);
    if (now === 0) break;
    if (now === null) {
      if (!(await hasWork(services.db, county.id))) break;
      await sleep(100);
    } else taken += now;
  }
  await follow(services, county, reactions);
  await rebuildAll(services, county, reactions);
  await releaseLease(services.db, county.id, holder);
  return taken;
}

async function hasWork(db: Db, county: string): Promise<boolean> {
  return (await db.row(sql`SELECT 1 FROM outbox WHERE county_id = ${county} LIMIT 1`)) !== null;
}

export type Drainer = {
  /** Something was committed: drain soon. Many calls make one drain. */
  wake(county: string): void;
  /** Runs `work` when this process holds the county's lease, or can take it. @returns whether it ran */
  asHolder(county: string, work: () => Promise<void>): Promise<boolean>;
  /** Milliseconds the oldest unfinished round has been going on, by county: for the metrics. */
  lag(county: string): number;
  stop(): Promise<void>;
};

type Round = {
  running: Promise<void> | null;
  /** Woken while running. */
  again: boolean;
  timer: NodeJS.Timeout | null;
  since: number;
  /** When what follows outside the batches was last seen to. */
  followedAt: number;
  /** Since when projections may have marks on them; null when all are made. */
  staleSince: number | null;
  /** Until when projections that recount rest, and until when all of them leave the next turn to the batches. */
  restUntil: number;
  turnAfter: number;
  troubled: boolean;
};

const newRound = (): Round => ({
  running: null,
  again: false,
  timer: null,
  since: 0,
  followedAt: 0,
  staleSince: null,
  restUntil: 0,
  turnAfter: 0,
  troubled: false,
});

/**
 * Starts draining every county served.
 * @param options.lingerMs how long a wake waits for company, five times that in a crowd: batches of a few events cost as
 * much as batches of many
 */
export function startDrainer(
  services: Services,
  reactions: Reactions,
  options: { pollMs?: number; leaseMs?: number; lingerMs?: number; holder?: string } = {},
): Drainer {
  const { pollMs = 1000, leaseMs = LEASE_MS, lingerMs = 60, holder = randomUUID() } = options;
  const rounds = new Map<string, Round>();
  let stopping = false;

  const roundOf = (county: string): Round => {
    let round = rounds.get(county);
    if (!round) {
      round = newRound();
      rounds.set(county, round);
    }
    return round;
  };

  function wake(id: string): void {
    const round = roundOf(id);
    if (stopping || round.timer) return;
    if (round.running) {
      round.again = true;
      return;
    }
    round.timer = setTimeout(
      () => {
        round.timer = null;
        round.running = go(id, round).finally(() => {
          round.running = null;
          if (round.again) wake(id);
          round.again = false;
        });
      },
      crowded() ? 5 * lingerMs : lingerMs,
    );
  }

  const crowded = (): boolean => (services.acts?.underWay ?? 0) >= CROWD;

  async function go(id: string, round: Round): Promise<void> {
    const county = services.counties.get(id);
    if (!county) return;
    round.since = Date.now();
    try {
      for (let taken: number | null = BATCH; taken === BATCH && !stopping; ) {
        taken = await drainBatch(services, county, reactions, holder, leaseMs);
        if (taken === null) return;
        if (taken < BATCH || Date.now() - round.followedAt > FOLLOW_MS) {
          await follow(services, county, reactions);
          round.followedAt = Date.now();
        }
        await refresh(county, round);
      }
      round.troubled = false;
    } catch (error) {
      // The poll tries again; said once, not every second.
      if (!round.troubled)
        services.log.error(
          { err: error, county: id },
          '后续处理中断，将重试 · draining stopped and will be tried again',
        );
      round.troubled = true;
    } finally {
      round.since = 0;
    }
  }

  /**
   * Makes projections anew where they are marked. They stand back from people, who wait for their answers, and take turns
   * with the batches, so that seals and notices never wait long for them. One that recounts does so at most as often as
   * keeps that work to a small share of the time.
   */
  async function refresh(county: CountyRuntime, round: Round): Promise<void> {
    const started = Date.now();
    round.staleSince ??= started;
    if ((crowded() && started - round.staleSince < STAND_BACK_MS) || started < round.turnAfter) return;
    let cut = false;
    const enough = (): boolean => {
      cut ||= stopping || Date.now() - started >= TURN_MS;
      return cut;
    };
    const rested = started >= round.restUntil;
    for (const projection of reactions.projections) {
      if (projection.recounts && !rested) continue;
      const from = Date.now();
      for (const event of await projection.rebuild(services, county, enough)) services.live.publish(county.id, event);
      if (projection.recounts) round.restUntil = Date.now() + Math.max(500, 20 * (Date.now() - from));
    }
    if (rested && !cut) round.staleSince = null;
    if (cut) round.again = true;
    round.turnAfter = crowded() ? Date.now() + 4 * TURN_MS : 0;
  }

  let polls = 0;
  const poll = setInterval(() => {
    polls += 1;
    for (const id of services.counties.keys()) {
      // Now and then without asking: a holder that died may have left marks that nothing new points to.
      if ((rounds.get(id)?.staleSince ?? null) !== null || polls % 60 === 0) wake(id);
      else {
        hasMore(services.db, id, services.clock())
          .then((more) => more && wake(id))
          .catch(() => {});
      }
    }
  }, pollMs);
  poll.unref();
  for (const id of services.counties.keys()) wake(id);

  return {
    wake,
    async asHolder(county, work) {
      if (stopping || !(await holdLease(services.db, county, holder, leaseMs))) return false;
      await work();
      return true;
    },
    lag: (county) => {
      const since = rounds.get(county)?.since ?? 0;
      return since === 0 ? 0 : Date.now() - since;
    },
    async stop() {
      stopping = true;
      clearInterval(poll);
      for (const [county, round] of rounds) {
        if (round.timer) clearTimeout(round.timer);
        await round.running;
        await releaseLease(services.db, county, holder).catch(() => {});
      }
    },
  };
}

/** Events to drain, or effects that are due. */
async function hasMore(db: Db, county: string, now: number): Promise<boolean> {
  const row = await db.row<{ more: boolean }>(sql`
    SELECT EXISTS (SELECT 1 FROM outbox WHERE county_id = ${county})
      OR EXISTS (SELECT 1 FROM effect_due WHERE county_id = ${county} AND due_at <= ${new Date(now)}) AS more`);
  return row?.more ?? false;
}
