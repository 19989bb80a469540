/** Plans of branch formation: asked for, formed by a job, kept, found again. */
import type { Formation, FormationFigures, Grid, Rules, Wishes } from '@huying/domain/branches';
import { Refusal } from '@huying/domain/kernel';
import { reaches, reachOf } from '../../access/reach.ts';
import { type Queryable, type Sql, sql, type Tx } from '../../platform/db.ts';
import { chain, type JournalEvent, writeEntries } from '../../platform/journal.ts';
import type { PartyCall } from './calls.ts';

export type PlanState = 'waiting' | 'ready' | 'failed' | 'applied';

/** What the job found; `failed`: the code and values of the refusal. */
export type PlanResult =
  | (Formation & { byHand: FormationFigures; names: string[] })
  | { failed: { code: string; params: Record<string, unknown> } };

export type Plan = {
  id: string;
  place: string;
  path: string;
  state: PlanState;
  day: string;
  rules: Rules;
  wishes: Wishes;
  result: PlanResult | null;
  job: string | null;
  base: string | null;
  madeBy: string | null;
  madeAt: number;
  appliedDay: string | null;
  version: number;
  head: Buffer;
};

export const PLAN: Sql = sql`
  n.plan_id AS id, n.place_id AS place, p.path, n.state, n.day, n.rules, n.wishes, n.result, n.job_id AS job,
  n.base_id AS base, n.made_by AS "madeBy", n.made_at AS "madeAt", n.applied_day AS "appliedDay", n.version, n.head`;

/** @throws Refusal `not_found` */
export async function readPlan(db: Queryable, county: string, id: string, lock = false): Promise<Plan> {
  const plan = await db.row<Plan>(sql`
    SELECT ${PLAN} FROM party_plan n JOIN place p ON p.county_id = n.county_id AND p.place_id = n.place_id
    WHERE n.county_id = ${county} AND n.plan_id = ${id} ${lock ? sql`FOR UPDATE OF n` : sql``}`);
  if (!plan) throw new Refusal('not_found');
  return plan;
}

/** A plan of a place that the caller reads; what is not seen is not there. @throws Refusal `not_found` */
export async function readSeenPlan(
  db: Queryable,
  { county, actor }: Pick<PartyCall, 'county' | 'actor'>,
  id: string,
  lock = false,
): Promise<Plan> {
  const plan = await readPlan(db, county.id, id, lock);
  if (!reaches(reachOf(actor, county, 'party.read'), { path: plan.path, unit: null })) throw new Refusal('not_found');
  return plan;
}

/** The formation of a plan that has one. @throws Refusal `party_plan_not_ready` */
export function formationOf(plan: Plan): Formation & { byHand: FormationFigures; names: string[] } {
  if (!plan.result || 'failed' in plan.result) throw new Refusal('party_plan_not_ready');
  return plan.result;
}

/** That the grids and members are still there on which a formation stands. @param grids of the plan's place, with their members */
export function standsOn(plan: Plan, grids: readonly Pick<Grid, 'id' | 'members'>[]): boolean {
  const { branches, figures } = formationOf(plan);
  const members = new Map(grids.map((grid) => [grid.id, grid.members]));
  const enough = branches.every(
    ({ grids: covered }) =>
      covered.every((id) => members.has(id)) &&
      covered.reduce((n, id) => n + (members.get(id) ?? 0), 0) >= plan.rules.minimum,
  );
  return enough && members.size === figures.grids;
}

/** Appends to a plan's chain and writes what changed; the row must be locked. @returns the version after it */
export async function changePlan(
  tx: Tx | Queryable,
  county: string,
  { id, version, head }: Pick<Plan, 'id' | 'version' | 'head'>,
  change: { state: PlanState; result?: PlanResult; appliedDay?: string },
  event: JournalEvent,
): Promise<number> {
  const chained = chain(county, { kind: 'party_plan', id }, { seq: version, hash: head }, [event]);
  await writeEntries(tx, county, chained.entries);
  await tx.rows(sql`
    UPDATE party_plan SET state = ${change.state}, version = ${chained.head.seq}, head = ${chained.head.hash},
      result = ${change.result ? JSON.stringify(change.result) : null}::json,
      applied_day = ${change.appliedDay ?? null}
    WHERE county_id = ${county} AND plan_id = ${id}`);
  return chained.head.seq;
}
