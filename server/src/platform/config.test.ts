import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, RESERVED_NAMES, readConfig } from './config.ts';

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env, '/srv/huying');
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.code, 'config_invalid');
    return error.problems.map((p) => p.setting);
  }
  return [];
};

test('an empty environment gives the settings the README promises', () => {
  assert.deepEqual(readConfig({}, '/srv/huying'), {
    port: 8080,
    host: '127.0.0.1',
    publicUrl: null,
    dataDir: '/srv/huying/data',
    databaseUrl: null,
    ownerUrl: null,
    counties: ['pingyin'],
    demo: true,
    keys: null,
    filesDir: '/srv/huying/data/files',
    logLevel: 'info',
    databaseBuffersMb: 64,
  });
});

test('each setting is read', () => {
  const config = readConfig(
    {
      PORT: '0',
      HOST: '::',
      HUYING_PUBLIC_URL: 'https://huying.example/',
      HUYING_DATA: '../elsewhere',
      DATABASE_URL: 'postgresql://someone@db.example/huying',
      HUYING_OWNER_URL: 'postgres://owner@db.example/huying',
      HUYING_COUNTIES: 'first, second-1',
      HUYING_DEMO: '0',
      HUYING_KEYS: 'k',
      HUYING_FILES: '/mnt/files',
      HUYING_LOG: 'warn',
      HUYING_DATABASE_BUFFERS: '256',
    },
    '/srv/huying',
  );
  assert.deepEqual(config, {
    port: 0,
    host: '::',
    publicUrl: 'https://huying.example',
    dataDir: '/srv/elsewhere',
    databaseUrl: 'postgresql://someone@db.example/huying',
    ownerUrl: 'postgres://owner@db.example/huying',
    counties: ['first', 'second-1'],
    demo: false,
    keys: 'k',
    filesDir: '/mnt/files',
    logLevel: 'warn',
    databaseBuffersMb: 256,
  });
});

test('the settings cannot be changed once read', () => {
  const config = readConfig({}, '/srv/huying');
  assert.throws(() => Object.assign(config, { port: 1 }), TypeError);
  assert.throws(() => (config.counties as string[]).push('other'), TypeError);
});

test('an empty value counts as not set', () => {
  assert.deepEqual(readConfig({ PORT: '', HUYING_DATA: ' ', DATABASE_URL: '' }, '/a'), readConfig({}, '/a'));
});

test('a public address is one that can be opened and written on', () => {
  for (const good of ['https://huying.example', 'http://10.0.0.8:8080', 'https://gov.example/huying'])
    assert.equal(readConfig({ HUYING_PUBLIC_URL: good }, '/a').publicUrl, good);
  for (const bad of [
    'huying.example',
    'ftp://huying.example',
    'https://',
    'https://a.example/?x=1',
    'https://u:p@a.example',
  ])
    assert.deepEqual(problemsOf({ HUYING_PUBLIC_URL: bad }), ['HUYING_PUBLIC_URL'], bad);
});

test('every bad setting is named at once', () => {
  assert.deepEqual(problemsOf({ PORT: 'http', HUYING_DEMO: 'no', HUYING_LOG: 'loud', HOST: 'a b' }).sort(), [
    'HOST',
    'HUYING_DEMO',
    'HUYING_LOG',
    'PORT',
  ]);
});

for (const [setting, values] of Object.entries({
  PORT: ['-1', '65536', '80.5', '0x50', '1e3', '99999999999'],
  HUYING_COUNTIES: ['Pingyin', 'a,,b', 'a,a', '../a', 'a/b', '1a', ...RESERVED_NAMES],
  DATABASE_URL: ['mysql://a/b', 'a', 'postgresql:db', '/var/run'],
  HUYING_OWNER_URL: ['postgresql://owner@db/huying'],
  HUYING_FILES: ['s3://bucket/folder'],
  HUYING_DATABASE_BUFFERS: ['8', '64MB'],
})) {
  for (const value of values) {
    test(`${setting}=${value} is refused`, () => assert.deepEqual(problemsOf({ [setting]: value }), [setting]));
  }
}

test('a refusal never repeats a value, which may be a password', () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://u:secret-words@db/x', PORT: 'secret-words' }, '/a'),
    (error: Error) => !error.message.includes('secret-words'),
  );
});
