import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { drainAll } from '../../platform/outbox.ts';
import { reactions } from '../../reactions.ts';

let house: TestHouse;
let dispatcher: Someone;
let reporter: Someone;
before(async () => {
  house = await openTestHouse();
  dispatcher = await house.holder('centre_dispatcher', house.county().root.id);
  reporter = await house.resident();
});
after(() => house.close());

async function report(words: string): Promise<string> {
  const { status, body } = await house.ask('POST', '/matters', {
    as: reporter,
    body: { id: randomUUID(), words, place: house.county().root.id },
  });
  assert.equal(status, 201);
  return body.id;
}

async function found(q: string): Promise<string[]> {
  const { status, body } = await house.ask('GET', `/matters?q=${encodeURIComponent(q)}`, { as: dispatcher });
  assert.equal(status, 200);
  return body.rows.map((row: { id: string }) => row.id);
}

test('a report is found by its words once the reaction ran, and not by others', async () => {
  const lamp = await report('三号楼路灯坏了 A12 栋');
  const noise = await report('半夜施工太吵');
  await drainAll(house.house.services, house.county(), reactions);
  assert.deepEqual(await found('路灯'), [lamp]);
  assert.deepEqual(await found('灯'), [lamp]);
  assert.deepEqual(await found('a1'), [lamp]);
  assert.deepEqual(await found('施工 半夜'), [noise]);
  assert.deepEqual(await found('路灯 施工'), []);
  assert.deepEqual(new Set(await found("，'&|!:*")), new Set([lamp, noise]), 'signs alone narrow nothing');
});

test('erased with the person', async () => {
  const gone = await report('独一无二的紫色井盖');
  await drainAll(house.house.services, house.county(), reactions);
  assert.deepEqual(await found('紫色井盖'), [gone]);
  const { status } = await house.ask('POST', `/people/${reporter.id}/erase`, { as: reporter, body: { version: 1 } });
  assert.equal(status, 200);
  assert.deepEqual(await found('紫色井盖'), []);
});
