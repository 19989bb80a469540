import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { facilityFigures } from './index.ts';

const GRID = 'g001';
const OFFICE = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const HOURS = {
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []],
  holidays: 'closed',
  makeup: 'monday',
  exceptions: [],
};

let house: TestHouse;
let community: string;
let other: string;
let secretary: Someone;
let neighbour: Someone;
let point: [number, number];
before(async () => {
  house = await openTestHouse();
  const { places } = house.county();
  community = places.get(GRID)?.parent as string;
  other = [...places.values()].find((one) => one.kind === 'community' && one.gridded && one.id !== community)
    ?.id as string;
  secretary = await house.holder('community_secretary', community);
  neighbour = await house.holder('community_secretary', other);
  point = await inside(GRID);
});
after(() => house.close());

/** A point that the index puts into the place itself. */
async function inside(place: string): Promise<[number, number]> {
  const row = await house.house.services.db.row<{ shape: { coordinates: [number, number][][] } }>(sql`
    SELECT shape FROM place_shape WHERE county_id = 'eastshire' AND place_id = ${place}`);
  const ring = row?.shape.coordinates[0] ?? [];
  for (const [x, y] of ring)
    for (const [u, v] of ring) {
      const middle: [number, number] = [(x + u) / 2, (y + v) / 2];
      if (house.county().placeIndex.at(...middle) === place) return middle;
    }
  throw new Error(`no point in ${place}`);
}

let made = 0;
const fields = (more: Record<string, unknown> = {}) => ({
  id: uuidv7(),
  kind: 'party_centre',
  name: `演示·中心${++made}`,
  place: community,
  point,
  hours: HOURS,
  services: ['window'],
  oneWindow: true,
  contactPost: null,
  from: '2026-01-01',
  ...more,
});
const make = (body: unknown, as: Someone = secretary) => house.ask('POST', '/facilities', { as, body });
const codes = (answer: { body: { fields?: { path: string; code: string }[] } }) =>
  (answer.body.fields ?? []).map(({ path, code }) => `${path} ${code}`);

describe('keeping facilities', () => {
  test('make, look, change, close, reopen, each with the version seen', async () => {
    const body = fields({ contactPost: `community_secretary.${community}` });
    const answer = await make(body);
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.version, 1);
    const open = await house.ask('GET', `/facilities/${body.id}`);
    assert.equal(open.status, 200);
    assert.deepEqual([open.body.open, open.body.until], [true, '2026-06-10T12:00:00.000+08:00']);
    assert.equal(open.body.contact.post, `community_secretary.${community}`);
    assert.equal(open.body.services[0].word.zh, '政务办理');
    assert.equal(open.body.version, undefined, 'what is for staff is not told to everybody');
    const staff = await house.ask('GET', `/facilities/${body.id}`, { as: secretary });
    assert.deepEqual(staff.body.abilities, ['change', 'close']);

    const path = `/facilities/${body.id}`;
    const change = (version: number, more: object, as = secretary) =>
      house.ask('POST', `${path}/change`, { as, body: { version, ...more } });
    assert.equal((await change(7, { name: '演示·新名' })).body.code, 'stale_version');
    assert.equal((await change(1, { name: '演示·新名' })).body.version, 2);
    assert.equal((await change(2, { name: '演示·新名' })).body.version, 2, 'nothing changes, nothing is written');
    const closed = await house.ask('POST', `${path}/close`, {
      as: secretary,
      body: { version: 2, lastDay: '2026-06-09' },
    });
    assert.equal(closed.body.version, 3, closed.text);
    assert.equal((await house.ask('GET', path)).status, 404, 'gone for everybody');
    assert.deepEqual((await house.ask('GET', path, { as: secretary })).body.abilities, ['reopen']);
    assert.equal((await change(3, { name: '演示·再改' })).body.code, 'facility_closed');
    assert.equal((await house.ask('POST', `${path}/reopen`, { as: secretary, body: { version: 3 } })).body.version, 4);
    assert.equal((await house.ask('GET', path)).status, 200);
    const journal = await house.house.services.db.rows<{ kind: string; event: string }>(sql`
      SELECT event->>'kind' AS kind, event::text AS event FROM journal
      WHERE county_id = 'eastshire' AND subject_kind = 'facility' AND subject_id = ${body.id} ORDER BY seq`);
    assert.deepEqual(
      journal.map((row) => row.kind),
      ['facility.made', 'facility.changed', 'facility.closed', 'facility.reopened'],
    );
    assert.ok(!journal.some((row) => row.event.includes('新名')), 'a name stands in its row alone');
  });

  test('is for who keeps the place: others are refused and change nothing', async () => {
    const body = fields();
    assert.equal((await make(body, neighbour)).status, 403);
    assert.equal((await make(body, await house.holder('grid_leader', GRID))).status, 403);
    assert.equal((await make(body, await house.resident())).status, 403);
    assert.equal((await house.ask('POST', '/facilities', { body })).status, 401);
    assert.equal((await make(body)).status, 201);
    const path = `/facilities/${body.id}`;
    for (const as of [
      neighbour,
      await house.holder('town_caller', house.county().places.get(community)?.parent as string),
    ]) {
      for (const [verb, more] of [
        ['change', { name: '演示·抢' }],
        ['close', {}],
        ['reopen', {}],
      ] as const)
        assert.equal((await house.ask('POST', `${path}/${verb}`, { as, body: { version: 1, ...more } })).status, 403);
    }
    // Moving it into a place of one's own takes the right to both.
    const away = { version: 1, place: community, point };
    assert.equal((await house.ask('POST', `${path}/change`, { as: neighbour, body: away })).status, 403);
    assert.equal(
      (await house.ask('POST', `/facilities/${uuidv7()}/close`, { as: secretary, body: { version: 1 } })).status,
      404,
    );
    assert.equal((await house.ask('GET', '/facilities/nonsense')).status, 404);
  });

  test('names every fault of what is given, and keeps nothing', async () => {
    const bad = {
      kind: 'castle',
      services: ['window', 'dragons'],
      contactPost: 'nobody.nowhere',
      hours: {
        ...HOURS,
        week: [
          [{ from: '12:00', to: '08:00' }],
          [
            { from: '08:00', to: '12:00' },
            { from: '11:00', to: '13:00' },
          ],
          [],
          [],
          [],
          [],
          [],
        ],
      },
    };
    assert.deepEqual(codes(await make(fields(bad))), [
      'kind facility_kind_unknown',
      'services.1 service_unknown',
      'hours.week.0.0 hours_order',
      'hours.week.1.1 hours_overlap',
      'contactPost post_unknown',
    ]);
    assert.deepEqual(codes(await make(fields({ point: [116.4, 39.9] }))), ['point point_outside_county']);
    assert.deepEqual(codes(await make(fields({ point: await inside('g100'), place: community }))), [
      'point point_not_in_place',
    ]);
    assert.deepEqual(codes(await make(fields({ place: 'nowhere' }))), ['place place_unknown']);
    assert.equal((await make(fields({ point: [36.3, 116.4] }))).status, 400, 'swapped coordinates are no position');
    assert.equal((await make(fields({ from: '2026-02-30' }))).status, 400);
    const first = fields();
    assert.equal((await make(first)).status, 201);
    assert.deepEqual(codes(await make(fields({ name: first.name }))), ['name facility_exists']);
    assert.equal((await make({ ...fields(), id: first.id })).body.code, 'key_reused');
    const wrong = await house.ask('POST', `/facilities/${first.id}/close`, {
      as: secretary,
      body: { version: 1, lastDay: '2025-01-01' },
    });
    assert.deepEqual(codes(wrong), ['lastDay day_order']);
  });

  test('lists by kind, place, service and name, the nearest first, page by page', async () => {
    const before = (await house.ask('GET', '/facilities?limit=200')).body;
    assert.equal(before.count, before.rows.length);
    const shop = fields({ kind: 'points_market', services: ['points'], oneWindow: false, name: '演示·远处的店' });
    assert.equal((await make(shop)).status, 201);
    const list = async (query: string) => (await house.ask('GET', `/facilities?${query}`)).body;
    assert.deepEqual(
      (await list('kind=points_market')).rows.map((row: { id: string }) => row.id),
      [shop.id],
    );
    assert.equal((await list('service=points')).count, 1);
    assert.equal((await list(`place=${other}`)).count, 0);
    assert.equal((await list('q=%25')).count, 0, 'a sign is a sign');
    assert.equal((await list('q=远处')).count, 1);
    const near = await list(`near=${point.join(',')}&limit=3`);
    assert.ok(near.rows.every((row: { metres: number }) => row.metres === 0));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { rows: { id: string }[]; next: string | null } = await list(
        `limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.next;
    }
    assert.equal(new Set(seen).size, before.count + 1);
    assert.equal(seen.length, before.count + 1);
    assert.equal((await house.ask('GET', '/facilities?cursor=nonsense')).status, 400);
    assert.equal((await house.ask('GET', '/facilities?near=here')).status, 400);
    assert.equal((await house.ask('GET', '/facilities?place=nowhere')).status, 400);
    const { points } = (await house.ask('GET', '/facilities/map')).body;
    assert.equal(points.length, before.count + 1);
    assert.deepEqual(await facilityFigures(house.house.services.db, house.county(), '2026-06-10'), {
      stations: 0,
      restStations: 0,
      volunteerTeams: 0,
      dutyTeams: 0,
      errandTeams: 0,
      teams: 0,
      facilities: before.count + 1,
      partyCentres: before.count,
    });
  });

  test('follows the calendar: a holiday closes, a make-up Saturday opens', async () => {
    const body = fields();
    assert.equal((await make(body)).status, 201);
    const stateAt = async (instant: string) => {
      const then = house.clock.now;
      house.clock.now = Date.parse(instant);
      const { open, opens, today } = (await house.ask('GET', `/facilities/${body.id}`)).body;
      house.clock.now = then;
      return [open, opens?.slice(0, 16) ?? null, today.why];
    };
    assert.deepEqual(await stateAt('2026-02-14T09:00:00+08:00'), [true, null, 'makeup']);
    assert.deepEqual(await stateAt('2026-02-17T09:00:00+08:00'), [false, '2026-02-24T08:30', 'holiday']);
    assert.deepEqual(await stateAt('2026-06-13T09:00:00+08:00'), [false, '2026-06-15T08:30', 'week']);
  });

  test('is not there where the county has switched it off', async () => {
    const { switches } = house.county().pack;
    switches.facilities = false;
    try {
      assert.equal((await house.ask('GET', '/facilities')).status, 404);
      assert.equal((await make(fields())).status, 404);
      assert.equal((await house.ask('GET', '/swaps', { as: secretary })).status, 404);
      delete switches.facilities;
      switches.rosters = false;
      assert.equal((await house.ask('GET', '/swaps', { as: secretary })).status, 404, 'rosters go by themselves');
      switches.map = false;
      assert.equal((await house.ask('GET', '/facilities/map')).status, 404);
      assert.equal((await house.ask('GET', '/facilities')).status, 200);
    } finally {
      delete switches.facilities;
      delete switches.rosters;
      delete switches.map;
    }
    assert.equal((await house.ask('GET', '/facilities')).status, 200);
  });
});
