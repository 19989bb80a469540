import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './lock.mjs';
import { isSameProcess, startOf, thisProcess } from './processes.mjs';

const dir = mkdtempSync(join(tmpdir(), 'huying-lock-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** A process that, `times` over, reads a number from a file, waits, and writes it back plus one. */
const counter = (lock: string, file: string, times: number) =>
  spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { readFileSync, writeFileSync } from 'node:fs';
     import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)};
     for (let i = 0; i < ${times}; i++) await withLock(${JSON.stringify(lock)}, async () => {
       const n = Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
       await new Promise((r) => setTimeout(r, 2));
       writeFileSync(${JSON.stringify(file)}, String(n + 1));
     }, { everyMs: 1 });`,
  ]);

test('several processes never hold it at once, even when it begins with a dead holder', async () => {
  const lock = join(dir, 'shared');
  const file = join(dir, 'count');
  writeFileSync(file, '0');
  mkdirSync(lock);
  writeFileSync(join(lock, 'holder.json'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
  const children = [1, 2, 3, 4].map(() => counter(lock, file, 10));
  const ends = await Promise.all(children.map((child) => once(child, 'exit')));
  assert.deepEqual(ends, [
    [0, null],
    [0, null],
    [0, null],
    [0, null],
  ]);
  assert.equal(readFileSync(file, 'utf8'), '40');
  assert.ok(!existsSync(lock));
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.includes('shared')),
    [],
  );
});

test('a holder killed while holding does not hold for ever', async () => {
  const lock = join(dir, 'killed');
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)};
     await withLock(${JSON.stringify(lock)}, () => new Promise(() => setInterval(() => {}, 1000)));`,
  ]);
  while (!existsSync(lock)) await sleep(10);
  let waitedFor = 0;
  const taken = withLock(lock, async () => 'mine', {
    onWait: (pid) => {
      waitedFor = pid;
    },
  });
  await sleep(150);
  assert.equal(waitedFor, child.pid, 'the living holder is respected and named');
  child.kill('SIGKILL');
  assert.equal(await taken, 'mine');
});

test('the lock goes when the act fails', async () => {
  const lock = join(dir, 'failing');
  await assert.rejects(
    withLock(lock, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.ok(!existsSync(lock));
});

test('a folder that cannot be written is said, not waited for', async () => {
  await assert.rejects(
    withLock(join(dir, 'nowhere', 'lock'), async () => 1),
    { code: 'ENOENT' },
  );
});

test('a process is known by id and start time together', () => {
  assert.ok(isSameProcess(thisProcess()));
  assert.ok(!isSameProcess({ ...thisProcess(), started: '1' }));
  assert.equal(startOf(2 ** 30), null);
  assert.equal(startOf(0), null);
});
