import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const reporter = fileURLToPath(new URL('test-reporter.mjs', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'huying-reporter-'));
after(() => rmSync(root, { recursive: true }));

/** Runs the files by the real runner. */
const run = (files: Record<string, string>) => {
  const dir = mkdtempSync(join(root, 'r-'));
  for (const [name, source] of Object.entries(files)) {
    writeFileSync(join(dir, name), `import { describe, test } from 'node:test';\n${source}\n`);
  }
  const counts = join(dir, 'counts.json');
  // A runner inside a runner refuses to run unless it is not told of the outer one.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const done = spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, ...Object.keys(files)], {
    cwd: dir,
    env: { ...env, HUYING_TEST_COUNTS: counts },
    encoding: 'utf8',
  });
  return { said: done.stdout, code: done.status, counts: JSON.parse(readFileSync(counts, 'utf8')) };
};

test('passed, failed, skipped and unfinished tests are counted apart', () => {
  const { said, code, counts } = run({
    'a.test.ts': `
      test('good', () => {});
      test('bad', () => { throw new Error('broken here'); });
      test('left out', { skip: true }, () => {});
      test('to come', { todo: true }, () => { throw new Error('not yet'); });
      describe('suite', () => { test('inside', () => {}); });`,
    'b.test.ts': "test('other', () => {});",
  });
  assert.deepEqual(counts, { passed: 3, failed: 1, skipped: 2 });
  assert.equal(code, 1);
  assert.match(said, /✖ bad {2}\(a\.test\.ts:4\)/);
  assert.match(said, /broken here/);
  assert.doesNotMatch(said, /not yet/);
  assert.match(said, /✖ a\.test\.ts {2}2 passed, 1 failed, 2 skipped/);
  assert.match(said, /✔ b\.test\.ts {2}1 passed/);
});

test('a failure inside a suite or a test is told once', () => {
  const { said } = run({
    'a.test.ts': `
      describe('suite', () => { test('one', () => { throw new Error('first'); }); });
      test('outer', async (t) => { await t.test('inner', () => { throw new Error('second'); }); });`,
  });
  assert.equal(said.match(/first/g)?.length, 1);
  assert.equal(said.match(/second/g)?.length, 1);
});

for (const [what, source] of Object.entries({
  'tests nothing': '',
  'cannot be loaded': "import './nowhere.ts';",
  'throws before its tests': "throw new Error('early');",
  'ends before its tests do':
    "test('slow', async () => { setTimeout(() => process.exit(0), 5); await new Promise((r) => setTimeout(r, 2000)); });",
  'is killed':
    "test('slow', async () => { process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 2000)); });",
})) {
  test(`a file that ${what} is a failure`, () => {
    const { counts, said } = run({ 'a.test.ts': source, 'b.test.ts': "test('fine', () => {});" });
    assert.equal(counts.passed, 1, said);
    assert.ok(counts.failed >= 1, said);
    assert.match(said, /✖ a\.test\.ts/);
  });
}
