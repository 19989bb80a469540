import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { PROGRAM } from '../../access/actor.ts';
import { figures } from '../../figures.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, writeWorkbook } from '../../platform/exchange/index.ts';
import { verify } from '../../platform/verify.ts';
import { importDevices } from '../exchange/import-devices.ts';
import { readMapping } from '../exchange/index.ts';

describe('the inventory of devices', () => {
  let house: TestHouse;
  let keeper: Someone;
  let own: { id: string; grid: string; point: [number, number] };
  let other: string;

  before(async () => {
    house = await openTestHouse();
    const county = house.county();
    const gridded = [...county.places.values()].filter((one) => one.gridded);
    const grid = [...county.places.values()].find((one) => one.parent === gridded[0]?.id);
    own = { id: gridded[0]?.id ?? '', grid: grid?.id ?? '', point: await pointIn(grid?.id ?? '') };
    other = gridded.at(-1)?.id ?? '';
    keeper = await house.holder('community_secretary', own.id);
  });
  after(() => house.close());

  /** A corner of the place, moved a little towards its middle. */
  async function pointIn(place: string): Promise<[number, number]> {
    const row = await house.house.services.db.row<{ shape: { coordinates: [number, number][][] } }>(sql`
      SELECT shape FROM place_shape WHERE county_id = ${house.county().id} AND place_id = ${place}`);
    const ring = row?.shape.coordinates[0] ?? [];
    for (const step of [0.02, 0.05, 0.1, 0.2, 0.4]) {
      for (let i = 0; i < ring.length; i += 1) {
        const [a, b] = [ring[i], ring[(i + Math.floor(ring.length / 2)) % ring.length]] as [number[], number[]];
        const point = [0, 1].map((k) => Number(((a[k] ?? 0) + ((b[k] ?? 0) - (a[k] ?? 0)) * step).toFixed(6)));
        if (house.county().placeIndex.at(point[0] ?? 0, point[1] ?? 0) === place) return point as [number, number];
      }
    }
    throw new Error('no point found');
  }

  let numbers = 0;
  const device = (more: Record<string, unknown> = {}) => ({
    kind: 'camera',
    place: own.grid,
    maker: '演示甲电子',
    serial: `T-${++numbers}`,
    spot: '东门',
    point: own.point,
    ...more,
  });
  const add = (more: Record<string, unknown> = {}, as: Someone = keeper) =>
    house.ask('POST', '/devices', { as, body: device(more) });
  const counted = async () => (await figures(house.house.services.db, house.county(), house.clock.now)).cameras;

  test('a device is added, changed and retired; the figures follow; its story is told', async () => {
    const before = (await counted()) ?? 0;
    const made = await add();
    assert.equal(made.status, 201, made.text);
    assert.equal(await counted(), before + 1);
    const { id } = made.body;
    const changed = await house.ask('POST', `/devices/${id}/change`, {
      as: keeper,
      body: { state: 'faulty', spot: '西门', version: 1 },
    });
    assert.deepEqual(changed.body, { id, version: 2 });
    const gone = await house.ask('POST', `/devices/${id}/retire`, { as: keeper, body: { version: 2 } });
    assert.deepEqual(gone.body, { id, version: 3 });
    assert.equal(await counted(), before, 'what was taken away is counted no more');
    const one = await house.ask('GET', `/devices/${id}`, { as: keeper });
    assert.deepEqual(
      one.body.steps.map((step: { kind: string; changed: string[] }) => [step.kind, step.changed]),
      [
        ['device.retired', ['state']],
        ['device.changed', ['state', 'spot']],
        ['device.added', []],
      ],
    );
    assert.deepEqual([one.body.state, one.body.retiredOn, one.body.mayEdit], ['retired', '2026-06-10', false]);
    const again = await house.ask('POST', `/devices/${id}/change`, { as: keeper, body: { spot: 'x', version: 3 } });
    assert.equal(again.body.code, 'device_retired');
    const { rows } = await house.house.services.db
      .rows<{ event: string }>(sql`
        SELECT event::text AS event FROM journal WHERE county_id = ${house.county().id} AND subject_id = ${id}`)
      .then((found) => ({ rows: found }));
    assert.ok(
      rows.every(({ event }) => !event.includes('西门')),
      'what somebody wrote stays out of the journal',
    );
  });

  test('the same request again adds nothing; an old version, nothing changed and a known number are refused', async () => {
    const body = device();
    const first = await house.ask('POST', '/devices', { as: keeper, body, key: 'k-1' });
    const second = await house.ask('POST', '/devices', { as: keeper, body, key: 'k-1' });
    assert.deepEqual(second.body, first.body);
    assert.equal((await house.ask('POST', '/devices', { as: keeper, body })).body.code, 'device_known');
    const change = (more: object) => house.ask('POST', `/devices/${first.body.id}/change`, { as: keeper, body: more });
    assert.equal((await change({ spot: '北门', version: 7 })).body.code, 'stale_version');
    assert.equal((await change({ spot: '东门', version: 1 })).body.code, 'nothing_changed');
    assert.equal((await change({ spot: '北门', version: 1 })).status, 200);
  });

  test('what cannot be is named by field', async () => {
    const wrong = await add({ kind: 'telescope', place: 'nowhere', point: [1, 2], since: '2026-06-11' });
    assert.equal(wrong.status, 422);
    assert.deepEqual(
      wrong.body.fields.map((one: { path: string; code: string }) => `${one.path} ${one.code}`),
      ['kind device_kind_unknown', 'place place_unknown', 'point point_outside', 'since day_to_come'],
    );
    const [lon, lat] = own.point;
    const swapped = await add({ point: [lat, Math.min(lon, 90)] });
    assert.ok(['point_outside', 'point_swapped'].includes(swapped.body.fields[0].code));
  });

  test('one sees and keeps the devices of one’s own place only', async () => {
    const { body: mine } = await add();
    const neighbour = await house.holder('community_secretary', other);
    const leader = await house.holder('county_leader', house.county().root.id);
    assert.equal((await house.ask('GET', `/devices/${mine.id}`, { as: neighbour })).status, 404);
    assert.equal((await house.ask('GET', `/devices/${mine.id}`, { as: leader })).status, 200);
    assert.equal((await house.ask('GET', '/devices', { as: neighbour })).body.count, 0);
    assert.ok((await house.ask('GET', '/devices', { as: leader })).body.count > 0);
    assert.equal((await add({}, neighbour)).status, 403, 'another community is not theirs to edit');
    assert.equal((await add({}, leader)).status, 403, 'a leader reads');
    assert.equal((await house.ask('GET', '/devices', { as: await house.resident() })).status, 403);
    const retire = (as: Someone) => house.ask('POST', `/devices/${mine.id}/retire`, { as, body: { version: 1 } });
    assert.equal((await retire(neighbour)).status, 404);
    assert.equal((await retire(keeper)).status, 200);
  });

  test('lists, counts and points say the same', async () => {
    for (let i = 0; i < 5; i += 1) await add({ kind: 'gate', state: i === 0 ? 'faulty' : 'working' });
    const query = `kind=gate&place=${own.id}`;
    const list = await house.ask('GET', `/devices?${query}&limit=3`, { as: keeper });
    assert.deepEqual([list.body.rows.length, list.body.count, list.body.counted], [3, 5, true]);
    const rest = await house.ask('GET', `/devices?${query}&limit=3&cursor=${list.body.next}`, { as: keeper });
    assert.equal(rest.body.rows.length, 2);
    assert.equal(rest.body.next, null);
    const counts = await house.ask('GET', `/devices/counts?place=${own.id}`, { as: keeper });
    const gates = counts.body.rows.filter((row: { kind: string }) => row.kind === 'gate');
    assert.deepEqual(
      gates.map(({ state, n }: { state: string; n: number }) => [state, n]),
      [
        ['faulty', 1],
        ['working', 4],
      ],
    );
    const map = await house.ask('GET', `/devices/map?${query}`, { as: keeper });
    assert.equal(map.body.points.length, 5);
  });

  test('the workbook that goes out comes back unchanged', async () => {
    const admin = await house.holder('system_admin', house.county().root.id);
    const file = await exported(admin);
    const report = await taken(file);
    assert.equal(report.figures.refused, 0, JSON.stringify(report.rows.find((row) => row.reason)));
    assert.equal(report.figures.repeated, report.figures.rows);
    assert.ok(report.figures.rows > 5);
  });

  test('good rows of a workbook are taken, bad ones named by row, and again nothing is added', async () => {
    const [lon, lat] = own.point;
    const head = ['设备类别', '社区', '厂家', '设备编号', '位置', '经度', '纬度', '状态', '安装日期'];
    const rows = [
      ['监控摄像头', own.id, '演示乙', 'W-1', '路口', lon, lat, '正常', '2026-01-05'],
      ['监控摄像头', own.id, '演示乙', 'W-2', '路口', lon, lat, '故障', null],
      ['望远镜', own.id, '演示乙', 'W-3', '路口', lon, lat, '', null],
      ['门禁', '没有的社区', '演示乙', 'W-4', '路口', lon, lat, '', null],
      ['门禁', own.id, '演示乙', '', '路口', lon, lat, '', null],
      ['门禁', own.id, '演示乙', 'W-6', '路口', lon, '', '', null],
      ['门禁', own.id, '演示乙', 'W-7', '路口', 10, 10, '', null],
      ['门禁', own.id, '演示乙', 'W-8', '路口', lon, lat, '坏得厉害', null],
      ['门禁', own.id, '演示乙', 'W-9', '路口', lon, lat, '', '去年'],
      ['门禁', own.id, '演示乙', 'W-1', '路口', lon, lat, '', null],
      ['门禁', own.id, '演示乙', 'W-11', '路口', lon, lat, '', '2030-01-01'],
    ];
    const file = await writeWorkbook([
      {
        name: '台账',
        columns: head.map((header) => ({ header })),
        rows: rows.map((row) => row as (string | number)[]),
      },
    ]);
    const report = await taken(file);
    assert.deepEqual(
      report.rows.map(({ row, reason = null, status }) => [row, status, reason]),
      [
        [2, 'taken', null],
        [3, 'taken', null],
        [4, 'refused', 'row_device_kind_unknown'],
        [5, 'refused', 'row_place_unknown'],
        [6, 'refused', 'row_field_missing'],
        [7, 'refused', 'row_point_invalid'],
        [8, 'refused', 'row_point_outside'],
        [9, 'refused', 'row_state_unknown'],
        [10, 'refused', 'row_day_invalid'],
        [11, 'refused', 'row_device_in_file'],
        [12, 'refused', 'row_day_to_come'],
      ],
    );
    const again = await taken(file);
    assert.deepEqual([again.figures.taken, again.figures.repeated, again.figures.refused], [0, 2, 9]);
  });

  test('the journal vouches for the rows', async () => {
    const { services } = house.house;
    const sound = await verify(services, house.county().id);
    assert.equal(sound.findings.length, 0, JSON.stringify(sound.findings.slice(0, 3)));
    await services.db.rows(sql`
      UPDATE device SET version = version + 1 WHERE county_id = ${house.county().id} AND serial = 'W-1'`);
    const spoilt = await verify(services, house.county().id);
    assert.ok(spoilt.findings.length > 0);
  });

  test('nothing of it could say who was seen: the table has things’ columns only', async () => {
    const rows = await house.house.services.db.rows<{ name: string }>(sql`
      SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'device' ORDER BY ordinal_position`);
    assert.deepEqual(
      rows.map(({ name }) => name),
      [
        ...['county_id', 'device_id', 'kind', 'place_id', 'maker', 'serial', 'spot', 'lon', 'lat', 'state', 'since'],
        ...['retired_on', 'version', 'head'],
      ],
    );
  });

  const taken = async (file: Buffer) =>
    importDevices(house.house.services, house.county(), file, {
      mapping: await readMapping(house.county().id, 'devices'),
      actor: PROGRAM,
      now: house.clock.now,
    });

  async function exported(as: Someone): Promise<Buffer> {
    const reply = await house.ground.app.inject({
      method: 'GET',
      url: `/api/${house.county().id}/devices/export.xlsx`,
      headers: { authorization: `Bearer ${as.token}` },
    });
    assert.equal(reply.statusCode, 200);
    assert.equal((await readWorkbook(reply.rawPayload)).sheets.length, 1);
    return reply.rawPayload;
  }
});
