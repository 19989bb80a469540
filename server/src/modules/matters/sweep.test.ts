import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HOUR, MORNING, openSmallHouse, type SmallHouse } from '../../../test/small-house.ts';
import type { Actor } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import { sweep } from './sweep.ts';

describe('the sweep of deadlines', () => {
  let house: SmallHouse;
  let resident: Actor;
  let leader: Actor;
  before(async () => {
    house = await openSmallHouse();
    resident = await house.resident();
    leader = await house.staff('grid_leader@g1', 'dispatcher@c');
  });
  after(() => house.close());

  const cardOf = async (id: string) =>
    (
      await house.db.row<{ card: string; version: number }>(sql`
        SELECT card, version FROM matter WHERE county_id = ${house.county.id} AND matter_id = ${id}`)
    )?.card;
  const cards = async (id: string) =>
    (
      await house.db.rows<{ kind: string; at: number }>(sql`
        SELECT event->>'kind' AS kind, occurred_at AS at FROM journal
        WHERE county_id = ${house.county.id} AND subject_id = ${id} AND event->>'kind' = 'matter.card' ORDER BY seq`)
    ).map((row) => (row.at - MORNING) / HOUR);

  // The accept clock runs 2 hours, yellow at 80 %: after 96 minutes; red after the deadline, not at it.
  it('shows yellow from its instant on, red after the deadline, each once and journaled', async () => {
    house.clock.now = MORNING;
    const id = await house.report(resident);
    const sweepAt = (hours: number) => sweep(house.services, house.county, MORNING + hours * HOUR);
    assert.equal(await sweepAt(1.59), 0);
    assert.equal(await cardOf(id), 'none');
    assert.equal(await sweepAt(1.6), 1);
    assert.equal(await cardOf(id), 'yellow');
    assert.equal(await sweepAt(1.6), 0);
    assert.equal(await sweepAt(2), 0, 'at the deadline is on time');
    assert.equal(await sweepAt(2.01), 1);
    assert.equal(await cardOf(id), 'red');
    assert.equal(await sweepAt(3), 0);
    assert.deepEqual(await cards(id), [1.6, 2.01]);
  });

  it('gives one card to a clock that became both while nobody looked', async () => {
    house.clock.now = MORNING;
    const id = await house.report(resident);
    assert.equal(await sweep(house.services, house.county, MORNING + 5 * HOUR), 1);
    assert.equal(await cardOf(id), 'red');
    assert.deepEqual(await cards(id), [5]);
  });

  it('leaves stopped clocks alone, and counts a matter with two clocks once', async () => {
    house.clock.now = MORNING;
    const done = await house.report(resident);
    await house.act(leader, done, 'settle', { outcome: 'resolved', words: '演示：修好了' });
    const sent = await house.report(resident);
    await house.act(leader, sent, 'accept', { item: 'i1' });
    await house.act(leader, sent, 'dispatch', { lead: 'u1' });
    // Take-on ran 2 hours and concluding 24; the settled one waits two days for its callback.
    assert.equal(await sweep(house.services, house.county, MORNING + 30 * HOUR), 1);
    assert.equal(await cardOf(sent), 'red');
    assert.equal(await cardOf(done), 'none');
    assert.deepEqual(await cards(done), []);
    assert.equal((await cards(sent)).length, 1);
  });

  it('gets through many, and past one that takes no card', async () => {
    house.clock.now = MORNING;
    const ids: string[] = [];
    for (let i = 0; i < 230; i += 1) ids.push(await house.report(resident));
    const [odd] = ids;
    await house.db.rows(
      sql`UPDATE matter SET state = 'closed' WHERE county_id = ${house.county.id} AND matter_id = ${odd}`,
    );
    assert.equal(await sweep(house.services, house.county, MORNING + 5 * HOUR), 229);
    assert.ok(house.logged.some((line) => line.includes('state_forbids') && line.includes(odd as string)));
    assert.equal(await sweep(house.services, house.county, MORNING + 5 * HOUR), 0);
  });

  it('finds its clocks by index', async () => {
    await house.db.pool.query(`
      INSERT INTO clock (county_id, matter_id, clock_no, kind, started_at, span, rule, calendar_version, provisional, yellow_at, due_at, card)
      SELECT 'smallshire', gen_random_uuid(), 1, 'conclude', now(), '{}', 'pack', 1, false,
        '2040-01-01'::timestamptz + n * interval '1 minute', '2041-01-01'::timestamptz + n * interval '1 minute', 'none'
      FROM generate_series(1, 5000) n`);
    await house.db.pool.query('ANALYZE clock');
    for (const [condition, index] of [
      [`card = 'none' AND yellow_at <= now()`, 'clock_yellow'],
      [`card <> 'red' AND due_at < now()`, 'clock_red'],
    ]) {
      const { rows } = await house.db.pool.query(
        `EXPLAIN SELECT matter_id FROM clock WHERE county_id = 'smallshire' AND stopped_at IS NULL AND ${condition} LIMIT 200`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      assert.match(plan, new RegExp(index as string), plan);
    }
  });
});
