import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '@huying/domain/kernel';
import { openSmallHouse, type SmallHouse } from '../../test/small-house.ts';
import { sql } from './db.ts';
import { defineJob, type JobRow, jobOpen, readJob, startJob } from './jobs.ts';
import { type Notices, openNotices } from './notices.ts';
import { freeDead, migrateJobs, startWorker, type Worker, work } from './worker.ts';

describe('jobs', () => {
  let house: SmallHouse;
  let notices: Notices;
  before(async () => {
    house = await openSmallHouse();
    await migrateJobs(house.db, house.services.log);
    notices = await openNotices(house.db, house.services.log);
  });
  after(async () => {
    await notices.stop();
    await house.close();
  });

  const start = (kind: string, input = {}) => startJob(house.services, house.county.id, kind, input, null);
  const read = (id: string) => readJob(house.db, house.county.id, id);
  async function until(id: string, state: JobRow['state']): Promise<JobRow> {
    for (let i = 0; i < 200; i += 1) {
      const row = await read(id);
      if (row.state === state) return row;
      await sleep(25);
    }
    assert.fail(`still ${(await read(id)).state}`);
  }
  async function withWorker<T>(act: (worker: Worker) => Promise<T>): Promise<T> {
    const worker = await startWorker(house.services, notices);
    try {
      return await act(worker);
    } finally {
      await worker.stop();
    }
  }
  const clear = () => house.db.rows(sql`DELETE FROM graphile_worker._private_jobs`);

  it('run to their result and tell how far they are', async () => {
    defineJob<{ n: number }>('count', async ({ input, progress }) => {
      for (let i = 1; i <= input.n; i += 1) {
        progress(i, input.n);
        await sleep(60);
      }
      return { counted: input.n };
    });
    await withWorker(async () => {
      house.told.length = 0;
      const id = await start('count', { n: 12 });
      assert.equal(await jobOpen(house.db, house.county.id, 'count'), true);
      const row = await until(id, 'done');
      assert.deepEqual([row.done, row.total, row.result], [12, 12, { counted: 12 }]);
      assert.equal(await jobOpen(house.db, house.county.id, 'count'), false);
      const told = house.told.filter((event) => event.name === 'progress').map(({ data }) => data);
      assert.deepEqual([told[0]?.state, told.at(-1)?.state, told.at(-1)?.done], ['running', 'done', 12]);
      assert.ok(told.length >= 3 && told.length <= 6, `told ${told.length} times: as the eye needs, not more`);
    });
  });

  it('begin only when the transaction that asked for them commits', async () => {
    let ran = 0;
    defineJob('once', async () => {
      ran += 1;
    });
    await withWorker(async () => {
      await assert.rejects(
        house.db.tx(async (tx) => {
          await startJob(house.services, house.county.id, 'once', {}, null, tx);
          throw new Error('no');
        }),
      );
      await sleep(200);
      assert.equal(ran, 0);
      const id = await house.db.tx((tx) => startJob(house.services, house.county.id, 'once', {}, null, tx));
      await until(id, 'done');
      assert.equal(ran, 1);
    });
  });

  it('keep the code of a refusal at once, and other failures after their attempts', async () => {
    defineJob('refused', async () => {
      throw new Refusal('place_unknown', { place: 'x' });
    });
    const refused = await start('refused');
    await work(house.services, house.county.id, refused, new AbortController().signal);
    const row = await read(refused);
    assert.deepEqual(
      [row.state, row.result],
      ['failed', { code: 'place_unknown', params: { place: 'x' }, failures: 1 }],
    );

    let tries = 0;
    defineJob(
      'broken',
      async () => {
        tries += 1;
        throw new Error('disk full');
      },
      { attempts: 3 },
    );
    const broken = await start('broken');
    const again = () => work(house.services, house.county.id, broken, new AbortController().signal);
    await assert.rejects(again(), (error: Error) => !error.message.includes('disk'));
    assert.equal((await read(broken)).state, 'waiting');
    await assert.rejects(again());
    await again();
    assert.deepEqual([(await read(broken)).state, tries], ['failed', 3]);
    await again();
    assert.equal(tries, 3, 'what has failed is not tried again');
    await clear();
  });

  it('go on after the process was asked to end, from what they had done', async () => {
    const runs: number[] = [];
    defineJob<object>('long', async ({ done, progress, signal }) => {
      runs.push(done);
      for (let i = done + 1; i <= 40; i += 1) {
        signal.throwIfAborted();
        progress(i, 40);
        await sleep(15);
      }
      return 'all';
    });
    const id = await start('long');
    await withWorker(async () => {
      await until(id, 'running');
      await sleep(150);
    });
    const cut = await read(id);
    assert.equal(cut.state, 'waiting');
    assert.ok(cut.done > 0 && cut.done < 40, `${cut.done}`);
    await withWorker(() => until(id, 'done'));
    assert.deepEqual(runs, [0, cut.done]);
  });

  it('are taken over from a process that is gone, not from one that lives', async () => {
    defineJob('left', async () => 'done');
    const id = await start('left');
    const lock = (holder: string) =>
      house.db.rows(sql`
        UPDATE graphile_worker._private_jobs SET locked_by = ${holder}, locked_at = now() - interval '1 minute'`);
    await lock('living');
    await notices.stand('worker/living');
    assert.equal(await freeDead(house.db), 0);
    await lock('dead');
    assert.equal(await freeDead(house.db), 1);
    await withWorker(() => until(id, 'done'));
  });

  it('cannot be started without a handler', async () => {
    await assert.rejects(start('nothing'), /no handler/);
  });
});
