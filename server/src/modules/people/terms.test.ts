/** Terms as they go on: handed over, suspended, prolonged, reminded of, expired; and posts as lists of them. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MORNING, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { drainAll } from '../../platform/outbox.ts';
import { reactions } from '../../reactions.ts';
import { sendMessages } from '../messages/index.ts';
import { sweepTerms } from './sweep-terms.ts';
import { termEnd } from './terms.ts';

let house: TestHouse;
let security: Someone;
let phones = 0;
const phone = () => `1009911${String(++phones).padStart(4, '0')}`;

before(async () => {
  house = await openTestHouse({ demo: true });
  security = await house.holder('security_admin', 'c');
});
after(() => house.close());
beforeEach(() => {
  house.clock.now = MORNING;
});

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into by tests
type Any = any;

const make = async (more: Record<string, unknown> = {}): Promise<string> => {
  const body = { name: '演示·新人', phone: phone(), ...more };
  const answer = await house.ask('POST', '/people', { as: security, body });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
};
const act = (verb: string, id: string, body: Record<string, unknown>, as = security, key?: string) =>
  house.ask('POST', `/people/${id}/${verb}`, { as, body, ...(key ? { key } : {}) });
const person = async (id: string, as = security): Promise<Any> =>
  (await house.ask('GET', `/people/${id}`, { as })).body;
const termOf = async (id: string, kind: string): Promise<Any> =>
  (await person(id)).terms.find((term: Any) => term.kind === kind);
const named = ({ term, version }: Any) => ({ term, version });
const county = () => house.county();
const services = () => house.house.services;
/** Events of a post's chain, by kind. */
const events = async (post: string): Promise<Any[]> =>
  (
    await services().db.rows<{ event: Any }>(sql`
      SELECT event FROM journal WHERE county_id = ${county().id} AND subject_kind = 'post' AND subject_id = ${post} ORDER BY seq`)
  ).map((row) => row.event);

describe('the length of a term', () => {
  it('is the kind’s, the last day counted', () => {
    assert.equal(termEnd({ termMonths: 12 }, '2026-06-10'), '2027-06-09');
    assert.equal(termEnd({ termMonths: 12 }, '2024-02-29'), '2025-02-28');
    assert.equal(termEnd({ termMonths: 1 }, '2026-01-31'), '2026-02-28');
    assert.equal(termEnd({ termMonths: 24 }, '2026-01-01'), '2027-12-31');
    assert.equal(termEnd({ termMonths: null }, '2026-01-01'), null);
  });

  it('is taken where no end is named, and how it was filled is the kind’s unless another way is open', async () => {
    const id = await make();
    await act('appoint', id, { post: 'stairway_head', at: 'u00300', from: '2029-01-01' });
    const [first] = (await person(id)).terms;
    assert.deepEqual(
      [first.from, first.to, first.filled, first.state],
      ['2029-01-01', '2029-12-31', 'elected', 'planned'],
    );
    const second = { post: 'stairway_head', at: 'u00301', from: '2029-01-01' };
    assert.equal((await act('appoint', id, { ...second, filled: 'recommended' })).status, 201);
    const other = { post: 'stairway_head', at: 'u00302', from: '2029-01-01', filled: 'recruited' };
    assert.equal((await act('appoint', id, other)).body.fields[0].code, 'filled_otherwise');
    assert.equal((await act('appoint', id, { ...second, from: '2030-06-01', to: null })).status, 201);
  });
});

describe('handing over', () => {
  it('ends the old term, begins the new one the next day, and keeps what was in hand', async () => {
    const old = await make({ post: 'town_leader', at: 't03', from: '2026-01-01', to: '2027-12-31' });
    const next = await make();
    const before = await termOf(old, 'town_leader');
    assert.ok(before.abilities.includes('hand_over'));
    const answer = await act('hand-over', old, { ...named(before), successor: next, lastDay: '2026-06-30' });
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(Object.keys(answer.body.inHand).sort(), ['emergency', 'everyday', 'matters', 'overdue']);
    const [was, is] = [await termOf(old, 'town_leader'), await termOf(next, 'town_leader')];
    assert.deepEqual([was.to, was.followed, is.from, is.state], ['2026-06-30', true, '2026-07-01', 'planned']);
    const kinds = (await events('town_leader.t03')).map((event) => event.kind).slice(-2);
    assert.deepEqual(kinds, ['term.handed_over', 'term.begun']);
    house.clock.now = Date.parse('2026-07-01T08:00:00+08:00');
    assert.equal((await termOf(old, 'town_leader')).state, 'handed_over');
    assert.equal((await termOf(next, 'town_leader')).state, 'running');
  });

  it('counts the matters a place has in hand', async () => {
    const leader = await make({ post: 'grid_leader', at: 'g077', from: '2026-01-01' }).catch(() => null);
    assert.equal(leader, null, 'the demo’s leader holds the seat');
    const { body } = await house.ask('GET', '/posts?kind=grid_leader&place=g077', { as: security });
    const [holder] = body.rows[0].holders;
    const member = await house.holder('grid_member', 'g077');
    const id = '01890000-0000-7000-8000-00000000aa01';
    const sent = await house.ask('POST', '/matters', {
      as: member,
      body: { id, words: '演示：灯不亮', place: 'g077', channel: 'grid_member' },
    });
    assert.equal(sent.status, 201, sent.text);
    const sheet = await house.ask('GET', '/posts/grid_leader.g077', { as: security });
    assert.equal(sheet.body.inHand.matters, 1);
    assert.ok(sheet.body.duties.everyday.length > 1);
    const next = await make();
    const { term } = holder;
    const version = (await termOf(holder.person.id, 'grid_leader')).version;
    const answer = await act('hand-over', holder.person.id, { term, version, successor: next });
    assert.equal(answer.body.inHand.matters, 1, answer.text);
  });

  it('is refused to oneself, to the same person, to nobody, with a stale version, out of order, and twice', async () => {
    const old = await make({ post: 'town_leader', at: 't04', from: '2026-01-01', to: '2027-12-31' });
    const next = await make();
    const term = named(await termOf(old, 'town_leader'));
    const code = async (body: Record<string, unknown>, as = security) => {
      const answer = await act('hand-over', old, { ...term, successor: next, ...body }, as);
      return answer.body.fields?.[0]?.code ?? answer.body.code ?? answer.status;
    };
    assert.equal(await code({ successor: security.id }), 'not_yourself');
    assert.equal(await code({ successor: old }), 'same_person');
    assert.equal(await code({ successor: '01890000-0000-7000-8000-000000000000' }), 'person_unknown');
    assert.equal(await code({ version: term.version + 1 }), 'stale_version');
    assert.equal(await code({ lastDay: '2025-12-31' }), 'day_order');
    assert.equal(await code({ lastDay: '2028-01-01' }), 'day_order');
    assert.equal(await code({}, await house.holder('town_leader', 't05')), 'not_permitted');
    assert.equal(await code({}), 201);
    assert.equal(await code({ version: term.version + 2 }), 'already_followed');
  });

  it('keeps the three administrators apart', async () => {
    const system = await make({ post: 'system_admin', at: 'c' });
    const keeper = await make({ post: 'security_admin', at: 'c' });
    const other = await make();
    const term = named(await termOf(keeper, 'security_admin'));
    assert.equal((await act('hand-over', keeper, { ...term, successor: system })).body.code, 'posts_apart');
    assert.equal((await act('hand-over', keeper, { ...term, successor: other })).status, 201);
  });

  it('is taken back when the successor’s term is ended before it begins', async () => {
    const old = await make({ post: 'town_leader', at: 't06', from: '2026-01-01', to: '2027-12-31' });
    const next = await make();
    const first = await termOf(old, 'town_leader');
    const { body } = await act('hand-over', old, { ...named(first), successor: next, lastDay: '2026-07-31' });
    await act('dismiss', next, { term: body.term });
    const again = await termOf(old, 'town_leader');
    assert.deepEqual([again.to, again.followed, again.abilities.includes('prolong')], ['2026-07-31', false, true]);
  });
});

describe('suspending', () => {
  it('stops what the post allows at once and keeps the seat; resuming gives it back', async () => {
    const held = await house.holder('town_leader', 't07');
    const may = async () => (await house.ask('GET', '/people', { as: held })).status;
    assert.equal(await may(), 200);
    const id = held.id as string;
    const first = await termOf(id, 'town_leader');
    assert.equal((await act('suspend', id, { ...named(first), reason: 'leave' })).status, 200);
    assert.equal(await may(), 403);
    const second = await termOf(id, 'town_leader');
    assert.deepEqual([second.state, second.abilities.includes('resume')], ['suspended', true]);
    const { body } = await house.ask('GET', '/posts?kind=town_leader&place=t07', { as: security });
    const mine = body.rows[0].holders.find((one: Any) => one.person.id === id);
    assert.equal(mine.suspended, true);
    assert.equal(body.rows[0].vacant, body.rows[0].capacity - body.rows[0].holders.length);
    const answering = await house.ask('GET', '/posts/answerers?place=t07', { as: security });
    const [post] = answering.body.rows[0].posts.filter((one: Any) => one.kind === 'town_leader');
    assert.equal(post.suspended, 1);
    assert.ok(!post.holders.some((one: Any) => one.id === id));
    assert.equal((await act('suspend', id, { ...named(second), reason: 'leave' })).body.code, 'already_suspended');
    assert.equal((await act('prolong', id, named(second))).body.code, 'term_without_end');
    assert.equal((await act('resume', id, named(first))).body.code, 'stale_version');
    assert.equal((await act('resume', id, named(second))).status, 200);
    assert.equal(await may(), 200);
    const third = await termOf(id, 'town_leader');
    assert.equal((await act('resume', id, named(third))).body.code, 'not_suspended');
    const told = (await events('town_leader.t07')).slice(-2);
    assert.deepEqual(
      told.map((event) => event.kind),
      ['term.suspended', 'term.resumed'],
    );
    assert.equal(told[0].reason, 'leave');
  });

  it('is not for oneself, nor without a reason that is known', async () => {
    const own = await termOf(security.id as string, 'security_admin');
    const body = { ...named(own), reason: 'leave' };
    assert.equal((await act('suspend', security.id as string, body)).body.code, 'not_yourself');
    assert.ok(!own.abilities.includes('suspend'));
    const other = await make({ post: 'town_caller', at: 't07' });
    const term = named(await termOf(other, 'town_caller'));
    assert.equal((await act('suspend', other, { ...term, reason: '因病' })).status, 400);
  });

  it('counts among the figures as holding the seat', async () => {
    const count = async () => (await house.ask('GET', '/figures')).body;
    const id = await make({ post: 'town_caller', at: 't08' });
    const first = await count();
    await act('suspend', id, { ...named(await termOf(id, 'town_caller')), reason: 'illness' });
    const second = await count();
    assert.deepEqual(
      [second.suspendedTerms - first.suspendedTerms, second.vacantSeats, second.buildingHeads],
      [1, first.vacantSeats, first.buildingHeads],
    );
  });
});

describe('prolonging', () => {
  it('begins a new term the day after, once, and only while the seat is free', async () => {
    const id = await make({ post: 'unit_head', at: 'fire', from: '2026-01-01', to: '2026-08-31' }).catch(() => '');
    const at = [...county().units.values()].find((unit) => unit.kind === 'hospital')?.id;
    const held = id || (await make({ post: 'unit_head', at, from: '2026-01-01', to: '2026-08-31' }));
    const term = named(await termOf(held, 'unit_head'));
    const later = await make();
    const post = (await termOf(held, 'unit_head')).at.id;
    assert.equal((await act('appoint', later, { post: 'unit_head', at: post, from: '2027-01-01' })).status, 201);
    const fresh = named(await termOf(held, 'unit_head'));
    assert.notEqual(fresh.version, term.version);
    assert.equal((await act('prolong', held, { ...fresh, to: null })).body.code, 'post_full');
    assert.equal((await act('prolong', held, { ...fresh, to: '2026-12-31' })).status, 201);
    const terms = (await person(held)).terms.map((one: Any) => [one.from, one.to, one.state]);
    assert.deepEqual(terms, [
      ['2026-09-01', '2026-12-31', 'planned'],
      ['2026-01-01', '2026-08-31', 'running'],
    ]);
    const again = named((await person(held)).terms[1]);
    assert.equal((await act('prolong', held, { ...again, to: '2026-12-31' })).body.code, 'already_followed');
  });
});

describe('time', () => {
  it('reminds once before the end and says when a term has ended', async () => {
    const asOf = (day: string) => Date.parse(`${day}T10:00:00+08:00`);
    const id = await make({ post: 'town_caller', at: 't05', from: '2026-06-01', to: '2026-08-20' });
    const post = 'town_caller.t05';
    const seen = async (kind: string) =>
      (await events(post)).filter((event) => event.kind === kind && event.person === id).length;
    await sweepTerms(services(), county(), asOf('2026-07-20'));
    assert.equal(await seen('term.due'), 0, 'more than 30 days are left');
    house.clock.now = asOf('2026-07-21');
    await sweepTerms(services(), county(), house.clock.now);
    await sweepTerms(services(), county(), house.clock.now);
    assert.equal(await seen('term.due'), 1);
    const ending = await house.ask('GET', '/posts/ending?within=30&kind=town_caller', { as: security });
    const row = ending.body.rows.find((one: Any) => one.person.id === id);
    assert.deepEqual([row.daysLeft, row.reminded, ending.body.counted], [30, true, true]);
    await drainAll(services(), county(), reactions);
    await drainAll(services(), county(), reactions);
    const waiting = await services().db.rows<{ template: string; person: string }>(sql`
      SELECT template, person_id AS person FROM message WHERE county_id = ${county().id} AND template LIKE 'term%'`);
    assert.equal(waiting.filter((one) => one.person === id && one.template === 'term_due').length, 1);
    const keepers = waiting.filter((one) => one.template === 'terms_due' && one.person === security.id);
    assert.equal(keepers.length, 1, 'one message a day, however many terms end');
    await sendMessages(services(), county(), 'https://example.test');
    house.clock.now = asOf('2026-08-20');
    await sweepTerms(services(), county(), house.clock.now);
    assert.equal(await seen('term.expired'), 0, 'the last day counts');
    house.clock.now = asOf('2026-09-03');
    await sweepTerms(services(), county(), house.clock.now);
    assert.deepEqual(await sweepTerms(services(), county(), house.clock.now), { expired: 0, reminded: 0 });
    assert.equal(await seen('term.expired'), 1);
    assert.equal((await termOf(id, 'town_caller')).state, 'expired');
    assert.equal((await act('prolong', id, named(await termOf(id, 'town_caller')))).body.code, 'term_over');
  });
});

describe('posts', () => {
  it('show what else their holders hold', async () => {
    const { body } = await house.ask('GET', '/posts?kind=grid_leader&place=g002', { as: security });
    assert.deepEqual(
      body.rows[0].holders[0].also.map((one: Any) => one.kind),
      ['branch_secretary'],
    );
    const held = await person(body.rows[0].holders[0].person.id);
    assert.deepEqual(held.posts.map((post: Any) => post.kind).sort(), ['branch_secretary', 'grid_leader']);
  });

  it('tell since when a seat is free', async () => {
    const id = await make({ post: 'town_leader', at: 't08', from: '2026-06-01', to: '2026-06-20' });
    assert.ok(id);
    house.clock.now = Date.parse('2026-07-01T10:00:00+08:00');
    const { body } = await house.ask('GET', '/posts?kind=town_leader&place=t08&vacant=true', { as: security });
    assert.equal(body.rows[0].since, '2026-06-21');
    assert.equal(body.count, body.rows.length);
    const file = await house.ask('GET', '/exports/posts.xlsx?vacant=true&kind=town_leader', { as: security });
    assert.equal(file.status, 200);
    assert.equal((await house.ask('GET', '/exports/posts.xlsx', { as: await house.resident() })).status, 403);
  });

  it('outside one’s reach are not found', async () => {
    const leader = await house.holder('grid_leader', 'g050');
    assert.equal((await house.ask('GET', '/posts/grid_leader.g050', { as: leader })).status, 200);
    assert.equal((await house.ask('GET', '/posts/grid_leader.g001', { as: leader })).status, 404);
    assert.equal((await house.ask('GET', '/posts/nothing', { as: leader })).status, 404);
  });
});

describe('the contact page', () => {
  it('tells anybody who answers at a place or point, names masked and no numbers', async () => {
    const byPlace = await house.ask('GET', '/public/contact?place=u00001');
    assert.equal(byPlace.status, 200, byPlace.text);
    assert.equal(byPlace.body.place.kind, 'stairway');
    assert.equal(byPlace.body.within[0].kind, 'county');
    const text = JSON.stringify(byPlace.body);
    assert.ok(!/1\d{10}/.test(text) && !text.includes('演示·单元长'));
    const [head] = byPlace.body.rows[0].posts;
    assert.deepEqual([head.kind, head.holders], ['stairway_head', [{ name: '演*', phone: null }]]);
    assert.ok(head.duties.everyday.length > 0 && head.hours.zh);
    const shape = await services().db.row<{ shape: { coordinates: [number, number][][] } }>(sql`
      SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = 'g001'`);
    const ring = shape?.shape.coordinates[0] ?? [];
    const lon = ring.reduce((sum, point) => sum + point[0], 0) / ring.length;
    const lat = ring.reduce((sum, point) => sum + point[1], 0) / ring.length;
    const place = county().placeIndex.at(lon, lat);
    const byPoint = await house.ask('GET', `/public/contact?lon=${lon}&lat=${lat}`);
    assert.equal(byPoint.body.place.id, place);
    assert.equal((await house.ask('GET', '/public/contact?lon=1&lat=1')).body.code, 'point_outside');
    assert.equal((await house.ask('GET', '/public/contact?place=none')).status, 404);
    assert.equal((await house.ask('GET', '/public/contact')).body.fields[0].code, 'field_required');
  });

  it('shows a name and a number only where the pack says so of the kind', async () => {
    const kind = county().postKinds.get('stairway_head') as Any;
    Object.assign(kind, { showName: true, showPhone: true });
    try {
      const { body } = await house.ask('GET', '/public/contact?place=u00001');
      const [holder] = body.rows[0].posts[0].holders;
      assert.equal(holder.name, '演示·单元长');
      assert.match(holder.phone, /^100\d{8}$/);
    } finally {
      delete kind.showName;
      delete kind.showPhone;
    }
  });
});
