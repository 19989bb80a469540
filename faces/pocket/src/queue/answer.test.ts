import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from './answer.ts';

test('busy servers and running twins are asked again, with the time they ask for', () => {
  assert.deepEqual(refusalOf(503, null, null), { kind: 'busy', retryAfterMs: null });
  assert.deepEqual(refusalOf(429, null, '7'), { kind: 'busy', retryAfterMs: 7_000 });
  assert.deepEqual(refusalOf(429, null, 'Sun, 22 Nov 2026 08:00:00 GMT'), { kind: 'busy', retryAfterMs: null });
  assert.deepEqual(refusalOf(409, { code: 'in_progress' }, null), { kind: 'busy', retryAfterMs: null });
});

test('an ended session is no refusal', () => {
  assert.deepEqual(refusalOf(401, { code: 'signed_out' }, null), { kind: 'sign_in' });
});

test('a refusal keeps the words and fields of the server', () => {
  const problem = {
    code: 'invalid_fields',
    title: '内容不完整',
    detail: '内容不完整',
    fields: [{ path: 'words', message: '请填写' }],
  };
  assert.deepEqual(refusalOf(422, problem, null), {
    kind: 'refused',
    refusal: { code: 'invalid_fields', words: '内容不完整', fields: [{ path: 'words', message: '请填写' }] },
  });
  assert.deepEqual(refusalOf(409, { code: 'stale_version', title: '已有变化' }, null), {
    kind: 'refused',
    refusal: { code: 'stale_version', words: '已有变化', fields: [] },
  });
  assert.deepEqual(refusalOf(413, null, null), {
    kind: 'refused',
    refusal: { code: 'http_413', words: '', fields: [] },
  });
});
