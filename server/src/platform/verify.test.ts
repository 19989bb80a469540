import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openSmallHouse, type SmallHouse } from '../../test/small-house.ts';
import type { Actor } from '../access/actor.ts';
import { erase } from '../modules/people/commands/erase.ts';
import { sql } from './db.ts';
import { type JournalEvent, linkHash, NO_HEAD } from './journal.ts';
import { drainAll } from './outbox.ts';
import { exportSeals, sealFile } from './seals.ts';
import { runVerify, verify } from './verify.ts';

const NONE = { projections: [], effects: [], notices: [] };

describe('verify', () => {
  let house: SmallHouse;
  let leader: Actor;
  let resident: Actor;
  let matters: string[];
  before(async () => {
    house = await openSmallHouse();
    leader = await house.staff('grid_leader@g1', 'dispatcher@c');
    resident = await house.resident();
    matters = [];
    for (let i = 0; i < 6; i += 1) {
      const id = await house.report(resident);
      await house.act(leader, id, 'accept', { item: 'i1' });
      await house.act(leader, id, 'visit', { words: '演示：看过了' });
      await house.act(leader, id, 'dispatch', { lead: 'u1', words: '演示：请办' });
      matters.push(id);
      await drainAll(house.services, house.county, NONE);
    }
  });
  after(() => house.close());

  const found = async () => {
    const { findings } = await verify(house.services, house.county.id);
    return findings.map(({ kind, subject, seq }) => ({
      kind,
      subject: subject.split('/')[0],
      id: subject.split('/')[1],
      seq,
    }));
  };
  const kinds = async () => [...new Set((await found()).map((one) => one.kind))].sort();

  /**
   * Behind the program's back: triggers off, in a transaction of its own. It is verified before and after, and put back by
   * restoring the rows it touched.
   */
  async function tampered<T>(work: (client: pg.Client) => Promise<unknown>, look: () => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: house.url });
    await client.connect();
    const tables = [
      'journal',
      'matter',
      'matter_text',
      'clock',
      'assignment',
      'outbox',
      'seal',
      'seal_entry',
      'person',
      'unit',
    ];
    await client.query('SET session_replication_role = replica');
    for (const table of tables) await client.query(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM ${table}`);
    try {
      await work(client);
      return await look();
    } finally {
      for (const table of tables) {
        await client.query(`DELETE FROM ${table}`);
        const overriding = table === 'outbox' ? 'OVERRIDING SYSTEM VALUE' : '';
        await client.query(`INSERT INTO ${table} ${overriding} SELECT * FROM kept_${table}`);
      }
      await client.end();
    }
  }

  /** The chain of one matter computed again from what the journal holds now, with the row's head to it. */
  async function recompute(client: pg.Client, id: string): Promise<void> {
    const { rows } = await client.query(
      `SELECT seq, event FROM journal WHERE county_id = $1 AND subject_kind = 'matter' AND subject_id = $2 ORDER BY seq`,
      [house.county.id, id],
    );
    let { hash } = NO_HEAD;
    for (const { seq, event } of rows as { seq: number; event: JournalEvent }[]) {
      hash = linkHash(hash, house.county.id, { kind: 'matter', id }, seq, event);
      await client.query(
        `UPDATE journal SET hash = $3 WHERE subject_kind = 'matter' AND subject_id = $1 AND seq = $2`,
        [id, seq, hash],
      );
    }
    await client.query('UPDATE matter SET head = $2, version = $3 WHERE matter_id = $1', [id, hash, rows.length]);
  }
  const change = (client: pg.Client, id: string, seq: number) =>
    client.query(
      `UPDATE journal SET event = replace(event::text, '"u1"', '"u2"')::json WHERE subject_kind = 'matter' AND subject_id = $1 AND seq = $2`,
      [id, seq],
    );

  it('is green over what the program did', async () => {
    const result = await verify(house.services, house.county.id);
    assert.deepEqual(result.findings, []);
    assert.equal(result.ok, true);
    assert.equal(result.unsealed, 0);
    assert.equal(result.sealed, result.events);
    assert.ok(result.events >= 24 && result.seals >= 6, JSON.stringify(result));
    assert.equal(result.exported, result.seals);
  });

  it('is green while events wait for their seal', async () => {
    const id = await house.report(resident);
    const result = await verify(house.services, house.county.id);
    assert.deepEqual([result.ok, result.unsealed], [true, 1]);
    matters.push(id);
    await drainAll(house.services, house.county, NONE);
  });

  it('finds a changed row', async () => {
    const [id = ''] = matters;
    const seen = await tampered((client) => change(client, id, 4), found);
    assert.deepEqual(seen, [{ kind: 'changed_row', subject: 'matter', id, seq: 4 }]);
    assert.deepEqual(await kinds(), []);
  });

  it('finds a changed row whose chain was computed again, up to the row’s head', async () => {
    const id = matters[1] as string;
    const seen = await tampered(async (client) => {
      await client.query(
        `UPDATE journal SET event = replace(event::text, '"i1"', '"i2"')::json WHERE subject_kind = 'matter' AND subject_id = $1 AND seq = 2`,
        [id],
      );
      await recompute(client, id);
    }, found);
    assert.deepEqual(seen, [{ kind: 'recomputed_chain', subject: 'matter', id, seq: 4 }]);
  });

  it('finds a cut tail though the matter was set back', async () => {
    const id = matters[2] as string;
    const seen = await tampered(async (client) => {
      await client.query(`DELETE FROM journal WHERE subject_kind = 'matter' AND subject_id = $1 AND seq > 2`, [id]);
      await client.query('DELETE FROM assignment WHERE matter_id = $1', [id]);
      await client.query(`UPDATE matter SET state = 'accepted' WHERE matter_id = $1`, [id]);
      await recompute(client, id);
    }, found);
    assert.deepEqual(seen, [{ kind: 'cut_tail', subject: 'matter', id, seq: 4 }]);
  });

  it('finds a removed subject though nothing of it is left in its tables', async () => {
    const id = matters[3] as string;
    const seen = await tampered(async (client) => {
      await client.query(`DELETE FROM journal WHERE subject_kind = 'matter' AND subject_id = $1`, [id]);
      for (const table of ['clock', 'assignment', 'matter_text', 'matter']) {
        await client.query(`DELETE FROM ${table} WHERE matter_id = $1`, [id]);
      }
    }, found);
    assert.deepEqual(seen, [{ kind: 'missing_subject', subject: 'matter', id, seq: 4 }]);
  });

  it('finds a row that the journal knows nothing of', async () => {
    const seen = await tampered(
      (client) =>
        client.query(
          `INSERT INTO unit SELECT county_id, 'ghost', kind, name, jurisdiction, false, 1, head FROM unit LIMIT 1`,
        ),
      found,
    );
    assert.deepEqual(seen, [{ kind: 'missing_subject', subject: 'unit', id: 'ghost', seq: 0 }]);
  });

  it('finds seals that were changed or taken away with what they sealed', async () => {
    const id = matters[4] as string;
    const forged = await tampered(async (client) => {
      await change(client, id, 4);
      await recompute(client, id);
      await client.query(
        `UPDATE seal_entry e SET hash = j.hash FROM journal j
         WHERE j.subject_kind = e.subject_kind AND j.subject_id = e.subject_id AND j.seq = e.seq AND e.subject_id = $1`,
        [id],
      );
    }, kinds);
    assert.deepEqual(forged, ['seal_changed']);

    const cut = await tampered(async (client) => {
      const { rows } = await client.query('SELECT max(seal_no) AS no FROM seal');
      await client.query('DELETE FROM seal_entry WHERE seal_no = $1', [rows[0].no]);
      await client.query('DELETE FROM seal WHERE seal_no = $1', [rows[0].no]);
      await client.query(`DELETE FROM journal WHERE subject_kind = 'matter' AND subject_id = $1`, [matters.at(-1)]);
      await client.query('DELETE FROM clock WHERE matter_id = $1', [matters.at(-1)]);
      await client.query('DELETE FROM matter WHERE matter_id = $1', [matters.at(-1)]);
    }, kinds);
    assert.deepEqual(cut, ['seal_missing'], 'the file outside the database knows of it');
  });

  it('finds events that nobody sealed or is going to', async () => {
    const seen = await tampered(
      (client) =>
        client.query(
          `INSERT INTO journal (county_id, subject_kind, subject_id, seq, occurred_at, event, hash)
           SELECT county_id, 'ghost', 'g', 1, occurred_at, event, hash FROM journal WHERE subject_kind = 'matter' LIMIT 1`,
        ),
      kinds,
    );
    assert.deepEqual(seen, ['changed_row', 'seal_missing']);
  });

  it('finds rows and texts that differ from their journal', async () => {
    const id = matters[5] as string;
    const state = await tampered(
      (client) => client.query(`UPDATE matter SET state = 'closed' WHERE matter_id = $1`, [id]),
      found,
    );
    assert.deepEqual(state, [{ kind: 'state_differs', subject: 'matter', id, seq: 4 }]);
    const text = await tampered(
      (client) => client.query(`UPDATE matter_text SET body = '别的' WHERE matter_id = $1 AND text_no = 1`, [id]),
      found,
    );
    assert.deepEqual(text, [{ kind: 'text_changed', subject: 'matter', id, seq: 1 }]);
    const gone = await tampered(
      (client) => client.query('DELETE FROM matter_text WHERE matter_id = $1 AND text_no = 2', [id]),
      found,
    );
    assert.deepEqual(gone, [{ kind: 'text_missing', subject: 'matter', id, seq: 3 }]);
    const name = await tampered(
      (client) => client.query(`UPDATE person SET name = '演示·别人' WHERE person_id = $1`, [resident.person?.id]),
      found,
    );
    assert.deepEqual(name, [{ kind: 'text_changed', subject: 'person', id: resident.person?.id, seq: 1 }]);
  });

  it('finds an exported file that was changed, and writes on after half a line', async () => {
    const file = sealFile(house.services.dataDir, house.county.id);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replace('"events":', '"events":9'));
    assert.deepEqual(await kinds(), ['seal_changed']);
    const lines = whole.trimEnd().split('\n');
    writeFileSync(file, `${[...lines.slice(0, 1), ...lines.slice(2)].join('\n')}\n`);
    assert.deepEqual(await kinds(), ['seal_missing']);
    writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n`);
    assert.deepEqual(await kinds(), [], 'a file that is behind is no fault');
    appendFileSync(file, (lines[3] as string).slice(0, 40));
    await exportSeals(house.db, house.services.dataDir, house.county.id);
    assert.equal(readFileSync(file, 'utf8'), whole);
  });

  it('says in plain words what it found, and whether all is well', async () => {
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    assert.equal(await runVerify(house.services, house.county.id, say), true);
    const [id = ''] = matters;
    said.length = 0;
    const ok = await tampered(
      (client) => change(client, id, 4),
      () => runVerify(house.services, house.county.id, say),
    );
    assert.equal(ok, false);
    assert.ok(
      said.some((line) => line.includes('changed_row') && line.includes(id)),
      said.join('\n'),
    );
  });
});

describe('verify after an erasure', () => {
  it('stays green when a person’s data and key are gone, and only where the journal says so', async () => {
    const house = await openSmallHouse();
    try {
      const resident = await house.resident();
      const id = await house.report(resident, { words: '演示：住在某处，电话某号' });
      await drainAll(house.services, house.county, NONE);
      const person = resident.person?.id as string;
      const wipe = async () => {
        await house.db.rows(sql`DELETE FROM matter_text WHERE county_id = ${house.county.id} AND matter_id = ${id}`);
        await house.db.rows(sql`DELETE FROM person_key WHERE county_id = ${house.county.id} AND person_id = ${person}`);
        await house.db.rows(sql`
          UPDATE person SET name = NULL, phone_sealed = NULL, phone_index = NULL, erased_at = now()
          WHERE county_id = ${house.county.id} AND person_id = ${person}`);
      };
      await wipe();
      const silent = await verify(house.services, house.county.id);
      assert.deepEqual([...new Set(silent.findings.map((one) => one.kind))], ['text_missing']);
      const { appendToPerson } = await import('../modules/people/residents.ts');
      const row = await house.db.row<{ version: number; head: Buffer }>(sql`
        SELECT version, head FROM person WHERE county_id = ${house.county.id} AND person_id = ${person}`);
      await house.db.tx((tx) =>
        appendToPerson(tx, house.county.id, person, { seq: row?.version as number, hash: row?.head as Buffer }, [
          { kind: 'person.erased', by: { person: null, post: null }, at: house.clock.now },
        ]),
      );
      await drainAll(house.services, house.county, NONE);
      const { ok, findings } = await verify(house.services, house.county.id);
      assert.deepEqual(findings, []);
      assert.equal(ok, true);
    } finally {
      await house.close();
    }
  });

  it('stays green over the program’s own erasure, and over what happens to the matter after it', async () => {
    const house = await openSmallHouse();
    try {
      const { services, county } = house;
      const resident = await house.resident();
      const leader = await house.staff('grid_leader@g1');
      const id = await house.report(resident);
      await house.act(leader, id, 'accept');
      await drainAll(services, county, NONE);
      const call = { county, actor: resident, now: house.clock.now, key: 'erase' };
      await erase(services, call, resident.person?.id as string);
      await house.act(leader, id, 'settle', { outcome: 'resolved', words: '演示：后来办的' });
      await drainAll(services, county, NONE);
      const texts = await house.db.rows(
        sql`SELECT 1 FROM matter_text WHERE county_id = ${county.id} AND matter_id = ${id}`,
      );
      assert.equal(texts.length, 1, 'only what was written since');
      assert.deepEqual((await verify(services, county.id)).findings, []);
    } finally {
      await house.close();
    }
  });
});
