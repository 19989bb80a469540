/** The demo's history: always the same, told wholly or not at all, and true to the journal. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MATTER_STATES } from '@huying/domain/matter';
import type { ToldPack } from '@huying/domain/pack';
import { openTestHouse, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { verify } from '../../platform/verify.ts';
import { readPack } from '../county/index.ts';
import { idAt, randomOf } from './random.ts';
import { tellStory } from './story.ts';
import { groundOf } from './story-ground.ts';
import { canBeYellow, lastWork, startFor } from './story-hours.ts';
import { planStory } from './story-plan.ts';

/** A Tuesday afternoon. */
const UNTIL = Date.parse('2026-06-09T15:00:00+08:00');
const PAST = 30;

async function tell(
  house: TestHouse,
  more: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
) {
  const county = house.county();
  return tellStory(house.house.services, county, {
    pack: (await readPack(county.id)) as ToldPack,
    until: UNTIL,
    seed: 'test',
    most: PAST,
    ...more,
  });
}

/** All that was told, but for what is drawn by the database or by chance: numbers, people's ids, secrets. */
async function snapshot(house: TestHouse) {
  const { db } = house.house.services;
  const county = house.county().id;
  const matters = await db.rows<Record<string, unknown>>(sql`
    SELECT matter_id AS id, state, version, channel, submitted_at, place_id, lon, item_id, condition_id, callback, reporter_kind, lead_unit,
      redo_count, outcome, closed_at, verdict, due_at, card, pictures
    FROM matter WHERE county_id = ${county} ORDER BY matter_id`);
  const events = await db.rows<Record<string, unknown>>(sql`
    SELECT subject_id AS id, seq, occurred_at, event->>'kind' AS kind, event->>'to' AS state, event->'clocks' AS clocks
    FROM journal WHERE county_id = ${county} AND subject_kind = 'matter' ORDER BY subject_id, seq`);
  const texts = await db.rows<Record<string, unknown>>(sql`
    SELECT matter_id AS id, text_no, kind, body FROM matter_text WHERE county_id = ${county} ORDER BY matter_id, text_no`);
  return { matters, events, texts };
}

describe('chance from a seed', () => {
  it('is the same for the same seed and another for another', () => {
    const draw = (seed: string) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.next()
        )(randomOf(seed)),
      );
    assert.deepEqual(draw('a'), draw('a'));
    assert.notDeepEqual(draw('a'), draw('b'));
    const { length } = new Set(
      Array.from(
        { length: 2000 },
        (
          (random) => () =>
            random.below(10)
        )(randomOf('c')),
      ),
    )
      .values()
      .toArray();
    assert.equal(length, 10);
  });

  it('makes ids that are UUIDv7 of their time', () => {
    const id = idAt('seed', 'one', UNTIL);
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), UNTIL);
    assert.notEqual(id, idAt('seed', 'two', UNTIL));
  });
});

describe('the history', () => {
  it('is planned as the pack says', async () => {
    const house = await openTestHouse();
    try {
      const county = house.county();
      const pack = (await readPack(county.id)) as ToldPack;
      const ground = groundOf(pack);
      const plans = planStory(pack, county, ground, { seed: 'test', until: UNTIL });
      const { matters } = pack.story;
      const count = (fits: (plan: (typeof plans)[number]) => boolean) => plans.filter(fits).length;
      assert.equal(
        plans.length,
        Object.values(matters.channels).reduce((sum, n) => sum + n, 0),
      );
      for (const [channel, n] of Object.entries(matters.channels))
        assert.equal(
          count((plan) => plan.channel === channel),
          n,
          channel,
        );
      assert.equal(
        count((plan) => plan.channel === 'resident' && plan.end !== 'rejected'),
        matters.takenUp,
      );
      assert.equal(
        count((plan) => plan.hard),
        matters.hard.total,
      );
      assert.equal(
        count((plan) => plan.hard && !plan.unhappy),
        matters.hard.satisfied,
      );
      assert.equal(new Set(plans.map((plan) => plan.id)).size, plans.length);
      assert.ok(plans.every((plan) => plan.at < UNTIL && plan.at > UNTIL - 367 * 86_400_000));
      assert.ok(plans.every((plan) => !/[{}]/.test(plan.words)));
      const again = planStory(pack, county, ground, { seed: 'test', until: UNTIL });
      assert.deepEqual(again, plans);
      const other = planStory(pack, county, ground, { seed: 'other', until: UNTIL });
      assert.notDeepEqual(
        other.map((plan) => plan.words),
        plans.map((plan) => plan.words),
      );
    } finally {
      await house.close();
    }
  });

  it('draws by weights in the order given, whatever the keys', () => {
    const pairs = [['0101', 1] as const, ['1001', 1] as const];
    const drawn = Array.from({ length: 40 }, (_, n) => [n, randomOf(String(n)).weighted(pairs)] as const);
    for (const [n, key] of drawn) assert.equal(key, randomOf(String(n)).next() < 0.5 ? '0101' : '1001');
    assert.equal(randomOf('x').weighted({ only: 1 }), 'only');
  });

  it('finds starts at which a clock shows the card that is wanted', async () => {
    const house = await openTestHouse();
    try {
      const { rules } = house.county();
      const { calendar } = rules;
      for (const n of [1, 2, 5]) {
        for (const unit of ['hour', 'working_hour', 'working_day', 'calendar_day'] as const) {
          const limit = { n, unit };
          const red = startFor('red', limit, rules, UNTIL, randomOf('r'));
          const none = startFor('none', limit, rules, UNTIL, randomOf('r'));
          assert.ok(red < none && none < UNTIL, `${n} ${unit}`);
          if (!canBeYellow(limit, rules, UNTIL)) continue;
          const yellow = startFor('yellow', limit, rules, UNTIL, randomOf('r'));
          assert.ok(red < yellow && yellow < none, `${n} ${unit}`);
        }
      }
      const sunday = Date.parse('2026-06-07T12:00:00+08:00');
      assert.equal(lastWork(calendar, sunday), Date.parse('2026-06-05T17:29:00+08:00'));
      assert.equal(lastWork(calendar, UNTIL), UNTIL);
    } finally {
      await house.close();
    }
  });

  it('is the same told at once or cut off and told on, and its journal holds', { timeout: 180_000 }, async () => {
    const whole = await openTestHouse({ demo: true });
    let expected: Awaited<ReturnType<typeof snapshot>>;
    try {
      const { services } = whole.house;
      const first = await tell(whole);
      assert.equal(first.told, first.fresh + first.past);
      expected = await snapshot(whole);
      assert.equal((await tell(whole)).told, 0, 'told again, nothing is doubled');
      assert.deepEqual(await snapshot(whole), expected);
      const states = Map.groupBy(expected.matters, (row) => row.state as string);
      for (const state of MATTER_STATES) assert.ok((states.get(state)?.length ?? 0) >= 3, `three ${state}`);
      const open = expected.matters.filter((row) => row.closed_at === null);
      for (const card of ['none', 'yellow', 'red'])
        assert.ok(
          open.some((row) => row.card === card),
          card,
        );
      const late = await services.db.row<{ n: number }>(sql`
        SELECT count(*)::int AS n FROM journal
        WHERE county_id = ${whole.county().id} AND subject_kind = 'matter' AND occurred_at > ${new Date(UNTIL)}`);
      assert.equal(late?.n, 0, 'nothing happens after the end of the past');
      const { findings } = await verify(services, whole.county().id);
      assert.deepEqual(findings, []);
    } finally {
      await whole.close();
    }
    const cut = await openTestHouse({ demo: true });
    try {
      const stop = new AbortController();
      const onProgress = (done: number) => {
        if (done === 150) stop.abort(new Error('the process is ending'));
      };
      await assert.rejects(tell(cut, { signal: stop.signal, onProgress }), /the process is ending/);
      const partly = (await snapshot(cut)).matters.length;
      assert.ok(partly >= 150 && partly < 155, `stopped soon, at ${partly}`);
      const rest = await tell(cut);
      assert.equal(rest.told, rest.fresh + rest.past - partly);
      assert.deepEqual(await snapshot(cut), expected);
    } finally {
      await cut.close();
    }
  });
});
