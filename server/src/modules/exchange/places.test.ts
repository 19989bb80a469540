/** The territory's tree and outlines, in and out over the network. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Shape, toGcj02 } from '@huying/domain/territory';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { GEOJSON, readWorkbook, textOf, writeWorkbook, XLSX } from '../../platform/exchange/index.ts';
import { runVerify } from '../../platform/verify.ts';
import { work } from '../../platform/worker.ts';

type Cell = string | number | null;
const HEADS = ['标识', '上级标识', '上级代码', '层级', '类别', '代码', '名称', '已划网格', '启用日期'];
type Row = Partial<
  Record<'id' | 'parent' | 'parentCode' | 'kind' | 'subkind' | 'code' | 'name' | 'gridded' | 'from', Cell>
>;
const workbook = (rows: Row[]) =>
  writeWorkbook([
    {
      name: '区划',
      columns: HEADS.map((header) => ({ header })),
      rows: rows.map(
        ({
          id = null,
          parent = null,
          parentCode = null,
          kind = null,
          subkind = null,
          code = null,
          name = null,
          gridded = null,
          from = null,
        }) => [id, parent, parentCode, kind, subkind, code, name, gridded, from],
      ),
    },
  ]);

describe('places in and out', () => {
  let test: TestHouse;
  let admin: Someone;
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
  });
  after(() => test.close());
  const county = () => test.county();
  const db = () => test.house.services.db;

  async function take(what: 'places' | 'shapes', body: Buffer, query = '') {
    const asked = await test.ask('POST', `/imports/${what}${query}`, {
      as: admin,
      body,
      headers: { 'content-type': what === 'places' ? XLSX : GEOJSON, 'accept-language': 'en' },
    });
    assert.equal(asked.status, 202, asked.text);
    await work(test.house.services, county().id, asked.body.job, new AbortController().signal);
    const job = (await test.ask('GET', `/jobs/${asked.body.job}`, { as: admin })).body;
    assert.equal(job.state, 'done', JSON.stringify(job));
    const result = await test.ground.app.inject({
      method: 'GET',
      url: `/api/${county().id}/jobs/${asked.body.job}/result.xlsx`,
      headers: { authorization: `Bearer ${admin.token}`, 'accept-language': 'en' },
    });
    const [sheet] = (await readWorkbook(result.rawPayload)).sheets;
    const rows = (
      await Array.fromAsync(sheet?.rows() ?? [], ({ cells }) => [1, 2, 3, 4].map((at) => textOf(cells[at])))
    ).slice(1);
    return { figures: job.result.figures as Record<string, number>, rows };
  }

  /** A corner of a place's outline. */
  async function pointOf(id: string) {
    const row = await db().row<{ shape: Extract<Shape, { type: 'Polygon' }> }>(
      sql`SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${id}`,
    );
    return row?.shape.coordinates[0]?.[0];
  }

  const anyCommunity = () =>
    [...county().places.values()].find((place) => place.kind === 'community' && place.subkind === 'village') as {
      id: string;
      code: string;
      parent: string;
    };

  it('what went out comes in again and adds nothing', async () => {
    const out = await test.ground.app.inject({
      method: 'GET',
      url: `/api/${county().id}/exports/places.xlsx`,
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const { figures, rows } = await take('places', out.rawPayload);
    assert.equal(figures.repeated, figures.rows, JSON.stringify(rows.filter((row) => row[3]).slice(0, 3)));
    assert.ok((figures.rows as number) > 300);
    const shapes = await test.ask('GET', '/exports/places.geojson', { as: admin });
    const again = await take('shapes', Buffer.from(shapes.text));
    assert.equal(again.figures.refused, 0, JSON.stringify(again.rows.filter((row) => row[3]).slice(0, 3)));
  });

  it('takes a tree in any order; each bad row is named and spoils nothing', async () => {
    const { id, code } = anyCommunity();
    const file = await workbook([
      { id: 'zz2', parent: 'zz1', kind: '楼栋', name: '1号楼' },
      { id: 'zz1', parentCode: `${code}001`, kind: '小区', name: '演示小区' },
      {
        parentCode: code,
        kind: '网格',
        subkind: '居民网格',
        code: `${code}001`,
        name: '演示一网格',
        from: '2025-01-01',
      },
      { parent: id, kind: 'grid', subkind: 'resident', name: '演示二网格' },
      { parent: id, kind: 'grid', subkind: 'resident', code: `${code}001`, name: '演示重号' },
      { parent: id, kind: 'grid', subkind: 'resident', code: '12', name: '演示短码' },
      { parent: id, kind: 'town', subkind: 'town', name: '演示倒挂' },
      { parent: id, kind: 'grid', name: '演示没有类别' },
      { parent: id, kind: '星球', name: '演示' },
      { id: 'za', parent: 'zb', kind: 'compound', name: '演示圈' },
      { id: 'zb', parent: 'za', kind: 'building', name: '演示圈' },
      { parent: 'nowhere', kind: 'grid', subkind: 'resident', name: '演示孤儿' },
      { id: 'ZZ!', parent: id, kind: 'compound', name: '演示' },
      { parent: id, kind: 'compound', name: '' },
      { parent: id, kind: 'compound', name: '演示', from: '2026-13-01' },
      { kind: 'compound', name: '演示' },
      { id, parent: county().root.id, kind: 'community', name: '演示搬家' },
      { parent: 'zz3', kind: 'stairway', name: '1单元' },
      { id: 'zz3', parent: id, kind: 'building', name: '演示'.repeat(40) },
      { id: 'zz2', parent: id, kind: 'building', name: '演示又一' },
    ]);
    const { figures, rows } = await take('places', file);
    const reasons = rows.map((row) => row[2]);
    assert.deepEqual(reasons.slice(0, 4), ['Taken', 'Taken', 'Taken', 'Taken'], JSON.stringify(rows));
    assert.equal(figures.made, 4, JSON.stringify(rows));
    assert.equal(figures.refused, 16);
    const said = rows.slice(4).map((row) => row[3] ?? '');
    for (const [index, word] of [
      'code',
      '15 digits',
      'lower level',
      'required',
      'cannot be',
      'circle',
      'circle',
      'no such place above',
      'small letters',
      'required',
      'day',
      'not given',
      'stays below',
      'refused',
      '60',
      'earlier',
    ].entries()) {
      assert.ok((said[index] as string).includes(word), `row ${index + 5}: ${said[index]}`);
    }
    const grid = [...county().places.values()].find((place) => place.code === `${code}001`) as {
      id: string;
      from: string;
    };
    assert.equal(grid.from, '2025-01-01', 'a new place may be older than today');
    const building = await db().row<{ path: string }>(
      sql`SELECT path FROM place WHERE county_id = ${county().id} AND place_id = 'zz2'`,
    );
    assert.ok(building?.path.endsWith(`${grid.id}.zz1.zz2.`));
    const second = await take('places', file);
    assert.deepEqual([second.figures.made, second.figures.repeated, second.figures.refused], [0, 4, 16]);
  });

  it('is told as an order like any other: in the list of changes, and in the history of what it made and marked', async () => {
    const { id, code } = anyCommunity();
    const changes = (await test.ask('GET', '/place-changes', { as: admin })).body.rows;
    const made = changes.filter((one: { kind: string }) => one.kind === 'make');
    // One of the grid that is older than today, one of the three places of today.
    assert.deepEqual(
      made.map((one: { from: string; state: string; counts: object }) => [one.from, one.state, one.counts]).sort(),
      [
        ['2025-01-01', 'done', { places: 0, heirs: 1 }],
        [county().day, 'done', { places: 0, heirs: 3 }],
      ],
    );
    const history = async (place: string) =>
      (await test.ask('GET', `/places/${place}/history`, { as: admin })).body.rows as {
        kind: string;
        set: Record<string, unknown>;
        by: { name: string } | null;
      }[];
    const marked = await history(id);
    assert.deepEqual([marked[0]?.kind, marked[0]?.set], ['place.changed', { gridded: true }]);
    assert.ok(marked[0]?.by, 'by whoever brought the list in');
    const grid = [...county().places.values()].find((place) => place.code === `${code}001`)?.id as string;
    assert.equal((await history(grid)).at(-1)?.kind, 'place.made');
    const [x, y] = [1e-4, 1e-4];
    const [lon, lat] = (await pointOf(id)) as [number, number];
    const ring = [
      [lon, lat],
      [lon + x, lat],
      [lon + x, lat + y],
      [lon, lat],
    ];
    const feature = {
      type: 'Feature',
      properties: { code: `${code}001` },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
    await take('shapes', Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: [feature] })));
    const edits = (await test.ask('GET', '/place-changes', { as: admin })).body.rows;
    assert.deepEqual([edits[0].kind, edits[0].set, edits[0].places[0].id], ['edit', { shape: true }, grid]);
    assert.deepEqual((await history(grid))[0]?.set, { shape: true });
    assert.equal(await runVerify(test.house.services, county().id), true);
  });

  it('changes what the list says otherwise, and takes dwellings without telling the journal their names', async () => {
    const { id, parent } = anyCommunity();
    const { figures } = await take(
      'places',
      await workbook([
        { id, parent, kind: 'community', subkind: '村', name: '演示改名村', gridded: '是' },
        { parent: 'zz2', kind: 'stairway', name: '1单元' },
        ...(county().pack.levels.some((level) => level.kind === 'household')
          ? [{ parent: 'zz2', kind: 'household', name: '机密门牌' }]
          : []),
      ]),
    );
    assert.equal(figures.changed, 1);
    assert.equal(county().places.get(id)?.name, '演示改名村');
    const told = await db().row(
      sql`SELECT 1 FROM journal WHERE county_id = ${county().id} AND event::text LIKE '%机密门牌%'`,
    );
    assert.equal(told, null);
    assert.equal(await runVerify(test.house.services, county().id), true);
  });

  it('outlines: feature by feature, mistakes with a name are offered their remedy', async () => {
    const grids = [...county().places.values()]
      .filter((place) => place.kind === 'grid' && !place.id.startsWith('n'))
      .slice(0, 5);
    const shapes = await Promise.all(
      grids.map(async (grid) => {
        const row = await db().row<{ shape: Shape }>(
          sql`SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${grid.id}`,
        );
        return row?.shape as Extract<Shape, { type: 'Polygon' }>;
      }),
    );
    const moved = (no: number, move: (point: [number, number]) => [number, number]) => ({
      type: 'Polygon',
      coordinates: (shapes[no] as { coordinates: [number, number][][] }).coordinates.map((ring) => ring.map(move)),
    });
    const feature = (no: number, geometry: unknown, more = {}) => ({
      type: 'Feature',
      properties: { code: grids[no]?.code },
      geometry,
      ...more,
    });
    const bow = (no: number) => {
      const [[a, b, c, d]] = [
        (shapes[no] as { coordinates: [number, number][][] }).coordinates[0] as [number, number][],
      ] as [[[number, number], [number, number], [number, number], [number, number]]];
      return { type: 'Polygon', coordinates: [[a, c, b, d, a]] };
    };
    const file = Buffer.from(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          feature(
            0,
            moved(0, ([x, y]) => [y, x]),
          ),
          feature(1, moved(1, toGcj02)),
          feature(2, bow(2)),
          feature(3, shapes[3], { id: 77 }),
          { type: 'Feature', properties: { code: '1' }, geometry: shapes[3] },
          { type: 'Feature', properties: {}, geometry: shapes[3] },
          feature(4, { type: 'Point', coordinates: [1, 2] }),
          'nonsense',
        ],
      }),
    );
    const first = await take('shapes', file);
    assert.deepEqual(
      [first.figures.taken, first.figures.repeated, first.figures.refused],
      [0, 1, 7],
      JSON.stringify(first.rows),
    );
    assert.match(first.rows[0]?.[3] ?? '', /exchanged/);
    assert.match(first.rows[1]?.[3] ?? '', /GCJ-02/);
    assert.match(first.rows[2]?.[3] ?? '', /crosses itself|corners/);
    const swap = await take('shapes', file, '?fix=swap');
    assert.equal(swap.figures.repeated, 2, 'put right it is the outline that is there');
    const back = await take('shapes', file, '?fix=gcj02');
    assert.equal((back.figures.taken as number) + (back.figures.repeated as number), 2);
    const [x, y] = ((shapes[1] as { coordinates: [number, number][][] }).coordinates[0] as [number, number][])[0] as [
      number,
      number,
    ];
    const now = await db().row<{ shape: { coordinates: [number, number][][] } }>(
      sql`SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${grids[1]?.id}`,
    );
    const near = now?.shape.coordinates[0]?.some(([u, v]) => Math.abs(u - x) < 2e-6 && Math.abs(v - y) < 2e-6);
    assert.ok(near, 'within centimetres of where it was');
  });

  it('refuses at once what is no such file, and those who do not keep the territory', async () => {
    const send = (as: Someone, body: unknown, type: string, path: string) =>
      test.ask('POST', path, { as, body, headers: { 'content-type': type } });
    const dispatcher = await test.holder('centre_dispatcher', 'c');
    const file = Buffer.from('{"type":"FeatureCollection","features":[]}');
    assert.equal((await send(dispatcher, file, GEOJSON, '/imports/shapes')).status, 403);
    assert.equal((await send(admin, file, GEOJSON, '/imports/shapes')).body.code, 'list_empty');
    assert.equal((await send(admin, Buffer.from('{"a":'), GEOJSON, '/imports/shapes')).body.code, 'geojson_invalid');
    assert.equal((await send(admin, Buffer.from('[]'), GEOJSON, '/imports/shapes')).body.code, 'geojson_invalid');
    assert.equal((await send(admin, Buffer.from('no'), XLSX, '/imports/places')).body.code, 'workbook_not_xlsx');
    for (const path of ['/imports/places/template.xlsx', '/imports/shapes/template.geojson']) {
      assert.equal((await test.ask('GET', path, { as: admin })).status, 200);
      assert.equal((await test.ask('GET', path, { as: dispatcher })).status, 403);
    }
  });
});
