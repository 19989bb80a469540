import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { HOUR, MORNING, openSmallHouse, type SmallHouse } from '../../../test/small-house.ts';
import { type Actor, ANONYMOUS } from '../../access/actor.ts';
import { at, sql } from '../../platform/db.ts';
import { type Ground, makeGround } from '../../platform/http.ts';
import { readJob, registerJobs } from '../../platform/jobs.ts';
import { registerLive } from '../../platform/live-route.ts';
import { type Notices, openNotices } from '../../platform/notices.ts';
import { drainAll, startDrainer } from '../../platform/outbox.ts';
import { migrateJobs, startWorker } from '../../platform/worker.ts';
import { reactions } from '../../reactions.ts';
import { registerResults } from '../results/index.ts';
import { startHousekeeping } from './housekeeping.ts';
import { registerOperations } from './routes.ts';

describe('operations', () => {
  let house: SmallHouse;
  let ground: Ground;
  let notices: Notices;
  let base: string;
  /** Who calls, by the token that is sent. */
  const actors = new Map<string, Actor>();
  let again = true;

  before(async () => {
    house = await openSmallHouse();
    const { services } = house;
    await migrateJobs(house.db, services.log);
    notices = await openNotices(house.db, services.log);
    const actorOf = async (_county: unknown, request: { headers: { authorization?: string } }) =>
      actors.get(request.headers.authorization ?? '') ?? ANONYMOUS;
    ground = await makeGround({
      counties: services.counties,
      actorOf: actorOf as never,
      clock: services.clock,
      logger: services.log as unknown as FastifyBaseLogger,
    });
    registerOperations(ground, services);
    registerJobs(ground, services);
    registerResults(ground, services);
    registerLive(ground, services, {
      heartbeatMs: 60,
      again: async (call) => (again ? ((await actorOf(null, call.request)) as Actor) : ANONYMOUS),
    });
    await ground.app.listen({ port: 0, host: '127.0.0.1' });
    base = `http://127.0.0.1:${(ground.app.server.address() as { port: number }).port}`;
    actors.set('auditor', await house.staff('auditor@c'));
    actors.set('leader', await house.staff('grid_leader@g1'));
    actors.set('other', await house.staff('grid_leader@g2'));
    actors.set('resident', await house.resident());
  });
  after(async () => {
    await ground.app.close();
    await notices.stop();
    await house.close();
  });

  const ask = async (method: 'GET' | 'POST', path: string, as = '', key?: string) => {
    const reply = await ground.app.inject({
      method,
      url: path,
      headers: { ...(as ? { authorization: as } : {}), ...(key ? { 'idempotency-key': key } : {}) },
    });
    return { status: reply.statusCode, text: reply.body, json: () => JSON.parse(reply.body) };
  };

  it('say whether the process is alive and ready', async () => {
    assert.equal((await ask('GET', '/healthz')).status, 200);
    const ready = await ask('GET', '/readyz');
    assert.equal(ready.status, 200);
    assert.deepEqual([ready.json().ready, ready.json().counties], [true, [house.county.id]]);
    const { db } = house.services;
    house.services.db = { ...db, row: async () => Promise.reject(new Error('gone')) };
    const gone = await ask('GET', '/readyz');
    house.services.db = db;
    assert.deepEqual([gone.status, gone.json().database], [503, false]);
  });

  it('give figures by county and route, none of a person or a matter', async () => {
    house.clock.now = MORNING;
    const resident = actors.get('resident') as Actor;
    const id = await house.report(resident);
    house.clock.now = MORNING + 5 * HOUR;
    await ask('GET', `/api/${house.county.id}/jobs/${id}`, 'auditor');
    const { text } = await ask('GET', '/metrics');
    const figure = (name: string) =>
      Number(new RegExp(`^${name}\\{county="${house.county.id}"\\} (.+)$`, 'm').exec(text)?.[1]);
    assert.ok(figure('huying_outbox_events') > 0);
    assert.equal(figure('huying_clocks_overdue'), 1);
    assert.match(text, /huying_http_seconds_count\{method="GET",route="\/api\/:county\/jobs\/:id",status="404"\} 1/);
    assert.match(text, /huying_db_connections \d/);
    // A phone stands between other characters; a duration of many digits may hold the same ones after its point.
    assert.ok(!text.includes(id) && !/演示|(?<![\d.])100\d{8}(?!\d)/.test(text));
  });

  it('let the auditor, and nobody else, have the journal proved as a job, once per key', async () => {
    const path = `/api/${house.county.id}/verify`;
    assert.equal((await ask('POST', path, '', 'k')).status, 401);
    assert.equal((await ask('POST', path, 'leader', 'k')).status, 403);
    assert.equal((await ask('POST', path, 'auditor')).json().code, 'key_missing');
    const { job } = (await ask('POST', path, 'auditor', 'k')).json();
    assert.equal((await ask('POST', path, 'auditor', 'k')).json().job, job);
    const worker = await startWorker(house.services, notices);
    for (let i = 0; i < 100 && (await readJob(house.db, house.county.id, job)).state !== 'done'; i += 1)
      await sleep(30);
    await worker.stop();
    assert.equal((await ask('GET', `/api/${house.county.id}/jobs/${job}`, 'leader')).status, 403);
    const shown = (await ask('GET', `/api/${house.county.id}/jobs/${job}`, 'auditor')).json();
    assert.deepEqual([shown.state, shown.result.ok, shown.kind], ['done', true, 'verify']);
    const { rows } = (await ask('GET', `/api/${house.county.id}/jobs`, 'auditor')).json();
    assert.deepEqual(
      rows.map((row: { id: string }) => row.id),
      [job],
    );
    assert.equal((await ask('GET', `/api/${house.county.id}/jobs/none`, 'auditor')).status, 404);
  });

  it('keep the public answers to their shapes', async () => {
    for (const path of ['results', 'map', 'shapes']) {
      const reply = await ask('GET', `/api/${house.county.id}/public/${path}`);
      assert.equal(reply.status, 200, reply.text);
    }
    const { features } = (await ask('GET', `/api/${house.county.id}/public/shapes`)).json();
    assert.deepEqual(features.map((one: { id: string }) => one.id).sort(), ['c', 's1', 's2', 's3', 't1', 't2']);
    assert.equal((await ask('GET', `/api/${house.county.id}/overview`)).status, 401);
    assert.equal((await ask('GET', `/api/${house.county.id}/overview`, 'resident')).status, 403);
    assert.equal((await ask('GET', `/api/${house.county.id}/overview`, 'leader')).status, 200);
    house.county.pack.switches.publicPage = false;
    assert.equal((await ask('GET', `/api/${house.county.id}/public/results`)).status, 404);
    house.county.pack.switches.publicPage = true;
  });

  /** Reads a stream until `text` holds, or for a second. */
  async function listen(
    as: string,
    until: (text: string) => boolean,
    act: () => Promise<unknown> = async () => {},
  ): Promise<string> {
    const leaving = new AbortController();
    const reply = await fetch(`${base}/api/${house.county.id}/live`, {
      headers: { authorization: as },
      signal: leaving.signal,
    });
    assert.equal(reply.status, 200);
    assert.match(reply.headers.get('content-type') ?? '', /^text\/event-stream/);
    let text = '';
    const reading = (async () => {
      for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString();
        if (until(text)) return;
      }
    })().catch(() => {});
    await act();
    await Promise.race([reading, sleep(1000)]);
    leaving.abort();
    await reading;
    return text;
  }

  it('stream notices to those who see the matter, and only once it is committed', async () => {
    house.clock.now = MORNING;
    const resident = actors.get('resident') as Actor;
    await drainAll(house.services, house.county, reactions);
    let id = '';
    const act = async () => {
      id = await house.report(resident, { place: 'g1' });
      await drainAll(house.services, house.county, reactions);
    };
    const hello = (text: string) => text.includes('event: matter');
    const [seen, unseen] = await Promise.all([listen('leader', hello, act), listen('other', hello)]);
    assert.match(seen, /^retry: \d+\nevent: hello\n/);
    const notice = JSON.parse(/event: matter\ndata: (.*)\n/.exec(seen)?.[1] ?? 'null');
    assert.deepEqual([notice.id, notice.state, notice.kind, notice.place], [id, 'submitted', 'matter.submit', 'g1']);
    assert.match(unseen, /event: hello/);
    assert.doesNotMatch(unseen, /event: matter/);
    assert.equal((await fetch(`${base}/api/${house.county.id}/live`)).status, 401);
    for (let i = 0; i < 40 && house.services.live.subscribers() > 0; i += 1) await sleep(25);
    assert.equal(house.services.live.subscribers(), 0, 'who left is forgotten');
  });

  it('keep a stream alive, and end it when its session has', async () => {
    const beats = await listen('leader', (text) => text.split(': \n\n').length > 3);
    assert.ok(beats.split(': \n\n').length > 3);
    const ended = listen('leader', () => false);
    await sleep(100);
    again = false;
    const started = Date.now();
    await ended;
    again = true;
    assert.ok(Date.now() - started < 800, 'the server ended it');
  });

  it('come round by the clock on the holder of the county: cards, messages, clearing away', async () => {
    const { db, county, services, clock } = house;
    clock.now = MORNING;
    const resident = actors.get('resident') as Actor;
    const id = await house.report(resident);
    await house.act(await house.staff('grid_leader@g1'), id, 'accept');
    await db.rows(sql`
      INSERT INTO command_key (county_id, actor, key, body_hash, made_at)
      VALUES (${county.id}, 'a', 'old', '', ${at(MORNING)}), (${county.id}, 'a', 'new', '', ${at(MORNING + 700 * HOUR)})`);
    await drainAll(services, county, reactions);
    clock.now = MORNING + 700 * HOUR;
    const drainer = startDrainer(services, reactions, { lingerMs: 1 });
    const housekeeping = startHousekeeping(services, drainer, { sweepMs: 40, messagesMs: 40 });
    const card = () =>
      db.row<{ card: string }>(sql`SELECT card FROM matter WHERE county_id = ${county.id} AND matter_id = ${id}`);
    for (let i = 0; i < 100 && ((await card())?.card !== 'red' || house.sent.length === 0); i += 1) await sleep(30);
    await housekeeping.stop();
    await drainer.stop();
    assert.equal((await card())?.card, 'red');
    assert.deepEqual(
      house.sent.map(({ message }) => message.template),
      ['accepted'],
    );
    const keys = await db.rows<{ key: string }>(
      sql`SELECT key FROM command_key WHERE county_id = ${county.id} AND actor = 'a'`,
    );
    assert.deepEqual(
      keys.map((row) => row.key),
      ['new'],
    );
  });
});
