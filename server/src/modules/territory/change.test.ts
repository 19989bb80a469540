/** Changing the territory over HTTP: every command, who may, bad input, and days that come. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { joined, shared, without } from '@huying/domain/places';
import { areaOf, boxOf, type Shape } from '@huying/domain/territory';
import { type Answer, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { runVerify } from '../../platform/verify.ts';
import { work } from '../../platform/worker.ts';
import { reloadCounty } from '../county/index.ts';
import { applyDue } from './apply-due.ts';

const DAY = 86_400_000;

describe('changing the territory', () => {
  let test: TestHouse;
  let admin: Someone;
  let leader: Someone;
  let dispatcher: Someone;
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
    leader = await test.holder('grid_leader', grid(0).id);
    dispatcher = await test.holder('centre_dispatcher', 'c');
  });
  after(() => test.close());

  const db = () => test.house.services.db;
  const county = () => test.county();
  /** The grids of the first gridded community with six or more. */
  function grids() {
    const communities = [...county().places.values()].filter((place) => place.kind === 'community');
    for (const community of communities) {
      const below = [...county().places.values()].filter(
        (place) => place.parent === community.id && place.kind === 'grid',
      );
      if (below.length >= 5 && below.every((one) => !one.id.startsWith('n'))) return below;
    }
    throw new Error('no community with grids');
  }
  const grid = (no: number) => grids()[no] as ReturnType<typeof grids>[number];
  const shapeOf = async (id: string) =>
    (
      await db().row<{ shape: Shape }>(
        sql`SELECT shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${id}`,
      )
    )?.shape as Shape;
  const sheet = async (id: string): Promise<Answer['body']> =>
    (await test.ask('GET', `/places/${id}`, { as: admin })).body;
  const post = (path: string, body: unknown, as: Someone = admin, key?: string) =>
    test.ask('POST', path, { as, body, ...(key ? { key } : {}) });
  const codes = (answer: Answer) => [
    answer.body.code,
    ...(answer.body.fields ?? []).map((one: { code: string }) => one.code),
  ];

  /** Two halves of an outline, left and right of its middle. */
  async function halves(id: string): Promise<[Shape, Shape]> {
    const shape = await shapeOf(id);
    const [west, south, east, north] = boxOf(shape);
    const middle = (west + east) / 2;
    const left: Shape = {
      type: 'Polygon',
      coordinates: [
        [
          [west - 1, south - 1],
          [middle, south - 1],
          [middle, north + 1],
          [west - 1, north + 1],
          [west - 1, south - 1],
        ],
      ],
    };
    return [shared(shape, left) as Shape, without(shape, [left]) as Shape];
  }

  async function childrenIds(id: string): Promise<string[]> {
    const rows = await db().rows<{ id: string }>(sql`
      SELECT place_id AS id FROM place WHERE county_id = ${county().id} AND parent_id = ${id} ORDER BY place_id`);
    return rows.map((row) => row.id);
  }

  async function splitBody(id: string, more: Record<string, unknown> = {}) {
    const [a, b] = await halves(id);
    const { version, place } = await sheet(id);
    const below = await childrenIds(id);
    return {
      version,
      parts: [
        { name: `${place.name}东`, shape: b, below },
        { name: `${place.name}西`, shape: a },
      ],
      heir: 0,
      ...more,
    };
  }

  async function runJobs(): Promise<void> {
    const rows = await db().rows<{ id: string }>(sql`
      SELECT job_id AS id FROM job WHERE county_id = ${county().id} AND kind = 'territory.rewrite' AND state = 'waiting' ORDER BY started_at`);
    for (const { id } of rows) await work(test.house.services, county().id, id, new AbortController().signal);
  }

  async function report(place: string, point?: readonly [number, number]): Promise<string> {
    const answer = await post(
      '/matters',
      { id: randomUUID(), words: '演示：路灯不亮', channel: 'grid_member', ...(point ? { point } : { place }) },
      leader,
    );
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  }

  const matter = (id: string) =>
    db().row<{ place_id: string; place_then: string; path: string; holder_id: string | null }>(sql`
      SELECT place_id, place_then, path, holder_id FROM matter WHERE county_id = ${county().id} AND matter_id = ${id}`);

  function pointIn(shape: Shape): [number, number] {
    const [west, south, east, north] = boxOf(shape);
    for (let i = 1; i < 40; i++) {
      for (let j = 1; j < 40; j++) {
        const point: [number, number] = [west + ((east - west) * i) / 40, south + ((north - south) * j) / 40];
        const box: Shape = {
          type: 'Polygon',
          coordinates: [
            [
              [point[0] - 1e-5, point[1] - 1e-5],
              [point[0] + 1e-5, point[1] - 1e-5],
              [point[0] + 1e-5, point[1] + 1e-5],
              [point[0] - 1e-5, point[1] + 1e-5],
              [point[0] - 1e-5, point[1] - 1e-5],
            ],
          ],
        };
        const inside = shared(shape, box);
        if (inside && areaOf(inside as Shape) > 0.99 * areaOf(box)) return point;
      }
    }
    throw new Error('no point');
  }

  it('is the editors’: others are refused, and abilities say so before', async () => {
    const { id } = grid(0);
    const { version, abilities } = await sheet(id);
    assert.deepEqual(
      abilities.map((one: { verb: string }) => one.verb),
      ['edit', 'make', 'split', 'merge', 'retire'],
    );
    const doors: [string, unknown][] = [
      ['/places', { parent: id, kind: 'compound', name: '演示小区' }],
      [`/places/${id}/edit`, { version, name: '演示改名' }],
      [`/places/${id}/retire`, { version }],
      [`/places/${id}/split`, await splitBody(id)],
      [
        '/places/merge',
        {
          places: [
            { id, version },
            { id: grid(1).id, version: 1 },
          ],
          into: id,
        },
      ],
      [`/place-changes/${randomUUID()}/cancel`, {}],
    ];
    for (const [path, body] of doors) {
      assert.equal((await post(path, body, dispatcher)).status, 403, path);
      assert.equal((await test.ask('POST', path, { body })).status, 401, path);
    }
    const theirs = await test.ask('GET', `/places/${id}`, { as: dispatcher });
    assert.deepEqual(theirs.body.abilities, []);
    assert.equal((await test.ask('GET', `/places/${id}/consequences`, { as: dispatcher })).status, 403);
    assert.equal((await sheet(id)).version, version, 'nothing was done');
  });

  it('makes a place: code, level and name are judged, the same request makes one', async () => {
    const parent = grid(0).parent as string;
    const next = (await sheet(parent)).abilities.find((one: { verb: string }) => one.verb === 'make').kinds[0];
    assert.equal(next.kind, 'grid');
    const body = { parent, kind: 'grid', subkind: 'reserved', name: '  演示 新网格 ' };
    const bad = async (more: Record<string, unknown>, code: string) =>
      assert.ok(codes(await post('/places', { ...body, ...more })).includes(code), code);
    await bad({ kind: 'town' }, 'level_order');
    await bad({ kind: 'planet' }, 'level_unknown');
    await bad({ subkind: 'green' }, 'field_invalid');
    await bad({ subkind: undefined }, 'field_required');
    await bad({ name: ' \u3000 ' }, 'field_required');
    await bad({ code: '1' }, 'code_digits');
    await bad({ code: `9${next.code.slice(1)}` }, 'code_prefix');
    await bad({ code: grid(1).code }, 'code_taken');
    await bad({ from: '2026-06-09' }, 'day_past');
    await bad({ from: '2026-02-30' }, 'day_invalid');
    await bad({ from: '2126-01-01' }, 'day_far');
    await bad({ shape: { type: 'Point', coordinates: [] } }, 'shape_empty');
    assert.equal((await post('/places', { ...body, parent: 'nowhere' })).status, 404);
    const key = randomUUID();
    const made = await post('/places', body, admin, key);
    assert.equal(made.status, 201, made.text);
    assert.deepEqual((await post('/places', body, admin, key)).body, made.body);
    const [id] = made.body.places;
    const place = await sheet(id);
    assert.equal(place.place.name, '演示 新网格');
    assert.equal(place.place.code, next.code);
    assert.equal(place.from, '2026-06-10');
    assert.ok(county().places.has(id), 'it is in force');
    const seats = await db().rows(sql`SELECT 1 FROM post WHERE county_id = ${county().id} AND place_id = ${id}`);
    assert.ok(seats.length > 0, 'its posts are there');
  });

  it('shows the outlines of one level, however deep below a place it lies', async () => {
    const root = county().root.id;
    const ask = async (query: string) =>
      (await test.ask('GET', `/places/${root}/shapes?${query}`)).body.features as { properties: { kind: string } }[];
    const drawn = await db().rows<{ id: string }>(
      sql`SELECT place_id AS id FROM place_shape WHERE county_id = ${county().id}`,
    );
    const all = drawn.filter(({ id }) => county().places.get(id)?.kind === 'grid');
    const found = await ask('kind=grid');
    assert.ok(all.length > 50);
    assert.equal(found.length, all.length);
    assert.ok(found.every((one) => one.properties.kind === 'grid'));
    assert.equal((await ask('kind=grid&depth=1')).length, 0, 'none directly below the county');
    const made = await post('/places', { parent: grid(0).id, kind: 'compound', name: '演示圈' });
    const deep = made.body.places.at(-1) as string;
    await db().rows(sql`
      INSERT INTO place_shape (county_id, place_id, shape)
      SELECT county_id, ${deep}, shape FROM place_shape WHERE county_id = ${county().id} AND place_id = ${grid(0).id}`);
    assert.equal((await ask('kind=compound')).length, 1, 'four levels below the county');
    await db().rows(sql`DELETE FROM place_shape WHERE county_id = ${county().id} AND place_id = ${deep}`);
  });

  it('edits name, code and outline; a stale version and shapes that cannot be are refused', async () => {
    const { id } = grid(1);
    const { version } = await sheet(id);
    const shape = await shapeOf(id);
    const edit = (body: Record<string, unknown>) => post(`/places/${id}/edit`, { version, ...body });
    assert.equal((await edit({ version: version + 1, name: '演示' })).status, 409);
    assert.equal((await edit({})).body.code, 'nothing_changes');
    const ring = (shape.coordinates as [number, number][][])[0] as [number, number][];
    const bow = {
      type: 'Polygon',
      coordinates: [
        [ring[0], ring[Math.floor(ring.length / 2)], ring[1], ring[Math.floor(ring.length / 2) + 1], ring[0]],
      ],
    };
    assert.ok(codes(await edit({ shape: bow })).some((one) => /shape_|coordinates/.test(one)));
    const swapped = {
      type: 'Polygon',
      coordinates: (shape.coordinates as [number, number][][]).map((r) => r.map(([x, y]) => [y, x])),
    };
    assert.ok(codes(await edit({ shape: swapped })).includes('coordinates_swapped'));
    const away = {
      type: 'Polygon',
      coordinates: (shape.coordinates as [number, number][][]).map((r) => r.map(([x, y]) => [x + 1, y])),
    };
    assert.ok(codes(await edit({ shape: away })).includes('outside_parent'));
    const done = await edit({ name: '演示改名网格', shape: swapped, fix: 'swap' });
    assert.equal(done.body.state, 'done', done.text);
    assert.equal(county().places.get(id)?.name, '演示改名网格');
    assert.equal(areaOf(await shapeOf(id)), areaOf(shape), 'put right, it is the outline that was there');
  });

  it('plans an edit for a coming day, shows it, and does it on the day', async () => {
    const { id } = grid(1);
    const { version } = await sheet(id);
    const before = county().places.get(id)?.name;
    const asked = await post(`/places/${id}/edit`, { version, name: '演示将改名', from: '2026-06-12' });
    assert.equal(asked.body.state, 'planned', asked.text);
    assert.equal((await sheet(id)).place.name, before);
    const planned = await test.ask('GET', '/place-changes?state=planned', { as: dispatcher });
    assert.deepEqual(
      planned.body.rows.map((row: { id: string; mayCancel: boolean }) => [row.id, row.mayCancel]),
      [[asked.body.change, false]],
    );
    const shown = await sheet(id);
    assert.equal(shown.changes[0].set.name, '演示将改名');
    assert.equal(await applyDue(test.house.services, county(), test.clock.now + DAY), 0);
    assert.equal(await applyDue(test.house.services, county(), test.clock.now + 2 * DAY), 1);
    assert.equal(await applyDue(test.house.services, county(), test.clock.now + 2 * DAY), 0, 'once');
    assert.equal((await sheet(id)).place.name, '演示将改名');
    const history = (await test.ask('GET', `/places/${id}/history`, { as: dispatcher })).body.rows;
    assert.deepEqual(history.map((row: { kind: string }) => row.kind).slice(0, 2), [
      'place.changed',
      'place.change_planned',
    ]);
    assert.match(history[0].by.name, /演示/);
  });

  it('splits: parts must cover the whole, each place below must go somewhere', async () => {
    const { id } = grid(2);
    const good = await splitBody(id);
    const [a, b] = good.parts as unknown as [Record<string, unknown>, Record<string, unknown>];
    const split = (body: unknown) => post(`/places/${id}/split`, body);
    assert.ok(codes(await split({ ...good, parts: [a, { ...b, shape: a.shape }] })).includes('split_overlap'));
    const [sliver] = await halves(id);
    assert.ok(
      codes(
        await split({
          ...good,
          parts: [
            { ...b, shape: sliver },
            { name: '演示另', shape: shared(sliver, sliver) },
          ],
        }),
      ).some((one) => /split_/.test(one)),
    );
    assert.ok(codes(await split({ ...good, parts: [a, { name: '演示缺' }] })).includes('shape_needed'));
    assert.ok(codes(await split({ ...good, parts: [a, { ...b, name: a.name }] })).includes('name_twice'));
    const compound = await post('/places', { parent: id, kind: 'compound', name: '演示小区' });
    assert.equal(compound.status, 201, compound.text);
    assert.ok(codes(await split(good)).includes('split_below_open'));
    assert.ok(
      codes(
        await split({
          ...good,
          parts: [
            { ...a, below: compound.body.places },
            { ...b, below: compound.body.places },
          ],
        }),
      ).includes('below_twice'),
    );
    assert.ok(codes(await split({ ...good, heir: 9 })).includes('field_invalid'));
    assert.equal((await sheet(id)).to, null);
  });

  it('a planned split: matters stay, then follow by their point, terms go on, codes are free, all verifies', async () => {
    const { id, parent } = grid(2);
    const [east, west] = (await splitBody(id)).parts as { shape: Shape }[];
    const withPoint = [
      await report(id, pointIn((east as { shape: Shape }).shape)),
      await report(id, pointIn((west as { shape: Shape }).shape)),
    ];
    const without_ = await report(id);
    await test.holder('grid_leader', id);
    const facts = (await test.ask('GET', `/places/${id}/consequences`, { as: admin })).body;
    assert.deepEqual([facts.matters, facts.openMatters, facts.terms], [3, 3, 1]);
    const asked = await post(`/places/${id}/split`, await splitBody(id, { from: '2026-06-15' }));
    assert.equal(asked.status, 201, asked.text);
    assert.equal(asked.body.state, 'planned');
    const [, a, b] = asked.body.places as [string, string, string];
    assert.ok(county().places.has(id) && !county().places.has(a), 'not yet');
    assert.equal((await sheet(a)).inForce, false);
    assert.ok((await sheet(parent as string)).coming.some((one: { id: string }) => one.id === a));
    const { version } = await sheet(id);
    assert.equal((await post(`/places/${id}/retire`, { version })).body.code, 'change_planned');
    assert.equal((await matter(without_))?.place_id, id);

    test.clock.now += 5 * DAY;
    await reloadCounty(test.house.services, county().id);
    assert.ok(!county().places.has(id) && county().places.has(a), 'the day alone changes what is in force');
    const again = await test.ask('GET', `/matters/${withPoint[0]}`, { as: dispatcher });
    assert.equal(again.status, 200, 'a matter still at the old place can be read meanwhile');
    assert.equal(await applyDue(test.house.services, county(), test.clock.now), 1);
    await runJobs();
    assert.equal((await matter(withPoint[0] as string))?.place_id, a);
    assert.equal((await matter(withPoint[1] as string))?.place_id, b);
    const moved = await matter(without_);
    assert.equal(moved?.place_id, parent, 'no point: the parent');
    assert.equal(moved?.place_then, id);
    assert.deepEqual([(await matter(withPoint[0] as string))?.holder_id, moved?.holder_id], [a, parent]);
    const list = (await test.ask('GET', `/matters?view=register&place=${a}`, { as: dispatcher })).body;
    assert.deepEqual(
      list.rows.map((row: { id: string }) => row.id),
      [withPoint[0]],
    );
    const view = (await test.ask('GET', `/matters/${withPoint[0]}`, { as: dispatcher })).body;
    assert.equal(view.placeThen.id, id);
    assert.ok(
      view.story.some(
        (one: { kind: string; input: { place: { id: string } } }) =>
          one.kind === 'matter.moved' && one.input.place.id === a,
      ),
    );
    const terms = await db().rows<{ post: string; from: string; to: string | null }>(sql`
      SELECT t.post_id AS post, t.from_day AS from, t.to_day AS to FROM term t JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
      WHERE t.county_id = ${county().id} AND o.place_id = ANY(${[id, a]}) ORDER BY t.from_day`);
    assert.deepEqual(
      terms.map(({ post: at, from, to }) => [at.endsWith(a), from, to]),
      [
        [false, '2020-01-01', '2026-06-14'],
        [true, '2026-06-15', null],
      ],
    );
    const compounds = await childrenIds(a);
    assert.ok(compounds.length > 0, 'the compound went along');
    const ended = await sheet(id);
    assert.deepEqual(
      [ended.inForce, ended.to, ended.abilities.length, ended.changes[0].kind],
      [false, '2026-06-14', 0, 'split'],
    );
    assert.ok(
      codes(
        await post('/matters', { id: randomUUID(), words: '演示', place: id, channel: 'grid_member' }, leader),
      ).includes('place_not_in_force'),
    );
    assert.equal(await runVerify(test.house.services, county().id), true);
  });

  it('merges into one of them and into a new one; a planned one can be called off', async () => {
    const [g3, g4, g5] = [grid(1), grid(3), grid(4)];
    const held = await report(g4.id);
    const versions = async (...ids: string[]) =>
      Promise.all(ids.map(async (id) => ({ id, version: (await sheet(id)).version })));
    const town = [...county().places.values()].find((place) => place.kind === 'town') as { id: string };
    assert.equal(
      (await post('/places/merge', { places: await versions(g4.id, town.id), name: '演示' })).body.code,
      'merge_unlike',
    );
    assert.ok(
      codes(await post('/places/merge', { places: await versions(g4.id, g5.id), into: g3.id })).includes(
        'merge_into_other',
      ),
    );
    assert.deepEqual(codes(await post('/places/merge', { places: await versions(g4.id, g5.id) })), [
      'invalid_fields',
      'field_required',
    ]);
    const planned = await post('/places/merge', {
      places: await versions(g4.id, g5.id),
      name: '演示合并',
      code: g4.code,
      from: '2026-07-01',
    });
    assert.equal(planned.status, 201, planned.text);
    assert.equal((await post(`/place-changes/${planned.body.change}/cancel`, {}, dispatcher)).status, 403);
    assert.equal((await post(`/place-changes/${planned.body.change}/cancel`, {})).body.state, 'cancelled');
    assert.equal((await post(`/place-changes/${planned.body.change}/cancel`, {})).body.code, 'change_over');
    assert.equal((await sheet(g4.id)).to, null);
    assert.equal((await test.ask('GET', '/place-changes?state=planned', { as: admin })).body.rows.length, 0);

    const [old3, old4] = [await shapeOf(g3.id), await shapeOf(g4.id)];
    const done = await post('/places/merge', { places: await versions(g3.id, g4.id), into: g3.id });
    assert.equal(done.body.state, 'done', done.text);
    await runJobs();
    assert.deepEqual([(await matter(held))?.place_id, (await matter(held))?.holder_id], [g3.id, g3.id]);
    const now = areaOf(await shapeOf(g3.id));
    assert.ok(Math.abs(now - areaOf(joined([old3, old4]) as Shape)) < 1);
    assert.equal(await runVerify(test.house.services, county().id), true);
  });

  it('retires: not while coded places lie below; matters go to the parent', async () => {
    const g = grid(4);
    const community = await sheet(g.parent as string);
    assert.equal(
      (await post(`/places/${g.parent}/retire`, { version: community.version })).body.code,
      'place_has_below',
    );
    const root = await sheet(county().root.id);
    assert.equal(
      (await post(`/places/${county().root.id}/retire`, { version: root.version })).body.code,
      'county_stays',
    );
    const held = await report(g.id);
    const { version } = await sheet(g.id);
    const done = await post(`/places/${g.id}/retire`, { version });
    assert.equal(done.body.state, 'done', done.text);
    await runJobs();
    assert.deepEqual([(await matter(held))?.place_id, (await matter(held))?.place_then], [g.parent, g.id]);
    assert.equal((await post(`/places/${g.id}/edit`, { version: version + 1, name: '演示' })).status, 422);
    const { code } = g;
    const make = (await sheet(g.parent as string)).abilities.find((one: { verb: string }) => one.verb === 'make')
      .kinds[0];
    assert.notEqual(make.code, code, 'a code does not come back by itself');
  });

  it('a code of a community takes its grids’ codes along', async () => {
    const community = await sheet(grid(0).parent as string);
    const other = community.place.code.replace(/...$/, '987');
    const done = await post(`/places/${community.place.id}/edit`, { version: community.version, code: other });
    assert.equal(done.body.state, 'done', done.text);
    const below = [...county().places.values()].filter((place) => place.parent === community.place.id);
    assert.ok(below.length > 2 && below.every((place) => place.code.startsWith(other)));
    assert.equal(await runVerify(test.house.services, county().id), true);
  });
});
