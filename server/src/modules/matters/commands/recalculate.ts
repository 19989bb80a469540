/**
 * After a year of the calendar was published: open clocks are counted again. Only what changes is written, each matter by
 * a journaled act of the program; verdicts that are given stay.
 */
import type { Clock, CountyRules, Matter } from '@huying/domain/matter';
import { settleDue } from '@huying/domain/matter';
import { PROGRAM } from '../../../access/actor.ts';
import { type Queryable, sql } from '../../../platform/db.ts';
import { chain } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { keep } from '../journaling.ts';
import { loadMatter, saveMatter } from '../repository.ts';

const AT_ONCE = 200;
const NO_TEXTS = Buffer.alloc(32);

/** A card shown by a deadline that was provisional goes by the one that now holds. */
function cardAt(clock: Clock, now: number): Clock['card'] {
  if (clock.dueAt === null || clock.yellowAt === null) return clock.card;
  return now > clock.dueAt ? 'red' : now >= clock.yellowAt ? 'yellow' : 'none';
}

function differs(a: Clock, b: Clock): boolean {
  return a.dueAt !== b.dueAt || a.yellowAt !== b.yellowAt || a.provisional !== b.provisional;
}

/** The matter with its open clocks counted by these rules; null when no deadline changes by it. */
export function recalculated(matter: Matter, rules: CountyRules, now: number): Matter | null {
  const next = structuredClone(matter);
  let changed = false;
  next.clocks = next.clocks.map((clock, index) => {
    if (clock.stoppedAt !== null || clock.calendarVersion >= rules.calendar.version) return clock;
    settleDue(clock, rules, now);
    const before = matter.clocks[index] as Clock;
    if (!differs(before, clock)) return before;
    changed = true;
    clock.card = cardAt(clock, now);
    return clock;
  });
  return changed ? next : null;
}

/** The next matters that have an open clock counted by an older calendar. */
function openMatters(db: Queryable, county: string, version: number, after: string): Promise<{ id: string }[]> {
  return db.rows<{ id: string }>(sql`
    SELECT DISTINCT matter_id AS id FROM clock
    WHERE county_id = ${county} AND stopped_at IS NULL AND calendar_version < ${version} AND matter_id > ${after}::uuid
    ORDER BY matter_id LIMIT ${AT_ONCE}`);
}

async function recalculate(services: Services, county: CountyRuntime, id: string, now: number): Promise<boolean> {
  return services.db.tx(async (tx) => {
    const { matter, head } = await loadMatter(tx, county, PROGRAM, id, { lock: true });
    const next = recalculated(matter, county.rules, now);
    if (!next) return false;
    const { events } = keep(county.id, {
      before: matter,
      next,
      // The journal's own event: the lifecycle has no edge for it, as no state changes.
      events: [{ kind: 'matter.recalculate' as never, from: matter.state, to: matter.state, input: {} }],
      fields: [],
      by: { person: null, post: null },
      now,
      seq: head.seq,
      textsSoFar: 0,
      secret: NO_TEXTS,
      more: { calendar: county.rules.calendar.version },
    });
    const chained = chain(county.id, { kind: 'matter', id }, head, events);
    await saveMatter(tx, { county: county.id, before: matter, next, ...chained, texts: [], files: [] });
    return true;
  });
}

export type Recalculated = { looked: number; changed: number };

/**
 * Counts the open clocks again by the calendar `county` holds, in batches, each matter in a transaction of its own. May be
 * cut off and run again.
 * @param report is told after each batch how many matters were looked at
 */
export async function recalculateClocks(
  services: Services,
  county: CountyRuntime,
  { report = () => {}, signal }: { report?: (looked: number) => void; signal?: AbortSignal } = {},
): Promise<Recalculated> {
  const { version } = county.rules.calendar;
  let after = '00000000-0000-0000-0000-000000000000';
  let looked = 0;
  let changed = 0;
  for (;;) {
    signal?.throwIfAborted();
    const found = await openMatters(services.db, county.id, version, after);
    for (const { id } of found) if (await recalculate(services, county, id, services.clock())) changed += 1;
    looked += found.length;
    report(looked);
    if (changed > 0) services.wake(county.id);
    const last = found.at(-1);
    if (!last || found.length < AT_ONCE) return { looked, changed };
    after = last.id;
  }
}

/** How many matters such a run looks at. */
export async function countOpenMatters(db: Queryable, county: string, version: number): Promise<number> {
  const row = await db.row<{ n: number }>(sql`
    SELECT count(DISTINCT matter_id)::int AS n FROM clock
    WHERE county_id = ${county} AND stopped_at IS NULL AND calendar_version < ${version}`);
  return row?.n ?? 0;
}
