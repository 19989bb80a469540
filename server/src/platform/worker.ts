/** The worker of this process: takes jobs in line, tells how far they are, keeps their results. */

import { EventEmitter } from 'node:events';
import { Refusal } from '@huying/domain/kernel';
import { Logger, type Runner, run, runMigrations, type WorkerEvents } from 'graphile-worker';
import { at, type Db, sql } from './db.ts';
import { type JobRow, type JobRun, jobKind, putInLine, readJob, TASK } from './jobs.ts';
import type { Log } from './log.ts';
import { type Notices, STANDS } from './notices.ts';
import type { Services } from './services.ts';

const PROGRESS_MS = 500;

export type Worker = { stop(): Promise<void> };

/** Makes or updates the job tables (schema graphile_worker). Needs the rights of the tables' owner. */
export async function migrateJobs(db: Pick<Db, 'pool'>, log: Log): Promise<void> {
  await runMigrations({ pgPool: db.pool, logger: quiet(log) });
}

export async function startWorker(services: Services, notices: Notices): Promise<Worker> {
  const { db, log } = services;
  const leaving = new AbortController();
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    notices.stand(standing(workerPool.id)).catch(() => {});
  });
  const runner: Runner = await run({
    pgPool: db.pool,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: quiet(log),
    events,
    taskList: {
      [TASK]: async (payload, helpers) => {
        const { county, job } = payload as { county: string; job: string };
        await work(services, county, job, AbortSignal.any([leaving.signal, helpers.abortSignal]));
      },
    },
  });
  const freeing = setInterval(() => {
    freeDead(db).catch((error) =>
      log.warn({ err: error }, '未能收回中断的任务 · jobs of ended processes were not freed'),
    );
  }, 15_000);
  freeing.unref();
  return {
    async stop() {
      clearInterval(freeing);
      leaving.abort(new Error('the process is ending'));
      await runner.stop();
    },
  };
}

const standing = (pool: string): string => `worker/${pool}`;

/** Gives back the jobs of workers whose process is gone; they would else wait for hours. @returns how many workers */
export async function freeDead(db: Db, graceSeconds = 10): Promise<number> {
  const workers = await db.rows<{ id: string }>(sql`
    SELECT DISTINCT locked_by AS id FROM graphile_worker._private_jobs
    WHERE locked_by IS NOT NULL AND locked_at < now() - make_interval(secs => ${graceSeconds})`);
  const dead: string[] = [];
  for (const { id } of workers) {
    const gone = await db.tx(async (tx) => {
      const { rows } = await tx.client.query(`SELECT pg_try_advisory_xact_lock(${STANDS}) AS free`, [standing(id)]);
      return rows[0].free as boolean;
    });
    if (gone) dead.push(id);
  }
  if (dead.length > 0) await db.rows(sql`SELECT graphile_worker.force_unlock_workers(${dead}::text[])`);
  return dead.length;
}

/**
 * One try of one job. A refusal ends it: it would say the same next time. Another error is thrown on, so that the job is
 * tried again later, until its kind's attempts are used up.
 */
export async function work(services: Services, countyId: string, id: string, signal: AbortSignal): Promise<void> {
  const { db, log } = services;
  const row = await readJob(db, countyId, id);
  if (row.state === 'done' || row.state === 'failed') return;
  const tell = teller(services, countyId, { id, kind: row.kind, done: row.done, total: row.total });
  const attempts = jobKind(row.kind)?.options.attempts ?? 1;
  const failures = (row.result as { failures?: number } | null)?.failures ?? 0;
  try {
    await tell.state('running', failures);
    const result = await handle(services, countyId, row, tell.progress, signal);
    await tell.end('done', result ?? null);
  } catch (error) {
    if (signal.aborted) {
      await tell.state('waiting', failures);
      return putInLine(db, countyId, row.kind, id);
    }
    log.error({ err: error, county: countyId, job: id, kind: row.kind }, '任务出错 · a job failed');
    const refusal = error instanceof Refusal ? error : null;
    if (refusal || failures + 1 >= attempts) {
      return tell.end('failed', {
        code: refusal?.code ?? 'failed',
        params: refusal?.params ?? {},
        failures: failures + 1,
      });
    }
    await tell.state('waiting', failures + 1);
    // The line keeps the message: the error's own may quote what somebody wrote.
    throw new Error(`a job of kind ${row.kind} failed`);
  }
}

async function handle(
  services: Services,
  countyId: string,
  row: JobRow,
  progress: JobRun['progress'],
  signal: AbortSignal,
): Promise<unknown> {
  const county = services.counties.get(countyId);
  const kind = jobKind(row.kind);
  if (!county || !kind) throw new Refusal('job_unknown');
  const { job_id: id, input, started_by: by, done } = row;
  const run: JobRun = { services, county, id, input, by, done, progress, signal };
  return kind.handler(run as JobRun<never>);
}

function teller(services: Services, county: string, job: { id: string; kind: string; done: number; total: number }) {
  const { db, live } = services;
  let { done, total } = job;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  const heardBy = jobKind(job.kind)?.options.heardBy ?? null;

  const publish = (state: string): void =>
    live.publish(county, {
      name: 'progress',
      data: { job: job.id, kind: job.kind, done, total, state },
      ...(heardBy === null ? {} : { may: heardBy }),
    });
  const write = (): void => {
    timer = null;
    publish('running');
    writing = writing
      .then(() =>
        db.rows(sql`
        UPDATE job SET done = ${done}, total = ${total} WHERE county_id = ${county} AND job_id = ${job.id}`),
      )
      // The next report, or the job's own statements, will say that the database is away.
      .catch(() => {});
  };
  async function settle(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    await writing;
  }
  return {
    progress(nowDone: number, nowTotal: number): void {
      done = nowDone;
      total = nowTotal;
      timer ??= setTimeout(write, PROGRESS_MS);
    },
    async state(state: string, failures: number): Promise<void> {
      await settle();
      await db.rows(sql`
        UPDATE job SET state = ${state}, done = ${done}, total = ${total}, result = ${JSON.stringify({ failures })}
        WHERE county_id = ${county} AND job_id = ${job.id}`);
      publish(state);
    },
    async end(state: string, result: unknown): Promise<void> {
      await settle();
      await db.rows(sql`
        UPDATE job SET state = ${state}, done = ${done}, total = ${total}, result = ${JSON.stringify(result)},
          ended_at = ${at(services.clock())}
        WHERE county_id = ${county} AND job_id = ${job.id}`);
      publish(state);
    },
  };
}

/** graphile-worker speaks of every job it takes; only its own troubles are ours, and of errors what our log lets through. */
function quiet(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    const about = meta as { failure?: boolean; error?: unknown } | undefined;
    // Of a job that failed `work` has said more already.
    if (about?.failure) return;
    const from = 'graphile-worker';
    if (about?.error) log.warn({ from, err: about.error }, '任务队列出错 · trouble with the line of jobs');
    else if (level === 'error' || level === 'warning') log.warn({ from }, message);
    else log.debug({ from }, message);
  });
}
