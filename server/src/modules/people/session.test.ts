import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openTestHouse, type TestHouse } from '../../../test/open-house.ts';
import { followSecret } from '../../access/follow.ts';
import { sql } from '../../platform/db.ts';
import {
  createUser,
  findOrMakeResident,
  forgetActors,
  forgetSecret,
  makeSecretCache,
  maskName,
  maskPhone,
} from './index.ts';
import { mostAtOnce } from './terms.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const GRID = 'g001';

let house: TestHouse;
before(async () => {
  house = await openTestHouse({ counties: ['eastshire', 'westshire'], demo: true });
});
after(() => house.close());

const services = () => house.house.services;
const county = () => house.county();
let phones = 0;
const newPhone = () => `1009900${String(++phones).padStart(4, '0')}`;

async function codeFor(phone: string): Promise<string> {
  const sent = await house.ask('POST', '/phone-code', { body: { phone } });
  assert.equal(sent.status, 202);
  return sent.body.demoCode;
}

describe('signing in with a password', () => {
  const signIn = (username: string, password: string, more = {}) =>
    house.ask('POST', '/session', { body: { username, password }, ...more });

  test('a demo account gets a token and a cookie, and is who it says', async () => {
    const answer = await signIn('grid_leader', 'huying-demo');
    assert.equal(answer.status, 200);
    const cookie = String(answer.headers['set-cookie']);
    for (const part of ['huying_eastshire=', 'HttpOnly', 'SameSite=Strict', 'Path=/api/eastshire'])
      assert.ok(cookie.includes(part), part);
    assert.ok(!cookie.includes('Secure'));
    const [{ kind, placeKind, placePath, permissions }] = answer.body.me.posts;
    assert.deepEqual([kind, placeKind, placePath.length], ['grid_leader', 'grid', 4]);
    assert.ok(permissions.includes('matter.accept'));

    const me = await house.ask('GET', '/me', { as: { id: null, token: answer.body.token } });
    assert.deepEqual(me.body, answer.body.me);
    const byCookie = await house.ask('GET', '/me', { headers: { cookie: cookie.split(';')[0] as string } });
    assert.deepEqual(byCookie.body, answer.body.me);
  });

  test('behind TLS the cookie is for TLS only', async () => {
    const answer = await signIn('town', 'huying-demo', { headers: { 'x-forwarded-proto': 'https' } });
    assert.ok(String(answer.headers['set-cookie']).includes('Secure'));
  });

  test('a wrong password and an unknown name are told apart by nobody', async () => {
    const wrong = await signIn('grid_leader', 'huying-demo!');
    const unknown = await signIn('nobody', 'huying-demo');
    assert.equal(wrong.status, 401);
    assert.equal(wrong.body.code, 'credentials_wrong');
    assert.deepEqual({ ...unknown.body, requestId: '' }, { ...wrong.body, requestId: '' });
  });

  test('demo accounts are nobody without demo; others are as before', async () => {
    await createUser(services(), county(), { username: 'worker-1', password: 'a long password', name: '演示·职员' });
    services().demo = false;
    try {
      assert.equal((await signIn('grid_leader', 'huying-demo')).body.code, 'credentials_wrong');
      assert.equal((await signIn('worker-1', 'a long password')).status, 200);
    } finally {
      services().demo = true;
    }
    assert.equal((await signIn('grid_leader', 'huying-demo')).status, 200);
  });

  test('half of the credentials is refused by field', async () => {
    const answer = await house.ask('POST', '/session', { body: { username: 'grid_leader' } });
    assert.equal(answer.status, 400);
    assert.deepEqual(
      answer.body.fields.map((field: { path: string }) => field.path),
      ['password'],
    );
  });

  test('a token is good in its own county only', async () => {
    const { body } = await signIn('dispatcher', 'huying-demo');
    assert.equal((await house.ask('GET', '/me', { as: { id: null, token: body.token } })).status, 200);
    assert.equal(
      (await house.ask('GET', '/me', { as: { id: null, token: body.token }, county: 'westshire' })).status,
      401,
    );
  });

  test('signing out ends it; an act with the ended token is not done as nobody', async () => {
    const { body } = await signIn('responder', 'huying-demo');
    const as = { id: null, token: body.token };
    assert.equal((await house.ask('GET', '/me', { as })).status, 200);
    assert.equal((await house.ask('DELETE', '/session', { as })).status, 200);
    assert.equal((await house.ask('GET', '/me', { as })).status, 401);
    const report = { id: randomUUID(), words: '路灯不亮', place: GRID };
    assert.equal((await house.ask('POST', '/matters', { as, body: report })).body.code, 'unauthenticated');
    assert.equal((await house.ask('POST', '/matters', { body: report })).status, 201, 'as nobody it is taken');
    assert.equal((await house.ask('GET', '/county', { as })).status, 200, 'public pages do not break');
  });

  test('a session ends with its time, a post with its term', async () => {
    const { body } = await signIn('officer', 'huying-demo');
    const as = { id: null, token: body.token };
    const start = house.clock.now;
    try {
      house.clock.now = start + 6 * DAY;
      assert.equal((await house.ask('GET', '/me', { as })).status, 200);
      house.clock.now = start + 7 * DAY;
      assert.equal((await house.ask('GET', '/me', { as })).status, 401);
    } finally {
      house.clock.now = start;
    }
    await services().db.rows(sql`
      UPDATE term SET to_day = '2026-06-09' WHERE county_id = 'eastshire' AND person_id = ${body.me.person.id}`);
    forgetActors(services().db, 'eastshire');
    assert.deepEqual((await house.ask('GET', '/me', { as })).body.posts, []);
  });
});

describe('signing in by phone', () => {
  test('the code makes a resident of the phone, who is the same the next time', async () => {
    const phone = newPhone();
    const first = await house.ask('POST', '/session', { body: { phone, code: await codeFor(phone) } });
    assert.equal(first.status, 200);
    assert.equal(first.body.me.person.kind, 'resident');
    house.clock.now += 5000;
    const second = await house.ask('POST', '/session', { body: { phone, code: await codeFor(phone) } });
    assert.equal(second.body.me.person.id, first.body.me.person.id);
    const lines = readFileSync(join(services().dataDir, 'messages', 'eastshire.log'), 'utf8');
    assert.ok(lines.includes(phone), 'the message went to the gateway');
    assert.ok(!house.logged.some((line) => line.includes(phone)), 'and not to the log');
  });

  test('the demo resident of the pack is found', async () => {
    const code = await codeFor('10000000001');
    const answer = await house.ask('POST', '/session', { body: { phone: '10000000001', code } });
    assert.equal(answer.body.me.person.name, '演示·居民');
  });

  test('without demo the code is told to the phone only', async () => {
    services().demo = false;
    try {
      const answer = await house.ask('POST', '/phone-code', { body: { phone: newPhone() } });
      assert.deepEqual(answer.body, { sent: true });
    } finally {
      services().demo = true;
    }
  });

  test('a code is good once, for ten minutes, for its phone, five tries', async () => {
    const phone = newPhone();
    const other = newPhone();
    const code = await codeFor(phone);
    const wrong = code === '000000' ? '000001' : '000000';
    const use = (given: string, to = phone) => house.ask('POST', '/session', { body: { phone: to, code: given } });
    assert.equal((await use(code, other)).body.code, 'code_wrong');
    for (let i = 0; i < 4; i++) assert.equal((await use(wrong)).body.code, 'code_wrong');
    assert.equal((await use(code)).status, 200, 'the fifth try may be right');
    assert.equal((await use(code)).body.code, 'code_wrong', 'used up');

    house.clock.now += MINUTE;
    const next = await codeFor(phone);
    const bad = next === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) await use(bad);
    assert.equal((await use(next)).body.code, 'code_wrong', 'after five tries even the right one');

    house.clock.now += MINUTE;
    const late = await codeFor(phone);
    house.clock.now += 10 * MINUTE;
    assert.equal((await use(late)).body.code, 'code_wrong', 'too old');
  });

  test('many tries at once do not get more than five', async () => {
    const phone = newPhone();
    const code = Number(await codeFor(phone));
    const tries = Array.from({ length: 12 }, (_, i) => String((code + 1 + i) % 1_000_000).padStart(6, '0'));
    await Promise.all(tries.map((given) => house.ask('POST', '/session', { body: { phone, code: given } })));
    const row = await services().db.row<{ attempts: number }>(sql`
      SELECT attempts FROM phone_code WHERE county_id = 'eastshire' AND phone_index = ${services().keys.blindIndex('eastshire', phone)}`);
    assert.equal(row?.attempts, 5);
  });

  test('one code a minute for a phone, whoever asks', async () => {
    const phone = newPhone();
    services().demo = false;
    try {
      assert.equal((await house.ask('POST', '/phone-code', { body: { phone } })).status, 202);
      house.clock.now += MINUTE - 1;
      const soon = await house.ask('POST', '/phone-code', { body: { phone } });
      assert.deepEqual([soon.status, soon.body.code], [429, 'code_too_soon']);
      assert.match(soon.body.title, /60/);
      house.clock.now += 1;
      assert.equal((await house.ask('POST', '/phone-code', { body: { phone } })).status, 202);
    } finally {
      services().demo = true;
    }
  });

  test('what is no mobile number is refused', async () => {
    for (const phone of ['2380000000', '138000000001', '１３８００００００００', "1380000000'"]) {
      assert.equal((await house.ask('POST', '/phone-code', { body: { phone } })).status, 400, phone);
    }
  });
});

describe('residents', () => {
  test('two who ask at once get the same person', async () => {
    const phone = newPhone();
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        findOrMakeResident(services(), 'eastshire', phone, '演示·来电人', house.clock.now),
      ),
    );
    assert.equal(new Set(all.map(({ id }) => id)).size, 1);
    assert.equal(new Set(all.map(({ secret }) => secret.toString('hex'))).size, 1);
  });

  test('a name is learnt once and never overwritten', async () => {
    const phone = newPhone();
    const { id } = await findOrMakeResident(services(), 'eastshire', phone, null, house.clock.now);
    await findOrMakeResident(services(), 'eastshire', phone, '演示·甲', house.clock.now);
    await findOrMakeResident(services(), 'eastshire', phone, '演示·乙', house.clock.now);
    const row = await services().db.row<{ name: string; version: number }>(sql`
      SELECT name, version FROM person WHERE county_id = 'eastshire' AND person_id = ${id}`);
    assert.deepEqual(row, { name: '演示·甲', version: 2 });
  });

  test('are known in one county only', async () => {
    const phone = newPhone();
    const here = await findOrMakeResident(services(), 'eastshire', phone, null, house.clock.now);
    const there = await findOrMakeResident(services(), 'westshire', phone, null, house.clock.now);
    assert.notEqual(here.id, there.id);
  });
});

describe('the secret link of an anonymous report', () => {
  test('opens its matter, as a header or in the address, and no other', async () => {
    const report = () => house.ask('POST', '/matters', { body: { id: randomUUID(), words: '井盖松动', place: GRID } });
    const [one, two] = [await report(), await report()];
    const { id, follow } = one.body;
    assert.equal((await house.ask('GET', `/matters/${id}`)).status, 404);
    assert.equal((await house.ask('GET', `/matters/${id}?follow=${follow}`)).status, 200);
    assert.equal(
      (await house.ask('GET', `/matters/${id}`, { as: { id: null, token: null, follow: `${id}.${follow}` } })).status,
      200,
    );
    assert.equal((await house.ask('GET', `/matters/${id}?follow=${two.body.follow}`)).status, 404);
    assert.equal((await house.ask('GET', `/matters/${id}?follow=${follow.slice(0, -1)}`)).status, 404);
    assert.equal(
      (await house.ask('GET', `/matters/${two.body.id}`, { as: { id: null, token: null, follow: `${id}.${follow}` } }))
        .status,
      404,
    );
    assert.equal(followSecret(services(), 'westshire', id) === follow, false);
  });
});

describe('the door', () => {
  test('lets one address try only so often', async () => {
    const knock = (remoteAddress: string) =>
      house.ground.app.inject({
        method: 'POST',
        url: '/api/eastshire/phone-code',
        remoteAddress,
        payload: { phone: 'no phone' },
      });
    for (let i = 0; i < 30; i++) assert.equal((await knock('10.9.9.9')).statusCode, 400);
    const shut = await knock('10.9.9.9');
    assert.deepEqual([shut.statusCode, shut.json().code], [429, 'too_many_requests']);
    assert.equal((await knock('10.9.9.10')).statusCode, 400, 'another address is not shut out');
  });

  test('takes no token that is none', async () => {
    for (const authorization of ['Bearer', 'Bearer x', 'Basic YTpi', `Bearer ${'a'.repeat(43)}`]) {
      assert.equal((await house.ask('GET', '/me', { headers: { authorization } })).status, 401, authorization);
      const act = await house.ask('POST', `/people/${randomUUID()}/erase`, { headers: { authorization } });
      assert.equal(act.body.code, 'unauthenticated', authorization);
    }
  });
});

test('how many hold a post at once', () => {
  const term = (from: string, to: string | null) => ({ from, to });
  const day = '2026-06-01';
  assert.equal(mostAtOnce([], day), 0);
  assert.equal(mostAtOnce([term('2020-01-01', '2026-06-01')], day), 1, 'the last day counts');
  assert.equal(mostAtOnce([term('2026-07-01', '2026-07-31'), term('2026-08-01', null)], day), 1, 'one after the other');
  assert.equal(mostAtOnce([term('2026-07-01', '2026-08-01'), term('2026-08-01', null)], day), 2, 'on one day together');
});

test('what is masked keeps its beginning and little else', () => {
  assert.deepEqual(
    [maskName('张三'), maskName('欧阳小明'), maskName('𠮷田'), maskName(null), maskName('')],
    ['张*', '欧*', '𠮷*', null, null],
  );
  assert.deepEqual([maskPhone('13800000000'), maskPhone(null)], ['1380****000', null]);
});

test('a person’s secret is remembered until it is forgotten', async () => {
  const { db } = services();
  const person = await house.resident();
  const remembered = makeSecretCache(db);
  const first = await remembered('eastshire', person.id as string);
  await db.rows(sql`DELETE FROM person_key WHERE county_id = 'eastshire' AND person_id = ${person.id}`);
  assert.deepEqual(await remembered('eastshire', person.id as string), first);
  forgetSecret(db, 'eastshire', person.id as string);
  assert.notDeepEqual(await remembered('eastshire', person.id as string), first);
});
