import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSmallHouse, type SmallHouse } from '../../test/small-house.ts';
import { sql } from './db.ts';
import { chain, NO_HEAD, writeEntries } from './journal.ts';
import { BATCH, drainAll, drainBatch, holdLease, releaseLease, startDrainer } from './outbox.ts';
import type { Effect, Reactions } from './reactions.ts';

const NONE: Reactions = { projections: [], effects: [], notices: [] };
const BY = { person: null, post: null };

describe('the drainer', () => {
  let house: SmallHouse;
  let no = 0;
  before(async () => {
    house = await openSmallHouse();
    await drainAll(house.services, house.county, NONE);
  });
  after(() => house.close());

  /** Something happened to a subject of its own. */
  async function happen(count = 1): Promise<string> {
    const id = `x${++no}`;
    const events = Array.from({ length: count }, () => ({ kind: 'test.done', by: BY, at: house.clock.now }));
    const { entries } = chain(house.county.id, { kind: 'test', id }, NO_HEAD, events);
    await house.db.tx((tx) => writeEntries(tx, house.county.id, entries));
    return id;
  }
  const waiting = async () =>
    (await house.db.rows(sql`SELECT 1 FROM outbox WHERE county_id = ${house.county.id}`)).length;
  const seals = () =>
    house.db.rows<{ seal_no: number; events: number }>(sql`
      SELECT seal_no, events FROM seal WHERE county_id = ${house.county.id} ORDER BY seal_no`);

  it('takes batches, seals each and leaves nothing', async () => {
    const before = (await seals()).length;
    await happen(BATCH);
    await happen(7);
    assert.equal(await drainBatch(house.services, house.county, NONE, 'a'), BATCH);
    assert.equal(await drainBatch(house.services, house.county, NONE, 'a'), 7);
    assert.equal(await drainBatch(house.services, house.county, NONE, 'a'), 0);
    assert.equal(await waiting(), 0);
    assert.deepEqual(
      (await seals()).slice(before).map((seal) => seal.events),
      [BATCH, 7],
    );
  });

  it('picks up a row that commits late with a low number', async () => {
    const client = await house.db.pool.connect();
    const { entries } = chain(house.county.id, { kind: 'test', id: 'late' }, NO_HEAD, [
      { kind: 'test.done', by: BY, at: 0 },
    ]);
    const tx = {
      client,
      rows: async (q: { text: string; values: unknown[] }) => (await client.query(q.text, q.values)).rows,
    };
    await client.query('BEGIN');
    await writeEntries(tx as never, house.county.id, entries);
    await happen();
    const seen: string[] = [];
    const watching: Reactions = {
      ...NONE,
      notices: [
        {
          name: 'seen',
          tell: async (_tx, _county, events) => {
            seen.push(...events.map((e) => e.subject.id));
            return [];
          },
        },
      ],
    };
    assert.equal(await drainBatch(house.services, house.county, watching, 'a'), 1);
    await client.query('COMMIT');
    client.release();
    assert.equal(await drainBatch(house.services, house.county, watching, 'a'), 1);
    assert.deepEqual(seen, [`x${no}`, 'late']);
  });

  it('does a batch again that was cut off, and once only', async () => {
    const id = await happen(3);
    const before = await seals();
    const marks: number[] = [];
    let broken = true;
    const cut: Reactions = {
      ...NONE,
      notices: [
        {
          name: 'cut',
          tell: async (tx, _county, events) => {
            marks.push(events.length);
            // As when the process ends before the commit: the connection goes.
            if (broken) await tx.client.query('SELECT pg_terminate_backend(pg_backend_pid())');
            return [];
          },
        },
      ],
    };
    await assert.rejects(drainBatch(house.services, house.county, cut, 'a'));
    assert.equal(await waiting(), 3);
    assert.deepEqual(await seals(), before);
    broken = false;
    assert.equal(await drainBatch(house.services, house.county, cut, 'a'), 3);
    assert.equal((await seals()).length, before.length + 1);
    const entry = await house.db.row<{ seq: number }>(sql`
      SELECT seq FROM seal_entry WHERE county_id = ${house.county.id} AND subject_id = ${id}`);
    assert.equal(entry?.seq, 3);
    assert.deepEqual(marks, [3, 3]);
  });

  it('leaves the county to the holder of the lease until it lapses', async () => {
    const { db, county, services } = house;
    await releaseLease(db, county.id, 'a');
    assert.equal(await holdLease(db, county.id, 'first', 300), true);
    await happen();
    assert.equal(await drainBatch(services, county, NONE, 'second', 300), null);
    assert.equal(await drainBatch(services, county, NONE, 'first', 300), 1);
    await happen();
    await sleep(350);
    assert.equal(await drainBatch(services, county, NONE, 'second', 300), 1);
    assert.equal(await drainBatch(services, county, NONE, 'first', 300), null);
    await sleep(350);
  });

  it('drains once with two drainers, in the order of each subject', async () => {
    const { db, county, services } = house;
    const before = (await seals()).reduce((sum, seal) => sum + seal.events, 0);
    const seen = new Map<string, number[]>();
    const reactions: Reactions = {
      ...NONE,
      notices: [
        {
          name: 'order',
          async tell(_tx, _county, events) {
            for (const { subject, seq } of events) seen.set(subject.id, [...(seen.get(subject.id) ?? []), seq]);
            return [];
          },
        },
      ],
    };
    const drainers = ['one', 'two'].map((holder) =>
      startDrainer(services, reactions, { holder, lingerMs: 1, pollMs: 50, leaseMs: 300 }),
    );
    const ids: string[] = [];
    for (let i = 0; i < 40; i += 1) {
      ids.push(await happen(5));
      for (const drainer of drainers) drainer.wake(county.id);
    }
    for (let i = 0; i < 100 && (await waiting()) > 0; i += 1) await sleep(50);
    await Promise.all(drainers.map((drainer) => drainer.stop()));
    assert.equal(await waiting(), 0);
    for (const id of ids) assert.deepEqual(seen.get(id), [1, 2, 3, 4, 5]);
    assert.equal((await seals()).reduce((sum, seal) => sum + seal.events, 0) - before, 200);
    assert.equal(
      await db.row(sql`SELECT 1 FROM drain_lease WHERE county_id = ${county.id} AND holder IN ('one', 'two')`),
      null,
    );
  });

  it('does an effect once, tries it again when it fails, and blocks nobody meanwhile', async () => {
    const { county, services, clock, db } = house;
    const done: string[] = [];
    let broken = true;
    const effect = (rule: string, run: (id: string) => void): Effect => ({
      rule,
      handles: ({ event }) => event.kind === 'test.done',
      async run(tx, _services, _county, { subject }) {
        await tx.rows(
          sql`INSERT INTO tally_dirty (county_id, day) VALUES (${county.id}, '2000-01-01') ON CONFLICT DO NOTHING`,
        );
        run(`${rule}:${subject.id}`);
      },
    });
    const reactions: Reactions = {
      ...NONE,
      effects: [
        effect('bad', (id) => {
          if (broken) throw new Error('not now');
          done.push(id);
        }),
        effect('good', (id) => void done.push(id)),
      ],
    };
    const a = await happen();
    await drainAll(services, county, reactions);
    assert.deepEqual(done.slice(-1), [`good:${a}`]);
    const b = await happen();
    await drainAll(services, county, reactions);
    assert.deepEqual(done.slice(-1), [`good:${b}`]);
    assert.equal(done.filter((id) => id.startsWith('bad')).length, 0);
    broken = false;
    await drainAll(services, county, reactions);
    assert.equal(done.filter((id) => id.startsWith('bad')).length, 0, 'it waits its time');
    clock.now += 60_000;
    await drainAll(services, county, reactions);
    await drainAll(services, county, reactions);
    assert.deepEqual(done.filter((id) => id.startsWith('bad')).sort(), [`bad:${a}`, `bad:${b}`].sort());
    assert.equal(await db.row(sql`SELECT 1 FROM effect_due WHERE county_id = ${county.id}`), null);
    // The same events come again, as after a restored outbox: the right to the effect is used up.
    await db.rows(sql`
      INSERT INTO effect_due (county_id, rule, subject_kind, subject_id, seq, due_at)
      VALUES (${county.id}, 'good', 'test', ${a}, 1, '2000-01-01')`);
    const before = done.length;
    await drainAll(services, county, reactions);
    assert.equal(done.length, before);
    await db.rows(sql`DELETE FROM tally_dirty WHERE county_id = ${county.id}`);
  });

  it('keeps the events of a projection that takes no marks, and marks them later', async () => {
    const { county, services, clock } = house;
    const marked: string[] = [];
    let broken = true;
    const reactions: Reactions = {
      ...NONE,
      projections: [
        {
          name: 'fragile',
          async mark(tx, _county, events) {
            if (broken) await tx.client.query('SELECT 1 / 0');
            marked.push(...events.map((e) => e.subject.id));
          },
          rebuild: async () => [],
        },
      ],
    };
    const id = await happen();
    await drainAll(services, county, reactions);
    assert.equal(await waiting(), 0, 'the outbox goes on');
    assert.deepEqual(marked, []);
    broken = false;
    clock.now += 60_000;
    await drainAll(services, county, reactions);
    assert.deepEqual(marked, [id]);
  });

  it('tells a crowd at once what happened, and makes projections anew when it has gone', async () => {
    const { county, services } = house;
    const told: string[] = [];
    let rebuilt = 0;
    const reactions: Reactions = {
      ...NONE,
      projections: [
        {
          name: 'patient',
          mark: async () => {},
          rebuild: async () => {
            rebuilt += 1;
            return [];
          },
        },
      ],
      notices: [
        {
          name: 'told',
          async tell(_tx, _county, events) {
            told.push(...events.map((e) => e.subject.id));
            return [];
          },
        },
      ],
    };
    const acts = { underWay: 100 };
    const drainer = startDrainer({ ...services, acts }, reactions, { lingerMs: 1, pollMs: 20 });
    try {
      const id = await happen();
      drainer.wake(county.id);
      for (let i = 0; i < 100 && !told.includes(id); i += 1) await sleep(20);
      assert.ok(told.includes(id));
      await sleep(100);
      assert.equal(rebuilt, 0);
      acts.underWay = 0;
      for (let i = 0; i < 100 && rebuilt === 0; i += 1) await sleep(20);
      assert.ok(rebuilt > 0);
    } finally {
      await drainer.stop();
    }
  });

  it('lets a long projection go on where it was cut short', async () => {
    const { services } = house;
    let left = 3;
    const reactions: Reactions = {
      ...NONE,
      projections: [
        {
          name: 'long',
          mark: async () => {},
          async rebuild(_services, _county, enough = () => false) {
            while (left > 0) {
              await sleep(400);
              left -= 1;
              if (enough()) break;
            }
            return [];
          },
        },
      ],
    };
    const drainer = startDrainer(services, reactions, { lingerMs: 1, pollMs: 60_000 });
    try {
      for (let i = 0; i < 100 && left > 0; i += 1) await sleep(50);
      assert.equal(left, 0);
    } finally {
      await drainer.stop();
    }
  });
});
