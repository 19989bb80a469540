/** What becomes of members' residence, of branches and of plans when the grids under them end. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { shared, without } from '@huying/domain/places';
import { boxOf, type Shape } from '@huying/domain/territory';
import { type Answer, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { runVerify } from '../../platform/verify.ts';
import { work } from '../../platform/worker.ts';
import { formPlan } from './index.ts';

describe('the party after a change of the territory', () => {
  let test: TestHouse;
  let admin: Someone;
  let organiser: Someone;
  let community: string;
  let grids: string[];
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
    organiser = await test.holder('party_organiser', 'c');
    const below = Map.groupBy(
      [...county().places.values()].filter((one) => one.kind === 'grid'),
      (one) => one.parent as string,
    );
    const [found] = [...below].filter(([, ids]) => ids.length >= 5);
    assert.ok(found);
    community = found[0];
    grids = found[1].map((one) => one.id);
  });
  after(() => test.close());

  const county = () => test.county();
  const db = () => test.house.services.db;
  const grid = (no: number) => grids[no] as string;
  const get = async (path: string, as = organiser): Promise<Answer['body']> => {
    const answer = await test.ask('GET', path, { as });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const done = async (path: string, body: unknown, as = organiser): Promise<Answer['body']> => {
    const answer = await test.ask('POST', path, { as, body });
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const placeVersion = async (id: string) => (await get(`/places/${id}`, admin)).version;
  const facts = (id: string) => get(`/places/${id}/consequences`, admin);
  const covers = async (org: string): Promise<string[]> =>
    (await get(`/party/orgs/${org}`)).places
      .filter((one: { to: string | null }) => one.to === null)
      .map((one: { id: string }) => one.id)
      .sort();

  let committee: string;
  async function branch(variety: string, place: string, over: string[]): Promise<string> {
    committee ??= (await done('/party/orgs', { kind: 'committee', name: '演示社区党委', place: community })).id;
    const body = { kind: 'branch', variety, name: `演示·${over.join('-')}`, parent: committee, place, covers: over };
    return (await done('/party/orgs', body)).id;
  }

  let phone = 10_088_800_000;
  async function member(org: string, residence: string): Promise<string> {
    phone += 1;
    const { version } = await get(`/party/orgs/${org}`);
    const who = { name: '演示·甲', phone: String(phone), relation: 'own', standing: 'full' };
    return (await done(`/party/orgs/${org}/members`, { ...who, version, residence })).member;
  }
  const residences = async (org: string): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await get(`/party/orgs/${org}/members`)).rows.map((one: { id: string; residence: { id: string } }) => [
        one.id,
        one.residence.id,
      ]),
    );

  async function runJobs(): Promise<Record<string, number>> {
    const rows = await db().rows<{ id: string }>(sql`
      SELECT job_id AS id FROM job WHERE county_id = ${county().id} AND kind = 'territory.rewrite' AND state = 'waiting' ORDER BY started_at`);
    for (const { id } of rows) await work(test.house.services, county().id, id, new AbortController().signal);
    return (await get(`/jobs/${rows.at(-1)?.id}`, admin)).result;
  }

  async function split(id: string): Promise<[string, string]> {
    const row = await db().row<{ shape: Shape }>(
      sql`SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${id}`,
    );
    const whole = row?.shape as Shape;
    const [west, south, east, north] = boxOf(whole);
    const middle = (west + east) / 2;
    const box: Shape = {
      type: 'Polygon',
      coordinates: [
        [
          [west - 1, south - 1],
          [middle, south - 1],
          [middle, north + 1],
          [west - 1, north + 1],
          [west - 1, south - 1],
        ],
      ],
    };
    const parts = [
      { name: `演示西${id}`, shape: shared(whole, box) },
      { name: `演示东${id}`, shape: without(whole, [box]) },
    ];
    const answer = await done(`/places/${id}/split`, { version: await placeVersion(id), parts }, admin);
    return answer.places.slice(1);
  }

  it('a split: the branch covers the parts, members live in the community until somebody says where, a plan is stale', async () => {
    const own = await branch('own', grid(0), [grid(0)]);
    const members = [await member(own, grid(0)), await member(own, grid(0)), await member(own, grid(0))];
    const asked = await done('/party/plans', { place: community });
    await formPlan(test.house.services, county(), asked.plan);
    const before = await get(`/party/plans/${asked.plan}`);
    assert.deepEqual([before.state, before.stale, before.abilities.includes('apply')], ['ready', false, true]);
    const told = await facts(grid(0));
    assert.deepEqual([told.members, told.plans, told.branches.map((one: { id: string }) => one.id)], [3, 1, [own]]);

    const parts = await split(grid(0));
    const figures = await runJobs();
    assert.deepEqual([figures.members, figures.covers], [3, 2]);
    assert.deepEqual(await covers(own), [...parts].sort());
    const after_ = await get(`/party/orgs/${own}`);
    assert.equal(after_.place.id, community, 'a branch has no point');
    assert.equal(after_.story[0].verb, 'followed');
    assert.deepEqual(Object.values(await residences(own)), [community, community, community]);
    const stale = await get(`/party/plans/${asked.plan}`);
    assert.deepEqual([stale.stale, stale.abilities.includes('apply')], [true, false]);
    assert.ok(stale.gone.includes(grid(0)));
    assert.ok(Object.keys(stale.places).includes(grid(0)), 'it still says of which grid it spoke');
    const late = await test.ask('POST', `/party/plans/${asked.plan}/apply`, {
      as: organiser,
      body: { version: stale.version, day: county().day },
    });
    assert.equal(late.body.code, 'party_plan_stale');

    const { version } = after_;
    const [first = ''] = members;
    const resettle = (body: object) =>
      test.ask('POST', `/party/orgs/${own}/members/${first}/resettle`, { as: organiser, body });
    assert.equal((await resettle({ version, residence: grid(0) })).body.fields[0].code, 'place_unknown');
    assert.equal((await resettle({ version, residence: county().root.id })).body.fields[0].code, 'party_residence');
    assert.equal((await resettle({ version, residence: community })).body.code, 'nothing_changes');
    assert.equal((await resettle({ version: version - 1, residence: parts[0] })).body.code, 'stale_version');
    assert.equal((await resettle({ version, residence: parts[0] })).status, 200);
    assert.equal((await residences(own))[first], parts[0]);
  });

  it('a merge: the branch of the one that stays goes on, the other answers there no more; joint ones keep the rest', async () => {
    const stays = await branch('own', grid(1), [grid(1)]);
    const joint = await branch('joint', community, [grid(2), grid(3)]);
    const lives = await member(joint, grid(2));
    const places = await Promise.all([grid(1), grid(2)].map(async (id) => ({ id, version: await placeVersion(id) })));
    await done('/places/merge', { places, into: grid(1) }, admin);
    await runJobs();
    assert.deepEqual(await covers(stays), [grid(1)]);
    assert.deepEqual(await covers(joint), [grid(3)]);
    assert.equal((await residences(joint))[lives], grid(1));
    const branches = (await get(`/party/branches?place=${community}`)).rows;
    const over = branches.flatMap((one: { grids: string[] }) => one.grids);
    assert.equal(new Set(over).size, over.length, 'nobody covers a grid twice');
  });

  it('the end of a grid: its cover ends, members and branch go to the community; again it finds nothing; all verifies', async () => {
    const own = await branch('own', grid(4), [grid(4)]);
    const functional = await branch('functional', community, [grid(4)]);
    const lives = await member(own, grid(4));
    await done(`/places/${grid(4)}/retire`, { version: await placeVersion(grid(4)) }, admin);
    const figures = await runJobs();
    assert.deepEqual([figures.members, figures.covers], [1, 1]);
    assert.deepEqual([await covers(own), await covers(functional)], [[], [community]]);
    assert.equal((await residences(own))[lives], community);
    const { version } = await get(`/party/orgs/${own}`);
    await db().rows(sql`
      UPDATE job SET state = 'waiting' WHERE county_id = ${county().id} AND kind = 'territory.rewrite'`);
    const again = await runJobs();
    assert.deepEqual([again.members, again.covers], [0, 0]);
    assert.equal((await get(`/party/orgs/${own}`)).version, version);
    assert.equal(await runVerify(test.house.services, county().id), true);
  });

  it('plaques on two places that became one are counted together; the organisation is locked before its members', async () => {
    const three = [...county().places.values()].filter((one) => one.kind === 'grid' && one.parent !== community);
    const same = three.filter((one) => one.parent === three[0]?.parent).map((one) => one.id);
    const [stays, goes, too] = same as [string, string, string];
    assert.ok(too, 'a community with three grids');
    const earlier = committee;
    committee = (await done('/party/orgs', { kind: 'committee', name: '演示另一社区党委', place: three[0]?.parent }))
      .id;
    // Its own seat stays: only what belongs to it is on the ground that ends.
    const own = await branch('joint', three[0]?.parent as string, [goes, too]);
    committee = earlier;
    const lives = await member(own, goes);
    const { version } = await get(`/party/orgs/${own}`);
    await done(`/party/orgs/${own}/plaques`, { version, hang: 5 });
    await db().rows(sql`
      UPDATE party_plaque q SET place_id = CASE WHEN r.no <= 2 THEN ${too} ELSE ${goes} END FROM (
        SELECT plaque_id, row_number() OVER (ORDER BY plaque_id) AS no FROM party_plaque
        WHERE county_id = ${county().id} AND org_id = ${own}) r
      WHERE q.county_id = ${county().id} AND q.plaque_id = r.plaque_id`);
    const places = await Promise.all([stays, goes, too].map(async (id) => ({ id, version: await placeVersion(id) })));
    await done('/places/merge', { places, into: stays }, admin);
    // Another command has the organisation; the work waits for it, and holds none of its members meanwhile.
    let work_: Promise<unknown> = Promise.resolve();
    await db().tx(async (tx) => {
      await tx.rows(sql`
        SELECT org_id FROM party_org WHERE county_id = ${county().id} AND org_id = ${own} FOR UPDATE`);
      work_ = runJobs();
      for (let waits = 0; waits === 0; ) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const row = await tx.row<{ n: number }>(sql`
          SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`);
        waits = row?.n ?? 0;
      }
      await tx.rows(sql`
        SELECT member_id FROM party_member
        WHERE county_id = ${county().id} AND member_id = ${lives} FOR UPDATE NOWAIT`);
    });
    await work_;
    assert.equal((await residences(own))[lives], stays);
    const told = await db().row<{ plaques: number }>(sql`
      SELECT (event->>'plaques')::int AS plaques FROM journal WHERE county_id = ${county().id}
        AND subject_kind = 'party_org' AND subject_id = ${own} AND event->>'kind' = 'party_org.followed'`);
    assert.equal(told?.plaques, 5);
  });

  it('plans come page by page, each once', async () => {
    const seen: string[] = [];
    for (let i = 0; i < 3; i += 1) await done('/party/plans', { place: community });
    let page = await get('/party/plans?limit=2');
    assert.equal(page.counted, true);
    for (; ; page = await get(`/party/plans?limit=2&cursor=${page.next}`)) {
      seen.push(...page.rows.map((one: { id: string }) => one.id));
      if (!page.next) break;
    }
    assert.deepEqual([seen.length, new Set(seen).size], [page.count, page.count]);
    assert.equal(page.count, 4);
  });
});
