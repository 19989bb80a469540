/** The party's organisation of a demo county, over HTTP: tree, members, reach, branch formation from the plan to the branches. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { figures } from '../../figures.ts';
import { drainAll } from '../../platform/outbox.ts';
import { verify } from '../../platform/verify.ts';
import { reactions } from '../../reactions.ts';
import { dayOf } from '../county/index.ts';
import { formPlan, remindOfTerms } from './index.ts';

const NEVER = randomUUID();

describe('party organisation', () => {
  let house: TestHouse;
  let organiser: Someone;
  let secretary: Someone;
  let elsewhere: Someone;
  let leader: Someone;
  const today = () => dayOf(house.county(), house.clock.now);

  before(async () => {
    house = await openTestHouse({ demo: true });
    const communities = [...house.county().places.values()].filter((place) => place.gridded);
    organiser = await house.holder('party_organiser', house.county().root.id);
    secretary = await house.holder('community_secretary', communities[0]?.id ?? '');
    elsewhere = await house.holder('community_secretary', communities[1]?.id ?? '');
    leader = await house.holder('county_leader', house.county().root.id);
  });
  after(() => house.close());

  const get = async (path: string, as = organiser) => {
    const answer = await house.ask('GET', path, { as });
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    return answer.body;
  };
  const post = async (path: string, body: unknown, as = organiser) => house.ask('POST', path, { as, body });
  const done = async (path: string, body: unknown, as = organiser) => {
    const answer = await post(path, body, as);
    assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    return answer.body;
  };
  const refused = async (path: string, body: unknown, code: string, as = organiser) => {
    const answer = await post(path, body, as);
    assert.ok(answer.status >= 400, answer.text);
    const codes = [answer.body.code, ...(answer.body.fields ?? []).map((field: { code: string }) => field.code)];
    assert.ok(codes.includes(code), `${code} in ${answer.text}`);
  };
  const version = async (id: string): Promise<number> => (await get(`/party/orgs/${id}`)).version;
  const first = async (query: string) => (await get(`/party/orgs?${query}`)).rows[0];

  async function plan(body: Record<string, unknown> = {}, as = organiser) {
    const asked = await done('/party/plans', body, as);
    await formPlan(house.house.services, house.county(), asked.plan);
    return get(`/party/plans/${asked.plan}`);
  }

  it('counts the figures of the demo from its rows', async () => {
    const found = await figures(house.house.services.db, house.county(), house.clock.now);
    assert.equal(found.gridBranches, 97);
    assert.equal(found.coveredGrids, 100);
    assert.equal(found.buildingGroups, 527);
    assert.equal(found.plaqueHouseholds, 8872);
    assert.equal(found.partyCentreHouseholds, 0);
  });

  it('shows the tree from the top, with levels in the words of the county', async () => {
    const top = await get('/party/orgs');
    assert.equal(top.count, 19);
    assert.ok(top.rows.every((row: { kind: string; level: number }) => row.kind === 'committee' && row.level === 0));
    const [branch] = (await get(`/party/orgs?parent=${top.rows[0].id}`)).rows;
    assert.equal(branch.kind, 'branch');
    assert.equal(branch.word.zh, '网格党支部');
    const sheet = await get(`/party/orgs/${branch.id}`);
    assert.deepEqual(
      sheet.line.map((one: { id: string }) => one.id),
      [top.rows[0].id],
    );
    assert.ok(sheet.places.length >= 1);
    assert.ok(sheet.abilities.includes('rename'));
    assert.equal(sheet.story.at(-1).verb, 'made');
    const groups = await get(`/party/orgs?parent=${branch.id}`);
    assert.ok(groups.rows.every((row: { kind: string }) => row.kind === 'group'));
    assert.equal((await house.ask('GET', `/party/orgs/${NEVER}`, { as: organiser })).status, 404);
  });

  it('pages through lists without losing or repeating anything', async () => {
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: { rows: { id: string }[]; next: string | null } = await get(
        `/party/orgs?kind=group&limit=200${cursor ? `&cursor=${cursor}` : ''}`,
      );
      for (const row of page.rows) seen.add(row.id);
      cursor = page.next;
    } while (cursor);
    assert.equal(seen.size, 527);
  });

  it('masks the names of members outside the reach of the asker', async () => {
    const branch = await first('kind=branch');
    const name = async (as: Someone) => (await get(`/party/orgs/${branch.id}/members`, as)).rows[0].name as string;
    assert.match(await name(secretary), /^演示·../);
    assert.equal(await name(elsewhere), '演*');
    assert.match(await name(leader), /^演示·../);
  });

  it('lets edit only within reach, and only whoever may edit', async () => {
    const branch = await first('kind=branch');
    const body = { version: branch.version ?? (await version(branch.id)), name: '演示改名党支部' };
    await refused(`/party/orgs/${branch.id}/rename`, body, 'not_permitted', elsewhere);
    await refused(`/party/orgs/${branch.id}/rename`, body, 'not_permitted', leader);
    const renamed = await done(`/party/orgs/${branch.id}/rename`, body, secretary);
    await refused(`/party/orgs/${branch.id}/rename`, body, 'stale_version', secretary);
    assert.equal((await get(`/party/orgs/${branch.id}`)).name, '演示改名党支部');
    assert.equal(renamed.version, body.version + 1);
    const seen = await get(`/party/orgs/${branch.id}`, elsewhere);
    assert.deepEqual(seen.abilities, []);
  });

  it('refuses circles, levels above their level, places of others and roots that are no committees', async () => {
    const community = await first('kind=committee');
    const branch = (await get(`/party/orgs?parent=${community.id}`)).rows[0];
    const [group] = (await get(`/party/orgs?parent=${branch.id}`)).rows;
    await refused(
      `/party/orgs/${branch.id}/move`,
      { version: await version(branch.id), parent: group.id },
      'party_cycle',
    );
    await refused(
      `/party/orgs/${branch.id}/move`,
      { version: await version(branch.id), parent: branch.id },
      'party_cycle',
    );
    const other = (await get('/party/orgs')).rows[1];
    const otherBranch = (await get(`/party/orgs?parent=${other.id}`)).rows[0];
    await refused(
      `/party/orgs/${branch.id}/move`,
      { version: await version(branch.id), parent: otherBranch.id },
      'party_place',
    );
    const inside = { kind: 'branch', variety: 'functional', name: '演示功能型党支部', place: community.place.id };
    await refused('/party/orgs', { ...inside, parent: null }, 'party_root');
    const made = await done('/party/orgs', { ...inside, parent: community.id });
    await refused(`/party/orgs/${made.id}/move`, { version: made.version, parent: group.id }, 'party_place');
    await refused(
      '/party/orgs',
      { kind: 'branch', variety: 'functional', name: '甲', place: community.place.id, parent: made.id },
      'party_level',
    );
    await refused('/party/orgs', { ...inside, variety: 'building', parent: community.id }, 'party_variety');
    await refused('/party/orgs', { ...inside, place: 'nowhere', parent: community.id }, 'place_unknown');
    await done(`/party/orgs/${made.id}/dissolve`, { version: made.version, lastDay: today() });
  });

  it('gives no place to two branches, and temporary branches an end that is reminded of', async () => {
    const branch = await first('kind=branch&variety=own');
    const [grid] = (await get(`/party/orgs/${branch.id}`)).places;
    const upper = { parent: branch.parent, name: '演示攻坚党支部' };
    const community = (await get(`/party/orgs/${branch.parent}`)).place.id;
    const own = { ...upper, kind: 'branch', variety: 'own', place: grid.id, covers: [grid.id] };
    await refused('/party/orgs', own, 'party_cover_taken');
    const temporary = { ...upper, kind: 'branch', variety: 'temporary', place: community, covers: [grid.id] };
    await refused('/party/orgs', temporary, 'field_required');
    await refused('/party/orgs', { ...temporary, term: '2000-01-01' }, 'day_order');
    await refused('/party/orgs', { ...own, covers: [], term: today() }, 'party_term_untimed');
    const made = await done('/party/orgs', { ...temporary, term: today() });
    assert.equal((await get('/party/orgs?ending=true')).rows[0].due, 'soon');
    assert.equal(await remindOfTerms(house.house.services, house.county(), house.clock.now), 1);
    assert.equal(await remindOfTerms(house.house.services, house.county(), house.clock.now), 0, 'once');
    const sheet = await get(`/party/orgs/${made.id}`);
    assert.equal(sheet.story[0].verb, 'term_near');
    const extended = await done(`/party/orgs/${made.id}/extend`, { version: sheet.version, term: '2099-01-01' });
    assert.equal((await get('/party/orgs?ending=true')).count, 0);
    await done(`/party/orgs/${made.id}/dissolve`, { version: extended.version, lastDay: today() });
  });

  it('keeps one own membership at a time and dissolves nothing with members or others in it', async () => {
    const [one, two] = (await get('/party/orgs?kind=branch&variety=own&limit=2')).rows;
    const member = { name: '演示·新党员', relation: 'own', standing: 'full' };
    const put = await done(`/party/orgs/${one.id}/members`, { ...member, version: await version(one.id) });
    const page = await get(`/party/orgs/${one.id}/members?limit=200`);
    const found = page.rows.find((row: { id: string }) => row.id === put.member);
    const again = { person: found.person, relation: 'own', standing: 'full' };
    await refused(`/party/orgs/${two.id}/members`, { ...again, version: await version(two.id) }, 'party_member_own');
    await refused(
      `/party/orgs/${one.id}/members`,
      { ...again, relation: 'functional', version: put.version },
      'party_member_twice',
    );
    await refused(
      `/party/orgs/${one.id}/members`,
      { ...member, version: put.version, person: NEVER },
      'field_required',
    );
    await refused(`/party/orgs/${one.id}/dissolve`, { version: put.version }, 'party_has_members');
    const release = `/party/orgs/${one.id}/members/${put.member}/release`;
    await refused(release, { version: put.version, lastDay: '2000-01-01' }, 'day_order');
    await done(release, { version: put.version, lastDay: today() });
    const committee = await first('kind=committee');
    await refused(`/party/orgs/${committee.id}/dissolve`, { version: await version(committee.id) }, 'party_has_below');
  });

  it('hangs and takes down plaques', async () => {
    const group = await first('kind=group');
    const before = (await get(`/party/orgs/${group.id}`)).plaques;
    const hung = await done(`/party/orgs/${group.id}/plaques`, { version: await version(group.id), hang: 2, take: 1 });
    assert.equal(hung.plaques, before + 1);
    await refused(`/party/orgs/${group.id}/plaques`, { version: hung.version, take: 500 }, 'party_plaques_few');
  });

  it('forms a plan that changes nothing where today is the best already', async () => {
    const found = await plan();
    assert.equal(found.state, 'ready');
    assert.deepEqual(
      { own: found.figures.ownBranches, joint: found.figures.jointBranches, covered: found.figures.coveredGrids },
      { own: 94, joint: 3, covered: 100 },
    );
    assert.equal(found.proof.optimal, true);
    assert.deepEqual(found.today.changes.made, []);
    const workbook = await house.ask('GET', `/party/plans/${found.id}/plan.xlsx`, { as: organiser });
    assert.equal(workbook.status, 200);
    assert.equal((await house.ask('GET', '/exports/party.xlsx', { as: organiser })).status, 200);
  });

  it('forms with pins, shows what they change, and applies it on a day', async () => {
    const base = await plan();
    const joint = base.branches.find((branch: { kind: string }) => branch.kind === 'joint');
    const forbids = [[joint.grids[0], joint.grids[1]]];
    const other = await plan({ base: base.id, wishes: { forbids } });
    assert.equal(other.figures.coveredGrids, 98);
    assert.equal(other.base.better, -1);
    assert.deepEqual(other.base.changes.gone, [joint.grids]);
    assert.deepEqual(
      other.uncovered.map((one: { why: string }) => one.why),
      ['forbidden', 'forbidden'],
    );
    await refused('/party/plans', { wishes: { pins: [[joint.grids[0], 'nowhere']] } }, 'branch_grid_unknown');
    await refused('/party/plans', { wishes: { forbids } }, 'not_permitted', elsewhere);
    const pinned = await plan({ wishes: { pins: [[base.branches.at(-1).grids[0], base.branches.at(-2).grids[0]]] } });
    assert.ok(pinned.failed || pinned.branches.some((branch: { pinned: boolean }) => branch.pinned));
    await refused(`/party/plans/${other.id}/apply`, { version: other.version, day: '2000-01-01' }, 'party_day_past');
    const before = await figures(house.house.services.db, house.county(), house.clock.now);
    const applied = await done(`/party/plans/${other.id}/apply`, { version: other.version, day: today() });
    assert.deepEqual(
      { made: applied.made, dissolved: applied.dissolved, kept: applied.kept },
      { made: 0, dissolved: 1, kept: 96 },
    );
    await refused(`/party/plans/${other.id}/apply`, { version: applied.version, day: today() }, 'party_plan_not_ready');
    const now = await figures(house.house.services.db, house.county(), house.clock.now);
    assert.equal(now.gridBranches, 96);
    assert.equal(now.coveredGrids, 98);
    assert.equal(now.partyMembers, before.partyMembers, 'nobody is lost');
    assert.equal(now.buildingGroups, before.buildingGroups);
    await refused(`/party/plans/${base.id}/apply`, { version: base.version + 1, day: today() }, 'stale_version');
    const back = await plan();
    const tomorrow = new Date(Date.parse(today()) + 86_400_000).toISOString().slice(0, 10);
    const again = await done(`/party/plans/${back.id}/apply`, { version: back.version, day: tomorrow });
    assert.equal(again.made, 1);
    assert.equal((await figures(house.house.services.db, house.county(), house.clock.now)).gridBranches, 96, 'not yet');
    house.clock.now += 86_400_000;
    const then = await figures(house.house.services.db, house.county(), house.clock.now);
    assert.equal(then.gridBranches, 97);
    assert.equal(then.partyMembers, Number(before.partyMembers) - 1, 'nobody but the one whose last day it was');
    const list = await get('/party/plans');
    assert.ok(list.count >= 4 && list.rows[0].id === back.id);
  });

  it('shows a plan to those whose reach has its place in it; to others it is not there', async () => {
    const communities = [...house.county().places.values()].filter((place) => place.gridded);
    const own = await plan({ place: communities[0]?.id });
    const whole = await plan({ place: communities[0]?.id, base: (await plan()).id });
    const seen = async (as: Someone) => {
      const { rows, count } = await get('/party/plans', as);
      assert.equal(count, rows.length, 'the count tells no more than the list');
      return rows.map((row: { id: string }) => row.id);
    };
    assert.deepEqual((await seen(secretary)).sort(), [own.id, whole.id].sort());
    assert.deepEqual(await seen(elsewhere), []);
    assert.ok((await seen(leader)).length > 2);
    assert.equal((await get(`/party/plans/${own.id}`, secretary)).id, own.id);
    assert.equal((await get(`/party/plans/${whole.id}`, secretary)).base, null, 'compared with what they may not see');
    assert.notEqual((await get(`/party/plans/${whole.id}`)).base, null);
    for (const path of [`/party/plans/${own.id}`, `/party/plans/${own.id}/plan.xlsx`])
      assert.equal((await house.ask('GET', path, { as: elsewhere })).status, 404);
  });

  it('refuses a plan whose members have left since', async () => {
    const found = await plan();
    const joint = found.branches.find(
      (branch: { kind: string; members: number }) => branch.kind === 'joint' && branch.members === 3,
    );
    const org = (await get('/party/branches')).rows.find(
      (row: { grids: string[] }) => row.grids.join() === joint.grids.join(),
    );
    const [member] = (await get(`/party/orgs/${org.id}/members`)).rows;
    await done(`/party/orgs/${org.id}/members/${member.id}/release`, { version: await version(org.id) });
    await refused(`/party/plans/${found.id}/apply`, { version: found.version, day: today() }, 'party_plan_stale');
  });

  it('is not there where the county has switched it off, nor branch formation by itself', async () => {
    const { switches } = house.county().pack;
    const asks = async (path: string) => (await house.ask('GET', path, { as: organiser })).status;
    const all = ['/party', '/party/orgs', '/party/branches', '/party/plans', '/exports/party.xlsx'];
    try {
      switches.branches = false;
      assert.deepEqual(await Promise.all(all.map(asks)), [200, 200, 200, 404, 200]);
      assert.equal((await post('/party/plans', {})).status, 404);
      Object.assign(switches, { branches: true, party: false });
      assert.deepEqual(await Promise.all(all.map(asks)), [404, 404, 404, 404, 404]);
    } finally {
      delete switches.branches;
      delete switches.party;
    }
  });

  it('a third member makes a grid strong: it has a branch of its own, and whom it was joined with stands alone', async () => {
    const before = await plan();
    const joint = before.branches.find(
      (branch: { kind: string; grids: string[] }) =>
        branch.kind === 'joint' && branch.grids.some((grid) => before.places[grid].members === 2),
    );
    const grid = joint.grids.find((one: string) => before.places[one].members === 2);
    const partners = joint.grids.filter((one: string) => one !== grid);
    const org = (await get('/party/branches')).rows.find((row: { grids: string[] }) => row.grids.includes(grid));
    const member = { name: '演示·新转入', relation: 'own', standing: 'full', residence: grid };
    await done(`/party/orgs/${org.id}/members`, { ...member, version: await version(org.id) });
    const after = await plan();
    assert.equal(after.places[grid].members, 3);
    assert.equal(after.figures.ownBranches, before.figures.ownBranches + 1);
    assert.equal(after.figures.jointBranches, before.figures.jointBranches - 1);
    assert.equal(after.figures.coveredGrids, before.figures.coveredGrids - partners.length);
    assert.equal(after.proof.optimal, true);
    assert.ok(
      partners.every((one: string) => after.uncovered.some((left: { grid: string }) => left.grid === one)),
      'no weak neighbour is left to join',
    );
  });

  it('leaves a journal that verifies', async () => {
    const { services } = house.house;
    await drainAll(services, house.county(), reactions);
    const proof = await verify(services, house.county().id);
    assert.deepEqual(proof.findings, []);
  });
});
