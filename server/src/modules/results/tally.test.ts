import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY, HOUR, MORNING, openSmallHouse, type SmallHouse } from '../../../test/small-house.ts';
import type { Actor } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import { drainAll } from '../../platform/outbox.ts';
import { reactions } from '../../reactions.ts';
import { overview } from './overview.ts';
import { medianHours, publicMap, publicResults } from './public.ts';
import { rebuildAllTallies } from './reactions.ts';
import { compareTallies, countDay, type Tally } from './tally.ts';

describe('tallies', () => {
  let house: SmallHouse;
  let resident: Actor;
  let boss: Actor;
  let unit: Actor;
  before(async () => {
    house = await openSmallHouse();
    resident = await house.resident();
    boss = await house.staff('grid_leader@g1', 'dispatcher@c');
    unit = await house.staff('responder@u1', 'responder@u2');
  });
  after(() => house.close());

  const drain = () => drainAll(house.services, house.county, reactions);
  const tallies = () =>
    house.db.rows<Tally>(
      sql`SELECT * FROM tally WHERE county_id = ${house.county.id} ORDER BY day, community_id, item_id`,
    );
  const after_ = (hours: number) => {
    house.clock.now += hours * HOUR;
  };

  /** Reported, sent to the unit, answered after `hours`. */
  async function answered(place: string, hours: number): Promise<string> {
    const id = await house.report(resident, { place });
    await house.act(boss, id, 'accept', { item: 'i1' });
    await house.act(boss, id, 'dispatch', { lead: 'u1' });
    await house.act(unit, id, 'take_on', {}, 1);
    after_(hours);
    await house.act(unit, id, 'conclude', { outcome: 'resolved', words: '演示：办好了' }, 1);
    return id;
  }

  it('count what came of a day’s matters by first answer and first verdict, and agree with a recount', async () => {
    house.clock.now = MORNING;
    const quick = await answered('g1', 5);
    house.clock.now = MORNING;
    const slow = await answered('g1', 30);
    house.clock.now = MORNING + HOUR;
    const open = await house.report(resident, { place: 'g2' });
    house.clock.now = MORNING + 31 * HOUR;
    await house.act(resident, quick, 'judge', { met: true, resolved: true, satisfied: true });
    // Unsatisfied: done again, then satisfied; the first verdict stays.
    await house.act(resident, slow, 'judge', { met: true, resolved: false, satisfied: false });
    await house.act(unit, slow, 'take_on', {}, 2);
    await house.act(unit, slow, 'conclude', { outcome: 'resolved', words: '演示：又办了' }, 2);
    await house.act(resident, slow, 'judge', { met: true, resolved: true, satisfied: true });
    await drain();

    const cell = { day: '2026-06-10', county_id: house.county.id };
    assert.deepEqual(await tallies(), [
      {
        ...cell,
        community_id: 's1',
        item_id: 'i1',
        received: 2,
        concluded: 2,
        closed: 2,
        judged: 2,
        satisfied: 1,
        met: 2,
        on_time: 1,
        late: 1,
        hours: 35,
        redone: 1,
      },
      {
        ...cell,
        community_id: 's2',
        item_id: '',
        received: 1,
        concluded: 0,
        closed: 0,
        judged: 0,
        satisfied: 0,
        met: 0,
        on_time: 0,
        late: 0,
        hours: 0,
        redone: 0,
      },
    ]);
    assert.deepEqual(await compareTallies(house.db, house.county), []);
    assert.ok(open);
  });

  it('put a report just after midnight on the county’s own day, and leave historic ones out', async () => {
    house.clock.now = Date.parse('2026-06-12T00:30:00+08:00');
    await house.report(resident, { place: 's3' });
    const old = await house.report(resident, { place: 's3' });
    await house.db.rows(
      sql`UPDATE matter SET historic = TRUE WHERE county_id = ${house.county.id} AND matter_id = ${old}`,
    );
    await drain();
    const rows = (await tallies()).filter((row) => row.day === '2026-06-12');
    assert.deepEqual(
      rows.map(({ community_id, received }) => [community_id, received]),
      [['s3', 1]],
    );
  });

  it('are found wrong by the comparison, and right again after counting all anew', async () => {
    await house.db.rows(
      sql`UPDATE tally SET closed = closed + 1 WHERE county_id = ${house.county.id} AND day = '2026-06-10'`,
    );
    await house.db.rows(sql`
      INSERT INTO tally SELECT county_id, '2001-01-01', community_id, item_id, received, concluded, closed, judged, satisfied, met,
        on_time, late, hours, redone FROM tally WHERE county_id = ${house.county.id} AND day = '2026-06-12'`);
    assert.deepEqual(await compareTallies(house.db, house.county), ['2001-01-01', '2026-06-10']);
    assert.equal(await rebuildAllTallies(house.services, house.county), 3);
    assert.deepEqual(await compareTallies(house.db, house.county), []);
  });

  it('show the public figures and what became of matters, and nothing of anybody', async () => {
    const { db, county } = house;
    const now = Date.parse('2026-06-12T09:00:00+08:00');
    const shown = await publicResults(db, county, now, () => medianHours(db, county, now));
    assert.deepEqual(shown.today, { received: 1, concluded: 0 });
    assert.deepEqual(shown.month, {
      from: '2026-05-14',
      received: 4,
      concluded: 2,
      closed: 2,
      satisfiedRate: 0.5,
      metRate: 1,
      onTimeRate: 0.5,
      medianHours: 5,
    });
    assert.deepEqual(shown.byCategory, [
      { category: '道路', received: 2, closed: 2 },
      { category: '', received: 2, closed: 0 },
    ]);
    assert.deepEqual(
      shown.byCommunity.map((row) => [row.name, row.received]),
      [
        ['演示一社区', 2],
        ['演示二社区', 1],
        ['演示三村', 1],
      ],
    );
    assert.equal(shown.recent.length, 2, 'what nobody has judged yet is not shown');
    assert.equal(shown.recent[0]?.title, '演示事项i1');
    assert.ok(!JSON.stringify(shown).includes('路灯'), 'no words of people');
  });

  it('snap the public map to squares, without words, numbers or ids', async () => {
    const { db, county } = house;
    await db.rows(sql`UPDATE matter SET lon = 116.04567, lat = 36.05432 WHERE county_id = ${county.id}`);
    const { points } = await publicMap(db, county, Date.parse('2026-06-12T09:00:00+08:00'));
    assert.equal(points.length, 2);
    const [point] = points;
    assert.deepEqual(Object.keys(point ?? {}).sort(), ['day', 'item', 'point', 'state']);
    const [lon = 0, lat = 0] = point?.point ?? [];
    assert.ok(lon !== 116.04567 && lat !== 36.05432);
    assert.ok(Math.abs(lon - 116.04567) < 0.002 && Math.abs(lat - 36.05432) < 0.0014, `${lon} ${lat}`);
    assert.deepEqual(points[1]?.point, point?.point);
  });

  it('give each post the overview of its own places and units', async () => {
    const { db, county } = house;
    const now = Date.parse('2026-06-12T09:00:00+08:00');
    const look = async (...posts: string[]) => overview(db, county, await house.staff(...posts), now);
    const sum = (days: { received: number }[]) => days.reduce((total, day) => total + day.received, 0);
    const whole = await look('dispatcher@c');
    assert.deepEqual([whole.days.length, sum(whole.days), whole.open.submitted], [30, 4, 3]);
    assert.equal(whole.cards.red, 3, 'past their deadline, swept or not');
    const town = await look('town_reader@t1');
    assert.deepEqual([sum(town.days), town.open.submitted], [3, 1]);
    const grid = await look('grid_leader@g1');
    assert.deepEqual([sum(grid.days), grid.open], [2, {}]);
    assert.deepEqual(
      sum((await look('town_reader@t1', 'grid_leader@g1')).days),
      3,
      'a place below another counts once',
    );
    const id = await answeredLess('g1');
    const responder = await look('responder@u1');
    assert.deepEqual(responder.days, []);
    assert.deepEqual(responder.units, [
      { unit: { id: 'u1', name: '演示单位u1' }, sent: 1, underWay: 0, yellow: 0, red: 0 },
    ]);
    assert.ok(id);
    assert.deepEqual((await look('auditor@c')).days, []);
  });

  async function answeredLess(place: string): Promise<string> {
    house.clock.now = Date.parse('2026-06-12T08:30:00+08:00');
    const id = await house.report(resident, { place });
    await house.act(boss, id, 'accept', { item: 'i1' });
    await house.act(boss, id, 'dispatch', { lead: 'u1' });
    return id;
  }

  it('never read all matters', async () => {
    const { db, county } = house;
    await db.rows(sql`
      INSERT INTO matter (county_id, matter_id, number, state, version, head, channel, submitted_at, place_id, place_then, path,
        callback, reporter_kind, reachable)
      SELECT ${county.id}, gen_random_uuid(), 'old-' || n, 'closed', 1, '', 'resident', '2020-01-01'::timestamptz + n * interval '10 minutes',
        's1', 's1', 'c.t1.s1.', 'none', 'resident', true FROM generate_series(1, 30000) n`);
    await db.pool.query('ANALYZE matter');
    const seen: string[] = [];
    const explaining = {
      rows: async (statement: { text: string; values: unknown[] }) => {
        const { rows } = await db.pool.query(`EXPLAIN ${statement.text}`, statement.values);
        seen.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return [];
      },
      row: async (statement: { text: string; values: unknown[] }) => {
        await explaining.rows(statement);
        return {};
      },
    };
    const now = Date.parse('2026-06-12T09:00:00+08:00');
    await publicResults(explaining as never, county, now, () => medianHours(explaining as never, county, now));
    await publicMap(explaining as never, county, now);
    await countDay(explaining as never, county, '2026-06-10');
    await overview(explaining as never, county, await house.staff('dispatcher@c', 'responder@u1'), now);
    await overview(explaining as never, county, await house.staff('grid_leader@g1'), now);
    assert.ok(seen.length >= 10);
    for (const plan of seen) assert.doesNotMatch(plan, /Seq Scan on matter\b/, plan);
    assert.ok(now > DAY);
  });
});
