/** Making a plan true from a day on: branches that it has and the county has not are made, the others dissolved, members follow. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { sql, type Tx } from '../../../platform/db.ts';
import type { JournalEvent } from '../../../platform/journal.ts';
import { insertRows } from '../../../platform/rows.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/runtime.ts';
import { branchesOn, type StandingBranch } from '../branches-on.ts';
import { byFor, commanded, dayBefore, type PartyCall, requireEdit } from '../calls.ts';
import { gridsOf } from '../ground.ts';
import { appendToOrg, lockOrg, spotOf } from '../orgs.ts';
import { changePlan, formationOf, type Plan, readSeenPlan, standsOn } from '../plan.ts';
import { closeOrg } from './change-org.ts';
import { insertOrg } from './make-org.ts';

export type ApplyBody = { version: number; day: string };

export type Applied = { made: number; dissolved: number; kept: number; moved: number; version: number };

const keyOf = (grids: readonly string[]) => [...grids].sort().join(' ');

/** The committee that answers for a community: its own, else the nearest above. @throws Refusal `party_no_committee` */
async function committeeOf(tx: Tx, county: CountyRuntime, community: string, day: string): Promise<string> {
  const ids = county.places.get(community)?.path.split('.').slice(0, -1) ?? [community];
  const row = await tx.row<{ id: string }>(sql`
    SELECT o.org_id AS id FROM party_org o JOIN place p ON p.county_id = o.county_id AND p.place_id = o.place_id
    WHERE o.county_id = ${county.id} AND o.kind = 'committee' AND o.place_id = ANY(${ids})
      AND o.from_day <= ${day} AND (o.to_day IS NULL OR o.to_day >= ${day})
    ORDER BY length(p.path) DESC, o.org_id LIMIT 1`);
  if (!row) throw new Refusal('party_no_committee', { place: county.places.get(community)?.name ?? community });
  return row.id;
}

/** Organisations below a branch that goes hang below whoever answers for their place from then on. */
async function rehang(
  tx: Tx,
  call: PartyCall,
  gone: StandingBranch,
  heirOf: (path: string) => string,
  day: string,
): Promise<void> {
  const { county, now } = call;
  const below = await tx.rows<{ id: string }>(sql`
    SELECT org_id AS id FROM party_org
    WHERE county_id = ${county.id} AND parent_id = ${gone.id} AND (to_day IS NULL OR to_day >= ${day}) ORDER BY org_id`);
  for (const { id } of below) {
    const org = await lockOrg(tx, county.id, id, null, day);
    const to = heirOf(org.spot.path);
    await tx.rows(sql`UPDATE party_org SET parent_id = ${to} WHERE county_id = ${county.id} AND org_id = ${id}`);
    await appendToOrg(tx, county.id, org, [
      { kind: 'party_org.moved', by: byFor(call), at: now, from: gone.id, to } as JournalEvent,
    ]);
  }
}

type Membership = {
  id: string;
  person: string;
  org: string;
  relation: string;
  standing: string;
  residence: string | null;
  home: string | null;
};

/** Ends memberships the day before and begins them anew where they go. */
async function moveMembers(
  tx: Tx,
  call: PartyCall,
  moves: readonly { member: Membership; to: string }[],
  day: string,
): Promise<void> {
  const { county, now } = call;
  if (moves.length === 0) return;
  await tx.rows(sql`
    UPDATE party_member SET to_day = ${dayBefore(day)}
    WHERE county_id = ${county.id} AND member_id = ANY(${moves.map(({ member }) => member.id)})`);
  await insertRows(
    tx,
    'party_member',
    moves.map(({ member, to }) => ({
      county_id: county.id,
      member_id: uuidv7(),
      person_id: member.person,
      org_id: to,
      relation: member.relation,
      standing: member.standing,
      residence_id: member.residence,
      home_unit: member.home,
      from_day: day,
    })),
  );
  for (const [to, group] of Map.groupBy(moves, (move) => move.to)) {
    const org = await lockOrg(tx, county.id, to, null, day);
    await appendToOrg(tx, county.id, org, [
      {
        kind: 'party_org.took_over',
        by: byFor(call),
        at: now,
        members: group.map(({ member }) => member.id),
        from: day,
      },
    ]);
  }
}

/**
 * @throws Refusal `party_plan_not_ready`, `party_plan_stale`, `party_no_committee`, `stale_version`, `not_permitted`;
 *   `invalid_fields` (party_day_past) for a day before today
 */
export function applyPlan(services: Services, call: PartyCall, id: string, body: ApplyBody): Promise<Applied> {
  const { county, now } = call;
  return commanded(services, call, `party/plans/${id}/apply`, body, async (tx) => {
    // One at a time: what stands is read and then changed.
    await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county.id}/party/move`}, 0))`);
    const plan = await readSeenPlan(tx, call, id, true);
    requireEdit(call, plan.path);
    if (plan.version !== body.version) throw new Refusal('stale_version');
    if (plan.state !== 'ready') throw new Refusal('party_plan_not_ready');
    if (body.day < dayOf(county, now))
      throw new Refusal('invalid_fields', {}, [{ path: 'day', code: 'party_day_past' }]);
    if (!standsOn(plan, await gridsOf(tx, county, plan.path, body.day))) throw new Refusal('party_plan_stale');
    const done = await makeTrue(tx, call, plan, body.day);
    const version = await changePlan(
      tx,
      county.id,
      plan,
      { state: 'applied', result: formationOf(plan), appliedDay: body.day },
      { kind: 'party_plan.applied', by: byFor(call), at: now, day: body.day, ...done },
    );
    return { ...done, version };
  });
}

async function makeTrue(tx: Tx, call: PartyCall, plan: Plan, day: string): Promise<Omit<Applied, 'version'>> {
  const { county, now } = call;
  const { branches, names } = formationOf(plan);
  const standing = await branchesOn(tx, county.id, plan.path, day);
  const byGrids = new Map(standing.map((branch) => [keyOf(branch.grids), branch]));
  const orgOfGrid = new Map<string, string>();
  const kept = new Set<string>();
  const fresh: number[] = [];
  for (const [i, branch] of branches.entries()) {
    const same = byGrids.get(keyOf(branch.grids));
    if (!same) fresh.push(i);
    else {
      kept.add(same.id);
      for (const grid of branch.grids) orgOfGrid.set(grid, same.id);
    }
  }
  const gone = standing.filter((branch) => !kept.has(branch.id));
  const late = gone.find((branch) => branch.from >= day);
  if (late) throw new Refusal('party_plan_clash', { name: late.name, day: late.from });
  const last = dayBefore(day);
  for (const branch of gone) {
    await tx.rows(sql`
      UPDATE party_cover SET to_day = ${last} WHERE county_id = ${county.id} AND org_id = ${branch.id} AND to_day IS NULL`);
  }
  for (const i of fresh) {
    const branch = branches[i] as (typeof branches)[number];
    const place = branch.kind === 'own' ? (branch.grids[0] as string) : branch.community;
    const parent = await committeeOf(tx, county, branch.community, day);
    const org = {
      kind: 'branch' as const,
      variety: branch.kind,
      name: names[i] ?? place,
      parent,
      place,
      covers: branch.grids,
      from: day,
      spot: await spotOf(tx, county, place),
    };
    const { id } = await insertOrg(tx, county, org, byFor(call), now);
    for (const grid of branch.grids) orgOfGrid.set(grid, id);
  }
  const committees = new Map<string, string>();
  for (const community of new Set([...branches, ...gone].map((one) => one.community))) {
    committees.set(community, await committeeOf(tx, county, community, day));
  }
  const moves = await movesFor(tx, county, gone, orgOfGrid, committees, day);
  await moveMembers(tx, call, moves, day);
  for (const branch of gone) {
    const upper = committees.get(branch.community) as string;
    await rehang(tx, call, branch, (path) => heirIn(path, orgOfGrid) ?? upper, day);
    const org = await lockOrg(tx, county.id, branch.id, null, last);
    await closeOrg(tx, county.id, branch.id, last);
    await appendToOrg(tx, county.id, org, [
      { kind: 'party_org.dissolved', by: byFor(call), at: now, to: last, plan: plan.id },
    ]);
  }
  return { made: fresh.length, dissolved: gone.length, kept: kept.size, moved: moves.length };
}

/** The branch of the grid that a path leads through. */
function heirIn(path: string, orgOfGrid: ReadonlyMap<string, string>): string | null {
  for (const id of path.split('.')) {
    const org = orgOfGrid.get(id);
    if (org) return org;
  }
  return null;
}

/** Own members who live in a grid of the plan go to its branch, or to the committee where it has none; those of a branch that goes likewise. */
async function movesFor(
  tx: Tx,
  county: CountyRuntime,
  gone: readonly StandingBranch[],
  orgOfGrid: ReadonlyMap<string, string>,
  committees: ReadonlyMap<string, string>,
  day: string,
): Promise<{ member: Membership; to: string }[]> {
  const ids = gone.map((branch) => branch.id);
  const covered = [...orgOfGrid.keys()];
  const rows = await tx.rows<Membership>(sql`
    SELECT member_id AS id, person_id AS person, org_id AS org, relation, standing, residence_id AS residence, home_unit AS home
    FROM party_member
    WHERE county_id = ${county.id} AND to_day IS NULL AND from_day < ${day}
      AND ((relation = 'own' AND residence_id = ANY(${covered})) OR org_id = ANY(${ids}))
    ORDER BY member_id`);
  const byId = new Map(gone.map((branch) => [branch.id, branch]));
  return rows.flatMap((member) => {
    const branch = byId.get(member.org);
    const at = member.residence ? orgOfGrid.get(member.residence) : undefined;
    const heir = branch ? orgOfGrid.get(branch.grids[0] ?? '') : undefined;
    const to = at ?? (branch ? ((member.residence ? undefined : heir) ?? committees.get(branch.community)) : undefined);
    return to && to !== member.org ? [{ member, to }] : [];
  });
}
