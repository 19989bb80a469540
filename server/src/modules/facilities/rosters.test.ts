import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import { MORNING, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf } from '../../platform/exchange/index.ts';
import { drainAll } from '../../platform/outbox.ts';
import { verify } from '../../platform/verify.ts';
import { reactions } from '../../reactions.ts';
import { sweepDuties } from './index.ts';

const GRID = 'g001';
const always = {
  week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
  holidays: 'usual',
  makeup: 'usual',
  exceptions: [],
};

let house: TestHouse;
let community: string;
let secretary: Someone;
let neighbour: Someone;
let people: (Someone & { id: string })[];
let point: [number, number];
let facility: string;
let team: string;
before(async () => {
  house = await openTestHouse();
  community = house.county().places.get(GRID)?.parent as string;
  const other = [...house.county().places.values()].find(
    (one) => one.kind === 'community' && one.gridded && one.id !== community,
  );
  secretary = await house.holder('community_secretary', community);
  neighbour = await house.holder('community_secretary', other?.id as string);
  people = (await Promise.all([1, 2, 3].map(() => house.holder('grid_member', GRID)))) as typeof people;
  const row = await house.house.services.db.row<{ shape: { coordinates: [number, number][][] } }>(sql`
    SELECT shape FROM place_shape WHERE county_id = 'eastshire' AND place_id = ${GRID}`);
  const ring = row?.shape.coordinates[0] ?? [];
  point = ring
    .flatMap(([x, y]) => ring.map(([u, v]): [number, number] => [(x + u) / 2, (y + v) / 2]))
    .find((one) => house.county().placeIndex.at(...one) === GRID) as [number, number];
});
after(() => house.close());

const ask = (path: string, as: Someone, body: unknown = {}) => house.ask('POST', path, { as, body });
const codes = (answer: { body: { fields?: { path: string; code: string }[] } }) =>
  (answer.body.fields ?? []).map(({ path, code }) => `${path} ${code}`);

/** A facility, a team of three and a published roster of one shift a day, each of its own. */
beforeEach(async () => {
  house.clock.now = MORNING;
  await house.house.services.db.rows(sql`UPDATE duty SET state = 'cancelled' WHERE county_id = 'eastshire'`);
  facility = uuidv7();
  team = uuidv7();
  const made = await ask('/facilities', secretary, {
    id: facility,
    kind: 'party_centre',
    name: `演示·${facility}`,
    place: community,
    point,
    hours: always,
    services: [],
    oneWindow: false,
    contactPost: null,
    from: '2026-01-01',
  });
  assert.equal(made.status, 201, made.text);
  const formed = await ask('/teams', secretary, {
    id: team,
    kind: 'duty',
    name: `演示·${team}`,
    place: community,
    facility,
    members: people.map((one) => one.id),
  });
  assert.equal(formed.status, 201, formed.text);
});

const rule = (more: object = {}) => ({
  facility,
  teams: [team],
  from: '2026-06-11',
  to: '2026-06-16',
  shifts: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '14:00', to: '16:00', people: 1 }],
  by: 'people',
  holidays: 'usual',
  makeup: 'usual',
  restMinutes: 0,
  ...more,
});

async function published(more: object = {}): Promise<{ id: string; version: number }> {
  const id = uuidv7();
  const made = await ask('/rosters', secretary, { id, ...rule(more) });
  assert.equal(made.status, 201, made.text);
  const done = await ask(`/rosters/${id}/publish`, secretary, { version: made.body.version });
  assert.equal(done.status, 200, done.text);
  return done.body;
}

type Duty = {
  id: string;
  person: { id: string; name: string };
  startsAt: string;
  state: string;
  abilities: string[];
  swap: string | null;
};
const week = async (as: Someone = secretary): Promise<Duty[]> =>
  (await house.ask('GET', `/duties?facility=${facility}&from=2026-06-08&to=2026-06-21`, { as })).body.rows;
const dutyOf = async (id: string) => (await week()).find((one) => one.id === id) as Duty;
const someone = (id: string) => people.find((one) => one.id === id) as Someone;
const others = (id: string) => people.filter((one) => one.id !== id);

describe('teams', () => {
  test('say what is wrong, and are for who keeps the place', async () => {
    const body = (more: object) => ({
      id: uuidv7(),
      kind: 'duty',
      name: '演示·队',
      place: community,
      members: people.map((one) => one.id),
      ...more,
    });
    const first = people[0]?.id;
    assert.deepEqual(codes(await ask('/teams', secretary, body({ members: [] }))), ['members team_empty']);
    assert.deepEqual(codes(await ask('/teams', secretary, body({ members: [first, first] }))), [
      'members member_twice',
    ]);
    assert.deepEqual(codes(await ask('/teams', secretary, body({ members: [uuidv7()] }))), [
      'members.0 person_unknown',
    ]);
    assert.deepEqual(codes(await ask('/teams', secretary, body({ kind: 'army' }))), ['kind team_kind_unknown']);
    assert.deepEqual(codes(await ask('/teams', secretary, body({ facility: uuidv7() }))), [
      'facility facility_unknown',
    ]);
    assert.equal((await ask('/teams', neighbour, body({}))).status, 403);
    assert.equal((await ask(`/teams/${team}/change`, neighbour, { version: 1, name: '演示·改' })).status, 403);
    assert.equal((await ask(`/teams/${team}/change`, secretary, { version: 1, name: '演示·改' })).body.version, 2);
    assert.equal((await ask(`/teams/${team}/end`, secretary, { version: 2 })).status, 200);
    assert.equal((await ask(`/teams/${team}/end`, secretary, { version: 3 })).body.code, 'team_ended');
  });

  test('show names in clear where they are kept, masked elsewhere, to nobody outside', async () => {
    const names = async (as: Someone) =>
      (await house.ask('GET', `/teams/${team}`, { as })).body.members.map((one: { name: string }) => one.name);
    assert.ok((await names(secretary)).every((name: string) => name === '演示·grid_member'));
    assert.ok((await names(neighbour)).every((name: string) => name === '演*'));
    assert.equal((await house.ask('GET', `/teams/${team}`, { as: await house.resident() })).status, 403);
    assert.equal((await house.ask('GET', '/teams')).status, 401);
    const list = await house.ask('GET', `/teams?place=${community}&kind=duty&limit=1`, { as: secretary });
    assert.equal(list.body.rows.length, 1);
    assert.ok(list.body.count >= 1);
  });
});

describe('rosters', () => {
  test('are planned, looked at, published and ended', async () => {
    const plan = await ask('/rosters/plan', secretary, rule());
    assert.equal(plan.status, 200, plan.text);
    assert.equal(plan.body.duties, 6);
    assert.deepEqual(
      plan.body.load.map((one: { duties: number }) => one.duties),
      [2, 2, 2],
    );
    const id = uuidv7();
    const made = await ask('/rosters', secretary, { id, ...rule() });
    assert.equal((await week()).length, 6, 'the keeper sees the draft');
    assert.equal((await week(someone(people[0]?.id as string))).length, 0, 'nobody else does');
    assert.equal(
      (await house.ask('GET', '/duties/mine', { as: someone(people[0]?.id as string) })).body.rows.length,
      0,
    );
    assert.equal((await ask(`/rosters/${id}/publish`, neighbour, { version: 1 })).status, 403);
    assert.equal((await ask(`/rosters/${id}/publish`, secretary, { version: made.body.version })).status, 200);
    assert.equal(
      (await house.ask('GET', '/duties/mine', { as: someone(people[0]?.id as string) })).body.rows.length,
      2,
    );
    const { rows } = (await house.ask('GET', `/facilities/${facility}/rosters`, { as: secretary })).body;
    assert.deepEqual([rows[0].state, rows[0].duties, rows[0].abilities], ['published', 6, ['end']]);
    house.clock.now = Date.parse('2026-06-13T10:00:00+08:00');
    assert.equal((await ask(`/rosters/${id}/end`, secretary, { version: rows[0].version })).status, 200);
    assert.equal((await week()).length, 2, 'what has not begun falls away');
  });

  test('refuse rules that cannot be kept', async () => {
    const plan = async (more: object) => codes(await ask('/rosters/plan', secretary, rule(more)));
    const shift = { weekdays: [1], from: '14:00', to: '16:00', people: 1 };
    assert.deepEqual(await plan({ shifts: [{ ...shift, from: '16:00', to: '14:00' }] }), ['shifts.0 hours_order']);
    assert.deepEqual(await plan({ to: '2026-06-01' }), ['to day_order']);
    assert.deepEqual(await plan({ to: '2027-06-01' }), ['to roster_too_long']);
    assert.deepEqual(await plan({ teams: [uuidv7()] }), ['teams.0 team_unknown']);
    assert.equal((await ask('/rosters/plan', secretary, rule({ facility: uuidv7() }))).status, 404);
    assert.equal((await ask('/rosters', neighbour, { id: uuidv7(), ...rule() })).status, 403);
  });

  test('plan around days off and duties elsewhere, and two drafts do not both get the same hours', async () => {
    const [first] = people;
    assert.equal((await ask('/duties/away', first as Someone, { from: '2026-06-11', to: '2026-06-16' })).status, 200);
    const plan = await ask('/rosters/plan', secretary, rule());
    assert.deepEqual(
      plan.body.load.map((one: { duties: number }) => one.duties),
      [0, 3, 3],
    );
    await house.house.services.db.rows(sql`DELETE FROM away WHERE county_id = 'eastshire'`);
    assert.deepEqual(codes(await ask('/duties/away', first as Someone, { from: '2026-06-16', to: '2026-06-11' })), [
      'to day_order',
    ]);
    const drafts = [uuidv7(), uuidv7()];
    const all = { shifts: [{ weekdays: [4], from: '18:00', to: '19:00', people: 3 }] };
    for (const id of drafts) assert.equal((await ask('/rosters', secretary, { id, ...rule(all) })).body.duties, 3);
    assert.equal((await ask(`/rosters/${drafts[0]}/publish`, secretary, { version: 1 })).status, 200);
    assert.equal((await ask(`/rosters/${drafts[1]}/publish`, secretary, { version: 1 })).body.code, 'duties_clash');
    assert.equal(
      (await ask('/rosters/plan', secretary, rule(all))).body.gaps[0].missing,
      3,
      'those who are busy are not asked',
    );
  });
});

describe('duty', () => {
  test('is checked in there and then, by oneself', async () => {
    await published();
    const [duty] = await week();
    const own = someone(duty?.person.id as string);
    const check = (as: Someone, more: object = {}) =>
      ask(`/duties/${duty?.id}/check-in`, as, { point, accuracy: 10, ...more });
    house.clock.now = Date.parse('2026-06-11T12:00:00+08:00');
    assert.equal((await check(own)).body.code, 'duty_too_early');
    house.clock.now = Date.parse('2026-06-11T14:05:00+08:00');
    assert.equal((await check(own, { point: [116.0, 36.0] })).body.code, 'duty_too_far');
    assert.equal((await check(own, { point: undefined })).body.code, 'position_required');
    assert.equal((await check(others(duty?.person.id as string)[0] as Someone)).status, 404);
    assert.equal((await check(secretary)).status, 404, 'nor does the keeper check in for others');
    const done = await check(own);
    assert.deepEqual([done.status, done.body.state, done.body.lateMinutes], [200, 'attended', 5], done.text);
    assert.equal((await check(own)).body.code, 'state_forbids');
    assert.equal(await sweepDuties(house.house.services, house.county(), Date.parse('2026-06-11T15:00:00+08:00')), 0);
  });

  test('that nobody came to is missed, shown, and excused with a reason by another', async () => {
    await published();
    const [duty] = await week();
    house.clock.now = Date.parse('2026-06-11T14:30:00+08:00');
    assert.equal(
      await sweepDuties(house.house.services, house.county(), house.clock.now),
      0,
      'at the last moment it is not over',
    );
    house.clock.now += 1000;
    assert.equal(await sweepDuties(house.house.services, house.county(), house.clock.now), 1);
    assert.equal(await sweepDuties(house.house.services, house.county(), house.clock.now), 0, 'once');
    assert.deepEqual(
      [(await dutyOf(duty?.id as string)).state, (await dutyOf(duty?.id as string)).abilities],
      ['missed', ['excuse']],
    );
    assert.equal(
      (await house.ask('GET', `/duties?state=missed&from=2026-06-11&facility=${facility}`, { as: secretary })).body.rows
        .length,
      1,
    );
    assert.equal((await house.ask('GET', `/facilities/${facility}`, { as: secretary })).body.duty.missed, 1);
    const missed = async (as: Someone) =>
      (await house.ask('GET', '/duties?state=missed&from=2026-06-11&to=2026-06-11', { as })).body.rows.length;
    assert.deepEqual([await missed(secretary), await missed(neighbour)], [1, 0], 'each looks at their own places');
    const excuse = (as: Someone, reason = 'illness') => ask(`/duties/${duty?.id}/excuse`, as, { reason });
    assert.equal((await excuse(neighbour)).status, 403);
    assert.equal((await excuse(someone(duty?.person.id as string))).status, 403);
    assert.deepEqual(codes(await excuse(secretary, 'because')), ['reason excuse_unknown']);
    assert.equal((await excuse(secretary)).body.state, 'excused');
    assert.equal((await excuse(secretary)).body.code, 'state_forbids');
  });

  test('checked in without network in time, and told later, was not missed', async () => {
    await published();
    const [duty] = await week();
    const own = someone(duty?.person.id as string);
    house.clock.now = Date.parse('2026-06-11T18:00:00+08:00');
    assert.equal(await sweepDuties(house.house.services, house.county(), house.clock.now), 1);
    const tell = (at: string) => ask(`/duties/${duty?.id}/check-in`, own, { point, at: Date.parse(at) });
    assert.equal((await tell('2026-06-11T14:31:00+08:00')).body.code, 'duty_window_over');
    assert.equal((await tell('2026-06-10T13:58:00+08:00')).body.code, 'duty_time_unbelievable');
    assert.equal((await tell('2026-06-11T13:58:00+08:00')).body.state, 'attended');
    const row = await house.house.services.db.row(sql`
      SELECT sent_later, late_minutes FROM duty WHERE county_id = 'eastshire' AND duty_id = ${duty?.id}`);
    assert.deepEqual(row, { sent_later: true, late_minutes: 0 });
  });
});

describe('swapping', () => {
  test('is asked, agreed, approved; then the other has the duty', async () => {
    await published();
    const [duty] = await week();
    const own = someone(duty?.person.id as string);
    const [taker] = others(duty?.person.id as string) as [Someone & { id: string }];
    const takers = await house.ask('GET', `/duties/${duty?.id}/takers`, { as: own });
    assert.equal(takers.body.rows.length, 2);
    assert.equal((await house.ask('GET', `/duties/${duty?.id}/takers`, { as: taker })).status, 404);
    const swap = uuidv7();
    const asked = await ask(`/duties/${duty?.id}/swap`, own, { id: swap, with: taker.id });
    assert.equal(asked.status, 201, asked.text);
    assert.equal((await ask(`/duties/${duty?.id}/swap`, own, { id: uuidv7(), with: taker.id })).body.code, 'swap_open');
    const step = (verb: string, as: Someone, version: number) => ask(`/swaps/${swap}/${verb}`, as, { version });
    assert.equal((await step('agree', own, 1)).body.code, 'not_permitted', 'not by whoever asked');
    assert.equal((await step('approve', secretary, 1)).body.code, 'state_forbids', 'not before the other agreed');
    assert.equal((await step('agree', neighbour, 1)).status, 404, 'whoever has no part in it does not see it');
    const mine = await house.ask('GET', '/swaps', { as: taker });
    assert.deepEqual(mine.body.rows.find((row: { id: string }) => row.id === swap).abilities, ['agree', 'decline']);
    assert.equal((await step('agree', taker, 1)).body.state, 'agreed');
    assert.equal((await step('agree', taker, 1)).body.code, 'stale_version');
    assert.equal((await dutyOf(duty?.id as string)).person.id, own.id, 'not before it is approved');
    assert.equal((await step('approve', secretary, 2)).body.state, 'done');
    assert.equal((await dutyOf(duty?.id as string)).person.id, taker.id);
    assert.equal((await step('withdraw', own, 3)).body.code, 'state_forbids');
  });

  test('with oneself, with a stranger, for a duty of another or one that has begun, is refused', async () => {
    await published();
    const duties = await week();
    const [duty] = duties;
    const own = someone(duty?.person.id as string);
    const [taker] = others(duty?.person.id as string) as [Someone & { id: string }];
    const swap = (as: Someone, body: object) => ask(`/duties/${duty?.id}/swap`, as, { id: uuidv7(), ...body });
    assert.deepEqual(codes(await swap(own, { with: own.id })), ['with swap_with_yourself']);
    assert.deepEqual(codes(await swap(own, { with: secretary.id })), ['with swap_not_on_roster']);
    assert.deepEqual(codes(await swap(own, { with: taker.id, inReturn: duty?.id })), ['inReturn duty_unknown']);
    assert.equal((await swap(taker, { with: own.id })).status, 404);
    house.clock.now = Date.parse('2026-06-11T14:00:00+08:00');
    assert.equal((await swap(own, { with: taker.id })).body.code, 'duty_begun');
  });

  test('for a duty in return changes both hands; one that is not answered lapses', async () => {
    await published();
    const duties = await week();
    const [duty] = duties;
    const own = someone(duty?.person.id as string);
    const back = duties.find((one) => one.person.id !== own.id) as Duty;
    const taker = someone(back.person.id);
    const swap = uuidv7();
    assert.equal(
      (await ask(`/duties/${duty?.id}/swap`, own, { id: swap, with: taker.id, inReturn: back.id })).status,
      201,
    );
    assert.equal((await ask(`/swaps/${swap}/agree`, taker, { version: 1 })).status, 200);
    assert.equal((await ask(`/swaps/${swap}/approve`, secretary, { version: 2 })).status, 200);
    assert.deepEqual(
      [(await dutyOf(duty?.id as string)).person.id, (await dutyOf(back.id)).person.id],
      [taker.id, own.id],
    );
    const late = uuidv7();
    assert.equal((await ask(`/duties/${back.id}/swap`, own, { id: late, with: taker.id })).status, 201);
    await sweepDuties(house.house.services, house.county(), Date.parse(back.startsAt));
    const rows = (await house.ask('GET', '/swaps', { as: taker })).body.rows;
    assert.equal(rows.find((row: { id: string }) => row.id === late).state, 'lapsed');
  });
});

describe('a facility that closes', () => {
  const close = (lastDay: string) => ask(`/facilities/${facility}/close`, secretary, { version: 1, lastDay });
  const rosters = async () =>
    (await house.ask('GET', `/facilities/${facility}/rosters`, { as: secretary })).body.rows as {
      id: string;
      state: string;
      duties: number;
      version: number;
    }[];
  const told = async () => {
    const { services } = house.house;
    await services.db.rows(sql`DELETE FROM message WHERE county_id = 'eastshire'`);
    await drainAll(services, house.county(), reactions);
    return services.db.rows<{ person: string }>(sql`
      SELECT person_id AS person FROM message
      WHERE county_id = 'eastshire' AND template = 'duties_dropped' ORDER BY person_id`);
  };

  test('keeps its duties until the last day; those after it fall away, and whoever was to come is told', async () => {
    const running = await published();
    const later = await published({
      from: '2026-06-15',
      to: '2026-06-18',
      shifts: [{ ...rule().shifts[0], from: '18:00', to: '19:00' }],
    });
    const draft = uuidv7();
    assert.equal(
      (await ask('/rosters', secretary, { id: draft, ...rule({ from: '2026-06-20', to: '2026-06-21' }) })).status,
      201,
    );
    const duties = await week();
    const gone = duties.filter((one) => one.startsAt >= '2026-06-13');
    const [last] = duties.filter((one) => one.startsAt.startsWith('2026-06-13'));
    const own = someone(last?.person.id as string);
    const swap = uuidv7();
    const [taker] = others(own.id as string) as [Someone & { id: string }];
    assert.equal((await ask(`/duties/${last?.id}/swap`, own, { id: swap, with: taker.id })).status, 201);
    await told();
    const closed = await close('2026-06-12');
    assert.equal(closed.status, 200, closed.text);
    assert.deepEqual(
      (await week()).map((one) => one.startsAt.slice(0, 10)),
      ['2026-06-11', '2026-06-12'],
    );
    const now = await rosters();
    const of = (id: string) => now.find((one) => one.id === id);
    assert.deepEqual([of(running.id)?.state, of(running.id)?.duties], ['published', 2], 'what is left of it goes on');
    assert.deepEqual([of(later.id)?.state, of(later.id)?.duties], ['ended', 0]);
    assert.deepEqual([of(draft)?.state, of(draft)?.duties], ['ended', 0], 'nor can what was only planned be published');
    const { rows } = (await house.ask('GET', '/swaps', { as: taker })).body;
    assert.equal(rows.find((row: { id: string }) => row.id === swap).state, 'lapsed');
    const events = await house.house.services.db.rows<{ kind: string; duties: number }>(sql`
      SELECT event->>'kind' AS kind, (event->>'duties')::int AS duties FROM journal
      WHERE county_id = 'eastshire' AND subject_kind = 'roster' AND subject_id = ANY(${[running.id, later.id]}) AND event->>'facilityClosed' = 'true'
      ORDER BY kind`);
    assert.deepEqual(events, [
      { kind: 'roster.cut', duties: 4 },
      { kind: 'roster.ended', duties: 4 },
    ]);
    const people = [...new Set(gone.map((one) => one.person.id))].sort();
    const messages = await told();
    assert.deepEqual([...new Set(messages.map((one) => one.person))], people);
    const mine = (await house.ask('GET', '/duties/mine', { as: own })).body.rows as Duty[];
    assert.equal(mine.find((one) => one.id === last?.id)?.state, 'cancelled', 'their own page says which');
    assert.equal((await told()).length, 0, 'once');
  });

  test('after the last duty touches none of them, and tells nobody', async () => {
    const { id, version } = await published();
    await told();
    assert.equal((await close('2026-06-30')).status, 200);
    assert.equal((await week()).length, 6);
    const [roster] = await rosters();
    assert.deepEqual([roster?.id, roster?.state, roster?.version], [id, 'published', version]);
    assert.deepEqual(await told(), []);
  });
});

describe('a roster that is changed once it is published', () => {
  /** Messages to each person since the last time, none of them sent yet. */
  const told = async () => {
    const { services } = house.house;
    await drainAll(services, house.county(), reactions);
    const rows = await services.db.rows<{ person: string; template: string }>(sql`
      SELECT person_id AS person, template FROM message WHERE county_id = 'eastshire' ORDER BY template, person_id`);
    await services.db.rows(sql`DELETE FROM message WHERE county_id = 'eastshire'`);
    return rows;
  };
  const both = (template: string, ...people: string[]) => people.sort().map((person) => ({ person, template }));

  test('by whoever keeps it, tells whoever was to come and whoever is to come now, once', async () => {
    await published();
    await told();
    const [duty, later] = (await week()) as [Duty, Duty];
    const own = duty.person.id;
    const [taker] = others(own) as [Someone & { id: string }];
    const move = (to: string, as = secretary) => ask(`/duties/${duty.id}/reassign`, as, { from: own, to });
    assert.ok(duty.abilities.includes('reassign') && duty.abilities.includes('cancel'));
    assert.equal((await move(taker.id, someone(own))).status, 403, 'not by whoever is on duty');
    assert.equal((await move(taker.id, neighbour)).status, 403, 'nor by another community');
    assert.deepEqual(codes(await move(own)), ['to duty_theirs']);
    assert.deepEqual(codes(await move(secretary.id as string)), ['to swap_not_on_roster']);
    assert.equal((await ask(`/duties/${uuidv7()}/reassign`, secretary, { from: own, to: taker.id })).status, 404);
    const swap = uuidv7();
    assert.equal((await ask(`/duties/${duty.id}/swap`, someone(own), { id: swap, with: taker.id })).status, 201);
    assert.deepEqual(await told(), both('duty_swap_asked', taker.id), 'whoever is asked must answer');
    const takers = (await house.ask('GET', `/duties/${duty.id}/takers`, { as: secretary })).body.rows;
    assert.ok(takers.some((one: { id: string }) => one.id === taker.id));
    assert.equal((await move(taker.id)).status, 200);
    assert.equal((await dutyOf(duty.id)).person.id, taker.id);
    const { rows } = (await house.ask('GET', '/swaps', { as: taker })).body;
    assert.equal(rows.find((one: { id: string }) => one.id === swap).state, 'lapsed');
    assert.deepEqual(await told(), both('duties_changed', own, taker.id));
    assert.deepEqual(await told(), [], 'once');

    const cancel = (one: Duty, from: string) => ask(`/duties/${one.id}/cancel`, secretary, { from });
    assert.equal((await move(others(taker.id)[0]?.id as string)).body.code, 'stale_version', 'it is not theirs now');
    assert.equal((await cancel(duty, own)).body.code, 'stale_version');
    assert.equal((await cancel(duty, taker.id)).status, 200);
    assert.equal((await cancel(duty, taker.id)).body.code, 'state_forbids');
    assert.deepEqual(await told(), both('duties_dropped', taker.id));
    house.clock.now = Date.parse(later.startsAt);
    assert.equal((await cancel(later, later.person.id)).body.code, 'duty_begun');
  });

  test('is not by whoever is on duty themself, though they keep the roster', async () => {
    const body = { version: 1, members: [secretary.id, people[0]?.id] };
    assert.equal((await ask(`/teams/${team}/change`, secretary, body)).status, 200);
    await published();
    const duties = await week();
    const mine = duties.find((one) => one.person.id === secretary.id) as Duty;
    const theirs = duties.find((one) => one.person.id === people[0]?.id) as Duty;
    assert.deepEqual([mine.abilities, theirs.abilities], [['swap'], ['reassign', 'cancel']]);
    const from = mine.person.id;
    for (const [verb, more] of [
      ['reassign', { from, to: people[0]?.id }],
      ['cancel', { from }],
    ] as const)
      assert.equal((await ask(`/duties/${mine.id}/${verb}`, secretary, more)).body.code, 'move_not_yourself', verb);
    assert.equal((await dutyOf(mine.id)).person.id, from);
  });

  test('is given to nobody who is away that day or was erased', async () => {
    const { services } = house.house;
    await published();
    const [duty] = (await week()) as [Duty];
    const [away, gone] = others(duty.person.id) as [Someone & { id: string }, Someone & { id: string }];
    const move = (to: string) => ask(`/duties/${duty.id}/reassign`, secretary, { from: duty.person.id, to });
    const takers = async () =>
      (await house.ask('GET', `/duties/${duty.id}/takers`, { as: secretary })).body.rows.map(
        (one: { id: string; away: boolean }) => `${one.id} ${one.away}`,
      );
    const day = duty.startsAt.slice(0, 10);
    assert.equal((await ask('/duties/away', away, { from: day, to: day })).status, 200);
    await services.db.rows(sql`
      UPDATE person SET erased_at = now() WHERE county_id = 'eastshire' AND person_id = ${gone.id}`);
    try {
      assert.deepEqual(await takers(), [`${away.id} true`]);
      assert.deepEqual(codes(await move(away.id)), ['to duty_away']);
      assert.deepEqual(codes(await move(gone.id)), ['to person_unknown']);
    } finally {
      await services.db.rows(sql`
        UPDATE person SET erased_at = NULL WHERE county_id = 'eastshire' AND person_id = ${gone.id}`);
      await services.db.rows(sql`DELETE FROM away WHERE county_id = 'eastshire'`);
    }
    assert.equal((await move(away.id)).status, 200, 'once they are there');
  });

  test('by two at once, never puts one person on two duties at the same hours', async () => {
    await published();
    await published();
    const duties = await week();
    const days = [...new Set(duties.map((one) => one.startsAt))];
    for (const day of days) {
      const [one, other] = duties.filter((duty) => duty.startsAt === day) as [Duty, Duty];
      const taker = people.find(({ id }) => id !== one.person.id && id !== other.person.id)?.id;
      const answers = await Promise.all(
        [one, other].map((duty) => ask(`/duties/${duty.id}/reassign`, secretary, { from: duty.person.id, to: taker })),
      );
      assert.deepEqual(answers.map(({ body }) => body.code ?? body.state).sort(), ['duties_clash', 'planned'], day);
    }
  });

  test('tells both of a swap that the duty in return is not to be had any more', async () => {
    await published();
    const duties = await week();
    const [duty] = duties as [Duty];
    const own = duty.person.id;
    const [back, second] = duties.filter((one) => one.person.id !== own) as [Duty, Duty];
    const swap = async (one: Duty) => {
      const body = { id: uuidv7(), with: one.person.id, inReturn: one.id };
      assert.equal((await ask(`/duties/${duty.id}/swap`, someone(own), body)).status, 201);
      await told();
    };
    await swap(back);
    const third = others(own).find(({ id }) => id !== back.person.id)?.id as string;
    const moved = await ask(`/duties/${back.id}/reassign`, secretary, { from: back.person.id, to: third });
    assert.equal(moved.status, 200, moved.text);
    assert.deepEqual(
      await told(),
      [{ person: own, template: 'duty_swap_lapsed' }, ...both('duties_changed', back.person.id, third)].sort(
        (a, b) => a.template.localeCompare(b.template) || a.person.localeCompare(b.person),
      ),
    );
    await swap(second);
    assert.equal((await ask(`/duties/${second.id}/cancel`, secretary, { from: second.person.id })).status, 200);
    assert.deepEqual(await told(), [
      { person: second.person.id, template: 'duties_dropped' },
      { person: own, template: 'duty_swap_lapsed' },
    ]);
    // Of a plain swap, whoever was asked need not answer any more.
    const asked = { id: uuidv7(), with: third };
    assert.equal((await ask(`/duties/${duty.id}/swap`, someone(own), asked)).status, 201);
    await told();
    assert.equal((await ask(`/duties/${duty.id}/cancel`, secretary, { from: own })).status, 200);
    assert.deepEqual(await told(), [
      { person: own, template: 'duties_dropped' },
      { person: third, template: 'duty_swap_lapsed' },
    ]);
  });

  test('by a swap, tells the other of the two; one that is refused tells whoever keeps the duty', async () => {
    await published();
    await told();
    const [duty] = (await week()) as [Duty];
    const own = someone(duty.person.id);
    const [taker] = others(duty.person.id) as [Someone & { id: string }];
    const asked = async () => {
      const swap = uuidv7();
      assert.equal((await ask(`/duties/${duty.id}/swap`, own, { id: swap, with: taker.id })).status, 201);
      return swap;
    };
    const step = async (swap: string, verb: string, as: Someone, version: number) =>
      assert.equal((await ask(`/swaps/${swap}/${verb}`, as, { version })).status, 200, verb);
    const first = await asked();
    await told();
    await step(first, 'decline', taker, 1);
    assert.deepEqual(await told(), both('duty_swap_refused', duty.person.id));
    const second = await asked();
    await step(second, 'agree', taker, 1);
    await told();
    await step(second, 'approve', secretary, 2);
    assert.deepEqual(await told(), both('duties_changed', duty.person.id, taker.id));
  });

  test('and cut again tells only those whose duties fell away now; what waits to be sent is not said twice', async () => {
    const { id, version } = await published();
    await told();
    const duties = await week();
    const shut = async (row: number, lastDay: string) => {
      assert.equal((await ask(`/facilities/${facility}/close`, secretary, { version: row, lastDay })).status, 200);
    };
    await shut(1, '2026-06-15');
    const first = duties.filter((one) => one.startsAt >= '2026-06-16');
    assert.deepEqual(
      (await told()).map(({ person }) => person),
      [...new Set(first.map((one) => one.person.id))].sort(),
    );
    assert.equal((await ask(`/facilities/${facility}/reopen`, secretary, { version: 2 })).status, 200);
    await shut(3, '2026-06-12');
    const now = (await week()).map((one) => one.id);
    const second = duties.filter((one) => !now.includes(one.id) && !first.includes(one));
    assert.ok(second.length > 0);
    // The roster ends before the first messages went out: whoever has one waiting gets no second.
    await drainAll(house.house.services, house.county(), reactions);
    assert.equal((await ask(`/rosters/${id}/end`, secretary, { version: version + 2 })).status, 200);
    const people = [
      ...new Set([...second, ...duties.filter((one) => now.includes(one.id))].map((one) => one.person.id)),
    ];
    assert.deepEqual(
      (await told()).map(({ person }) => person),
      people.sort(),
    );
  });

  test('goes out as a workbook, as do the teams', async () => {
    await published();
    const rows = async (path: string) => {
      const answer = await house.ground.app.inject({
        method: 'GET',
        url: `/api/eastshire${path}`,
        headers: { authorization: `Bearer ${secretary.token}`, 'accept-language': 'zh-CN' },
      });
      assert.equal(answer.statusCode, 200, answer.body);
      const found: string[][] = [];
      for await (const { cells } of (await readWorkbook(answer.rawPayload)).sheets[0]?.rows() ?? [])
        found.push(cells.map(textOf));
      return found;
    };
    const duties = await week();
    const [head, first, ...more] = await rows(
      `/exports/duties.xlsx?facility=${facility}&from=2026-06-10&to=2026-06-20`,
    );
    assert.deepEqual(head?.slice(0, 3), ['日期', '起', '止']);
    assert.deepEqual(first?.slice(0, 3), ['2026-06-11', '14:00', '16:00']);
    assert.equal(more.length + 1, duties.length);
    const teams = await rows('/exports/teams.xlsx');
    const { count } = (await house.ask('GET', '/teams', { as: secretary })).body;
    assert.equal(teams.length - 1, count);
    assert.equal(
      (await house.ask('GET', '/exports/duties.xlsx?from=2026-06-02&to=2026-06-01', { as: secretary })).status,
      400,
    );
  });
});

describe('calendars', () => {
  test("a person's own by a secret that can be taken back; a facility's for everybody, without a name", async () => {
    await published();
    const [duty] = await week();
    const own = someone(duty?.person.id as string);
    const feed = await ask('/duty-feeds', own);
    assert.equal(feed.status, 201, feed.text);
    const read = (path: string) => house.ask('GET', path);
    const text = (await read(feed.body.path)).text;
    const lines = text.split('\r\n');
    assert.ok(lines.includes('BEGIN:VCALENDAR') && lines.includes('VERSION:2.0') && lines.includes('END:VTIMEZONE'));
    assert.equal(lines.filter((line) => line === 'BEGIN:VEVENT').length, 2);
    assert.ok(lines.includes('DTSTART;TZID=Asia/Shanghai:20260611T140000'), text);
    assert.ok(lines.some((line) => /^DTSTAMP:\d{8}T\d{6}Z$/.test(line)));
    assert.ok(
      lines.every((line) => Buffer.byteLength(line) <= 75),
      'lines are folded',
    );
    const open = (await read(`/facilities/${facility}/duties.ics`)).text;
    assert.equal(open.match(/BEGIN:VEVENT/g)?.length, 6);
    assert.ok(!open.includes('grid_member') && !open.includes(own.id as string), 'nobody is named');
    const next = await ask('/duty-feeds', own);
    assert.equal((await read(feed.body.path)).status, 404, 'an older address stops');
    assert.equal((await read(next.body.path)).status, 200);
    assert.equal((await ask('/duty-feeds/revoke', own)).body.revoked, 1);
    assert.equal((await read(next.body.path)).status, 404);
    assert.equal((await read('/duty-feeds/nonsense')).status, 404);
    assert.equal((await house.ask('POST', '/duty-feeds', { body: {} })).status, 401);
  });
});

test('the journal of all this verifies', async () => {
  const proof = await verify(house.house.services, 'eastshire');
  assert.deepEqual(proof.findings, []);
});
