import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { halt, runningOn } from './platform/postgres/cluster.ts';

const folder = mkdtempSync(join(tmpdir(), 'huying-main-'));
if (process.getuid?.() === 0) chmodSync(folder, 0o711);

after(async () => {
  const server = runningOn(join(folder, 'postgres'));
  if (server) await halt(join(folder, 'postgres'), server.pid);
  rmSync(folder, { recursive: true, force: true });
});

function program(): { child: ChildProcess; said: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { ...process.env, HUYING_DATA: folder, DATABASE_URL: '', PORT: '0', HUYING_LOG: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  return { child, said: () => said, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

test('told to stop during a first start it stops its database too, and the next start goes on from there', async () => {
  const first = program();
  // The county is being brought in: the tables are there, the page is not.
  for (let i = 0; i < 600 && !first.said().includes('database migrated'); i++) await sleep(50);
  assert.match(first.said(), /database migrated/);
  const pid = runningOn(join(folder, 'postgres'))?.pid;
  assert.ok(pid, 'its database runs');
  first.child.kill('SIGTERM');
  assert.equal(await first.ended, 0, first.said());
  assert.doesNotMatch(first.said(), /console\//, 'it had not come so far');
  assert.equal(runningOn(join(folder, 'postgres')), null, 'and its database has gone');
  assert.ok(!existsSync(`/proc/${pid}`) || !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres'));

  const second = program();
  for (let i = 0; i < 1200 && !second.said().includes('/console/'); i++) await sleep(50);
  assert.match(second.said(), /\/pingyin\/console\//);
  second.child.kill('SIGTERM');
  assert.equal(await second.ended, 0, second.said());
});
