import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { type Log, makeLog } from './log.ts';

const written = (write: (log: Log) => void, isTTY = false): string => {
  let text = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  write(makeLog('info', Object.assign(out, { isTTY })));
  return text;
};

test('a line of JSON per happening, with level and time', () => {
  const line = JSON.parse(written((log) => log.info({ matter: 'm1' }, 'closed')));
  assert.equal(line.level, 'info');
  assert.equal(line.msg, 'closed');
  assert.equal(line.matter, 'm1');
  assert.match(line.time, /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(Object.keys(line).sort(), ['level', 'matter', 'msg', 'time']);
});

test('plain words at a terminal', () => {
  const text = written((log) => log.warn({ matter: 'm1' }, 'late'), true);
  assert.match(text, /^\d\d:\d\d:\d\d warn: late matter="m1"\n$/);
});

test('an error at a terminal shows where it came from', () => {
  assert.match(
    written((log) => log.error({ err: new Error('gone') }, 'failed'), true),
    /failed\n {2}gone\n\s*at .*log\.test/,
  );
});

for (const [what, value] of Object.entries({
  'a phone': { phone: '10000000001' },
  'a phone one below': { person: { phone: '10000000001' } },
  'a body': { req: { body: { words: '10000000001' } } },
  'a password': { session: { password: '10000000001' } },
  'the address called': {
    req: {
      id: 1,
      method: 'GET',
      url: '/x?phone=10000000001',
      headers: { a: '10000000001' },
      routeOptions: { url: '/x' },
    },
  },
  'what a database error quotes': {
    err: Object.assign(new Error('invalid input syntax for type integer: "10000000001"'), {
      severity: 'ERROR',
      code: '22P02',
      detail: 'Key (phone)=(10000000001) already exists.',
      where: '10000000001',
    }),
  },
  'what a cause quotes': {
    err: new Error('failed', {
      cause: Object.assign(new Error('x'), { detail: '10000000001', parameters: ['10000000001'] }),
    }),
  },
})) {
  for (const isTTY of [false, true]) {
    test(`${what} is not logged ${isTTY ? 'at a terminal' : 'as JSON'}`, () => {
      const text = written((log) => log.info(value, 'happened'), isTTY);
      assert.match(text, /happened/);
      assert.ok(!text.includes('10000000001'), text);
    });
  }
}

test('a request is told by its method and its route', () => {
  const req = { id: 'r1', method: 'GET', url: '/api/x/matters/1', routeOptions: { url: '/api/:county/matters/:id' } };
  assert.deepEqual(JSON.parse(written((log) => log.info({ req }, 'in'))).req, {
    id: 'r1',
    method: 'GET',
    route: '/api/:county/matters/:id',
  });
});
