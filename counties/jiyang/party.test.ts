/** The source's branch figures, reproduced from the demo's members by the rule itself. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { joinByHand, NO_WISHES } from '@huying/domain/branches';
import { figures } from '../../server/src/figures.ts';
import { readCounty, readPack } from '../../server/src/modules/county/index.ts';
import { installCounty } from '../../server/src/modules/installing/index.ts';
import { branchesOn } from '../../server/src/modules/party/branches-on.ts';
import { landOf, rulesOf } from '../../server/src/modules/party/ground.ts';
import { formPlan } from '../../server/src/modules/party/index.ts';
import { formationOf, readPlan } from '../../server/src/modules/party/plan.ts';
import { type Db, openDb, sql } from '../../server/src/platform/db.ts';
import { keysFrom } from '../../server/src/platform/keys.ts';
import { type TestDatabase, withDatabase } from '../../server/test/harness.ts';

const NOW = Date.parse('2026-06-10T10:00:00+08:00');
const TODAY = '2026-06-10';
const quiet = { info: () => {}, warn: () => {} };

describe('branches of the demo', () => {
  let database: TestDatabase;
  let db: Db;
  before(async () => {
    database = await withDatabase();
    db = openDb({ connectionString: database.url, max: 4 });
  });
  after(async () => {
    await db.end();
    await database.drop();
  });

  it('71 own and 23 joint over 70 grids, 141 of 147 covered, proved optimal; joining by hand does not reach it', async () => {
    const pack = await readPack('jiyang');
    await installCounty(db, keysFrom(randomBytes(32)), pack, { demo: true, now: NOW, log: quiet });
    const county = await readCounty(db, pack, NOW);
    const counted = await figures(db, county, NOW);
    assert.deepEqual(
      [counted.ownBranches, counted.jointBranches, counted.gridsUnderJointBranches, counted.coveredGrids],
      [71, 23, 70, 141],
    );
    assert.equal(counted.residentGrids, 147);
    // The same again as a plan over the rows: what stands is what the rule gives.
    const id = randomUUID();
    await db.rows(sql`
      INSERT INTO party_plan (county_id, plan_id, place_id, state, day, rules, wishes, made_at, version, head)
      VALUES (${county.id}, ${id}, ${county.root.id}, 'waiting', ${TODAY}, ${JSON.stringify(rulesOf(county))},
        ${JSON.stringify(NO_WISHES)}, now(), 0, ${Buffer.alloc(32)})`);
    await formPlan({ db, clock: () => NOW }, county, id);
    const plan = formationOf(await readPlan(db, county.id, id));
    assert.equal(plan.proof.optimal, true);
    assert.deepEqual(plan.proof.gap, { covered: 0, branches: 0, distance: 0 });
    assert.equal(plan.uncovered.length, 6);
    const keys = (of: readonly { grids: string[] }[]) => of.map((branch) => [...branch.grids].sort().join()).sort();
    assert.deepEqual(keys(await branchesOn(db, county.id, county.root.path, TODAY)), keys(plan.branches));
    const land = await landOf(db, county, county.root.path, TODAY);
    const hand = joinByHand({ ...land, rules: rulesOf(county), wishes: NO_WISHES }).figures;
    assert.ok(hand.coveredGrids <= 141);
  });
});
