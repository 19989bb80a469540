/** Facilities and teams go on in the places that come after theirs, as matters do. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { shared, without } from '@huying/domain/places';
import { boxOf, pointInShape, type Shape } from '@huying/domain/territory';
import { v7 as uuidv7 } from 'uuid';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { runVerify } from '../../platform/verify.ts';
import { work } from '../../platform/worker.ts';

const DAY = [{ from: '08:30', to: '17:30' }];
const HOURS = { week: [DAY, DAY, DAY, DAY, DAY, [], []], holidays: 'closed', makeup: 'monday', exceptions: [] };

describe('facilities after a change of the territory', () => {
  let test: TestHouse;
  let admin: Someone;
  let secretary: Someone;
  let community: string;
  let grids: string[];
  before(async () => {
    test = await openTestHouse();
    admin = await test.holder('system_admin', 'c');
    const { places } = test.county();
    const counted = Map.groupBy(
      [...places.values()].filter((one) => one.kind === 'grid'),
      (one) => one.parent as string,
    );
    const [found] = [...counted].filter(([, below]) => below.length >= 4);
    assert.ok(found);
    community = found[0];
    grids = found[1].map((one) => one.id);
    secretary = await test.holder('community_secretary', community);
  });
  after(() => test.close());

  const db = () => test.house.services.db;
  const grid = (no: number) => grids[no] as string;
  async function shapeOf(id: string): Promise<Shape> {
    const row = await db().row<{ shape: Shape }>(
      sql`SELECT shape FROM place_shape WHERE county_id = ${test.county().id} AND place_id = ${id}`,
    );
    return row?.shape as Shape;
  }

  function pointIn(shape: Shape): [number, number] {
    const [west, south, east, north] = boxOf(shape);
    for (let i = 1; i < 40; i += 1)
      for (let j = 1; j < 40; j += 1) {
        const point: [number, number] = [west + ((east - west) * i) / 40, south + ((north - south) * j) / 40];
        if (pointInShape(...point, shape)) return point;
      }
    throw new Error('no point');
  }

  const post = async (path: string, body: unknown, as: Someone = admin) => {
    const answer = await test.ask('POST', path, { as, body });
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };

  /** @returns its id */
  async function facility(place: string, more: object = {}): Promise<string> {
    const id = uuidv7();
    const body = {
      ...{ id, kind: 'party_centre', name: `演示·${id}`, place, point: pointIn(await shapeOf(place)), hours: HOURS },
      ...{ services: [], oneWindow: false, contactPost: null, from: '2026-01-01', ...more },
    };
    return (await post('/facilities', body, secretary)).id;
  }

  async function team(place: string, more: object = {}): Promise<string> {
    const id = uuidv7();
    const member = await test.holder('grid_member', grid(0));
    return (
      await post('/teams', { id, kind: 'duty', name: `演示·${id}`, place, members: [member.id], ...more }, secretary)
    ).id;
  }

  const version = async (id: string): Promise<number> =>
    (await test.ask('GET', `/places/${id}`, { as: admin })).body.version;
  const sheet = async (id: string) => (await test.ask('GET', `/facilities/${id}`, { as: secretary })).body;
  const placeOf = async (id: string): Promise<string> => (await sheet(id)).place.id;
  const teamPlace = async (id: string): Promise<string> =>
    (await test.ask('GET', `/teams/${id}`, { as: secretary })).body.place.id;

  async function runJobs(): Promise<void> {
    const rows = await db().rows<{ id: string }>(sql`
      SELECT job_id AS id FROM job
      WHERE county_id = ${test.county().id} AND kind = 'territory.rewrite' AND state = 'waiting' ORDER BY started_at`);
    for (const { id } of rows) await work(test.house.services, test.county().id, id, new AbortController().signal);
  }

  it('a split: by their own point, the answering post with them, teams with their facility', async () => {
    const id = grid(0);
    const shape = await shapeOf(id);
    const [west, south, east, north] = boxOf(shape);
    const middle = (west + east) / 2;
    const box: Shape = {
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
    const [left, right] = [shared(shape, box) as Shape, without(shape, [box]) as Shape];
    const seat = `grid_leader.${id}`;
    const inLeft = await facility(id, { point: pointIn(left), contactPost: seat });
    const inRight = await facility(id, { point: pointIn(right) });
    const elsewhere = await facility(grid(1));
    const withRight = await team(id, { facility: inRight });
    const alone = await team(id);
    const facts = (await test.ask('GET', `/places/${id}/consequences`, { as: admin })).body;
    assert.equal(facts.facilities, 4);
    const below = await db().rows<{ id: string }>(
      sql`SELECT place_id AS id FROM place WHERE county_id = ${test.county().id} AND parent_id = ${id}`,
    );
    const done = await post(`/places/${id}/split`, {
      version: await version(id),
      parts: [
        { name: '演示西', shape: left, below: below.map((one) => one.id) },
        { name: '演示东', shape: right },
      ],
    });
    assert.equal(done.state, 'done');
    const [, a, b] = done.places as [string, string, string];
    await runJobs();
    assert.deepEqual([await placeOf(inLeft), await placeOf(inRight), await placeOf(elsewhere)], [a, b, grid(1)]);
    assert.equal((await sheet(inLeft)).contact.post, `grid_leader.${a}`);
    assert.deepEqual([await teamPlace(withRight), await teamPlace(alone)], [b, community]);
    assert.equal((await sheet(inLeft)).history[0].kind, 'facility.followed');
    const rows = (await test.ask('GET', `/facilities?place=${b}`, { as: secretary })).body.rows;
    assert.deepEqual(
      rows.map((row: { id: string }) => row.id),
      [inRight],
    );
    const job = (await test.ask('GET', '/jobs', { as: admin })).body.rows.find(
      (one: { kind: string }) => one.kind === 'territory.rewrite',
    );
    assert.equal(job.result.facilities, 4);
  });

  it('a merge: where two have one name, the one that comes says from where', async () => {
    const [stays, goes] = [grid(1), grid(2)];
    const name = '演示·便民服务点';
    const here = await facility(stays, { name });
    const comes = await facility(goes, { name });
    const places = await Promise.all([stays, goes].map(async (id) => ({ id, version: await version(id) })));
    await post('/places/merge', { places, into: stays });
    await runJobs();
    assert.deepEqual([await placeOf(here), await placeOf(comes)], [stays, stays]);
    const was = test.county().placesEver.get(goes)?.name;
    assert.deepEqual([(await sheet(here)).name, (await sheet(comes)).name], [name, `${name}（${was}）`]);
  });

  it('the end of a grid: to the community, closed ones too; what nobody answers says so; all verifies', async () => {
    const id = grid(3);
    const seat = `grid_leader.${id}`;
    const [open, closed] = [await facility(id, { contactPost: seat }), await facility(id)];
    await post(`/facilities/${closed}/close`, { version: 1 }, secretary);
    await post(`/places/${id}/retire`, { version: await version(id) });
    await runJobs();
    assert.deepEqual([await placeOf(open), await placeOf(closed)], [community, community]);
    assert.equal((await sheet(open)).contact, null);
    assert.equal(await runVerify(test.house.services, test.county().id), true);
  });
});
