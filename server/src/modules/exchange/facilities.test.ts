import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openTestHouse, type TestHouse } from '../../../test/open-house.ts';
import { PROGRAM } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf, writeWorkbook, XLSX } from '../../platform/exchange/index.ts';
import { exportFacilities } from './export-facilities.ts';
import { importFacilities } from './import-facilities.ts';
import { readMapping } from './mapping.ts';

const GRID = 'g001';
const HEADS = ['名称', '类型', '所属编号', '经度', '纬度', '开放时间', '个别日子', '节假日', '服务', '一窗受理'];

let house: TestHouse;
let point: [number, number];
before(async () => {
  house = await openTestHouse();
  const row = await house.house.services.db.row<{ shape: { coordinates: [number, number][][] } }>(sql`
    SELECT shape FROM place_shape WHERE county_id = 'eastshire' AND place_id = ${GRID}`);
  const ring = row?.shape.coordinates[0] ?? [];
  point = ring
    .flatMap(([x, y]) => ring.map(([u, v]): [number, number] => [(x + u) / 2, (y + v) / 2]))
    .find((one) => house.county().placeIndex.at(...one) === GRID) as [number, number];
});
after(() => house.close());

const book = (rows: (string | number)[][]) =>
  writeWorkbook([{ name: '设施', columns: HEADS.map((header) => ({ header })), rows }]);
const row = (name: string, more: Record<number, string | number> = {}) => {
  const cells = [
    name,
    '党群服务中心',
    GRID,
    ...point,
    '周一至周五 08:30-12:00 13:30-17:30',
    '',
    '',
    '政务办理、党员服务',
    '是',
  ];
  return cells.map((cell, i) => more[i] ?? cell);
};
const take = async (rows: (string | number)[][]) =>
  importFacilities(house.house.services, house.county(), await book(rows), {
    mapping: await readMapping('eastshire', 'facilities'),
    actor: PROGRAM,
    now: house.clock.now,
  });

test('every row is taken, or refused with its own reason; a bad one spoils no other', async () => {
  const report = await take([
    row('演示·一'),
    row('演示·二', { 5: '每天 00:00-24:00', 6: '2026-06-11；2026-06-12 09:00-10:00', 7: '照常' }),
    row('演示·三', { 1: '城堡' }),
    row('演示·四', { 5: '上班时间' }),
    row('演示·五', { 5: '周一 12:00-08:00' }),
    row('演示·六', { 3: point[1], 4: point[0] }),
    row('演示·七', { 3: 117.9 }),
    row('演示·八', { 2: '没有这里' }),
    row('演示·九', { 8: '飞行' }),
    row('演示·一'),
    row(''),
  ]);
  assert.deepEqual(
    report.rows.map(({ status, reason }) => reason ?? status),
    [
      'taken',
      'taken',
      'facility_kind_unknown',
      'hours_unreadable',
      'hours_order',
      'point_invalid',
      'point_outside_county',
      'place_unknown',
      'service_unknown',
      'facility_twice',
      'field_required',
    ],
  );
  assert.deepEqual([report.figures.taken, report.figures.refused], [2, 9]);
  const { body } = await house.ask('GET', '/facilities?q=演示');
  assert.equal(body.count, 2);
});

test('what is written out is taken back and changes nothing; a change of a cell changes that one', async () => {
  const file = await exportFacilities(house.house.services.db, house.county(), house.clock.now);
  const mapping = await readMapping('eastshire', 'facilities');
  const call = { mapping, actor: PROGRAM, now: house.clock.now };
  const again = await importFacilities(house.house.services, house.county(), file, call);
  assert.deepEqual(again.figures, { rows: 2, taken: 0, repeated: 2, refused: 0 });
  const changed = await take([row('演示·一', { 9: '否' })]);
  assert.equal(changed.figures.taken, 1);
  const { body } = await house.ask('GET', '/facilities?oneWindow=true');
  assert.equal(body.count, 1);
});

test('over the network: out for who reads facilities, in for who runs imports', async () => {
  const secretary = await house.holder('community_secretary', house.county().places.get(GRID)?.parent as string);
  const admin = await house.holder('system_admin', 'c');
  const out = await house.ask('GET', '/exports/facilities.xlsx?kind=party_centre', { as: secretary });
  assert.equal(out.status, 200);
  assert.equal((await house.ask('GET', '/exports/facilities.xlsx', { as: await house.resident() })).status, 403);
  const send = (as: typeof admin, body: Buffer) =>
    house.ask('POST', '/imports/facilities', { as, body, headers: { 'content-type': XLSX }, key: randomUUID() });
  const file = await book([row('演示·十')]);
  assert.equal((await send(secretary, file)).status, 403);
  assert.equal((await send(admin, file)).status, 202);
  const { sheets } = await readWorkbook(
    await exportFacilities(house.house.services.db, house.county(), house.clock.now),
  );
  const [head] = await Array.fromAsync(sheets[0]?.rows() ?? []);
  assert.equal(textOf(head?.cells[0]), '名称');
});
