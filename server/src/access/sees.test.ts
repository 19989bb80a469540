import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { openSmallHouse, type SmallHouse } from '../../test/small-house.ts';
import { sql } from '../platform/db.ts';
import type { Actor } from './actor.ts';
import { matterPredicate } from './scope.ts';
import { type MatterFacts, sees } from './sees.ts';

let house: SmallHouse;
before(async () => {
  house = await openSmallHouse();
});
after(() => house.close());

it('agrees with the SQL predicate for every kind of actor on every matter', async () => {
  const { county, db } = house;
  const anne = await house.resident();
  const bert = await house.resident();
  const centre = await house.staff('dispatcher@c');
  const matters = [
    await house.report(anne, { place: 'g1' }),
    await house.report(bert, { place: 'g2' }),
    await house.report(anne, { place: 's3' }),
    await house.report(bert, { place: 't1' }),
    await house.report(anne, { place: 'c' }),
    await house.report(await house.staff('grid_leader@g2'), { place: 's2' }),
    await house.report(bert, { anonymous: true, place: 'g1' }),
  ];
  for (const [index, id] of matters.entries()) {
    const leader = await house.staff('grid_leader@g1', 'grid_leader@g2', 'dispatcher@c');
    await house.act(leader, id, 'accept');
    if (index % 2 === 0) await house.act(leader, id, 'dispatch', { lead: 'u1', assists: index === 0 ? ['u2'] : [] });
  }
  const actors: Actor[] = [
    anne,
    bert,
    centre,
    { kind: 'anonymous', person: null, posts: [], follows: null },
    { kind: 'anonymous', person: null, posts: [], follows: matters[6] as string },
    await house.staff('grid_leader@g1'),
    await house.staff('grid_leader@g1', 'grid_leader@g2'),
    await house.staff('town_reader@t1'),
    await house.staff('town_reader@t2'),
    await house.staff('town_reader@t1', 'grid_leader@g1', 'responder@u2'),
    await house.staff('responder@u1'),
    await house.staff('responder@u2'),
    await house.staff('auditor@c'),
    await house.staff(),
    { ...(await house.staff('responder@u1')), person: anne.person },
  ];
  const rows = await db.rows<MatterFacts>(sql`
    SELECT m.matter_id AS id, m.path, m.reporter_id AS "reporterId",
      ARRAY(SELECT a.unit_id FROM assignment a WHERE a.county_id = ${county.id} AND a.matter_id = m.matter_id) AS units
    FROM matter m WHERE m.county_id = ${county.id}`);
  assert.equal(rows.length, matters.length);
  let seen = 0;
  for (const actor of actors) {
    const found = await db.rows<{ id: string }>(sql`
      SELECT m.matter_id AS id FROM matter m
      WHERE m.county_id = ${county.id} AND ${matterPredicate(actor, county.id, county.root.path)}`);
    const expected = found.map((row) => row.id).sort();
    const told = rows
      .filter((facts) => sees(actor, facts))
      .map((facts) => facts.id)
      .sort();
    assert.deepEqual(told, expected, JSON.stringify(actor.posts.map((post) => post.id)));
    seen += expected.length;
  }
  assert.ok(seen > 20 && seen < actors.length * matters.length, `${seen} of ${actors.length * matters.length}`);
});
