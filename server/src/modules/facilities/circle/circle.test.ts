/** Ways to walk on and the circle computed over them, as they are asked for over the network. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import { communityOf } from '../../../../test/bad-input/door.ts';
import { type Scene, setScene } from '../../../../test/matrix/roles.ts';
import { openTestHouse, type Someone, type TestHouse } from '../../../../test/open-house.ts';
import { verify } from '../../../platform/verify.ts';
import { work } from '../../../platform/worker.ts';

const GEOJSON = 'application/geo+json';

let house: TestHouse;
let scene: Scene;
let admin: Someone;
let secretary: Someone;
before(async () => {
  house = await openTestHouse();
  scene = await setScene(house);
  admin = scene.roles.system_admin;
  secretary = scene.roles.community_secretary;
});
after(() => house.close());

const feature = (id: string, geometry: object | null) => ({ type: 'Feature', id, properties: {}, geometry });
const line = (id: string, coordinates: unknown) => feature(id, { type: 'LineString', coordinates });
const collection = (features: object[]) => JSON.stringify({ type: 'FeatureCollection', features });
/** A street of some five kilometres through the scene's point. */
const street = () => {
  const [lon, lat] = scene.point;
  return line('street', [
    [lon - 0.025, lat],
    [lon, lat],
    [lon + 0.025, lat],
  ]);
};

const send = (body: string, as = admin, more: { key?: string; type?: string } = {}) =>
  house.ask('POST', '/imports/ways', {
    as,
    body,
    headers: { 'content-type': more.type ?? GEOJSON },
    ...(more.key ? { key: more.key } : {}),
  });
const read = async (path: string) => {
  const answer = await house.ask('GET', path, { as: secretary });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

describe('ways', () => {
  it('are for whoever imports', async () => {
    for (const [as, status] of [
      [secretary, 403],
      [scene.roles.centre_dispatcher, 403],
      [scene.roles.reporter, 403],
      [scene.roles.anonymous, 401],
    ] as const)
      assert.equal((await send(collection([street()]), as)).status, status);
    assert.equal((await read('/circle')).network, null);
  });

  it('that are none are refused whole, each with its reason', async () => {
    for (const text of ['', 'no json', '[]', '{"type":"FeatureCollection"}', '{"type":"Feature"}'])
      assert.equal((await send(text)).body.code, 'geojson_invalid', text);
    const [lon, lat] = scene.point;
    const answer = await send(
      collection([
        feature('a point', { type: 'Point', coordinates: [lon, lat] }),
        line('short', [[lon, lat]]),
        line('words', [
          ['east', 'north'],
          [lon, lat],
        ]),
        line('swapped', [
          [lat, lon],
          [lat, lon + 0.001],
        ]),
        line('far', [
          [1, 2],
          [3, 4],
        ]),
        feature('nothing', null),
      ]),
    );
    assert.deepEqual([answer.status, answer.body.code], [422, 'network_empty'], answer.text);
    assert.deepEqual(
      answer.body.fields.map((one: { path: string; code: string }) => `${one.path} ${one.code}`),
      [
        'features.1 way_not_a_line',
        'features.2 way_too_short',
        'features.3 way_coordinates_invalid',
        'features.4 way_coordinates_swapped',
        'features.5 way_outside_county',
        'features.6 way_not_a_line',
      ],
    );
    assert.equal((await read('/circle')).network, null, 'nothing was kept');
  });

  it('are taken in, the faulty ones named; the same once; the next take their place', async () => {
    const key = randomUUID();
    const body = collection([street(), line('short', [scene.point])]);
    const first = await send(body, admin, { key });
    assert.equal(first.status, 201, first.text);
    assert.deepEqual(
      { ...first.body, kilometres: Math.round(first.body.kilometres) },
      {
        version: 1,
        ways: 1,
        kilometres: Math.round((0.05 * 111.195 * Math.cos((scene.point[1] * Math.PI) / 180) * 10) / 10),
        refused: 1,
        faults: [{ feature: 2, id: 'short', code: 'way_too_short' }],
      },
    );
    assert.deepEqual((await send(body, admin, { key })).body, first.body);
    assert.equal((await send(collection([street()]), admin, { key })).body.code, 'key_reused');
    const next = await send(collection([street(), { ...street(), id: 'again' }]), admin, { type: 'application/json' });
    assert.deepEqual([next.body.version, next.body.ways], [2, 2], next.text);
    const { network } = await read('/circle');
    assert.deepEqual([network.version, network.ways], [2, 2]);
  });
});

describe('the circle', () => {
  const ask = (body: object, more: { as?: Someone; key?: string } = {}) =>
    house.ask('POST', '/circle', { as: more.as ?? secretary, body, ...(more.key ? { key: more.key } : {}) });
  /** Does the job as the worker would. */
  const computed = async (job: string) => {
    assert.equal((await house.ask('GET', `/circle/${job}`, { as: secretary })).status, 404, 'not before it is done');
    assert.equal((await read(`/circle/jobs/${job}`)).state, 'waiting');
    await work(house.house.services, house.county().id, job, new AbortController().signal);
    const { state, done, total } = await read(`/circle/jobs/${job}`);
    assert.deepEqual([state, done], ['done', total]);
    return read(`/circle/${job}`);
  };
  const kinds = ['party_centre'];

  it('is refused to who may not, and for kinds that are none', async () => {
    assert.equal((await ask({ kinds }, { as: scene.roles.reporter })).status, 403);
    assert.equal((await ask({ kinds }, { as: scene.roles.anonymous })).status, 401);
    const wrong = await ask({ kinds: ['party_centre', 'castle'] });
    assert.deepEqual(
      wrong.body.fields.map((one: { path: string }) => one.path),
      ['kinds.1'],
    );
    assert.equal((await ask({ kinds, minutes: 0 })).status, 400);
    assert.equal((await house.ask('GET', `/circle/jobs/${randomUUID()}`, { as: secretary })).status, 404);
  });

  it('of nothing covers nothing; of one station its own community first; and is found again', async () => {
    const empty = await computed((await ask({ kinds, minutes: 15 })).body.job);
    assert.deepEqual([empty.kind, empty.summary.stations, empty.summary.share], ['coverage', 0, 0]);
    const made = await house.ask('POST', '/facilities', {
      as: secretary,
      body: {
        id: uuidv7(),
        kind: 'party_centre',
        name: '演示中心',
        place: communityOf(scene),
        point: scene.point,
        hours: { week: [[], [], [], [], [], [], []], holidays: 'usual', makeup: 'usual', exceptions: [] },
        services: [],
        oneWindow: false,
        contactPost: null,
        from: '2026-01-01',
      },
    });
    assert.equal(made.status, 201, made.text);
    const key = randomUUID();
    const { job } = (await ask({ kinds, minutes: 15 }, { key })).body;
    assert.equal((await ask({ kinds, minutes: 15 }, { key })).body.job, job, 'a repeat is the same job');
    const one = await computed(job);
    assert.equal(one.summary.stations, 1);
    assert.equal(one.summary.network.version, 2, 'over the ways that were taken in');
    const share = (circle: typeof one, id: string) =>
      circle.body.communities.find((each: { id: string }) => each.id === id).share;
    const own = share(one, communityOf(scene));
    assert.ok(own > 0);
    assert.ok(one.body.communities.every((each: { share: number }) => each.share <= own));
    const near = await computed((await ask({ kinds, minutes: 3 })).body.job);
    assert.ok(share(near, communityOf(scene)) < own, 'three minutes reach less than fifteen');
    const { rows } = await read('/circle');
    assert.equal(rows.length, 3);
    assert.equal(rows[0].id, near.id, 'the latest first');
  });

  it('says where the next ones help, proved', async () => {
    const { job } = (await ask({ kinds, minutes: 15, sites: 2 })).body;
    const { kind, summary, body } = await computed(job);
    assert.equal(kind, 'next');
    assert.equal(body.sites.chosen.length, 2);
    assert.ok(body.sites.optimal && body.sites.gap === 0);
    assert.ok(body.sites.adds >= body.sites.greedyAdds);
    assert.ok(body.sites.chosen.every((one: { adds: number }) => one.adds > 0));
    assert.equal(summary.sites.asked, 2);
  });
});

it('the journal of all this verifies', async () => {
  assert.deepEqual((await verify(house.house.services, 'eastshire')).findings, []);
});
