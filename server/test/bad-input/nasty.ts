/** Values nobody should send, and what a refusal must look like all the same. */
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { LANGUAGES, sayError } from '../../src/platform/words.ts';
import type { Answer } from '../open-house.ts';

const LONG = '长'.repeat(100_000);

export const NASTY: [string, unknown][] = [
  ['null', null],
  ['a boolean', true],
  ['zero', 0],
  ['minus one', -1],
  ['a fraction', 1.5],
  ['a huge number', 1e300],
  ['more than a safe integer', 2 ** 53],
  ['more than the database counts', 2_147_483_648],
  ['an empty text', ''],
  ['blanks', ' \t\n '],
  ['a very long text', LONG],
  ['a quote and a command', `'; DROP TABLE matter; --`],
  ['a pattern', '%_\\'],
  ['a formula', '=cmd|calc'],
  ['NUL', 'a\u0000b'],
  ['half a character', 'a\ud800b'],
  ['right to left', '\u202Eabc\u200B'],
  ['a list', [1, '二', null]],
  ['an empty list', []],
  ['a list of lists', [[[[[[]]]]]]],
  ['an object', { a: { b: { c: 1 } } }],
  ['a prototype', JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}')],
  ['the nil id', '00000000-0000-0000-0000-000000000000'],
  ['an id that is none', 'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz'],
  ['a day that is none', '2026-02-30'],
  ['a year of six digits', '999999-01-01'],
];

/** The same as they may stand in an address. */
export const NASTY_TEXTS = [
  ...[
    '-1',
    '0',
    '1e9',
    'NaN',
    '99999999999999999999',
    'true',
    '%00',
    '%ff%fe',
    '%E4%BD',
    '..%2f..%2fetc%2fpasswd',
    '%27%20OR%201=1--',
  ],
  ...[
    '2026-02-30',
    '0000-00-00',
    '999999-01-01',
    'W10',
    'bnVsbA',
    'x'.repeat(3000),
    '%F0%9F%98%80',
    '__proto__',
    '%5B%5D',
    'a&limit=-5',
  ],
];

/** Never a fault of the program, and always words for people in both languages. */
export function assertSound(what: string, answer: Answer): void {
  assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 400)}`);
  if (answer.status < 400) return;
  const shown = `${what}: ${answer.text.slice(0, 400)}`;
  assert.equal(String(answer.headers['content-type']).split(';')[0], 'application/problem+json', shown);
  const { status, code, title, requestId, fields = [] } = answer.body;
  assert.equal(status, answer.status, shown);
  assert.ok(requestId, shown);
  for (const language of LANGUAGES) {
    for (const one of [code, ...fields.map((field: { code: string }) => field.code)]) {
      assert.notEqual(sayError(language, one), `error.${one}`, `${shown}: no words for ${one} in ${language}`);
    }
  }
  assert.ok(title && !title.startsWith('error.'), shown);
  for (const field of fields) assert.equal(typeof field.path, 'string', shown);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A valid PNG, black on black, of `side` x `side` pixels: a hundred kilobytes that unfold to a thousand megabytes. */
export function pictureBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}
