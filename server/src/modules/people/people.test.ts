import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf } from '../../platform/exchange/index.ts';
import { findOrMakeResident } from './index.ts';

const GRID = 'g001';
const OTHER_GRID = 'g050';
const COMMUNITY = 's009';

let house: TestHouse;
before(async () => {
  house = await openTestHouse({ demo: true });
});
after(() => house.close());

const services = () => house.house.services;
const county = () => house.county();
let phones = 0;
const newPhone = () => `1009900${String(++phones).padStart(4, '0')}`;

describe('the directory', () => {
  let security: Someone;
  let leader: Someone;
  before(async () => {
    security = await house.holder('security_admin', 'c');
    leader = await house.holder('grid_leader', OTHER_GRID);
  });

  test('shows people of one’s own places only, phones masked', async () => {
    const all = await house.ask('GET', '/people?limit=200', { as: leader });
    assert.equal(all.status, 200);
    assert.ok(all.body.rows.length > 2);
    const row = await services().db.row<{ path: string }>(sql`
      SELECT path FROM place WHERE county_id = 'eastshire' AND place_id = ${OTHER_GRID}`);
    for (const person of all.body.rows) {
      assert.match(person.phone, /^1\d{3}\*{4}\d{3}$/);
      const below = await services().db.row(sql`
        SELECT 1 FROM place WHERE county_id = 'eastshire' AND path LIKE ${`${row?.path}%`}
          AND place_id = ANY(${person.posts.map((post: { at: { id: string } }) => post.at.id)})`);
      assert.ok(below, person.name);
    }
    assert.equal(all.body.count, all.body.rows.length);
    const elsewhere = await house.ask('GET', `/people?place=${GRID}`, { as: leader });
    assert.deepEqual([elsewhere.body.rows, elsewhere.body.count], [[], 0]);
  });

  test('goes out as a workbook, a line for each post, without a number', async () => {
    const answer = await house.ground.app.inject({
      method: 'GET',
      url: '/api/eastshire/exports/people.xlsx',
      headers: { authorization: `Bearer ${leader.token}`, 'accept-language': 'zh-CN' },
    });
    assert.equal(answer.statusCode, 200);
    const rows: string[][] = [];
    for await (const { cells } of (await readWorkbook(answer.rawPayload)).sheets[0]?.rows() ?? [])
      rows.push(cells.map(textOf));
    const { body } = await house.ask('GET', '/people?limit=200', { as: leader });
    const posts = body.rows.reduce((n: number, one: { posts: unknown[] }) => n + Math.max(1, one.posts.length), 0);
    assert.equal(rows.length - 1, posts);
    assert.equal(rows[0]?.[0], '姓名');
    assert.doesNotMatch(JSON.stringify(rows), /1\d{10}|\*{4}/);
    assert.equal((await house.ask('GET', '/exports/people.xlsx', { as: await house.resident() })).status, 403);
  });

  test('pages through everybody once', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await house.ask('GET', `/people?place=${COMMUNITY}&limit=7${cursor}`, { as: security });
      seen.push(...page.body.rows.map((person: { id: string }) => person.id));
      assert.ok(page.body.count >= seen.length);
      cursor = page.body.next ? `&cursor=${page.body.next}` : '';
      if (!cursor) assert.equal(seen.length, page.body.count);
    } while (cursor);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.length > 14);
  });

  test('finds by name, kind of post and unit', async () => {
    const byName = await house.ask('GET', `/people?q=${encodeURIComponent('派单员')}`, { as: security });
    assert.deepEqual(
      byName.body.rows.map((one: { name: string }) => one.name),
      ['演示·派单员'],
    );
    const byPost = await house.ask('GET', `/people?post=stationed_officer&limit=100`, { as: security });
    assert.ok(byPost.body.count >= 15);
    const unit = [...county().units.values()].find((one) => one.kind === 'department')?.id;
    const byUnit = await house.ask('GET', `/people?unit=${unit}&post=responder`, { as: security });
    assert.ok(byUnit.body.rows.length > 0);
    for (const { posts } of byUnit.body.rows)
      assert.ok(posts.some((post: { at: { id: string } }) => post.at.id === unit));
    const wild = await house.ask('GET', `/people?q=${encodeURIComponent('%')}`, { as: security });
    assert.equal(wild.body.count, 0, 'signs of patterns are letters like others');
    assert.equal((await house.ask('GET', '/people?place=nowhere', { as: security })).status, 400);
  });

  test('is shut for those whose posts do not open it', async () => {
    const member = await house.holder('grid_member', OTHER_GRID);
    assert.equal((await house.ask('GET', '/people', { as: leader })).status, 200);
    assert.equal((await house.ask('GET', '/people', { as: member })).status, 403);
    assert.equal((await house.ask('GET', '/people', { as: await house.resident() })).status, 403);
    assert.equal((await house.ask('GET', '/people')).status, 401);
  });

  test('a person outside one’s reach is not found; a resident is nobody’s to look up', async () => {
    const near = (await house.ask('GET', `/people?place=${OTHER_GRID}`, { as: leader })).body.rows[0];
    const far = (await house.ask('GET', `/people?place=${GRID}`, { as: security })).body.rows[0];
    assert.equal((await house.ask('GET', `/people/${near.id}`, { as: leader })).status, 200);
    assert.equal((await house.ask('GET', `/people/${far.id}`, { as: security })).status, 200);
    assert.equal((await house.ask('GET', `/people/${far.id}`, { as: leader })).status, 404);
    const resident = await house.resident();
    assert.equal((await house.ask('GET', `/people/${resident.id}`, { as: security })).status, 404);
    assert.equal((await house.ask('GET', '/people/not-an-id', { as: security })).status, 404);
  });

  test('posts tell their free seats', async () => {
    const all = await house.ask('GET', `/posts?place=${OTHER_GRID}&limit=200`, { as: security });
    const member = all.body.rows.find((post: { kind: string }) => post.kind === 'grid_member');
    assert.equal(member.capacity, 2);
    const vacant = await house.ask('GET', `/posts?kind=party_building_instructor&vacant=true&limit=200`, {
      as: security,
    });
    assert.ok(vacant.body.rows.length > 0);
    for (const post of vacant.body.rows) assert.ok(post.vacant > 0 && post.holders.length < post.capacity);
    const full = await house.ask('GET', `/posts?kind=grid_leader&vacant=true`, { as: security });
    assert.deepEqual(full.body.rows, []);
  });
});

describe('who answers here', () => {
  test('is the whole chain from the stairway up, and no administrator', async () => {
    const as = await house.holder('grid_member', GRID);
    const { body } = await house.ask('GET', '/posts/answerers?place=u00001', { as });
    const levels = body.rows.map((row: { place: { kind: string } }) => row.place.kind);
    assert.deepEqual(levels, ['stairway', 'building', 'grid', 'community', 'town', 'county']);
    const kinds = body.rows.flatMap((row: { posts: { kind: string }[] }) => row.posts.map((post) => post.kind));
    for (const kind of [
      'stairway_head',
      'building_head',
      'grid_leader',
      'community_secretary',
      'town_caller',
      'centre_dispatcher',
    ]) {
      assert.ok(kinds.includes(kind), kind);
    }
    assert.ok(!kinds.includes('system_admin'));
    const [head] = body.rows[0].posts[0].holders;
    assert.equal(head.name, '演示·单元长');
    assert.match(head.phone, /\*{4}/);
  });

  test('residents read it with names masked and without phones; others not at all', async () => {
    const { body } = await house.ask('GET', '/posts/answerers?place=g001', { as: await house.resident() });
    const [leader] = body.rows[0].posts.find((post: { kind: string }) => post.kind === 'grid_leader').holders;
    assert.deepEqual([leader.name, leader.phone], ['演*', null]);
    assert.equal((await house.ask('GET', '/posts/answerers?place=g001')).status, 401);
    assert.equal((await house.ask('GET', '/posts/answerers?place=none', { as: await house.resident() })).status, 404);
  });
});

describe('appointing and dismissing', () => {
  let security: Someone;
  before(async () => {
    security = await house.holder('security_admin', 'c');
  });

  const make = async (more: Record<string, unknown> = {}): Promise<string> => {
    const answer = await house.ask('POST', '/people', { as: security, body: { name: '演示·新人', ...more } });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  };
  const appoint = (id: string, body: Record<string, unknown>, as = security, key?: string) =>
    house.ask('POST', `/people/${id}/appoint`, { as, body, ...(key ? { key } : {}) });

  test('a new person with account and post signs in and may what the post may', async () => {
    const id = await make({
      username: 'new.caller',
      password: 'ten letters',
      post: 'town_caller',
      at: 't02',
      phone: newPhone(),
    });
    const session = await house.ask('POST', '/session', { body: { username: 'new.caller', password: 'ten letters' } });
    assert.equal(session.status, 200);
    assert.equal(session.body.me.person.id, id);
    assert.ok(session.body.me.permissions.includes('matter.dispatch'));
  });

  test('a repeated request makes one person', async () => {
    const key = randomUUID();
    const body = { name: '演示·一次', phone: newPhone() };
    const first = await house.ask('POST', '/people', { as: security, body, key });
    const second = await house.ask('POST', '/people', { as: security, body, key });
    assert.equal(second.body.id, first.body.id);
    const other = await house.ask('POST', '/people', { as: security, body: { ...body, name: '演示·两次' }, key });
    assert.deepEqual([other.status, other.body.code], [409, 'key_reused']);
    assert.equal((await house.ask('POST', '/people', { as: security, body, key: null })).body.code, 'key_missing');
  });

  test('faults are named by field', async () => {
    const fields = async (body: Record<string, unknown>) => {
      const answer = await house.ask('POST', '/people', { as: security, body: { name: '演示·错', ...body } });
      return answer.body.fields?.map((field: { path: string; code: string }) => `${field.path} ${field.code}`);
    };
    assert.deepEqual(await fields({ username: 'x y', password: 'short' }), [
      'username username_invalid',
      'password password_short',
    ]);
    assert.deepEqual(await fields({ username: 'someone' }), ['password field_required']);
    assert.deepEqual(await fields({ username: 'dispatcher', password: 'long enough' }), ['username username_taken']);
    assert.deepEqual(await fields({ post: 'king', at: 'c' }), ['post post_unknown']);
    assert.deepEqual(await fields({ post: 'grid_leader', at: 'c' }), ['at post_not_here']);
    assert.deepEqual(await fields({ post: 'town_caller', at: 't02', from: '2026-07-01', to: '2026-06-30' }), [
      'to day_order',
    ]);
    assert.deepEqual(await fields({ post: 'town_caller', at: 't02', from: '2026-02-30' }), ['from field_invalid']);
  });

  test('a post takes as many as it may at a time, in the future too', async () => {
    const [one, two] = [await make(), await make()];
    const post = { post: 'unit_head', at: [...county().units.values()].find((unit) => unit.kind === 'bank')?.id };
    assert.equal((await appoint(one, { ...post, from: '2026-09-01', to: '2026-12-31' })).status, 201);
    assert.equal((await appoint(two, { ...post, from: '2026-06-01' })).body.code, 'post_full');
    assert.equal((await appoint(two, { ...post, from: '2026-06-01', to: '2026-09-01' })).body.code, 'post_full');
    assert.equal((await appoint(two, { ...post, from: '2026-06-01', to: '2026-08-31' })).status, 201);
    assert.equal((await appoint(two, { ...post, from: '2027-01-01' })).status, 201);
    assert.equal((await appoint(one, { ...post, from: '2026-12-31' })).body.code, 'already_in_post');
  });

  test('of two who appoint to the last seat at once, one does', async () => {
    const people = await Promise.all([1, 2, 3].map(() => make()));
    const at = [...county().units.values()].find((unit) => unit.kind === 'school')?.id;
    const answers = await Promise.all(people.map((id) => appoint(id, { post: 'unit_head', at })));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 422, 422]);
  });

  test('nobody appoints themselves, and administrators are three people', async () => {
    assert.equal((await appoint(security.id as string, { post: 'town_caller', at: 't03' })).body.code, 'not_yourself');
    const id = await make({ post: 'system_admin', at: 'c' });
    assert.equal((await appoint(id, { post: 'audit_admin', at: 'c' })).body.code, 'posts_apart');
    assert.equal((await appoint(id, { post: 'town_caller', at: 't03' })).status, 201, 'other posts may be held beside');
  });

  test('a term that is ended ends at once, and frees the seat', async () => {
    const id = await make({ username: 'leaver', password: 'ten letters', post: 'town_leader', at: 't04' });
    const { body } = await house.ask('POST', '/session', { body: { username: 'leaver', password: 'ten letters' } });
    const as = { id, token: body.token };
    assert.ok((await house.ask('GET', '/me', { as })).body.permissions.includes('matter.accept'));
    const [{ term }] = (await house.ask('GET', `/people/${id}`, { as: security })).body.terms;
    const end = (more = {}) => house.ask('POST', `/people/${id}/dismiss`, { as: security, body: { term, ...more } });
    assert.equal((await end({ lastDay: '2020-01-01' })).body.fields[0].code, 'day_order');
    assert.equal((await end()).status, 200);
    assert.deepEqual((await house.ask('GET', '/me', { as })).body.permissions, []);
    assert.equal((await end()).body.code, 'term_over');
    const stranger = await house.resident();
    const wrong = await house.ask('POST', `/people/${stranger.id}/dismiss`, { as: security, body: { term } });
    assert.equal(wrong.status, 404);
  });

  test('is for those who keep people', async () => {
    const id = await make();
    const body = { post: 'town_caller', at: 't05' };
    const leader = await house.holder('town_leader', 't05');
    assert.equal((await appoint(id, body, leader)).status, 403);
    assert.equal((await appoint(id, body, await house.resident())).status, 403);
    assert.equal((await appoint(id, body)).status, 201);
    assert.equal((await house.ask('POST', '/people', { as: leader, body: { name: '演示·越权' } })).status, 403);
  });

  test('is journaled with ids only', async () => {
    const id = await make({ name: '演示·留痕', post: 'town_caller', at: 't06' });
    const events = await services().db.rows<{ kind: string; event: { person?: string } }>(sql`
      SELECT event->>'kind' AS kind, event FROM journal WHERE county_id = 'eastshire'
        AND ((subject_kind = 'person' AND subject_id = ${id}) OR (subject_kind = 'post' AND subject_id = 'town_caller.t06'))
      ORDER BY subject_kind, seq`);
    assert.equal(events[0]?.kind, 'person.made');
    assert.deepEqual([events.at(-1)?.kind, events.at(-1)?.event.person], ['term.begun', id]);
    assert.ok(!JSON.stringify(events).includes('留痕'));
    const post = await services().db.row(sql`
      SELECT 1 FROM post o JOIN journal j ON j.county_id = o.county_id AND j.subject_kind = 'post' AND j.subject_id = o.post_id
        AND j.seq = o.version AND j.hash = o.head WHERE o.county_id = 'eastshire' AND o.post_id = 'town_caller.t06'`);
    assert.ok(post, 'the post stands where its chain stands');
  });
});

describe('reading in clear', () => {
  test('takes a reason, which is kept apart from the journal', async () => {
    const security = await house.holder('security_admin', 'c');
    const phone = newPhone();
    const { body } = await house.ask('POST', '/people', { as: security, body: { name: '演示·被看', phone } });
    const unmask = (as: Someone, reason: string) =>
      house.ask('POST', `/people/${body.id}/unmask`, { as, body: { reason } });
    assert.equal((await unmask(security, '')).status, 400);
    const read = await unmask(security, '核对任职电话');
    assert.deepEqual(read.body, { name: '演示·被看', phone });
    const leader = await house.holder('grid_leader', OTHER_GRID);
    assert.equal((await unmask(leader, '核对任职电话')).status, 404);
    const events = await services().db.rows<{ text: string }>(sql`
      SELECT event::text AS text FROM journal
      WHERE county_id = 'eastshire' AND subject_kind = 'reading' AND subject_id = ${body.id}`);
    assert.equal(events.length, 1);
    assert.ok(events[0]?.text.includes(security.id as string) && !events[0].text.includes('核对'));
    const kept = await services().db.row<{ reason: string }>(sql`
      SELECT reason FROM reading_reason WHERE county_id = 'eastshire' AND person_id = ${body.id}`);
    assert.equal(kept?.reason, '核对任职电话');
  });
});

describe('erasing', () => {
  const report = async (as: Someone) => {
    const answer = await house.ask('POST', '/matters', {
      as,
      body: { id: randomUUID(), words: '演示：楼道灯坏了', address: '演示路 1 号', place: GRID },
    });
    assert.equal(answer.status, 201);
    return answer.body.id as string;
  };

  test('takes a resident’s name, phone, words and sessions, and the matter stays', async () => {
    const phone = newPhone();
    const resident = await house.resident({ name: '演示·要删', phone });
    const matter = await report(resident);
    const stranger = await house.resident();
    const path = `/people/${resident.id}/erase`;
    assert.equal((await house.ask('POST', path, { as: stranger })).status, 404);
    assert.equal((await house.ask('POST', path)).status, 401);
    assert.equal((await house.ask('POST', path, { as: resident })).status, 200);

    assert.equal((await house.ask('GET', '/me', { as: resident })).status, 401);
    const leader = await house.holder('grid_leader', GRID);
    const view = await house.ask('GET', `/matters/${matter}`, { as: leader });
    assert.equal(view.status, 200, view.text);
    assert.deepEqual(
      [view.body.words, view.body.address, view.body.reporter.name, view.body.reporter.phone],
      [null, null, null, null],
    );
    const left = await services().db.row<{ n: number }>(sql`
      SELECT (SELECT count(*) FROM matter_text WHERE county_id = 'eastshire' AND matter_id = ${matter})
        + (SELECT count(*) FROM person_key WHERE county_id = 'eastshire' AND person_id = ${resident.id})
        + (SELECT count(*) FROM session WHERE county_id = 'eastshire' AND person_id = ${resident.id})
        + (SELECT count(*) FROM person WHERE county_id = 'eastshire' AND person_id = ${resident.id}
            AND (name IS NOT NULL OR phone_sealed IS NOT NULL OR phone_index IS NOT NULL)) AS n`);
    assert.equal(left?.n, 0);
    const chains = await services().db.rows<{ kind: string }>(sql`
      SELECT j.event->>'kind' AS kind FROM journal j
      LEFT JOIN matter m ON m.county_id = j.county_id AND m.matter_id::text = j.subject_id
      LEFT JOIN person p ON p.county_id = j.county_id AND p.person_id::text = j.subject_id
      WHERE j.county_id = 'eastshire' AND j.subject_id IN (${matter}, ${resident.id})
        AND j.seq = coalesce(m.version, p.version) AND j.hash = coalesce(m.head, p.head) ORDER BY 1`);
    assert.deepEqual(
      chains.map(({ kind }) => kind),
      ['matter.erased', 'person.erased'],
    );

    const again = await findOrMakeResident(services(), 'eastshire', phone, null, house.clock.now);
    assert.notEqual(again.id, resident.id, 'who comes back is somebody new');
  });

  test('acts on the matter go on after', async () => {
    const resident = await house.resident();
    const matter = await report(resident);
    const leader = await house.holder('grid_leader', GRID);
    await house.ask('POST', `/people/${resident.id}/erase`, { as: resident });
    const { body } = await house.ask('GET', `/matters/${matter}`, { as: leader });
    const acted = await house.ask('POST', `/matters/${matter}/accept`, { as: leader, body: { version: body.version } });
    assert.equal(acted.status, 200, acted.text);
  });

  test('somebody in a post is dismissed first', async () => {
    const security = await house.holder('security_admin', 'c');
    const made = await house.ask('POST', '/people', {
      as: security,
      body: { name: '演示·在岗', post: 'town_caller', at: 't07' },
    });
    const { id } = made.body;
    const erase = () => house.ask('POST', `/people/${id}/erase`, { as: security });
    assert.equal((await erase()).body.code, 'person_in_post');
    const [{ term }] = (await house.ask('GET', `/people/${id}`, { as: security })).body.terms;
    await house.ask('POST', `/people/${id}/dismiss`, { as: security, body: { term } });
    assert.equal((await erase()).status, 200);
    assert.equal((await house.ask('GET', `/people/${id}`, { as: security })).status, 404);
    const auditor = await house.holder('audit_admin', 'c');
    const other = await house.resident();
    assert.equal((await house.ask('POST', `/people/${other.id}/erase`, { as: auditor })).status, 404);
    assert.equal((await house.ask('POST', `/people/${other.id}/erase`, { as: security })).status, 200);
  });
});
