import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findNode } from './program.mjs';

const dir = mkdtempSync(join(tmpdir(), 'huying-program-'));
after(() => rmSync(dir, { recursive: true }));

/** A launcher that starts the script as the program. */
const launch = (source: string): ChildProcess => {
  const script = join(dir, `${Math.random().toString(36).slice(2)}.mjs`);
  writeFileSync(script, source);
  const launcher = `import { start } from ${JSON.stringify(new URL('program.mjs', import.meta.url).href)};
    process.exitCode = await start([${JSON.stringify(script)}]).ended;`;
  return spawn(process.execPath, ['--input-type=module', '-e', launcher], { stdio: ['ignore', 'pipe', 'inherit'] });
};

test('the program runs on a Node that takes it', () => {
  const { stdout } = spawnSync(findNode(), ['--version'], { encoding: 'utf8' });
  assert.ok(Number(stdout.slice(1).split('.')[0]) >= 24, stdout);
});

test('its exit code is passed on', async () => {
  assert.deepEqual(await once(launch('process.exit(7)'), 'exit'), [7, null]);
  assert.deepEqual(await once(launch(''), 'exit'), [0, null]);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} reaches it, and it may take its time`, async () => {
    const child = launch(`process.on('${signal}', () => setTimeout(() => process.exit(5), 100));
      setInterval(() => {}, 1000); console.log('up');`);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [5, null]);
  });
}

test('one that is killed ends as a shell would tell it', async () => {
  const child = launch("process.kill(process.pid, 'SIGKILL')");
  assert.deepEqual(await once(child, 'exit'), [137, null]);
});

/** A program started as npm does, by way of a shell that is told to stop and tells nobody; answers what it then did. */
const orphaned = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const script = join(dir, 'orphan.mjs');
  writeFileSync(
    script,
    `process.on('SIGTERM', () => { console.log('told to stop'); process.exit(); });
     setTimeout(() => { console.log('went on'); process.exit(); }, 2000);
     console.log('up');`,
  );
  const orphan = new URL('orphan.mjs', import.meta.url).href;
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" --import "${orphan}" "${script}"; true`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of shell.stdout) {
    said += chunk;
    if (said === 'up\n') shell.kill('SIGTERM');
  }
  return said;
};

test('a program that npm started stops when npm was stopped', async () => {
  assert.equal(await orphaned({ npm_lifecycle_event: 'start' }), 'up\ntold to stop\n');
  assert.equal(await orphaned({ npm_lifecycle_event: '' }), 'up\nwent on\n', 'one started by hand lives on');
});

const run = fileURLToPath(new URL('run.mjs', import.meta.url));

test('the launcher names its verbs', () => {
  const help = spawnSync(process.execPath, [run, '--help'], { encoding: 'utf8' });
  assert.equal(help.status, 0);
  for (const verb of ['start', 'test', 'huying', 'check', 'dev', 'bench'])
    assert.match(help.stdout, new RegExp(`^ +${verb} `, 'm'));
  for (const args of [[], ['nonsense'], ['toString']]) {
    assert.equal(spawnSync(process.execPath, [run, ...args]).status, 2, args.join());
  }
});
