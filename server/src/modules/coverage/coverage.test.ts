/** The check over HTTP: a fault is planted by an edit, found, looked at, mended, and gone. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { areaOf, type Position, partsOf, type Ring, type Shape, shapeFaults } from '@huying/domain/territory';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook } from '../../platform/exchange/index.ts';
import { runVerify } from '../../platform/verify.ts';
import { work } from '../../platform/worker.ts';

describe('the check of the grids', () => {
  let test: TestHouse;
  let admin: Someone;
  let leader: Someone;
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
    leader = await test.holder('grid_leader', 'g001');
  });
  after(() => test.close());

  const db = () => test.house.services.db;
  const county = () => test.county();
  const gridded = () => [...county().places.values()].filter((place) => place.gridded);
  const gridsOf = (parent: string) =>
    [...county().places.values()].filter((one) => one.parent === parent && one.kind === 'grid');
  const shapeOf = async (id: string) =>
    (
      await db().row<{ shape: Shape }>(
        sql`SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${id}`,
      )
    )?.shape as Shape;

  async function check(place?: string, more: object = {}): Promise<string> {
    const started = await test.ask('POST', '/coverage/runs', {
      as: admin,
      body: { ...(place ? { place } : {}), ...more },
    });
    assert.equal(started.status, 202, started.text);
    await work(test.house.services, county().id, started.body.job, new AbortController().signal);
    return started.body.run;
  }

  /** Pulls one corner of a grid's border away from a neighbour, by an edit like any other. */
  async function plantGap(grid: string, metres: number): Promise<void> {
    const shape = await shapeOf(grid);
    const ring = partsOf(shape)[0]?.[0] as Ring;
    for (let i = 1; i + 1 < ring.length; i += 1) {
      const [a, b] = [ring[i - 1] as Position, ring[i + 1] as Position];
      const [x, y] = ring[i] as Position;
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      const by = metres / 100_000 / length;
      const moved: Ring = [...ring];
      moved[i] = [x - (b[1] - a[1]) * by, y + (b[0] - a[0]) * by];
      const bent: Shape = { type: 'Polygon', coordinates: [moved] };
      if (shapeFaults(bent).length > 0 || areaOf(bent) >= areaOf(shape)) continue;
      const { version } = (await test.ask('GET', `/places/${grid}`, { as: admin })).body;
      const edit = await test.ask('POST', `/places/${grid}/edit`, { as: admin, body: { version, shape: bent } });
      assert.equal(edit.status, 201, edit.text);
      return;
    }
    throw new Error('no corner to move');
  }

  it('finds nothing in the whole county as the pack drew it', async () => {
    const run = await check();
    const told = (await test.ask('GET', `/coverage/runs/${run}`, { as: admin })).body;
    assert.equal(told.state, 'done');
    assert.equal(told.faults, 0);
    assert.equal(told.areas, gridded().length);
    assert.equal(told.undrawn, 0);
    assert.equal(told.place.id, county().root.id);
    const list = await test.ask('GET', `/coverage/runs/${run}/faults`, { as: admin });
    assert.deepEqual(list.body, { rows: [], next: null, count: 0, counted: true });
  });

  it('finds a planted gap, shows and mends it, and then finds none', async () => {
    const [area] = gridded() as { id: string }[] as [{ id: string }];
    const [grid] = gridsOf(area.id) as { id: string }[] as [{ id: string }];
    await plantGap(grid.id, 6);
    const run = await check(area.id);
    const { rows } = (await test.ask('GET', `/coverage/runs/${run}/faults`, { as: admin })).body;
    assert.equal(rows.length, 1);
    const [fault] = rows;
    assert.ok(['gap', 'sliver'].includes(fault.kind) && fault.of === 'gap');
    assert.ok(fault.places.some((one: { id: string }) => one.id === grid.id));
    assert.ok(fault.width > 0.5 && fault.width < 7 && fault.squareMetres > 1);
    const map = (await test.ask('GET', `/coverage/runs/${run}/faults.geojson?kind=${fault.kind}`, { as: admin })).body;
    assert.equal(map.features.length, 1);
    assert.equal(map.features[0].geometry.type, 'Polygon');
    const book = await test.ask('GET', `/coverage/runs/${run}/faults.xlsx`, { as: admin });
    assert.match(String(book.headers['content-type']), /spreadsheetml/);

    const wish = `run=${run}&faults=${fault.no}&reach=20`;
    const preview = (await test.ask('GET', `/coverage/areas/${area.id}/mending?${wish}`, { as: admin })).body;
    assert.equal(preview.mended.length, 1);
    assert.equal(preview.remaining, 0);
    assert.ok(preview.changes.length > 0);
    const seen = preview.changes.map((one: { id: string; version: number }) => ({
      place: one.id,
      version: one.version,
    }));
    const body = { run, faults: [fault.no], reach: 20, seen };
    const stale = seen.map((one: object, i: number) => (i === 0 ? { ...one, version: 1 } : one));
    if (seen[0].version !== 1) {
      const late = await test.ask('POST', `/coverage/areas/${area.id}/mend`, {
        as: admin,
        body: { ...body, seen: stale },
      });
      assert.equal(late.body.code, 'stale_version');
    }
    const key = randomUUID();
    const done = await test.ask('POST', `/coverage/areas/${area.id}/mend`, { as: admin, body, key });
    assert.equal(done.status, 200, done.text);
    assert.deepEqual({ ...done.body, places: 0 }, { mended: 1, left: 0, remaining: 0, places: 0 });
    const again = await test.ask('POST', `/coverage/areas/${area.id}/mend`, { as: admin, body, key });
    assert.deepEqual(again.body, done.body, 'the same key answers the first result');

    const after = (await test.ask('GET', `/coverage/runs/${await check(area.id)}`, { as: admin })).body;
    assert.equal(after.faults, 0);
    const sum = await Promise.all(gridsOf(area.id).map(async ({ id }) => areaOf(await shapeOf(id))));
    const whole = areaOf(await shapeOf(area.id));
    assert.ok(Math.abs(sum.reduce((a, b) => a + b, 0) / whole - 1) < 1e-9);
    const { rows: history } = (await test.ask('GET', `/places/${done.body.places[0]}/history`, { as: admin })).body;
    assert.equal(history[0].kind, 'place.changed');
    const [at, of] = [preview.mended[0].at, done.body.places];
    assert.ok(of.includes(county().placeIndex.at(at[0], at[1])), 'the memory knows whose the gap is now');
    assert.equal(await runVerify(test.house.services, county().id, () => {}), true);
  });

  it('leaves what is too wide, and says so', async () => {
    const [, area] = gridded() as unknown[] as [unknown, { id: string }];
    const [grid] = gridsOf(area.id) as { id: string }[] as [{ id: string }];
    await plantGap(grid.id, 30);
    const preview = (await test.ask('GET', `/coverage/areas/${area.id}/mending?reach=1`, { as: admin })).body;
    assert.equal(preview.mended.length, 0);
    assert.deepEqual(
      preview.left.map((one: { because: string }) => one.because),
      ['too_wide'],
    );
    const nothing = await test.ask('POST', `/coverage/areas/${area.id}/mend`, {
      as: admin,
      body: { reach: 1, seen: [] },
    });
    assert.equal(nothing.body.code, 'nothing_to_mend');
    const unseen = await test.ask('POST', `/coverage/areas/${area.id}/mend`, {
      as: admin,
      body: { reach: 100, seen: [] },
    });
    assert.equal(unseen.body.code, 'stale_version');
  });

  it('mends the whole county in two steps: what would change, then that; what changed in between is left', async () => {
    const [, , first, second, third] = gridded() as unknown[] as { id: string }[];
    const areas = [first, second, third].map((area) => (area as { id: string }).id);
    for (const area of areas) await plantGap(gridsOf(area)[0]?.id as string, 6);
    const run = await check();
    const path = `/coverage/runs/${run}`;
    const before = (await test.ask('GET', path, { as: admin })).body.faults as number;
    const does = async (step: string, body: object) => {
      const asked = await test.ask('POST', `${path}/${step}`, { as: admin, body });
      assert.equal(asked.status, 202, asked.text);
      if (step === 'mendings') {
        const early = await test.ask('POST', `${path}/mend`, { as: admin, body: { mending: asked.body.job } });
        assert.equal(early.body.code, 'mending_not_ready');
      }
      await work(test.house.services, county().id, asked.body.job, new AbortController().signal);
      const told = (await test.ask('GET', `${path}/mendings/${asked.body.job}`, { as: admin })).body;
      assert.equal(told.state, 'done', JSON.stringify(told));
      return told;
    };
    const nothing = await does('mendings', { reach: 0.02 });
    assert.equal(nothing.figures.changes, 0);
    const none = await test.ask('POST', `${path}/mend`, { as: admin, body: { mending: nothing.id } });
    assert.equal(none.body.code, 'nothing_to_mend');

    const look = await does('mendings', { reach: 10 });
    const shapes = await Promise.all(areas.map((area) => shapeOf(gridsOf(area)[0]?.id as string)));
    const mended = look.areas.filter((one: { changes: number }) => one.changes > 0);
    assert.deepEqual(mended.map((one: { area: { id: string } }) => one.area.id).sort(), [...areas].sort());
    assert.ok(look.figures.left >= 1, 'the wide gap of the test before stays');

    const [moved] = gridsOf(areas[2] as string) as { id: string }[] as [{ id: string }];
    const { version } = (await test.ask('GET', `/places/${moved.id}`, { as: admin })).body;
    await test.ask('POST', `/places/${moved.id}/edit`, { as: admin, body: { version, name: '演示·改了名' } });
    const done = await does('mend', { mending: look.id });
    assert.equal(done.figures.areasLeft, 1);
    assert.deepEqual(done.areas.map((one: { refused?: string }) => one.refused ?? 'mended').sort(), [
      'mended',
      'mended',
      'stale_version',
    ]);
    assert.notDeepEqual(await shapeOf(gridsOf(areas[0] as string)[0]?.id as string), shapes[0]);
    assert.deepEqual(await shapeOf(moved.id), shapes[2], 'left as it was');
    const after = (await test.ask('GET', `/coverage/runs/${await check()}`, { as: admin })).body.faults;
    assert.equal(after, before - 2);
    assert.equal(await runVerify(test.house.services, county().id, () => {}), true);
    for (const [method, at, body] of [
      ['POST', `${path}/mendings`, {}],
      ['GET', `${path}/mendings/${look.id}`, undefined],
      ['POST', `${path}/mend`, { mending: look.id }],
    ] as const)
      assert.equal((await test.ask(method, at, { as: leader, body })).body.code, 'not_permitted', at);
    const job = (await test.ask('GET', path, { as: admin })).body.job;
    assert.equal(
      (await test.ask('POST', `${path}/mend`, { as: admin, body: { mending: job } })).body.code,
      'not_found',
    );
  });

  it('is run and mended by whoever edits the territory', async () => {
    const [area] = gridded() as { id: string }[] as [{ id: string }];
    for (const [method, path, body] of [
      ['POST', '/coverage/runs', {}],
      ['GET', `/coverage/areas/${area.id}/mending`, undefined],
      ['POST', `/coverage/areas/${area.id}/mend`, { seen: [] }],
    ] as const)
      assert.equal((await test.ask(method, path, { as: leader, body })).body.code, 'not_permitted', path);
    assert.equal((await test.ask('GET', '/coverage/runs', { as: leader })).status, 200);
    assert.equal((await test.ask('GET', '/coverage/runs')).body.code, 'unauthenticated');
  });

  it('says no to what is not there', async () => {
    const open = [...county().places.values()].find((place) => place.kind === 'community' && !place.gridded);
    const ungridded = await test.ask('POST', '/coverage/runs', { as: admin, body: { place: open?.id } });
    assert.equal(ungridded.body.code, 'nothing_gridded');
    for (const path of ['/coverage/runs/x', `/coverage/runs/${randomUUID()}`, `/coverage/runs/${randomUUID()}/faults`])
      assert.equal((await test.ask('GET', path, { as: admin })).body.code, 'not_found', path);
    assert.equal(
      (await test.ask('POST', '/coverage/runs', { as: admin, body: { tolerance: 0 } })).body.code,
      'invalid_body',
    );
    assert.equal((await test.ask('GET', '/coverage/areas/nowhere/mending', { as: admin })).body.code, 'not_found');
  });

  it('writes faults into a workbook that reads back', async () => {
    const [, area] = gridded() as unknown[] as [unknown, { id: string }];
    const run = await check(area.id, { tolerance: 0.5 });
    const answer = await test.ground.app.inject({
      method: 'GET',
      url: `/api/${county().id}/coverage/runs/${run}/faults.xlsx`,
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const [sheet] = (await readWorkbook(answer.rawPayload)).sheets;
    const rows = await Array.fromAsync(sheet?.rows() ?? []);
    assert.equal(rows.length, 2);
    assert.equal(rows[1]?.cells[1], '缺口');
  });
});
