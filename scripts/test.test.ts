import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { settle } from './test.mjs';
import { groupOf, testFiles } from './test-files.mjs';

const root = mkdtempSync(join(tmpdir(), 'huying-files-'));
after(() => rmSync(root, { recursive: true }));
for (const file of [
  ...['domain/src/a.test.ts', 'domain/src/a.ts', 'server/src/b.test.ts', 'server/test/c.test.ts', 'e2e/d.test.ts'],
  ...['faces/dist/e.test.ts', 'node_modules/f/f.test.ts', 'server/node_modules/g/g.test.ts', 'data/h.test.ts'],
]) {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), '');
}

test('all tests are found, and nothing that is made or installed', () => {
  assert.deepEqual(testFiles(root, []), [
    'domain/src/a.test.ts',
    'e2e/d.test.ts',
    'server/src/b.test.ts',
    'server/test/c.test.ts',
  ]);
});

test('files and folders can be named, also twice', () => {
  assert.deepEqual(testFiles(root, [join(root, 'server'), join(root, 'server/src/b.test.ts')]), [
    'server/src/b.test.ts',
    'server/test/c.test.ts',
  ]);
});

test('what is not there, holds no test or belongs nowhere is said', () => {
  assert.throws(() => testFiles(root, [join(root, 'nowhere.test.ts')]), /there is no such file/);
  assert.throws(() => testFiles(root, [join(root, 'faces')]), /holds no tests/);
  writeFileSync(join(root, 'lost.test.ts'), '');
  assert.throws(() => testFiles(root, []), /lost\.test\.ts.*belongs to no group/);
});

test('each file belongs to one group', () => {
  assert.equal(groupOf('server/test/structure.test.ts'), 'structure');
  assert.equal(groupOf('server/src/app.test.ts'), 'server');
  assert.equal(groupOf('README.md'), undefined);
});

test('a runner that broke down or tested nothing has failed', () => {
  const sums = (code: number, counts: Parameters<typeof settle>[1]): [number, number, number, boolean] => {
    const { passed, failed, skipped, trouble } = settle(code, counts);
    return [passed, failed, skipped, trouble !== undefined];
  };
  assert.deepEqual(sums(0, { passed: 2, failed: 0, skipped: 1 }), [2, 0, 1, false]);
  assert.deepEqual(sums(1, { passed: 2, failed: 3, skipped: 0 }), [2, 3, 0, false]);
  assert.deepEqual(sums(137, null), [0, 1, 0, true]);
  assert.deepEqual(sums(0, null), [0, 1, 0, true]);
  assert.deepEqual(sums(7, { passed: 2, failed: 0, skipped: 0 }), [2, 1, 0, true]);
  assert.deepEqual(sums(0, { passed: 0, failed: 0, skipped: 0 }), [0, 1, 0, true]);
});
