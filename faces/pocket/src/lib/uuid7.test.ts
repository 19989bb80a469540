import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuid7 } from './uuid7.ts';

const ones = new Uint8Array(16).fill(255);

test('an id carries version 7, the RFC variant and the time in front', () => {
  const id = uuid7(1_795_305_600_000, ones);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), 1_795_305_600_000);
});

test('ids sort by when they were made', () => {
  assert.ok(uuid7(1_000, ones) < uuid7(1_001, new Uint8Array(16)));
});
