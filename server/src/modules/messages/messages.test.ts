import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DAY, MORNING, openSmallHouse, type SmallHouse } from '../../../test/small-house.ts';
import { ROOT } from '../../../test/structure/source.ts';
import type { Actor } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import { drainAll } from '../../platform/outbox.ts';
import { LANGUAGES, say } from '../../platform/words.ts';
import { reactions } from '../../reactions.ts';
import { MOST_ATTEMPTS, PAGES, sendMessages, textOf } from './send.ts';

describe('messages to the reporter', () => {
  let house: SmallHouse;
  let resident: Actor;
  let boss: Actor;
  let unit: Actor;
  before(async () => {
    house = await openSmallHouse();
    resident = await house.resident('10080000001');
    boss = await house.staff('grid_leader@g1', 'dispatcher@c');
    unit = await house.staff('responder@u1');
  });
  after(() => house.close());
  beforeEach(() => {
    house.clock.now = MORNING;
    house.sent.length = 0;
  });

  const drain = () => drainAll(house.services, house.county, reactions);
  const send = () => sendMessages(house.services, house.county, 'https://example.test');
  const templates = () => house.sent.map(({ message }) => message.template);
  const kept = () =>
    house.db.rows<{ attempts: number; sent_at: number | null }>(sql`
    SELECT attempts, sent_at FROM message WHERE county_id = ${house.county.id} ORDER BY made_at`);

  it('follow the loop, each once, with number and link and nothing of what was said', async () => {
    const id = await house.report(resident, { words: '演示：某某的私事' });
    await house.act(boss, id, 'accept', { item: 'i1' });
    await house.act(boss, id, 'dispatch', { lead: 'u1' });
    await house.act(unit, id, 'take_on', {}, 1);
    await house.act(unit, id, 'conclude', { outcome: 'resolved', words: '演示：办好了' }, 1);
    await drain();
    assert.equal(await send(), 3);
    assert.deepEqual(templates(), ['accepted', 'dispatched', 'concluded']);
    assert.equal(await send(), 0);
    await drain();
    assert.equal(await send(), 0);
    const { to, text } = house.sent[2]?.message ?? { to: '', text: '' };
    assert.equal(to, '10080000001');
    assert.match(text, /演示呼应/);
    assert.ok(text.includes(`https://example.test/${house.county.id}/pocket/matter/${id}`));
    assert.match(text, /\d{8}-\d{5}/);
    assert.doesNotMatch(text, /私事|办好|\{/);
    // The reporter's own word closes it: that is no news to them.
    await house.act(resident, id, 'judge', { met: true, resolved: true, satisfied: true });
    await drain();
    assert.equal(await send(), 0);
  });

  it('tell of a rejection and of a close by the centre', async () => {
    const bad = await house.report(resident);
    await house.act(boss, bad, 'reject', { reason: 'not_a_matter', words: '演示' });
    const done = await house.report(resident);
    await house.act(boss, done, 'settle', { outcome: 'explained', words: '演示' });
    await house.act(boss, done, 'call_back', { reached: true, met: true, resolved: true, satisfied: true });
    await drain();
    await send();
    assert.deepEqual(templates().sort(), ['closed', 'concluded', 'rejected']);
  });

  it('go to nobody for anonymous reports, staff’s own, historic matters and history told later', async () => {
    for (const [actor, more] of [
      [resident, { anonymous: true }],
      [boss, {}],
    ] as const) {
      const id = await house.report(actor, more);
      await house.act(boss, id, 'accept');
    }
    const old = await house.report(resident);
    await house.db.rows(
      sql`UPDATE matter SET historic = TRUE WHERE county_id = ${house.county.id} AND matter_id = ${old}`,
    );
    await house.act(boss, old, 'accept');
    const story = await house.report(resident);
    await house.act(boss, story, 'accept');
    house.clock.now = MORNING + DAY + 1;
    await drain();
    assert.equal(await send(), 0);
    house.clock.now = MORNING;
    const now = await house.report(resident);
    await house.act(boss, now, 'accept');
    await drain();
    assert.equal(await send(), 1);
  });

  it('are tried again, more and more slowly, and given up at last', async () => {
    const { gateway } = house.services;
    let tries = 0;
    house.services.gateway = {
      async send() {
        tries += 1;
        throw Object.assign(new Error('10080000001 unreachable'), { code: 'ETIMEDOUT' });
      },
    };
    try {
      const id = await house.report(resident);
      await house.act(boss, id, 'accept');
      await drain();
      await send();
      await send();
      assert.equal(tries, 1);
      house.clock.now += 29_000;
      await send();
      assert.equal(tries, 1);
      house.clock.now += 1000;
      await send();
      assert.equal(tries, 2);
      for (let i = 0; i < 40; i += 1) {
        house.clock.now += 3_600_000;
        await send();
      }
      assert.equal(tries, MOST_ATTEMPTS);
      assert.ok(house.logged.some((line) => line.includes('ETIMEDOUT')));
      assert.ok(!house.logged.some((line) => line.includes('10080000001')), 'no phone in the log');
    } finally {
      house.services.gateway = gateway as never;
    }
    assert.ok((await kept()).some((row) => row.sent_at === null && row.attempts === MOST_ATTEMPTS));
  });

  it('are dropped for a person who was erased meanwhile', async () => {
    const gone = await house.resident();
    const id = await house.report(gone);
    await house.act(boss, id, 'accept');
    await drain();
    await house.db.rows(sql`
      UPDATE person SET name = NULL, phone_sealed = NULL WHERE county_id = ${house.county.id} AND person_id = ${gone.person?.id}`);
    assert.equal(await send(), 0);
    assert.equal(
      await house.db.row(
        sql`SELECT 1 FROM message WHERE county_id = ${house.county.id} AND person_id = ${gone.person?.id}`,
      ),
      null,
    );
  });

  it('lead to pages that the phone has', () => {
    const routes = readFileSync(join(ROOT, 'faces/pocket/src/app.tsx'), 'utf8');
    const known = [...routes.matchAll(/<Route path="([^"]+)"/g)].map(([, path]) => path?.replace(/:\w+/g, 'x'));
    const empty = {
      number: null,
      post: null,
      at: null,
      to: null,
      gradeTable: null,
      gradePost: null,
      grade: null,
      since: null,
    };
    const pocket = Object.keys(PAGES).filter((template) => PAGES[template]?.startsWith('pocket/'));
    for (const template of ['accepted', ...pocket]) {
      const matter_id = template === 'accepted' ? 'x' : null;
      const text = textOf(house.county, { ...empty, template, matter_id }, '');
      const [, path] = /\/pocket(\/\S+)$/.exec(text) ?? [];
      assert.ok(path && known.includes(path), text);
    }
  });

  it('lead to a page each, said of every message that is about no matter', () => {
    const words = readdirSync(join(ROOT, 'words/zh-CN')).flatMap((file) =>
      Object.keys(JSON.parse(readFileSync(join(ROOT, 'words/zh-CN', file), 'utf8'))),
    );
    const templates = words.flatMap((key) => /^message\.(\w+)$/.exec(key)?.[1] ?? []);
    const others = ['accepted', 'dispatched', 'concluded', 'rejected', 'closed', 'phone_code'];
    assert.deepEqual(Object.keys(PAGES).sort(), templates.filter((one) => !others.includes(one)).sort());
  });

  it('have words for every template in both languages', () => {
    for (const language of LANGUAGES) {
      for (const template of ['accepted', 'dispatched', 'concluded', 'rejected', 'closed']) {
        const text = say(language, `message.${template}`, { loop: 'L', number: 'N', link: 'K' });
        assert.ok(text.includes('N') && text.includes('K') && !text.includes('{'), text);
      }
    }
  });
});
