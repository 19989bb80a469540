/** Plans as people read them: with names, against today's branches and against another plan. */
import {
  type Changes,
  changesBetween,
  compareFigures,
  type FormationFigures,
  type FormedBranch,
  formationFigures,
  type Proof,
  type Uncovered,
} from '@huying/domain/branches';
import { Refusal } from '@huying/domain/kernel';
import { reachOf, reachSql } from '../../access/reach.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { iso } from '../../platform/wire.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { branchesOn } from './branches-on.ts';
import { mayEdit, type PartyCall } from './calls.ts';
import { gridsOf } from './ground.ts';
import { PLAN, type Plan, readSeenPlan, standsOn } from './plan.ts';
import { COUNT_CAP } from './tree.ts';

export type PlanRow = {
  id: string;
  place: { id: string; name: string };
  state: string;
  day: string;
  madeAt: string;
  by: string | null;
  appliedDay: string | null;
  wishes: { pins: number; forbids: number; owns: number };
  figures: FormationFigures | null;
  optimal: boolean | null;
};

function row(county: CountyRuntime, plan: Plan, by: string | null): PlanRow {
  const found = plan.result && !('failed' in plan.result) ? plan.result : null;
  return {
    id: plan.id,
    place: { id: plan.place, name: county.places.get(plan.place)?.name ?? plan.place },
    state: plan.state,
    day: plan.day,
    madeAt: iso(plan.madeAt, county.pack.utcOffsetMinutes),
    by,
    appliedDay: plan.appliedDay,
    wishes: { pins: plan.wishes.pins.length, forbids: plan.wishes.forbids.length, owns: plan.wishes.owns.length },
    figures: found?.figures ?? null,
    optimal: found?.proof.optimal ?? null,
  };
}

/** The plans within the caller's reach, newest first. */
export async function listPlans(
  db: Queryable,
  call: PartyCall,
  { limit = 30, cursor }: { limit?: number; cursor?: string },
): Promise<{ rows: PlanRow[]; next: string | null; count: number; counted: boolean }> {
  const { county, actor } = call;
  const seen = sql`
    FROM party_plan n JOIN place p ON p.county_id = n.county_id AND p.place_id = n.place_id
    WHERE n.county_id = ${county.id} AND ${reachSql(reachOf(actor, county, 'party.read'), sql`p.path`, sql`NULL`)}`;
  const after = cursor
    ? sql`AND (n.made_at, n.plan_id) < (
        SELECT made_at, plan_id FROM party_plan WHERE county_id = ${county.id} AND plan_id = ${cursor})`
    : sql``;
  const rows = await db.rows<Plan & { by: string | null }>(sql`
    SELECT ${PLAN}, (SELECT w.name FROM person w
      WHERE w.county_id = ${county.id} AND w.person_id = n.made_by AND w.kind = 'staff') AS by
    ${seen} ${after} ORDER BY n.made_at DESC, n.plan_id DESC LIMIT ${limit + 1}`);
  const counted = await db.row<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM (SELECT 1 ${seen} LIMIT ${COUNT_CAP + 1}) c`,
  );
  const n = counted?.n ?? 0;
  return {
    rows: rows.slice(0, limit).map((plan) => row(county, plan, plan.by)),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
    count: Math.min(n, COUNT_CAP),
    counted: n <= COUNT_CAP,
  };
}

export type NamedBranch = FormedBranch & { name: string };

export type PlanView = PlanRow & {
  version: number;
  rules: Plan['rules'];
  wish: Plan['wishes'];
  /** The grids or their members are no longer those it was formed of: it cannot be applied. */
  stale: boolean;
  /** Grids that it names and that are no more. */
  gone: string[];
  job: string | null;
  failed: { code: string; params: Record<string, unknown> } | null;
  branches: NamedBranch[];
  uncovered: Uncovered[];
  proof: Proof | null;
  byHand: FormationFigures | null;
  /** Grids and communities by id. */
  places: Record<string, { name: string; members: number }>;
  /** Branches that stand today in the plan's place, and how they would change. */
  today: { figures: FormationFigures; changes: Changes } | null;
  base: { id: string; figures: FormationFigures; changes: Changes; better: number } | null;
  abilities: string[];
};

/** A plan may be compared with one of a wider place, which not everybody reads who reads this one. */
function unseen(error: unknown): null {
  if (error instanceof Refusal && error.code === 'not_found') return null;
  throw error;
}

/** @throws Refusal `not_found` */
export async function viewPlan(db: Queryable, call: PartyCall, id: string): Promise<PlanView> {
  const { county, now } = call;
  const plan = await readSeenPlan(db, call, id);
  const by = await db.row<{ name: string }>(sql`
    SELECT name FROM person WHERE county_id = ${county.id} AND person_id = ${plan.madeBy} AND kind = 'staff'`);
  const found = plan.result && !('failed' in plan.result) ? plan.result : null;
  const today = dayOf(county, now);
  const grids = await gridsOf(db, county, plan.path, plan.day);
  const standing = found ? await branchesOn(db, county.id, plan.path, today) : [];
  const basePlan = plan.base && found ? await readSeenPlan(db, call, plan.base).catch(unseen) : null;
  const base = basePlan?.result && !('failed' in basePlan.result) ? basePlan.result : null;
  const may = mayEdit(call, plan.path);
  const open = found !== null && plan.state === 'ready';
  const ground = open ? await gridsOf(db, county, plan.path, today) : [];
  const stale = open && !standsOn(plan, ground);
  const gone = stale ? [...namedBy(plan)].filter((id) => !ground.some((grid) => grid.id === id)) : [];
  return {
    ...row(county, plan, by?.name ?? null),
    version: plan.version,
    rules: plan.rules,
    wish: plan.wishes,
    stale,
    gone,
    job: plan.job,
    failed: plan.result && 'failed' in plan.result ? plan.result.failed : null,
    branches: found ? found.branches.map((branch, i) => ({ ...branch, name: found.names[i] ?? '' })) : [],
    uncovered: found?.uncovered ?? [],
    proof: found?.proof ?? null,
    byHand: found?.byHand ?? null,
    places: await namesOf(db, county, grids, found),
    today: found
      ? {
          figures: formationFigures(
            grids,
            standing.map((branch) => ({ ...branch, distance: 0 })),
          ),
          changes: changesBetween(standing, found.branches),
        }
      : null,
    base:
      base && found && plan.base
        ? {
            id: plan.base,
            figures: base.figures,
            changes: changesBetween(base.branches, found.branches),
            better: Math.sign(-compareFigures(found.figures, base.figures)),
          }
        : null,
    abilities: may ? ['form', ...(open && !stale ? ['apply'] : [])] : [],
  };
}

function namedBy({ result, wishes }: Plan): Set<string> {
  const found = result && !('failed' in result) ? result : null;
  const { pins, forbids, owns } = wishes;
  return new Set([...(found?.branches ?? []).flatMap((one) => one.grids), ...[...pins, ...forbids].flat(), ...owns]);
}

async function namesOf(
  db: Queryable,
  county: CountyRuntime,
  grids: readonly { id: string; community: string; members: number }[],
  found: { branches: readonly FormedBranch[]; uncovered: readonly Uncovered[] } | null,
): Promise<PlanView['places']> {
  const members = new Map(grids.map((grid) => [grid.id, grid.members]));
  // A grid that ended on the plan's own day is no grid of that day, but stands in it.
  const planned = found
    ? [...found.branches.flatMap((one) => one.grids), ...found.uncovered.map((one) => one.grid)]
    : [];
  const ids = [...new Set([...grids.flatMap((grid) => [grid.id, grid.community]), ...planned])];
  const rows = await db.rows<{ id: string; name: string }>(sql`
    SELECT place_id AS id, name FROM place WHERE county_id = ${county.id} AND place_id = ANY(${ids})`);
  return Object.fromEntries(rows.map(({ id, name }) => [id, { name, members: members.get(id) ?? 0 }]));
}
