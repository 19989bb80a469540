import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestHouse, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { createUser } from './index.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse({ demo: true });
});
after(() => house.close());

const OLD = 'a long password';
const NEW = 'another password';
let made = 0;

async function someone(more: { post?: string; at?: string } = {}) {
  made += 1;
  const username = `keeper-${made}`;
  const user = { username, password: OLD, name: `演示·甲${made}`, ...more };
  const { id } = await createUser(house.house.services, house.county(), user);
  return {
    id,
    username,
    signIn: (password: string) => house.ask('POST', '/session', { body: { username, password } }),
  };
}
const as = (answer: { body: { token: string } }) => ({ id: null, token: answer.body.token });

describe('a new password', () => {
  test('of one’s own: the old one is asked for, this session stays, the others end', async () => {
    const one = await someone();
    const here = as(await one.signIn(OLD));
    const elsewhere = as(await one.signIn(OLD));
    const change = (body: object, key?: string) =>
      house.ask('POST', '/me/password', { as: here, body, ...(key ? { key } : {}) });
    const wrong = await change({ current: NEW, password: NEW });
    assert.deepEqual([wrong.status, wrong.body.fields[0].code], [422, 'password_wrong']);
    assert.equal((await change({ current: OLD, password: 'short' })).body.fields[0].code, 'password_short');
    assert.equal((await change({ current: OLD, password: OLD })).body.fields[0].code, 'password_same');
    assert.equal((await one.signIn(OLD)).status, 200, 'nothing changed so far');
    assert.equal((await change({ current: OLD, password: NEW })).status, 200);
    assert.equal((await one.signIn(OLD)).body.code, 'credentials_wrong');
    assert.equal((await one.signIn(NEW)).status, 200);
    assert.equal((await house.ask('GET', '/me', { as: here })).status, 200);
    assert.equal((await house.ask('GET', '/me', { as: elsewhere })).status, 401);
    assert.equal((await house.ask('POST', '/me/password', { body: { current: OLD, password: NEW } })).status, 401);
  });

  test('of another: by whoever keeps people, in the journal without the words, and nobody else', async () => {
    const one = await someone();
    const session = as(await one.signIn(OLD));
    const reset = async (post: string) =>
      house.ask('POST', `/people/${one.id}/password`, { as: await house.holder(post, 'c'), body: { password: NEW } });
    assert.equal((await reset('centre_dispatcher')).status, 403);
    assert.equal((await reset('security_admin')).status, 200);
    assert.equal((await house.ask('GET', '/me', { as: session })).status, 401);
    assert.equal((await one.signIn(NEW)).status, 200);
    const events = await house.house.services.db.rows<{ event: { kind: string } }>(sql`
      SELECT event FROM journal WHERE county_id = ${house.county().id} AND subject_kind = 'person' AND subject_id = ${one.id}`);
    assert.equal(events.at(-1)?.event.kind, 'account.password_changed');
    assert.ok(!JSON.stringify(events).includes(NEW));
  });

  test('of an account that everybody shares stays', async () => {
    const town = as(await house.ask('POST', '/session', { body: { username: 'town', password: 'huying-demo' } }));
    const answer = await house.ask('POST', '/me/password', {
      as: town,
      body: { current: 'huying-demo', password: NEW },
    });
    assert.deepEqual([answer.status, answer.body.code], [422, 'demo_password_stays']);
  });
});
