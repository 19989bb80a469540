/** Imports over the network: who may, what is refused at once, what the job leaves. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf, writeWorkbook, XLSX } from '../../platform/exchange/index.ts';
import { work } from '../../platform/worker.ts';
import { importFolder } from './perform-import.ts';

const HEADS = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '反对数', '点赞数'];
const tickets = (...keys: number[]) =>
  writeWorkbook([
    {
      name: '表',
      columns: HEADS.map((header) => ({ header })),
      rows: keys.map((key) => [key, 'A1', '演示', '2019/2/28 11:25:05', '内容', 0, 0]),
    },
  ]);

describe('imports over the network', () => {
  let test: TestHouse;
  let admin: Someone;
  let dispatcher: Someone;
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
    dispatcher = await test.holder('centre_dispatcher', 'c');
  });
  after(() => test.close());

  const upload = (as: Someone, body: unknown, more: { path?: string; key?: string | null; type?: string } = {}) =>
    test.ask('POST', more.path ?? '/imports/matters?mapping=tickets', {
      as,
      body,
      headers: { 'content-type': more.type ?? XLSX },
      ...(more.key === undefined ? {} : { key: more.key }),
    });

  /** Does the job as the worker would. */
  async function done(
    job: string,
  ): Promise<{ state: string; result: Record<string, unknown>; input: { upload: string } }> {
    const county = test.county().id;
    await work(test.house.services, county, job, new AbortController().signal);
    return (await test.house.services.db.row(
      sql`SELECT state, result, input FROM job WHERE county_id = ${county} AND job_id = ${job}`,
    )) as never;
  }

  it('a job takes the rows in, and its result can be fetched', async () => {
    const file = await tickets(1, 2, 2);
    assert.equal((await upload(dispatcher, file, { path: '/imports/matters' })).status, 403);
    const asked = await upload(admin, file, { path: '/imports/matters' });
    assert.equal(asked.status, 202, asked.text);
    const { job } = asked.body;
    const before = await test.ask('GET', `/jobs/${job}/result.xlsx`, { as: admin });
    assert.equal(before.status, 404, 'there is no result before the job is done');
    const { state, result, input } = await done(job);
    assert.deepEqual(
      [state, result],
      ['done', { figures: { rows: 3, taken: 2, repeated: 1, refused: 0, persons: 1 } }],
    );
    const told = (await test.ask('GET', `/jobs/${job}`, { as: admin })).body;
    assert.deepEqual([told.kind, told.what], ['import', 'matters'], 'what came in, so that the page leads on to it');
    assert.ok(
      !existsSync(join(importFolder(test.house.services, test.county().id, input.upload), 'upload.xlsx')),
      'the upload is gone',
    );
    const fetched = await test.ground.app.inject({
      method: 'GET',
      url: `/api/${test.county().id}/jobs/${job}/result.xlsx`,
      headers: { authorization: `Bearer ${admin.token}` },
    });
    assert.equal(fetched.statusCode, 200);
    const [rows] = (await readWorkbook(fetched.rawPayload)).sheets;
    assert.deepEqual(await Array.fromAsync(rows?.rows() ?? [], ({ cells }) => textOf(cells[3])), [
      '结果',
      '已导入',
      '已导入',
      '重复',
    ]);
    assert.equal((await test.ask('GET', `/jobs/${job}/result.xlsx`, { as: dispatcher })).status, 403);
  });

  it('the same request twice is one job', async () => {
    const file = await tickets(11);
    const key = randomUUID();
    const [first, second] = [
      await upload(admin, file, { path: '/imports/matters', key }),
      await upload(admin, file, { path: '/imports/matters', key }),
    ];
    assert.equal(first.body.job, second.body.job);
    assert.equal((await upload(admin, await tickets(12), { path: '/imports/matters', key })).body.code, 'key_reused');
    assert.equal((await upload(admin, file, { path: '/imports/matters', key: null })).body.code, 'key_missing');
  });

  it('refuses at once what no job could use', async () => {
    const file = await tickets(21);
    assert.equal(
      (await upload(admin, Buffer.from('no workbook'), { path: '/imports/matters' })).body.code,
      'workbook_not_xlsx',
    );
    assert.equal(
      (await upload(admin, file.subarray(0, 900), { path: '/imports/matters' })).body.code,
      'workbook_not_xlsx',
    );
    assert.equal(
      (await upload(admin, file, { path: '/imports/matters?mapping=nowhere' })).body.code,
      'mapping_unknown',
    );
    assert.equal((await upload(admin, file, { path: '/imports/matters?mapping=../../x' })).status, 400);
    assert.equal(
      (await upload(admin, file, { path: '/imports/matters?mapping=city-catalogue' })).body.code,
      'mapping_invalid',
    );
    assert.equal((await upload(admin, file, { path: '/imports/people' })).status, 404);
    assert.equal(
      (await upload(admin, '{}', { path: '/imports/matters', type: 'application/json' })).body.code,
      'media_unsupported',
    );
    assert.equal((await upload(admin, Buffer.alloc(21 * 1024 * 1024), { path: '/imports/matters' })).status, 413);
  });

  it('a job whose columns are wrong fails with the reason', async () => {
    const wrong = await writeWorkbook([{ name: '表', columns: [{ header: '甲' }], rows: [['乙']] }]);
    const { body } = await upload(admin, wrong, { path: '/imports/matters' });
    const { state, result } = await done(body.job);
    assert.equal(state, 'failed');
    assert.equal(result.code, 'columns_missing');
    assert.equal((await test.ask('GET', `/jobs/${body.job}/result.xlsx`, { as: admin })).status, 404);
    assert.equal((await test.ask('GET', `/jobs/${randomUUID()}/result.xlsx`, { as: admin })).status, 404);
    assert.equal((await test.ask('GET', '/jobs/x/result.xlsx', { as: admin })).status, 404);
  });

  it('the list goes out, is changed, and comes in as a draft that others approve', async () => {
    const out = await test.ground.app.inject({
      method: 'GET',
      url: `/api/${test.county().id}/exports/items.xlsx`,
      headers: { authorization: `Bearer ${admin.token}` },
    });
    assert.equal(out.statusCode, 200);
    const list = test.county().list;
    const [sheet] = (await readWorkbook(out.rawPayload)).sheets;
    const [heads, ...rows] = await Array.fromAsync(sheet?.rows() ?? [], ({ cells }) => cells);
    const same = await upload(admin, out.rawPayload, { path: '/imports/items?mapping=items' });
    const unchanged = await done(same.body.job);
    assert.equal((unchanged.result.figures as { taken: number }).taken, 0, 'nothing new in what just went out');
    const finish = (heads ?? []).indexOf('办结标准');
    (rows[0] as (string | null)[])[finish] = '演示：改过的办结标准';
    const changed = await writeWorkbook([
      { name: '清单', columns: (heads ?? []).map((header) => ({ header: String(header) })), rows },
    ]);
    const asked = await upload(admin, changed, { path: '/imports/items?mapping=items' });
    const { result } = await done(asked.body.job);
    assert.deepEqual(result.list, { id: list?.id, version: (list?.version ?? 0) + 1 });
    assert.deepEqual(test.county().list, list, 'the old version is in force');
    const row = await test.house.services.db.row<{ state: string; day: string | null; authors: string[] }>(sql`
      SELECT state, effective_from AS day, authors FROM list_version
      WHERE county_id = ${test.county().id} AND list_id = ${list?.id} AND version = ${(list?.version ?? 0) + 1}`);
    assert.deepEqual(row, { state: 'draft', day: null, authors: [admin.id] });
    const again = await upload(admin, changed, { path: '/imports/items?mapping=items' });
    assert.deepEqual((await done(again.body.job)).result.list, { id: list?.id, version: (list?.version ?? 0) + 1 });
  });

  it('places go out to whoever may read them', async () => {
    for (const file of ['places.xlsx', 'places.geojson', 'items.xlsx']) {
      assert.equal((await test.ask('GET', `/exports/${file}`, { as: dispatcher })).status, 200, file);
      assert.equal((await test.ask('GET', `/exports/${file}`)).status, 401, file);
      assert.equal((await test.ask('GET', `/exports/${file}`, { as: await test.resident() })).status, 403, file);
    }
  });
});
