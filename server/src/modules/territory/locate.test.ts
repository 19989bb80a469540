/** Many points at once, as positions and as tables. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Position, partsOf, type Ring, type Shape, toGcj02 } from '@huying/domain/territory';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, type SheetRow, writeWorkbook } from '../../platform/exchange/index.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('points in bulk', () => {
  let test: TestHouse;
  let admin: Someone;
  let inGrid: Position;
  let inCommunity: Position;
  let grid: string;
  let community: string;
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
    const places = [...test.county().places.values()];
    grid = places.find((one) => one.kind === 'grid')?.id as string;
    community = places.find((one) => one.kind === 'community' && !one.gridded)?.id as string;
    inGrid = await pointIn(grid);
    inCommunity = await pointIn(community);
  });
  after(() => test.close());

  async function pointIn(place: string): Promise<Position> {
    const county = test.county();
    const row = await test.house.services.db.row<{ shape: Shape }>(sql`
      SELECT shape FROM place_shape WHERE county_id = ${county.id} AND place_id = ${place}`);
    const ring = partsOf(row?.shape as Shape)[0]?.[0] as Ring;
    for (const [x, y] of ring)
      for (const [u, v] of ring) {
        const at: Position = [(x + u) / 2, (y + v) / 2];
        if (county.placeIndex.at(...at) === place) return at;
      }
    throw new Error('no point');
  }

  const name = (id: string) => test.county().places.get(id)?.name;

  it('answers in order: the grid, the community where there is none, null outside', async () => {
    const points = [inGrid, [0, 0], inCommunity];
    const answer = await test.ask('POST', '/places/at', { as: admin, body: { points } });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.body, { ids: [grid, null, community], levels: ['grid', null, 'community'] });
    const shifted = await test.ask('POST', '/places/at', {
      as: admin,
      body: { points: [toGcj02(inGrid)], gcj02: true },
    });
    assert.deepEqual(shifted.body.ids, [grid]);
  });

  it('takes 100,000 and no more', async () => {
    const many = Array.from({ length: 100_000 }, (_, i) => (i % 2 ? inGrid : inCommunity));
    const answer = await test.ask('POST', '/places/at', { as: admin, body: { points: many } });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.ids.length, 100_000);
    assert.deepEqual(answer.body.ids.slice(0, 2), [community, grid]);
    const more = await test.ask('POST', '/places/at', { as: admin, body: { points: [...many, inGrid] } });
    assert.equal(more.body.code, 'invalid_body');
  });

  it('names each position that is none', async () => {
    const points = [inGrid, [inGrid[1], inGrid[0]], ['1', 2], [1], null, [200, 100]];
    const answer = await test.ask('POST', '/places/at', { as: admin, body: { points } });
    assert.equal(answer.body.code, 'invalid_fields');
    assert.deepEqual(
      answer.body.fields.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`),
      [
        'points.1 point_coordinates_swapped',
        'points.2 point_no_position',
        'points.3 point_no_position',
        'points.4 point_no_position',
        'points.5 point_out_of_range',
      ],
    );
    assert.equal((await test.ask('POST', '/places/at', { body: { points: [] } })).body.code, 'unauthenticated');
  });

  async function table(file: Buffer, type: string, query = ''): Promise<{ rows: SheetRow[]; figures: never }> {
    const answer = await test.ground.app.inject({
      method: 'POST',
      url: `/api/${test.county().id}/places/at/table${query}`,
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': type },
      payload: file,
    });
    assert.equal(answer.statusCode, 200, answer.body);
    const [sheet] = (await readWorkbook(answer.rawPayload)).sheets;
    return {
      rows: await Array.fromAsync(sheet?.rows() ?? []),
      figures: JSON.parse(String(answer.headers['huying-figures'])) as never,
    };
  }

  it('gives a workbook back with the grid of each row, and says row by row what is wrong', async () => {
    const file = await writeWorkbook([
      {
        name: '点位',
        columns: ['编号', '经度', '纬度'].map((header) => ({ header })),
        rows: [
          [1, ...inGrid],
          [2, inGrid[1], inGrid[0]],
          [3, ...inCommunity],
          [4, null, 36],
          [5, '东经', 36],
          [6, 0, 0],
        ],
      },
    ]);
    const { rows, figures } = await table(file, XLSX);
    assert.equal(rows.length, 7);
    assert.deepEqual(rows[1]?.cells.slice(4, 5), [name(grid)]);
    assert.equal(rows[1]?.cells[3], test.county().places.get(grid)?.code);
    assert.deepEqual(
      [2, 4, 5, 6].map((no) => rows[no]?.cells[8]),
      ['经度和纬度写反了', '没有经度或纬度', '经度或纬度不是数字', '不在辖区范围内'],
    );
    assert.equal(rows[3]?.cells[4] ?? null, null, 'a community without grids has no grid');
    assert.equal(rows[3]?.cells[5], name(community));
    assert.deepEqual(figures, {
      rows: 6,
      found: 2,
      gridded: 1,
      faults: { coordinates_swapped: 1, no_position: 1, not_a_number: 1, outside_county: 1 },
    });
  });

  it('reads CSV in UTF-8 and GB 18030, with quotes, and the other way round where asked', async () => {
    const text = `﻿名称,lat,lon\r\n"甲, ""乙""",${inGrid[0]},${inGrid[1]}\r\n\r\n`;
    const { rows } = await table(Buffer.from(text), 'text/csv', '?swapped=true');
    assert.deepEqual([rows[1]?.cells[0], rows[1]?.cells[4]], ['甲, "乙"', name(grid)]);
    // 经度,纬度 in GB 18030
    const heads = Buffer.from([0xbe, 0xad, 0xb6, 0xc8, 0x2c, 0xce, 0xb3, 0xb6, 0xc8, 0x0a]);
    const gb = await table(Buffer.concat([heads, Buffer.from(inGrid.join(','))]), 'text/csv');
    assert.equal(gb.rows[1]?.cells[3], name(grid));
  });

  it('refuses tables without the columns and files that are none', async () => {
    const send = async (payload: string | Buffer, type: string) => {
      const answer = await test.ask('POST', '/places/at/table', {
        as: admin,
        body: payload,
        headers: { 'content-type': type },
      });
      return answer.body?.code;
    };
    assert.equal(await send('a,b\n1,2\n', 'text/csv'), 'columns_missing');
    assert.equal(await send(Buffer.from([0xff, 0xfe, 0xff, 0x80]), 'text/csv'), 'text_unreadable');
    assert.equal(await send(Buffer.from('PK not a workbook'), XLSX), 'workbook_not_xlsx');
    assert.equal(await send('', 'text/csv'), 'columns_missing');
    assert.equal(await send('{}', 'application/json'), 'media_unsupported');
  });
});
