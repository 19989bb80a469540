import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import { type Answer, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { sweepFiles } from './index.ts';

const GRID = 'g001';

let house: TestHouse;
before(async () => {
  house = await openTestHouse({ counties: ['eastshire', 'westshire'] });
});
after(() => house.close());

const services = () => house.house.services;

function picture(width = 600, height = 400): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#357' } })
    .jpeg()
    .toBuffer();
}

function send(body: Buffer | string, as?: Someone, type = 'image/jpeg', county = 'eastshire'): Promise<Answer> {
  return house.ask('POST', '/files', { ...(as ? { as } : {}), body, headers: { 'content-type': type }, county });
}

async function raw(path: string, as?: Someone, headers: Record<string, string> = {}) {
  return house.ground.app.inject({
    method: 'GET',
    url: `/api/eastshire${path}`,
    headers: { ...(as?.token ? { authorization: `Bearer ${as.token}` } : {}), ...headers },
  });
}

const report = (as: Someone | undefined, pictures: string[], id = randomUUID()) =>
  house.ask('POST', '/matters', {
    ...(as ? { as } : {}),
    body: { id, words: '演示：井盖松动', place: GRID, pictures },
  });

describe('sending a picture', () => {
  test('keeps it upright, small enough and without its metadata', async () => {
    const resident = await house.resident();
    const sent = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: '#a00' } })
      .withExif({ IFD0: { Make: 'PhoneMaker' }, IFD3: { GPSLatitude: '36/1 17/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const answer = await send(sent, resident);
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual([answer.body.width, answer.body.height], [1000, 2000]);
    const full = await raw(`/files/${answer.body.id}`, resident);
    const meta = await sharp(full.rawPayload).metadata();
    assert.deepEqual([meta.format, meta.width, meta.height], ['jpeg', 1000, 2000]);
    assert.equal(meta.exif, undefined);
    assert.equal(meta.orientation, undefined);
    assert.ok(!full.rawPayload.includes('PhoneMaker'));
    const thumb = await sharp((await raw(`/files/${answer.body.id}?size=thumb`, resident)).rawPayload).metadata();
    assert.deepEqual([thumb.width, thumb.height], [200, 400]);
  });

  test('takes JPEG, PNG and WebP, whatever they call themselves', async () => {
    const resident = await house.resident();
    const base = sharp({ create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    for (const bytes of [
      await base.clone().png().toBuffer(),
      await base.clone().webp().toBuffer(),
      await picture(40, 30),
    ]) {
      const answer = await send(bytes, resident, 'image/png');
      assert.deepEqual([answer.status, answer.body.width], [201, 40], answer.text);
    }
  });

  test('refuses what is no picture, and pictures that are broken', async () => {
    const resident = await house.resident();
    const good = await picture();
    const wrong: [string, Buffer | string, string, number, string][] = [
      ['text', Buffer.from('not a picture at all'), 'image/jpeg', 415, 'media_unsupported'],
      [
        'drawing',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
        'image/jpeg',
        415,
        'media_unsupported',
      ],
      ['page', Buffer.from('<html></html>'), 'text/html', 415, 'media_unsupported'],
      ['json', '{}', 'application/json', 415, 'media_unsupported'],
      ['gif', Buffer.from('GIF89a'), 'image/gif', 415, 'media_unsupported'],
      ['cut off', good.subarray(0, good.length / 2), 'image/jpeg', 422, 'picture_broken'],
      ['only a head', Buffer.concat([good.subarray(0, 20), randomBytes(500)]), 'image/jpeg', 422, 'picture_broken'],
      ['nothing', Buffer.alloc(0), 'image/jpeg', 422, 'picture_broken'],
      [
        'heic without a decoder',
        Buffer.concat([Buffer.from('\0\0\0\x18ftypheic', 'latin1'), randomBytes(200)]),
        'image/heic',
        415,
        'media_unsupported',
      ],
    ];
    for (const [what, body, type, status, code] of wrong) {
      const answer = await send(body, resident, type);
      assert.deepEqual([answer.status, answer.body?.code], [status, code], what);
    }
    const big = await send(Buffer.concat([good, Buffer.alloc(12 * 1024 * 1024)]), resident);
    assert.deepEqual([big.status, big.body.code], [413, 'body_too_large']);
    const rows = await services().db.rows(
      sql`SELECT 1 FROM file WHERE county_id = 'eastshire' AND owner_id = ${resident.id}`,
    );
    assert.equal(rows.length, 0);
  });

  test('refuses a small file that unpacks to a huge picture', async () => {
    const bomb = await sharp({ create: { width: 8_000, height: 7_000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    assert.ok(bomb.length < 1024 * 1024);
    const answer = await send(bomb, await house.resident());
    assert.deepEqual([answer.status, answer.body.code], [422, 'picture_too_large']);
  });

  test('of nobody only where the county takes anonymous reports', async () => {
    assert.equal((await send(await picture())).status, 201);
    const { switches } = house.county().pack;
    switches.anonymousReports = false;
    try {
      assert.equal((await send(await picture())).status, 401);
    } finally {
      switches.anonymousReports = true;
    }
  });
});

describe('seeing a picture', () => {
  test('is for its owner alone until a matter has it, then for who sees the matter', async () => {
    const owner = await house.resident();
    const stranger = await house.resident();
    const leader = await house.holder('grid_leader', GRID);
    const other = await house.holder('grid_leader', 'g050');
    const { id } = (await send(await picture(), owner)).body;
    const status = async (as?: Someone) => (await raw(`/files/${id}?size=thumb`, as)).statusCode;
    assert.deepEqual(
      [await status(owner), await status(stranger), await status(leader), await status()],
      [200, 404, 404, 404],
    );
    assert.equal((await report(owner, [id])).status, 201);
    assert.deepEqual(
      [await status(owner), await status(leader), await status(other), await status(stranger)],
      [200, 200, 404, 404],
    );
    assert.equal((await raw('/files/not-an-id', owner)).statusCode, 404);
  });

  test('is kept by one’s own browser only, and not sent twice', async () => {
    const owner = await house.resident();
    const { id } = (await send(await picture(), owner)).body;
    const first = await raw(`/files/${id}`, owner);
    assert.match(String(first.headers['cache-control']), /^private/);
    assert.equal(first.headers['content-type'], 'image/jpeg');
    assert.equal(Number(first.headers['content-length']), first.rawPayload.length);
    const again = await raw(`/files/${id}`, owner, { 'if-none-match': String(first.headers.etag) });
    assert.deepEqual([again.statusCode, again.rawPayload.length], [304, 0]);
    const stranger = await raw(`/files/${id}`, await house.resident(), { 'if-none-match': String(first.headers.etag) });
    assert.equal(stranger.statusCode, 404);
  });

  test('works with the secret link of an anonymous report', async () => {
    const { id } = (await send(await picture())).body;
    const matter = (await report(undefined, [id])).body;
    assert.equal((await raw(`/files/${id}`)).statusCode, 404);
    assert.equal((await raw(`/files/${id}?follow=${matter.follow}`)).statusCode, 200);
    assert.equal((await raw(`/files/${id}?follow=${matter.id}.${matter.follow}`)).statusCode, 200);
    assert.equal((await raw(`/files/${id}?follow=${matter.follow.slice(1)}x`)).statusCode, 404);
    const mine = (await send(await picture(), await house.resident())).body;
    assert.equal((await raw(`/files/${mine.id}?follow=${matter.follow}`)).statusCode, 404);
  });
});

describe('using a picture', () => {
  test('is for its owner; a stranger’s is as unknown as none', async () => {
    const owner = await house.resident();
    const stranger = await house.resident();
    const { id } = (await send(await picture(), owner)).body;
    const elsewhere = await house.resident({ county: 'westshire' });
    const away = (await send(await picture(), elsewhere, 'image/jpeg', 'westshire')).body.id;
    for (const [as, pictures] of [
      [stranger, [id]],
      [owner, [id, randomUUID()]],
      [owner, [away]],
      [undefined, [id]],
    ] as [Someone | undefined, string[]][]) {
      const answer = await report(as, pictures);
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(
        answer.body.fields.map((field: { path: string; code: string }) => [field.path, field.code]),
        [[`pictures.${pictures.length - 1}`, 'file_unknown']],
      );
    }
    assert.equal((await report(owner, [id.toUpperCase()])).status, 201);
  });

  test('that nobody owns is for one report', async () => {
    const { id } = (await send(await picture())).body;
    assert.equal((await report(await house.resident(), [id])).status, 422);
    assert.equal((await report(undefined, [id])).status, 201);
    assert.equal((await report(undefined, [id])).status, 422);
  });
});

test('pictures that nothing took up are cleared away, the others stay', async () => {
  const owner = await house.resident();
  const used = (await send(await picture(), owner)).body.id;
  const loose = (await send(await picture(), owner)).body.id;
  await report(owner, [used]);
  const where = (id: string) => join(services().dataDir, 'files', 'eastshire', id.slice(-2), id);
  assert.deepEqual(readdirSync(where(loose)).sort(), ['full', 'thumb']);
  assert.equal(await sweepFiles(services(), 'eastshire', house.clock.now), 0, 'not before the time');
  assert.ok((await sweepFiles(services(), 'eastshire', house.clock.now + 1)) > 0);
  assert.ok(!existsSync(where(loose)));
  assert.ok(existsSync(where(used)));
  assert.equal((await raw(`/files/${used}`, owner)).statusCode, 200);
});

test('erasing a person removes their pictures', async () => {
  const owner = await house.resident();
  const { id } = (await send(await picture(), owner)).body;
  await report(owner, [id]);
  const folder = join(services().dataDir, 'files', 'eastshire', id.slice(-2), id);
  assert.ok(existsSync(folder));
  assert.equal((await house.ask('POST', `/people/${owner.id}/erase`, { as: owner })).status, 200);
  assert.ok(!existsSync(folder));
});
