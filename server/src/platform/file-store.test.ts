import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { diskStore } from './file-store.ts';

const root = mkdtempSync(join(tmpdir(), 'huying-files-'));
after(() => rmSync(root, { recursive: true, force: true }));
const store = diskStore(root);
const ID = '01a2b3c4-0000-7000-8000-00000000000f';

test('what is put is got back, until it is removed', async () => {
  await store.put('one', ID, 'full', Buffer.from('bytes'));
  await store.put('one', ID, 'thumb', Buffer.from('small'));
  const got = await store.get('one', ID, 'full');
  assert.ok(got);
  assert.equal(got.bytes, 5);
  assert.equal((await buffer(got.stream)).toString(), 'bytes');
  assert.equal(await store.get('two', ID, 'full'), null);
  assert.deepEqual(readdirSync(join(root, 'one', '0f', ID)).sort(), ['full', 'thumb'], 'nothing unfinished is left');
  await store.put('one', ID, 'full', Buffer.from('other'));
  const later = await store.get('one', ID, 'full');
  assert.ok(later);
  assert.equal((await buffer(later.stream)).toString(), 'other');
  await store.remove('one', ID);
  await store.remove('one', ID);
  assert.equal(await store.get('one', ID, 'full'), null);
});

test('names cannot lead out of the folder', async () => {
  for (const [county, id, variant] of [
    ['..', ID, 'full'],
    ['one', '../../etc', 'full'],
    ['one', ID, '../full'],
    ['one', '', 'full'],
  ] as const) {
    await assert.rejects(async () => store.put(county, id, variant, Buffer.alloc(1)), `${county} ${id} ${variant}`);
    await assert.rejects(async () => store.get(county, id, variant));
  }
});
