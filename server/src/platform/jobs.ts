/**
 * Long work: a row in `job` that people can watch, done by a worker (graphile-worker) in this process or another. A
 * job's input and result hold ids, figures and enums, never what somebody wrote or is called. A handler that is cut off (the
 * process ended, the database went) is called again with what it had done, so it must go on from there or do it again
 * without harm.
 */
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import type { CountyRuntime } from '../modules/county/runtime.ts';
import { at, type Queryable, sql } from './db.ts';
import type { Ground } from './http.ts';
import type { Services } from './services.ts';
import { iso, isoOrNull } from './wire.ts';
import { type Language, sayError } from './words.ts';

export type JobState = 'waiting' | 'running' | 'done' | 'failed';

export type JobRun<Input = Record<string, unknown>> = {
  services: Services;
  county: CountyRuntime;
  id: string;
  input: Input;
  /** Person who started it; null: the program. */
  by: string | null;
  /** What an earlier, cut-off run had reported. */
  done: number;
  /** Tells how far it is; cheap, call it as often as you like. */
  progress(done: number, total: number): void;
  /** Aborted when the process is asked to end: stop at the next safe place by throwing `signal.reason`. */
  signal: AbortSignal;
};

/** @returns what the job's row keeps as its result */
export type JobHandler<Input> = (run: JobRun<Input>) => Promise<unknown>;

export type JobOptions = {
  /** The permission it takes to hear of its progress live; null: everybody signed in. Default `jobs.read`. */
  heardBy?: string | null;
  /** How often it is tried before it counts as failed. Default 5. */
  attempts?: number;
  /** One at a time of all counties, not only of its own: heavy work that nobody waits for. Default false. */
  alone?: boolean;
};

export type JobKind = { handler: JobHandler<never>; options: Required<JobOptions> };

const kinds = new Map<string, JobKind>();

/** Registers the handler of one kind of job; the last one wins, so that tests can put their own. */
export function defineJob<Input>(kind: string, handler: JobHandler<Input>, options: JobOptions = {}): void {
  kinds.set(kind, {
    handler: handler as JobHandler<never>,
    options: { heardBy: 'jobs.read', attempts: 5, alone: false, ...options },
  });
}

export function jobKind(kind: string): JobKind | undefined {
  return kinds.get(kind);
}

/** The one task that graphile-worker knows; the kind of job is in our own row. */
export const TASK = 'huying';

/**
 * Puts a job in line; it starts when the transaction it was given commits.
 * @param by person who starts it; null: the program
 * @returns the job's id
 */
export async function startJob(
  services: Pick<Services, 'db' | 'clock'>,
  county: string,
  kind: string,
  input: Record<string, unknown>,
  by: string | null,
  tx?: Queryable,
): Promise<string> {
  const known = kinds.get(kind);
  if (!known) throw new Error(`no handler for jobs of kind ${kind}`);
  const id = uuidv7();
  const put = async (db: Queryable): Promise<void> => {
    await db.rows(sql`
      INSERT INTO job (county_id, job_id, kind, state, input, started_by, started_at)
      VALUES (${county}, ${id}, ${kind}, 'waiting', ${JSON.stringify(input)}, ${by}, ${at(services.clock())})`);
    await putInLine(db, county, kind, id);
  };
  if (tx) await put(tx);
  else await services.db.tx(put);
  return id;
}

/** Tries that were cut off by the end of a process are no failures, so the line itself sets no bound worth the name. */
const MOST_TRIES = 10_000;

/** One job of a kind at a time in a county: two would do the same work. */
export async function putInLine(db: Queryable, county: string, kind: string, id: string): Promise<void> {
  const queue = kinds.get(kind)?.options.alone ? kind : `${county}/${kind}`;
  await db.rows(sql`
    SELECT graphile_worker.add_job(${TASK}, ${JSON.stringify({ county, job: id })}::json,
      queue_name := ${queue}, max_attempts := ${MOST_TRIES}::int)`);
}

export type JobRow = {
  job_id: string;
  kind: string;
  state: JobState;
  done: number;
  total: number;
  input: Record<string, unknown>;
  result: unknown;
  started_by: string | null;
  started_at: number;
  ended_at: number | null;
};

/** @throws Refusal `not_found` */
export async function readJob(db: Queryable, county: string, id: string): Promise<JobRow> {
  const row = await db.row<JobRow>(sql`SELECT * FROM job WHERE county_id = ${county} AND job_id = ${id}`);
  if (!row) throw new Refusal('not_found');
  return row;
}

/** Whether a job of the kind waits or runs in the county. */
export async function jobOpen(db: Queryable, county: string, kind: string): Promise<boolean> {
  const row = await db.row(sql`
    SELECT 1 FROM job WHERE county_id = ${county} AND kind = ${kind} AND state IN ('waiting', 'running') LIMIT 1`);
  return row !== null;
}

export async function recentJobs(db: Queryable, county: string, limit: number): Promise<JobRow[]> {
  return db.rows<JobRow>(sql`
    SELECT * FROM job WHERE county_id = ${county} ORDER BY started_at DESC, job_id DESC LIMIT ${limit}`);
}

const JobView = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  what: Type.Optional(Type.String({ description: 'what sort of thing it works on, where its kind has several' })),
  state: Type.String({ description: 'waiting | running | done | failed' }),
  done: Type.Integer(),
  total: Type.Integer(),
  startedAt: Type.String(),
  endedAt: Type.Union([Type.String(), Type.Null()]),
  result: Type.Optional(Type.Unknown()),
  /** Why it failed, in the reader's language. */
  problem: Type.Optional(Type.String()),
});

function present(county: CountyRuntime, row: JobRow, language: Language) {
  const offset = county.pack.utcOffsetMinutes;
  const failed = row.state === 'failed' ? (row.result as { code: string; params?: Record<string, unknown> }) : null;
  return {
    id: row.job_id,
    kind: row.kind,
    ...(typeof row.input.what === 'string' ? { what: row.input.what } : {}),
    state: row.state,
    done: row.done,
    total: row.total,
    startedAt: iso(row.started_at, offset),
    endedAt: isoOrNull(row.ended_at, offset),
    ...(row.state === 'done' ? { result: row.result } : {}),
    ...(failed ? { problem: sayError(language, failed.code, failed.params) } : {}),
  };
}

const RECENT = 50;

export function registerJobs({ route }: Ground, services: Services): void {
  route(
    {
      method: 'GET',
      path: '/jobs',
      may: 'jobs.read',
      summary: 'Long work of late',
      reply: Type.Object({ rows: Type.Array(JobView) }),
    },
    async ({ county, language }) => ({
      rows: (await recentJobs(services.db, county.id, RECENT)).map((row) => present(county, row, language)),
    }),
  );
  route<unknown, unknown, { id: string }>(
    { method: 'GET', path: '/jobs/:id', may: 'jobs.read', summary: 'One piece of long work', reply: JobView },
    async ({ county, params, language }) => {
      if (!UUID.test(params.id)) throw new Refusal('not_found');
      return present(county, await readJob(services.db, county.id, params.id), language);
    },
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
