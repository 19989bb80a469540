import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSmallHouse } from '../../test/small-house.ts';
import type { Actor } from '../access/actor.ts';
import { openDb } from './db.ts';
import { type LiveEvent, makeLive } from './live.ts';
import { openNotices, packed, relayLive } from './notices.ts';

const nobody: Actor = { kind: 'resident', person: { id: 'p', name: '' }, posts: [], follows: null };
const notice = (id: string, reporterId: string | null): LiveEvent => ({
  name: 'matter',
  data: { id, number: '1', state: 'accepted', version: 2, place: 'g1', kind: 'matter.accept' },
  facts: { id, path: 'c.t1.', units: [], reporterId },
});

describe('the hub of notices', () => {
  it('tells of a matter whoever sees it, in the form of an event stream, until they leave', () => {
    const live = makeLive();
    const heard: string[] = [];
    const leave = live.subscribe('a', nobody, (frame) => heard.push(frame));
    live.publish('a', notice('m1', 'p'));
    live.publish('a', notice('m2', 'q'));
    live.publish('b', notice('m3', 'p'));
    assert.equal(heard.length, 1);
    assert.match(heard[0] as string, /^event: matter\ndata: \{"id":"m1"[^\n]*\}\n\n$/);
    assert.ok(!heard[0]?.includes('"path"') && !heard[0]?.includes('reporter'), 'facts stay here');
    live.publish('a', {
      name: 'progress',
      data: { job: 'j', kind: 'k', done: 1, total: 2, state: 'running' },
      may: 'jobs.read',
    });
    assert.equal(heard.length, 1);
    live.publish('a', { name: 'tally', data: {} });
    assert.equal(heard.length, 2);
    leave();
    live.publish('a', { name: 'tally', data: {} });
    assert.equal(heard.length, 2);
    assert.equal(live.subscribers(), 0);
  });

  it('packs what it passes on into messages the database takes', () => {
    const events = Array.from({ length: 300 }, (_, i) => notice(`m${i}`, 'p'));
    const payloads = packed('me', 'a', events);
    assert.ok(payloads.length > 1 && payloads.every((payload) => Buffer.byteLength(payload) < 8000));
    assert.deepEqual(
      payloads.flatMap((payload) => JSON.parse(payload).events),
      events,
    );
  });

  it('passes notices on to the other processes, once, also after a connection broke', async () => {
    const house = await openSmallHouse();
    const other = openDb({ connectionString: house.url, max: 2 });
    const [here, there] = [makeLive(), makeLive()];
    const a = await openNotices(house.db, house.services.log);
    const b = await openNotices(other, house.services.log);
    try {
      await relayLive(here, a, house.services.log);
      await relayLive(there, b, house.services.log);
      const heard: [string, string][] = [];
      here.subscribe('x', nobody, () => heard.push(['here', 'x']));
      there.subscribe('x', nobody, () => heard.push(['there', 'x']));
      here.publish('x', notice('m', 'p'));
      for (let i = 0; i < 50 && heard.length < 2; i += 1) await sleep(20);
      await sleep(50);
      assert.deepEqual(heard, [
        ['here', 'x'],
        ['there', 'x'],
      ]);
      heard.length = 0;
      await house.db.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'huying notices' AND datname = current_database()`);
      await sleep(300);
      there.publish('x', notice('m', 'p'));
      for (let i = 0; i < 150 && heard.length < 2; i += 1) await sleep(20);
      assert.deepEqual(heard.map(([where]) => where).sort(), ['here', 'there']);
    } finally {
      await a.stop();
      await b.stop();
      await other.end();
      await house.close();
    }
  });
});
