/**
 * What follows from what happened. Three kinds, each safe to repeat:
 * a projection can be made anew from the rows at any time, so an event only marks which part of it is out of date;
 * an effect happens once per event (messages to people), under a row of `delivery`;
 * a notice is told live to whoever listens and is lost on the rest.
 */
import type { CountyRuntime } from '../modules/county/runtime.ts';
import { at, join, sql, type Tx } from './db.ts';
import type { JournalEvent } from './journal.ts';
import type { LiveEvent } from './live.ts';
import type { Services } from './services.ts';

/** An event as it was committed to the journal. */
export type Happened = { subject: { kind: string; id: string }; seq: number; event: JournalEvent; hash: Buffer };

export type Projection = {
  name: string;
  /** In the drainer's transaction: notes which parts are out of date. The same events twice leave the same marks. */
  mark(tx: Tx, county: CountyRuntime, events: readonly Happened[]): Promise<void>;
  /**
   * Makes again what is marked. What is left when `enough` says so, asked between two parts, keeps its mark.
   * @returns what listeners are told
   */
  rebuild(services: Services, county: CountyRuntime, enough?: () => boolean): Promise<LiveEvent[]>;
  /** A part is counted whole however little of it changed: it rests between two times. */
  recounts?: boolean;
};

export type Effect = {
  /** Names it in `delivery`: never given to another, or old events would count as done. */
  rule: string;
  handles(happened: Happened, now: number): boolean;
  /** Runs in the transaction that takes the right to it: all it does is in the database, and undone when it throws. */
  run(tx: Tx, services: Services, county: CountyRuntime, happened: Happened): Promise<void>;
};

export type Notice = {
  name: string;
  tell(tx: Tx, county: CountyRuntime, events: readonly Happened[], now: number): Promise<LiveEvent[]>;
};

export type Reactions = { projections: readonly Projection[]; effects: readonly Effect[]; notices: readonly Notice[] };

/** A projection that could not take its marks gets them again as an effect would: later, and alone. */
function remark(projection: Projection): Effect {
  return {
    rule: `mark:${projection.name}`,
    handles: () => true,
    run: (tx, _services, county, happened) => projection.mark(tx, county, [happened]),
  };
}

export function effectsOf(reactions: Reactions): Effect[] {
  return [...reactions.effects, ...reactions.projections.map(remark)];
}

/** Runs `work` so that its failure undoes only itself within the transaction. @returns the error */
async function apart(tx: Tx, work: () => Promise<void>): Promise<unknown> {
  await tx.client.query('SAVEPOINT apart');
  try {
    await work();
    await tx.client.query('RELEASE SAVEPOINT apart');
    return null;
  } catch (error) {
    await tx.client.query('ROLLBACK TO SAVEPOINT apart');
    return error;
  }
}

/** In the drainer's transaction: marks projections, puts effects in line. @returns what is to be told once it commits */
export async function react(
  tx: Tx,
  services: Services,
  county: CountyRuntime,
  reactions: Reactions,
  events: readonly Happened[],
): Promise<LiveEvent[]> {
  const now = services.clock();
  for (const projection of reactions.projections) {
    const error = await apart(tx, () => projection.mark(tx, county, events));
    if (error === null) continue;
    services.log.error(
      { err: error, county: county.id, reaction: projection.name },
      '统计标记出错 · a projection took no marks',
    );
    await putDue(tx, county.id, remark(projection).rule, events, now);
  }
  for (const effect of reactions.effects) {
    await putDue(
      tx,
      county.id,
      effect.rule,
      events.filter((happened) => effect.handles(happened, now)),
      now,
    );
  }
  const told: LiveEvent[] = [];
  for (const notice of reactions.notices) {
    const error = await apart(tx, async () => {
      told.push(...(await notice.tell(tx, county, events, now)));
    });
    if (error !== null)
      services.log.warn({ err: error, county: county.id, reaction: notice.name }, '实时通知出错 · a notice was lost');
  }
  return told;
}

async function putDue(tx: Tx, county: string, rule: string, events: readonly Happened[], now: number): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(
    ({ subject, seq }) =>
      sql`(${county}, ${rule}, ${subject.kind}, ${subject.id}, ${seq}::int, ${at(now)}::timestamptz)`,
  );
  await tx.rows(sql`
    INSERT INTO effect_due (county_id, rule, subject_kind, subject_id, seq, due_at) VALUES ${join(rows)}
    ON CONFLICT DO NOTHING`);
}

type Due = { rule: string; subject_kind: string; subject_id: string; seq: number; attempts: number };

const AT_ONCE = 50;
const SLOWEST_MS = 3_600_000;

/** Does the effects that are due. @returns how many were done */
export async function runEffects(services: Services, county: CountyRuntime, reactions: Reactions): Promise<number> {
  const rules = new Map(effectsOf(reactions).map((effect) => [effect.rule, effect]));
  let done = 0;
  for (;;) {
    // Rules this process does not know (an older program's, a newer one's) are left to those that do.
    const due = await services.db.rows<Due>(sql`
      SELECT rule, subject_kind, subject_id, seq, attempts FROM effect_due
      WHERE county_id = ${county.id} AND due_at <= ${at(services.clock())} AND rule = ANY(${[...rules.keys()]})
      ORDER BY due_at, subject_id, seq LIMIT ${AT_ONCE}`);
    if (due.length === 0) return done;
    try {
      done += await services.db.tx((tx) => doAll(tx, services, county, rules, due));
    } catch {
      for (const one of due) done += await doAlone(services, county, rules, one);
    }
  }
}

async function doAlone(
  services: Services,
  county: CountyRuntime,
  rules: Map<string, Effect>,
  due: Due,
): Promise<number> {
  try {
    return await services.db.tx((tx) => doAll(tx, services, county, rules, [due]));
  } catch (error) {
    services.log.error(
      { err: error, county: county.id, rule: due.rule, attempts: due.attempts + 1 },
      '后续处理出错，将重试 · an effect failed and will be tried again',
    );
    const wait = Math.min(1000 * 2 ** Math.min(due.attempts, 20), SLOWEST_MS);
    await services.db.rows(sql`
      UPDATE effect_due SET attempts = attempts + 1, due_at = ${at(services.clock() + wait)}
      WHERE county_id = ${county.id} AND rule = ${due.rule} AND subject_kind = ${due.subject_kind}
        AND subject_id = ${due.subject_id} AND seq = ${due.seq}`);
    return 0;
  }
}

async function doAll(
  tx: Tx,
  services: Services,
  county: CountyRuntime,
  rules: Map<string, Effect>,
  due: Due[],
): Promise<number> {
  let done = 0;
  for (const one of due) {
    const key = sql`county_id = ${county.id} AND rule = ${one.rule} AND subject_kind = ${one.subject_kind}
      AND subject_id = ${one.subject_id} AND seq = ${one.seq}`;
    const mine = await tx.row(sql`DELETE FROM effect_due WHERE ${key} RETURNING 1`);
    if (!mine) continue;
    const first = await tx.row(sql`
      INSERT INTO delivery (county_id, rule, subject_kind, subject_id, seq)
      VALUES (${county.id}, ${one.rule}, ${one.subject_kind}, ${one.subject_id}, ${one.seq})
      ON CONFLICT DO NOTHING RETURNING 1`);
    if (!first) continue;
    const happened = await readHappened(tx, county.id, one);
    if (happened) await rules.get(one.rule)?.run(tx, services, county, happened);
    done += 1;
  }
  return done;
}

async function readHappened(tx: Tx, county: string, due: Due): Promise<Happened | null> {
  const row = await tx.row<{ event: JournalEvent; hash: Buffer }>(sql`
    SELECT event, hash FROM journal
    WHERE county_id = ${county} AND subject_kind = ${due.subject_kind} AND subject_id = ${due.subject_id} AND seq = ${due.seq}`);
  return row && { subject: { kind: due.subject_kind, id: due.subject_id }, seq: due.seq, ...row };
}
