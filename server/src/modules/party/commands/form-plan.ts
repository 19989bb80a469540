/** Asking for a plan, and the job that forms it. */
import { performance } from 'node:perf_hooks';
import { formBranches, joinByHand, NO_WISHES, type Rules, type Wishes, wishFaults } from '@huying/domain/branches';
import { Refusal, refuseFields } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { at, sql } from '../../../platform/db.ts';
import { defineJob, startJob } from '../../../platform/jobs.ts';
import { chain, NO_HEAD, writeEntries } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import { solve } from '../../../platform/solver.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { byFor, commanded, type PartyCall, requireEdit } from '../calls.ts';
import { branchNames, gridsOf, landOf, rulesOf } from '../ground.ts';
import { spotOf } from '../orgs.ts';
import { changePlan, type PlanResult, readPlan, readSeenPlan } from '../plan.ts';
import { partyOf } from '../rules.ts';

export const FORM_JOB = 'party.form';

export type PlanBody = {
  place?: string;
  rules?: Partial<Rules>;
  wishes?: Partial<Wishes>;
  base?: string;
};

/**
 * Keeps a plan and puts its forming in line.
 * @throws Refusal `invalid_fields` for wishes that cannot be, place_unknown; `party_no_grids`; `not_permitted`; `not_found` (base)
 */
export function requestPlan(
  services: Services,
  call: PartyCall,
  body: PlanBody,
): Promise<{ plan: string; job: string }> {
  const { county, actor, now } = call;
  return commanded(services, call, 'party/plans', body, async (tx) => {
    const spot = await spotOf(tx, county, body.place ?? county.root.id);
    requireEdit(call, spot.path);
    if (body.base) await readSeenPlan(tx, call, body.base);
    const day = dayOf(county, now);
    const rules = rulesOf(county, body.rules);
    const wishes: Wishes = { ...NO_WISHES, ...body.wishes };
    const grids = await gridsOf(tx, county, spot.path, day);
    if (grids.length === 0) throw new Refusal('party_no_grids');
    refuseFields(
      wishFaults({ grids, borders: [], rules, wishes }).map((one) => ({ ...one, path: `wishes.${one.path}` })),
    );
    const id = uuidv7();
    const job = await startJob(services, county.id, FORM_JOB, { plan: id }, actor.person?.id ?? null, tx);
    const { entries, head } = chain(county.id, { kind: 'party_plan', id }, NO_HEAD, [
      {
        kind: 'party_plan.asked',
        by: byFor(call),
        at: now,
        place: spot.id,
        day,
        rules,
        wishes,
        base: body.base ?? null,
      },
    ]);
    await tx.rows(sql`
      INSERT INTO party_plan (county_id, plan_id, place_id, state, day, rules, wishes, job_id, base_id, made_by, made_at, version, head)
      VALUES (${county.id}, ${id}, ${spot.id}, 'waiting', ${day}, ${JSON.stringify(rules)}, ${JSON.stringify(wishes)}, ${job},
        ${body.base ?? null}, ${actor.person?.id ?? null}, ${at(now)}, ${head.seq}, ${head.hash})`);
    await writeEntries(tx, county.id, entries);
    return { plan: id, job };
  });
}

type Progress = (done: number, total: number) => void;

/** Forms the plan and keeps what came out. A plan that is there already is left as it is. */
export async function formPlan(
  services: Pick<Services, 'db' | 'clock'>,
  county: CountyRuntime,
  id: string,
  onProgress: Progress = () => {},
): Promise<{ figures?: Record<string, number>; failed?: string }> {
  const { db } = services;
  const plan = await readPlan(db, county.id, id);
  if (plan.state !== 'waiting') return {};
  const land = await landOf(db, county, plan.path, plan.day);
  const ground = { grids: land.grids, borders: land.borders, rules: plan.rules, wishes: plan.wishes };
  let result: PlanResult;
  try {
    const formation = await formBranches(ground, solve, { elapsed: () => performance.now(), onProgress });
    const nameOf = (place: string) => land.names.get(place) ?? county.places.get(place)?.name ?? place;
    const names = branchNames(partyOf(county).formation.names, formation.branches, nameOf);
    result = { ...formation, names, byHand: joinByHand(ground).figures };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [field] = error.fields;
    result = {
      failed: field ? { code: field.code, params: field.params ?? {} } : { code: error.code, params: error.params },
    };
  }
  await db.tx(async (tx) => {
    const locked = await readPlan(tx, county.id, id, true);
    if (locked.state !== 'waiting') return;
    const told = 'failed' in result ? { failed: result.failed.code } : { figures: result.figures, proof: result.proof };
    await changePlan(
      tx,
      county.id,
      locked,
      { state: 'failed' in result ? 'failed' : 'ready', result },
      {
        kind: 'party_plan.formed',
        by: { person: null, post: null },
        at: services.clock(),
        ...told,
      },
    );
  });
  return 'failed' in result ? { failed: result.failed.code } : { figures: result.figures };
}

export function defineFormJob(): void {
  defineJob<{ plan: string }>(
    FORM_JOB,
    ({ services, county, input, progress }) => formPlan(services, county, input.plan, progress),
    { heardBy: 'party.read' },
  );
}
