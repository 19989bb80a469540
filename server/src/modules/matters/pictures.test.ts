import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { openSmallHouse } from '../../../test/small-house.ts';
import { sql } from '../../platform/db.ts';

it('takes a picture that the matter has already, and counts it once', async () => {
  const house = await openSmallHouse();
  try {
    const { db, county } = house;
    const leader = await house.staff('grid_leader@g1');
    const file = randomUUID();
    await db.rows(sql`
      INSERT INTO file (county_id, file_id, owner_id, sha256, bytes, width, height, made_at)
      VALUES (${county.id}, ${file}, ${leader.person?.id}, '', 1, 1, 1, now())`);
    const id = await house.report(await house.resident());
    await house.act(leader, id, 'accept');
    await house.act(leader, id, 'visit', { pictures: [file] });
    await house.act(leader, id, 'settle', { outcome: 'resolved', words: '演示', pictures: [file] });
    const row = await db.row<{ pictures: number }>(sql`
      SELECT pictures FROM matter WHERE county_id = ${county.id} AND matter_id = ${id}`);
    assert.equal(row?.pictures, 1);
  } finally {
    await house.close();
  }
});
