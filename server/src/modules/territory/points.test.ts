/** Points of compounds and buildings, in and out, and what follows from them when grids change. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { joined, shared, without } from '@huying/domain/places';
import { boxOf, type Position, pointFrameFault, pointInShape, type Shape, toGcj02 } from '@huying/domain/territory';
import { type Answer, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { GEOJSON, readWorkbook, textOf, writeWorkbook, XLSX } from '../../platform/exchange/index.ts';
import { runVerify } from '../../platform/verify.ts';
import { work } from '../../platform/worker.ts';

const HEADS = ['上级标识', '层级', '名称', '经度', '纬度'];

describe('points of places', () => {
  let test: TestHouse;
  let admin: Someone;
  let community: string;
  let grids: string[];
  /** Grids of another community. */
  let others: string[];
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
    const below = Map.groupBy(
      [...county().places.values()].filter((one) => one.kind === 'grid'),
      (one) => one.parent as string,
    );
    const [found, another] = [...below].filter(([, ids]) => ids.length >= 5);
    assert.ok(found && another);
    others = another[1].map((one) => one.id);
    community = found[0];
    grids = found[1].map((one) => one.id);
  });
  after(() => test.close());

  const county = () => test.county();
  const db = () => test.house.services.db;
  const grid = (no: number) => grids[no] as string;
  const post = (path: string, body: unknown) => test.ask('POST', path, { as: admin, body });
  const sheet = async (id: string): Promise<Answer['body']> =>
    (await test.ask('GET', `/places/${id}`, { as: admin })).body;
  const codes = (answer: Answer) => (answer.body.fields ?? []).map((one: { code: string }) => one.code);
  const shapeOf = async (id: string) =>
    (
      await db().row<{ shape: Shape }>(
        sql`SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${id}`,
      )
    )?.shape as Shape;
  const parentOf = async (id: string) =>
    (
      await db().row<{ parent: string }>(
        sql`SELECT parent_id AS parent FROM place WHERE county_id = ${county().id} AND place_id = ${id}`,
      )
    )?.parent;

  /** So many points well inside a shape. */
  function pointsIn(shape: Shape, n = 1): Position[] {
    const [west, south, east, north] = boxOf(shape);
    const found: Position[] = [];
    for (let i = 1; i < 60; i += 1)
      for (let j = 1; j < 60; j += 1) {
        const at = (dx: number, dy: number): Position => [
          Number((west + ((east - west) * (i + dx)) / 60).toFixed(6)),
          Number((south + ((north - south) * (j + dy)) / 60).toFixed(6)),
        ];
        const round = [at(0.6, 0.6), at(-0.6, 0.6), at(0.6, -0.6), at(-0.6, -0.6)];
        if (round.every(([x, y]) => pointInShape(x, y, shape))) found.push(at(0, 0));
      }
    return Array.from({ length: n }, (_, i) => found[Math.floor(((i + 0.5) * found.length) / n)] as Position);
  }

  function halves(shape: Shape): [Shape, Shape] {
    const [west, south, east, north] = boxOf(shape);
    const middle = (west + east) / 2;
    const ring: Position[] = [
      [west - 1, south - 1],
      [middle, south - 1],
      [middle, north + 1],
      [west - 1, north + 1],
      [west - 1, south - 1],
    ];
    const left: Shape = { type: 'Polygon', coordinates: [ring] };
    return [shared(shape, left) as Shape, without(shape, [left]) as Shape];
  }

  async function made(parent: string, kind: string, more: object = {}): Promise<string> {
    const answer = await post('/places', { parent, kind, name: `演示${randomUUID().slice(0, 6)}`, ...more });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.places[0];
  }

  async function runJobs(): Promise<void> {
    const rows = await db().rows<{ id: string }>(sql`
      SELECT job_id AS id FROM job WHERE county_id = ${county().id} AND kind = 'territory.rewrite' AND state = 'waiting' ORDER BY started_at`);
    for (const { id } of rows) await work(test.house.services, county().id, id, new AbortController().signal);
  }

  async function take(what: 'places' | 'shapes', body: Buffer, query = '') {
    const asked = await test.ask('POST', `/imports/${what}${query}`, {
      as: admin,
      body,
      headers: { 'content-type': what === 'places' ? XLSX : GEOJSON, 'accept-language': 'en' },
    });
    assert.equal(asked.status, 202, asked.text);
    await work(test.house.services, county().id, asked.body.job, new AbortController().signal);
    const { result } = (await test.ask('GET', `/jobs/${asked.body.job}`, { as: admin })).body;
    const book = await test.ground.app.inject({
      method: 'GET',
      url: `/api/${county().id}/jobs/${asked.body.job}/result.xlsx`,
      headers: { authorization: `Bearer ${admin.token}`, 'accept-language': 'en' },
    });
    const [rows] = (await readWorkbook(book.rawPayload)).sheets;
    const said = await Array.fromAsync(rows?.rows() ?? [], ({ cells }) => textOf(cells[4]));
    return { figures: result.figures as Record<string, number>, said: said.slice(1) };
  }

  it('are put in, changed and taken away on the form; what cannot be is named with its remedy', async () => {
    const shape = await shapeOf(grid(0));
    const [point] = pointsIn(shape) as [Position];
    // A point that GCJ-02 lays outside the community.
    const whole = await shapeOf(community);
    const spread = (await Promise.all(grids.map(shapeOf))).flatMap((one) => pointsIn(one, 20));
    const other = spread.find((one) => pointFrameFault(toGcj02(one), whole)?.code === 'gcj02_suspected') as Position;
    const compound = await made(grid(0), 'compound');
    const building = await made(compound, 'building', { point });
    const first = await sheet(building);
    assert.deepEqual(first.point, point);
    assert.equal(first.abilities.find((one: { verb: string }) => one.verb === 'edit').point, true);
    const edit = async (body: object, id = building) =>
      post(`/places/${id}/edit`, { version: (await sheet(id)).version, ...body });
    assert.equal((await edit({ point })).body.code, 'nothing_changes');
    const turned = [point[1], point[0]];
    assert.deepEqual(codes(await edit({ point: turned })), ['coordinates_swapped']);
    assert.equal((await edit({ point: turned, fix: 'swap' })).body.code, 'nothing_changes', 'it is there already');
    const [elsewhere] = pointsIn(await shapeOf(others[4] as string)) as [Position];
    assert.ok(codes(await edit({ point: elsewhere })).every((code: string) => /outside_parent|gcj02/.test(code)));
    const moved = toGcj02(other).map((n) => Number(n.toFixed(7)));
    assert.deepEqual(codes(await edit({ point: moved })), ['gcj02_suspected']);
    assert.equal((await edit({ point: moved, fix: 'gcj02' })).status, 201);
    const put = (await sheet(building)).point as Position;
    assert.ok(
      put.every((n, i) => Math.abs(n - (other[i] as number)) < 2e-6),
      'back where it was meant',
    );
    assert.deepEqual(codes(await edit({ point }, grid(0))), ['point_not_here']);
    const points = (await test.ask('GET', `/places/${grid(0)}/points`, { as: admin })).body;
    assert.deepEqual(
      points.points.map((one: { id: string }) => one.id),
      [building],
    );
    assert.equal(points.synthetic, county().pack.synthetic);
    const [told] = (await test.ask('GET', `/places/${building}/history`, { as: admin })).body.rows;
    assert.deepEqual(told.set, { point: put });
    assert.equal((await edit({ point: null })).status, 201);
    assert.equal((await sheet(building)).point, null);
  });

  it('come with a workbook and go out with it; each wrong row is named, and put right where that is asked', async () => {
    const [a, b, c] = pointsIn(await shapeOf(grid(0)), 3) as [Position, Position, Position];
    const [far] = pointsIn(await shapeOf(grid(4))) as [Position];
    const row = (name: string, point: readonly (number | string | null)[], kind = '小区') => [
      grid(0),
      kind,
      name,
      ...point,
    ];
    const file = await writeWorkbook([
      {
        name: '区划',
        columns: HEADS.map((header) => ({ header })),
        rows: [
          row('演示有点', a),
          row('演示写反', [b[1], b[0]]),
          row('演示火星', toGcj02(c)),
          row('演示在外', far),
          row('演示缺一', [a[0], null]),
          row('演示不是数', ['东', '西']),
          row('演示没点', [null, null]),
        ],
      },
    ]);
    const first = await take('places', file);
    assert.deepEqual([first.figures.made, first.figures.refused], [2, 5], first.said.join('\n'));
    assert.match(first.said[1] as string, /exchanged/);
    assert.match(first.said[2] as string, /GCJ-02/);
    assert.match(first.said[3] as string, /outside|GCJ-02/);
    assert.match(first.said[4] as string, /not both numbers/);
    assert.match(first.said[5] as string, /not both numbers/);
    const swapped = await take('places', file, '?fix=swap');
    assert.deepEqual([swapped.figures.made, swapped.figures.repeated], [1, 2]);
    assert.equal((await take('places', file, '?fix=gcj02')).figures.made, 1);
    const kept = await db().rows<{ name: string; lon: number | null; lat: number | null }>(sql`
      SELECT name, lon, lat FROM place WHERE county_id = ${county().id} AND name LIKE '演示%' AND parent_id = ${grid(0)}`);
    const of = (name: string) => kept.find((one) => one.name === name);
    assert.deepEqual([of('演示写反')?.lon, of('演示写反')?.lat], b);
    assert.deepEqual([of('演示没点')?.lon, of('演示没点')?.lat], [null, null]);
    const out = await test.ground.app.inject({
      method: 'GET',
      url: `/api/${county().id}/exports/places.xlsx`,
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const back = await take('places', out.rawPayload);
    assert.equal(back.figures.repeated, back.figures.rows, 'nothing is new or changed');
  });

  it('come as Point features and go out as such, beside an outline of the same place', async () => {
    const [point] = pointsIn(await shapeOf(grid(0))) as [Position];
    const compound = await made(grid(0), 'compound');
    const [x, y] = point;
    const ring = [
      [x - 1e-4, y - 1e-4],
      [x + 1e-4, y - 1e-4],
      [x + 1e-4, y + 1e-4],
      [x - 1e-4, y + 1e-4],
      [x - 1e-4, y - 1e-4],
    ];
    const feature = (id: string, type: string, coordinates: unknown) => ({
      type: 'Feature',
      properties: { id },
      geometry: { type, coordinates },
    });
    const file = (features: object[]) => Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
    const { figures, said } = await take(
      'shapes',
      file([
        feature(compound, 'Polygon', [ring]),
        feature(compound, 'Point', point),
        feature(compound, 'Point', point),
        feature(grid(0), 'Point', point),
        feature(grid(1), 'Point', ['a', 2]),
        feature(compound, 'Point', null),
      ]),
    );
    assert.deepEqual([figures.taken, figures.refused], [2, 4], said.join('\n'));
    assert.deepEqual((await sheet(compound)).point, point);
    const answer = await test.ask('GET', '/exports/places.geojson', { as: admin });
    const out = JSON.parse(answer.text).features.filter((one: { id: string }) => one.id === compound);
    assert.deepEqual(
      out.map((one: { geometry: { type: string } }) => one.geometry.type),
      ['Polygon', 'Point'],
    );
    assert.ok(out.every((one: { properties: { synthetic: boolean } }) => one.properties.synthetic));
    const again = await take('shapes', Buffer.from(answer.text));
    assert.deepEqual([again.figures.taken, again.figures.refused], [0, 0], again.said.join('\n'));
  });

  it('say to which part of a split a place goes; without one its buildings do', async () => {
    const whole = await shapeOf(grid(1));
    const [left, right] = halves(whole);
    const [inLeft, second] = pointsIn(left, 2) as [Position, Position];
    const [inRight] = pointsIn(right) as [Position];
    const own = await made(grid(1), 'compound', { point: inRight });
    const open = await made(grid(1), 'compound');
    for (const point of [inLeft, second, inRight]) await made(open, 'building', { point });
    const lost = await made(grid(1), 'compound');
    const facts = (await test.ask('GET', `/places/${grid(1)}/consequences`, { as: admin })).body;
    const spots = (id: string) => facts.below.find((one: { id: string }) => one.id === id).spots;
    assert.deepEqual([spots(own), spots(open).length, spots(lost)], [[inRight], 3, []]);
    const body = {
      version: (await sheet(grid(1))).version,
      parts: [
        { name: '演示左', shape: left },
        { name: '演示右', shape: right },
      ] as object[],
    };
    assert.deepEqual(codes(await post(`/places/${grid(1)}/split`, body)), ['split_below_open']);
    body.parts[0] = { ...body.parts[0], below: [lost] };
    const done = await post(`/places/${grid(1)}/split`, body);
    assert.equal(done.status, 201, done.text);
    const [, a, b] = done.body.places as [string, string, string];
    assert.deepEqual([await parentOf(own), await parentOf(open), await parentOf(lost)], [b, a, a]);
    assert.equal((await sheet(own)).path.at(-2).id, b);
  });

  it('take a building along where the border between two grids moves, as the preview says', async () => {
    const [old2, old3] = [await shapeOf(grid(2)), await shapeOf(grid(3))];
    const [stays, goes] = halves(old2);
    const [inStays] = pointsIn(stays) as [Position];
    const [inGoes] = pointsIn(goes) as [Position];
    const [far, near] = [
      await made(grid(2), 'compound', { point: inGoes }),
      await made(grid(2), 'compound', { point: inStays }),
    ];
    const wider = joined([old3, goes]) as Shape;
    const edit = async (id: string, shape: Shape) =>
      post(`/places/${id}/edit`, { version: (await sheet(id)).version, shape });
    assert.equal(
      (await post(`/places/${grid(2)}/redrawn`, { shape: stays })).body.count,
      0,
      'nobody has that ground yet',
    );
    assert.equal((await edit(grid(2), stays)).status, 201);
    assert.equal(await parentOf(far), grid(2), 'what lies nowhere stays');
    const told = await post(`/places/${grid(3)}/redrawn`, { shape: wider });
    assert.deepEqual(
      told.body.moves.map((one: { place: { id: string }; from: { id: string }; to: { id: string } }) => [
        one.place.id,
        one.from.id,
        one.to.id,
      ]),
      [[far, grid(2), grid(3)]],
    );
    assert.equal(await parentOf(far), grid(2), 'a preview changes nothing');
    assert.equal((await edit(grid(3), wider)).status, 201);
    assert.deepEqual([await parentOf(far), await parentOf(near)], [grid(3), grid(2)]);
    const [moved] = (await test.ask('GET', `/places/${far}/history`, { as: admin })).body.rows;
    assert.deepEqual([moved.kind, moved.parent.id], ['place.moved', grid(3)]);
    // And back, by a file.
    const feature = (id: string, geometry: Shape) => ({ type: 'Feature', properties: { id }, geometry });
    const features = [feature(grid(3), old3), feature(grid(2), old2)];
    const { figures } = await take('shapes', Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })));
    assert.deepEqual([figures.taken, figures.rehoused], [2, 1]);
    assert.equal(await parentOf(far), grid(2));
    assert.equal(
      (await post(`/places/${grid(2)}/redrawn`, { shape: { type: 'Polygon', coordinates: [] } })).status,
      422,
    );
    assert.equal((await post('/places/nowhere/redrawn', { shape: old2 })).status, 404);
  });

  const feature = (id: string, geometry: object) => ({ type: 'Feature', properties: { id }, geometry });
  const fileOf = (features: object[]) => Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
  const edited = async (id: string, body: object) => {
    const answer = await post(`/places/${id}/edit`, { version: (await sheet(id)).version, ...body });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.change as string;
  };
  /** The orders that moved a place, the latest first. */
  const movedBy = async (id: string) =>
    (
      await db().rows<{ change: string }>(sql`
        SELECT event->>'change' AS change FROM journal WHERE county_id = ${county().id} AND subject_kind = 'place'
          AND subject_id = ${id} AND event->>'kind' = 'place.moved' ORDER BY seq DESC`)
    ).map(({ change }) => change);
  const editOf = async (id: string) =>
    (
      await db().row<{ change: string }>(sql`
        SELECT change_id AS change FROM place_change WHERE county_id = ${county().id} AND ${id} = ANY(places)
        ORDER BY made_at DESC, change_id DESC LIMIT 1`)
    )?.change;

  it('stay where somebody put them, whatever border moves by a metre; what lay in its own grid goes along', async () => {
    const [first, third] = others as [string, string];
    const [left, right] = halves(await shapeOf(first));
    const points = pointsIn(left, 8);
    const [byHand, byPlace] = [points[0], points[7]] as [Position, Position];
    const kept = await made(first, 'compound', { point: byHand });
    const goes = await made(first, 'compound', { point: byPlace });
    const split = await post(`/places/${first}/split`, {
      version: (await sheet(first)).version,
      parts: [
        { name: '演示甲', shape: left },
        { name: '演示乙', shape: right, below: [kept] },
      ],
    });
    assert.equal(split.status, 201, split.text);
    const [, a, b] = split.body.places as [string, string, string];
    const where = async () => [await parentOf(kept), await parentOf(goes)];
    assert.deepEqual(await where(), [b, a]);
    /** A strip of about a metre at its western end is given up. */
    const thinner = (shape: Shape): Shape => {
      const [west, south, east, north] = boxOf(shape);
      const x = west + (east - west) / 200;
      const ring: Position[] = [
        [west - 1, south - 1],
        [x, south - 1],
        [x, north + 1],
        [west - 1, north + 1],
        [west - 1, south - 1],
      ];
      return without(shape, [{ type: 'Polygon', coordinates: [ring] }]) as Shape;
    };
    const told = async (id: string, shape: Shape) =>
      (await post(`/places/${id}/redrawn`, { shape })).body.moves.map((one: { place: { id: string } }) => one.place.id);
    for (const id of [third, a, b]) {
      const shape = thinner(await shapeOf(id));
      assert.deepEqual(await told(id, shape), [], id);
      await edited(id, { shape });
      assert.deepEqual(await where(), [b, a], id);
    }
    const [rest, given] = halves(await shapeOf(a));
    assert.ok(pointInShape(...byPlace, given) && pointInShape(...byHand, rest));
    const wider = joined([await shapeOf(b), given]) as Shape;
    await edited(b, { shape: wider });
    assert.deepEqual(await where(), [b, a], 'both hold it: it stays');
    assert.deepEqual(await told(a, rest), [goes]);
    // The same by a file.
    const { figures } = await take('shapes', fileOf([feature(a, rest)]));
    assert.deepEqual([figures.taken, figures.rehoused, await parentOf(goes)], [1, 1, b]);
    assert.equal((await movedBy(goes))[0], await editOf(a));
    assert.equal((await movedBy(kept)).length, 1, 'by the split alone');
  });

  it('say in which grid of its community a place lies; it goes there, and in no other community', async () => {
    const [one, two] = [others[2], others[3]] as [string, string];
    const [old1, old2] = [await shapeOf(one), await shapeOf(two)];
    const [inOne] = pointsIn(old1) as [Position];
    const [stays, given] = halves(old2);
    const [inStays] = pointsIn(stays) as [Position];
    const [inGiven] = pointsIn(given) as [Position];
    const building = await made(one, 'building');
    const told = await post(`/places/${building}/redrawn`, { point: inStays });
    assert.deepEqual(
      told.body.moves.map((move: { place: { id: string }; from: { id: string }; to: { id: string } }) => [
        move.place.id,
        move.from.id,
        move.to.id,
      ]),
      [[building, one, two]],
    );
    assert.equal(await parentOf(building), one, 'a preview changes nothing');
    assert.deepEqual((await post(`/places/${building}/redrawn`, { point: inOne })).body.moves, []);
    assert.deepEqual(codes(await post(`/places/${building}/redrawn`, {})), ['field_invalid']);
    const change = await edited(building, { point: inStays });
    assert.deepEqual([await parentOf(building), await movedBy(building)], [two, [change]]);
    const [far] = pointsIn(await shapeOf(grid(0))) as [Position];
    const { version } = await sheet(building);
    for (const path of ['edit', 'redrawn'])
      assert.match(
        codes(
          await post(`/places/${building}/${path}`, { ...(path === 'edit' ? { version } : {}), point: far }),
        ).join(),
        /outside_parent|gcj02/,
      );
    // By a workbook: the row names where it is now, and its point where it shall be.
    const book = await writeWorkbook([
      {
        name: '区划',
        columns: HEADS.map((header) => ({ header })),
        rows: [[two, '楼栋', (await sheet(building)).place.name, ...inOne]],
      },
    ]);
    const { figures: rows, said } = await take('places', book);
    assert.equal(rows.changed ?? rows.taken, 1, said.join());
    assert.equal(await parentOf(building), one);
    // By one file: the borders and the points that lie in them.
    const compound = await made(two, 'compound', { point: inGiven });
    const { figures } = await take(
      'shapes',
      fileOf([
        feature(building, { type: 'Point', coordinates: inStays }),
        feature(two, stays),
        feature(one, joined([old1, given]) as Shape),
      ]),
    );
    assert.deepEqual([figures.taken, figures.refused, figures.rehoused], [3, 0, 2]);
    assert.deepEqual([await parentOf(building), await parentOf(compound)], [two, one]);
    assert.equal((await movedBy(building))[0], await editOf(building));
    assert.deepEqual(await movedBy(compound), [await editOf(one)], 'by the order of the grid that took it in');
  });

  it('let devices follow: by their own point into a part, without one to the place above', async () => {
    const whole = await shapeOf(grid(4));
    const [left, right] = halves(whole);
    const [inRight] = pointsIn(right) as [Position];
    const kinds = (await test.ask('GET', '/devices/counts', { as: admin })).body.kinds;
    const device = async (place: string, point: Position | null) => {
      const serial = `DEMO-${randomUUID()}`;
      const body = { kind: kinds[0].kind, place, maker: '演示甲电子', serial, spot: '演示·东门', point };
      const answer = await post('/devices', body);
      assert.equal(answer.status, 201, answer.text);
      return answer.body.id as string;
    };
    const [placed, loose, beside] = [
      await device(grid(4), inRight),
      await device(grid(4), null),
      await device(grid(3), null),
    ];
    assert.equal((await test.ask('GET', `/places/${grid(4)}/consequences`, { as: admin })).body.devices, 2);
    const done = await post(`/places/${grid(4)}/split`, {
      version: (await sheet(grid(4))).version,
      parts: [
        { name: '演示西', shape: left },
        { name: '演示东', shape: right },
      ],
    });
    assert.equal(done.status, 201, done.text);
    const [, a, b] = done.body.places as [string, string, string];
    await runJobs();
    const at = async (id: string) => (await test.ask('GET', `/devices/${id}`, { as: admin })).body;
    assert.deepEqual(
      [(await at(placed)).place.id, (await at(loose)).place.id, (await at(beside)).place.id],
      [b, community, grid(3)],
    );
    assert.equal((await at(placed)).steps[0].kind, 'device.followed');
    const retired = await post(`/places/${b}/retire`, { version: (await sheet(b)).version });
    assert.equal(retired.status, 201, retired.text);
    await runJobs();
    assert.equal((await at(placed)).place.id, community);
    assert.equal((await test.ask('GET', `/devices?place=${a}`, { as: admin })).body.count, 0);
    // A compound that ends leaves it to the grid above.
    const compound = await made(grid(3), 'compound');
    const inside = await device(compound, null);
    const ended = await post(`/places/${compound}/retire`, { version: (await sheet(compound)).version });
    assert.equal(ended.status, 201, ended.text);
    await runJobs();
    assert.equal((await at(inside)).place.id, grid(3));
    assert.equal(await runVerify(test.house.services, county().id), true);
  });
});
