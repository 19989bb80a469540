import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readExceptions, readSpans, writeExceptions, writeSpans } from './hours-form.ts';

test('spans are read as people type them, and written back', () => {
  assert.deepEqual(readSpans('8:30-12:00，13：30—17：30'), [
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ]);
  assert.deepEqual(readSpans(' '), []);
  assert.equal(readSpans('上午'), null);
  assert.equal(writeSpans(readSpans('08:30-12:00 13:30-17:30') ?? []), '08:30-12:00 13:30-17:30');
});

test('days of its own, one a line; a day alone is closed', () => {
  const text = '2026-02-20 09:00-12:00\n2026-02-21';
  assert.deepEqual(readExceptions(text), [
    { day: '2026-02-20', spans: [{ from: '09:00', to: '12:00' }] },
    { day: '2026-02-21', spans: [] },
  ]);
  assert.equal(writeExceptions(readExceptions(text) ?? []), text);
  assert.equal(readExceptions('20 日关闭'), null);
});
