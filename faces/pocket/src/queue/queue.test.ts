import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drop, type FlushPorts, flush, prune } from './flush.ts';
import { memoryStore } from './memory-store.ts';
import { again, backoff, choicesFor, newEntry, onNewest, requestOf } from './rules.ts';
import type { Answer, Entry, Sent, Task } from './types.ts';

const ME = 'person-1';
const report: Task = { kind: 'report', body: { words: '路灯不亮' } };
const act = (matter: string, verb: string, version: number): Task => ({
  kind: 'act',
  matter,
  assignment: null,
  verb,
  follow: null,
  fields: { words: '已到现场' },
  version,
});
const refused = (code: string, path?: string): Answer<never> => ({
  kind: 'refused',
  refusal: { code, words: '不行', fields: path ? [{ path, message: '不行' }] : [] },
});

type Posted = { path: string; body: Record<string, unknown>; key: string };

/** A server that keeps one result per key, and a wire that can break before or after the server has acted. */
function world() {
  const results = new Map<string, Sent>();
  const posted: Posted[] = [];
  const uploads: string[] = [];
  let acted = 0;
  let now = 1_000_000;
  const wire = { reach: true, answerLost: 0, uploadLost: 0, say: [] as Answer<never>[], upload: [] as Answer<never>[] };
  const ports: FlushPorts = {
    store: memoryStore(),
    now: () => now,
    random: () => 1,
    async upload(_blob, key) {
      if (!wire.reach) return { kind: 'unreachable' };
      if (wire.uploadLost > 0) {
        wire.uploadLost -= 1;
        return { kind: 'unreachable' };
      }
      const said = wire.upload.shift();
      if (said) return said;
      uploads.push(key);
      return { kind: 'done', value: `file-of-${key}` };
    },
    async post(path, body, key) {
      if (!wire.reach) return { kind: 'unreachable' };
      const said = wire.say.shift();
      if (said) return said;
      posted.push({ path, body, key });
      const known = results.get(key);
      if (!known) acted += 1;
      const value = known ?? {
        id: key,
        number: '20261122-00001',
        version: Number(body.version ?? 0) + 1,
        state: 'x',
        follow: null,
      };
      results.set(key, value);
      if (wire.answerLost > 0) {
        wire.answerLost -= 1;
        return { kind: 'unreachable' };
      }
      return { kind: 'done', value };
    },
  };
  let made = 0;
  return {
    ports,
    wire,
    posted,
    uploads,
    acted: () => acted,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
    async write(task: Task, pictures = 0, account = ME): Promise<Entry> {
      made += 1;
      const id = `entry-${made}`;
      const blobs = Array.from({ length: pictures }, (_, at) => `${id}-picture-${at}`);
      for (const blob of blobs) await ports.store.putBlob(blob, new Blob(['jpeg']));
      const entry = newEntry({ id, account, title: 't', task, blobs, now }, await ports.store.list(account));
      await ports.store.put(entry);
      return entry;
    },
    async read(id: string): Promise<Entry> {
      const entry = await ports.store.get(id);
      assert.ok(entry, `${id} is in the store`);
      return entry;
    },
  };
}

test('a report written offline waits and goes once when the connection is back', async () => {
  const w = world();
  const entry = await w.write(report, 2);
  w.wire.reach = false;
  assert.equal((await flush(w.ports, ME, false)).stopped, 'offline');
  const waiting = await w.read(entry.id);
  assert.equal(waiting.state, 'waiting');
  assert.equal(waiting.hold, 'offline');
  w.wire.reach = true;
  assert.equal((await flush(w.ports, ME, true)).sent, 1);
  const sent = await w.read(entry.id);
  assert.equal(sent.state, 'sent');
  assert.equal(sent.result?.number, '20261122-00001');
  assert.deepEqual(w.posted[0]?.body, {
    words: '路灯不亮',
    id: entry.id,
    pictures: ['file-of-entry-1-picture-0', 'file-of-entry-1-picture-1'],
  });
  assert.equal(await w.ports.store.getBlob('entry-1-picture-0'), undefined, 'pictures leave the phone once sent');
  await flush(w.ports, ME, true);
  assert.equal(w.posted.length, 1);
});

test('an answer lost on the way is asked for again under the same key and body: never twice', async () => {
  const w = world();
  const entry = await w.write(report, 1);
  w.wire.answerLost = 1;
  await flush(w.ports, ME, true);
  const unsure = await w.read(entry.id);
  assert.equal(unsure.state, 'waiting');
  assert.equal(unsure.uncertain, true);
  await flush(w.ports, ME, true);
  assert.equal((await w.read(entry.id)).state, 'sent');
  assert.equal(w.acted(), 1);
  assert.deepEqual(w.posted[0], w.posted[1]);
});

test('a page that died while sending leaves an entry that goes again under its key', async () => {
  const w = world();
  const entry = await w.write(report);
  await w.ports.store.put({ ...entry, state: 'sending', attempts: 1, nextAt: w.now() + 60_000 });
  await flush(w.ports, ME, false);
  assert.equal((await w.read(entry.id)).state, 'sent');
  assert.equal(w.posted[0]?.key, entry.id);
});

test('each uploaded picture is remembered: a broken upload does not repeat the ones before it', async () => {
  const w = world();
  const entry = await w.write(report, 3);
  await flush({ ...w.ports, upload: failOnce(w.ports.upload, 2) }, ME, true);
  assert.deepEqual(w.uploads, ['entry-1-picture-0', 'entry-1-picture-1']);
  assert.equal((await w.read(entry.id)).uncertain, false, 'the report itself was never sent');
  await flush(w.ports, ME, true);
  assert.deepEqual(w.uploads, ['entry-1-picture-0', 'entry-1-picture-1', 'entry-1-picture-2']);
  assert.equal((await w.read(entry.id)).state, 'sent');
});

function failOnce(upload: FlushPorts['upload'], at: number): FlushPorts['upload'] {
  let call = 0;
  return async (blob, key, account) => {
    const broken = call === at;
    call += 1;
    return broken ? { kind: 'unreachable' } : upload(blob, key, account);
  };
}

test('without force an entry waits its time, doubling up to five minutes', async () => {
  const w = world();
  const entry = await w.write(report);
  w.wire.say.push({ kind: 'busy', retryAfterMs: null });
  const first = await flush(w.ports, ME, false);
  assert.equal(first.wakeAt, w.now() + 4_000);
  assert.equal((await flush(w.ports, ME, false)).sent, 0);
  assert.equal(w.posted.length, 0);
  w.pass(4_000);
  assert.equal((await flush(w.ports, ME, false)).sent, 1);
  assert.equal((await w.read(entry.id)).attempts, 2);
  assert.deepEqual(
    [1, 2, 3, 20].map((n) => backoff(n, 1)),
    [4_000, 8_000, 16_000, 300_000],
  );
  assert.equal(backoff(1, 0), 2_000);
});

test('a server that asks for time gets it', async () => {
  const w = world();
  await w.write(report);
  w.wire.say.push({ kind: 'busy', retryAfterMs: 90_000 });
  assert.equal((await flush(w.ports, ME, false)).wakeAt, w.now() + 90_000);
});

test('one busy answer holds its own entry, not the ones behind it', async () => {
  const w = world();
  const slow = await w.write(report);
  const quick = await w.write(report);
  w.wire.say.push({ kind: 'busy', retryAfterMs: null });
  await flush(w.ports, ME, false);
  assert.equal((await w.read(slow.id)).state, 'waiting');
  assert.equal((await w.read(quick.id)).state, 'sent');
});

test('acts on one matter go in order, the second on the version the first made', async () => {
  const w = world();
  const visit = await w.write(act('m1', 'visit', 3));
  const settle = await w.write(act('m1', 'settle', 3));
  const other = await w.write(act('m2', 'accept', 7));
  assert.equal(settle.after, visit.id);
  assert.equal(other.after, null);
  await flush(w.ports, ME, true);
  assert.deepEqual(
    w.posted.map((one) => [one.path, one.body.version]),
    [
      ['/matters/m1/visit', 3],
      ['/matters/m1/settle', 4],
      ['/matters/m2/accept', 7],
    ],
  );
});

test('while the first waits its time, the second on the same matter stays behind it', async () => {
  const w = world();
  await w.write(act('m1', 'visit', 3));
  const settle = await w.write(act('m1', 'settle', 3));
  w.wire.say.push({ kind: 'busy', retryAfterMs: null });
  await flush(w.ports, ME, false);
  assert.equal(w.posted.length, 0);
  assert.equal((await w.read(settle.id)).state, 'waiting');
  assert.deepEqual(choicesFor(await w.read(settle.id)), ['drop']);
});

test('a page that died before it released a follower is mended by the next flush', async () => {
  const w = world();
  const visit = await w.write(act('m1', 'visit', 3));
  const settle = await w.write(act('m1', 'settle', 3));
  const result = { id: 'm1', number: null, version: 4, state: 'accepted', follow: null };
  await w.ports.store.put({ ...visit, state: 'sent', result, sentAt: w.now() });
  await flush(w.ports, ME, true);
  assert.equal((await w.read(settle.id)).state, 'sent');
  assert.equal(w.posted[0]?.body.version, 4);
});

test('giving up the first asks for a second look at what was built on it', async () => {
  const w = world();
  const visit = await w.write(act('m1', 'visit', 3), 1);
  const settle = await w.write(act('m1', 'settle', 3));
  await drop(w.ports, visit);
  assert.equal(await w.ports.store.get(visit.id), undefined);
  assert.equal(await w.ports.store.getBlob('entry-1-picture-0'), undefined);
  const left = await w.read(settle.id);
  assert.equal(left.refusal?.code, 'previous_dropped');
  assert.deepEqual(choicesFor(left), ['newest', 'drop']);
  await flush(w.ports, ME, true);
  assert.equal(w.posted.length, 0);
});

test('a stale version is refused with a choice; on the newest it goes under a new key', async () => {
  const w = world();
  const entry = await w.write(act('m1', 'settle', 3));
  w.wire.say.push(refused('stale_version'));
  await flush(w.ports, ME, true);
  const stale = await w.read(entry.id);
  assert.equal(stale.state, 'refused');
  assert.deepEqual(choicesFor(stale), ['newest', 'drop']);
  await flush(w.ports, ME, true);
  assert.equal(w.posted.length, 0, 'a refused entry never goes by itself');
  await w.ports.store.put(onNewest(stale, 9, 'key-2', w.now()));
  await flush(w.ports, ME, false);
  assert.deepEqual([w.posted[0]?.key, w.posted[0]?.body.version], ['key-2', 9]);
});

test('a refused report keeps its words and pictures, and goes again under a new id with pictures uploaded anew', async () => {
  const w = world();
  const entry = await w.write(report, 1);
  w.wire.say.push(refused('place_outside', 'point'));
  await flush(w.ports, ME, true);
  const no = await w.read(entry.id);
  assert.deepEqual(choicesFor(no), ['edit', 'again', 'drop']);
  assert.ok(await w.ports.store.getBlob('entry-1-picture-0'));
  await w.ports.store.put(again(no, 'key-2', w.now()));
  await flush(w.ports, ME, true);
  assert.equal(w.posted[0]?.body.id, 'key-2');
  assert.equal(w.uploads.length, 2);
});

test('a retry that was not refused keeps key and uploads', () => {
  const waiting: Entry = {
    ...newEntry({ id: 'a', account: ME, title: '', task: report, blobs: ['b'], now: 0 }, []),
    pictures: [{ blob: 'b', file: 'f' }],
    hold: 'offline',
    uncertain: true,
  };
  const next = again(waiting, 'other', 5);
  assert.equal(next.key, 'a');
  assert.equal(next.pictures[0]?.file, 'f');
});

test('a picture the server cannot take offers to send without it', async () => {
  const w = world();
  const entry = await w.write(report, 1);
  w.wire.upload.push(refused('picture_unreadable'));
  await flush(w.ports, ME, true);
  assert.deepEqual(choicesFor(await w.read(entry.id)), ['without_pictures', 'again', 'drop']);
});

test('a picture that is gone from the phone is said, not sent without', async () => {
  const w = world();
  const entry = await w.write(report, 1);
  await w.ports.store.removeBlobs(['entry-1-picture-0']);
  await flush(w.ports, ME, true);
  assert.equal((await w.read(entry.id)).refusal?.code, 'picture_lost');
  assert.equal(w.posted.length, 0);
});

test('an ended session stops the queue and holds everything for the same person', async () => {
  const w = world();
  const one = await w.write(report);
  const two = await w.write(report);
  w.wire.say.push({ kind: 'sign_in' });
  const outcome = await flush(w.ports, ME, true);
  assert.deepEqual([outcome.stopped, outcome.sent], ['sign_in', 0]);
  assert.deepEqual(choicesFor(await w.read(one.id)), ['sign_in', 'drop']);
  assert.equal((await flush(w.ports, ME, true)).sent, 2);
  assert.equal((await w.read(two.id)).state, 'sent');
});

test("another account's entries are never touched", async () => {
  const w = world();
  const theirs = await w.write(report, 0, 'person-2');
  await flush(w.ports, ME, true);
  assert.equal((await w.read(theirs.id)).state, 'waiting');
});

test('sent entries leave the list after a day, others never', async () => {
  const w = world();
  const sent = await w.write(report);
  await flush(w.ports, ME, true);
  const waiting = await w.write(report);
  w.pass(25 * 3_600_000);
  await prune(w.ports, ME);
  assert.equal(await w.ports.store.get(sent.id), undefined);
  assert.equal((await w.read(waiting.id)).state, 'waiting');
});

test('an assignment act and a link act go to their own addresses', () => {
  const base = newEntry({ id: 'k', account: ME, title: '', task: act('m1', 'arrive', 2), blobs: [], now: 0 }, []);
  const task = base.task as Extract<Task, { kind: 'act' }>;
  assert.equal(requestOf({ ...base, task: { ...task, assignment: 2 } }).path, '/matters/m1/assignments/2/arrive');
  assert.equal(
    requestOf({ ...base, task: { ...task, verb: 'judge', follow: 'a/b' } }).path,
    '/matters/m1/judge?follow=a%2Fb',
  );
});
