/** The circle is long work: asked for, computed as a job, kept as a result that can be found again. */
import { Refusal } from '@huying/domain/kernel';
import { actorKey } from '../../../access/actor.ts';
import { at, type Queryable, sql } from '../../../platform/db.ts';
import { defineJob, startJob } from '../../../platform/jobs.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { solve } from '../../../platform/solver.ts';
import { iso } from '../../../platform/wire.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import type { FacilityCall } from '../commands/keep-facility.ts';
import { facilityRules } from '../rules.ts';
import { type CircleInput, computeCircle, STEPS } from './compute.ts';

export const CIRCLE_JOB = 'facilities.circle';

export function defineCircleJob(): void {
  defineJob<CircleInput>(
    CIRCLE_JOB,
    async ({ services, county, id, input, progress }) => {
      const now = services.clock();
      const { summary, body } = await computeCircle(services.db, county, input, {
        now,
        solve,
        step: (done) => progress(done, STEPS),
      });
      const kind = input.sites > 0 ? 'next' : 'coverage';
      await services.db.rows(sql`
        INSERT INTO circle_result (county_id, result_id, kind, input, summary, body, made_at)
        VALUES (${county.id}, ${id}, ${kind}, ${JSON.stringify(input)}, ${JSON.stringify(summary)}, ${JSON.stringify(body)}, ${at(now)})
        ON CONFLICT (county_id, result_id) DO UPDATE SET summary = excluded.summary, body = excluded.body`);
      return { result: id, kind, stations: summary.stations, share: summary.share };
    },
    { heardBy: 'facilities.read' },
  );
}

defineCircleJob();

export async function askCircle(
  services: Services,
  call: FacilityCall,
  body: Partial<CircleInput>,
): Promise<{ job: string }> {
  const { county, actor, now, key } = call;
  const rules = facilityRules(county);
  const input: CircleInput = {
    kinds: body.kinds ?? [],
    minutes: body.minutes ?? rules.circle.minutes,
    sites: body.sites ?? 0,
  };
  input.kinds.forEach((kind, i) => {
    if (!rules.kinds.some((one) => one.kind === kind))
      throw new Refusal('invalid_fields', {}, [{ path: `kinds.${i}`, code: 'facility_kind_unknown' }]);
  });
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  return once(services.db, stamp, 'circle', input, async (tx) => ({
    job: await startJob(services, county.id, CIRCLE_JOB, input, actor.person?.id ?? null, tx),
  }));
}

const LATEST = 20;

type ResultRow = { id: string; kind: string; summary: Record<string, unknown>; madeAt: number };

export async function listCircles(db: Queryable, county: CountyRuntime) {
  const rows = await db.rows<ResultRow>(sql`
    SELECT result_id AS id, kind, summary, made_at AS "madeAt" FROM circle_result
    WHERE county_id = ${county.id} ORDER BY made_at DESC, result_id DESC LIMIT ${LATEST}`);
  return rows.map((row) => ({ ...row, madeAt: iso(row.madeAt, county.pack.utcOffsetMinutes) }));
}

/** @throws Refusal `not_found` */
export async function readCircle(db: Queryable, county: CountyRuntime, id: string) {
  const row = await db.row<ResultRow & { body: Record<string, unknown> }>(sql`
    SELECT result_id AS id, kind, summary, body, made_at AS "madeAt" FROM circle_result
    WHERE county_id = ${county.id} AND result_id = ${id}`);
  if (!row) throw new Refusal('not_found');
  return { ...row, madeAt: iso(row.madeAt, county.pack.utcOffsetMinutes) };
}

/** How a job of asking stands, without asking for the permission over all jobs. */
export async function circleJob(db: Queryable, county: CountyRuntime, id: string) {
  const row = await db.row<{ state: string; done: number; total: number }>(sql`
    SELECT state, done, total FROM job WHERE county_id = ${county.id} AND job_id = ${id} AND kind = ${CIRCLE_JOB}`);
  if (!row) throw new Refusal('not_found');
  return { id, ...row };
}
