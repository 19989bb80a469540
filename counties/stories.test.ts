/**
 * Every county pack tells its history: each matter of these days and the first of its past, through the real commands.
 * What the whole past of a county adds up to is counted from its plan.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MATTER_STATES } from '../domain/src/matter/index.ts';
import { STORY_NEEDS, type ToldPack } from '../domain/src/pack/index.ts';
import { type House, openHouse } from '../server/src/house.ts';
import { readPack } from '../server/src/modules/county/index.ts';
import { type Told, tellStory } from '../server/src/modules/demo/index.ts';
import { groundOf } from '../server/src/modules/demo/story-ground.ts';
import { planStory } from '../server/src/modules/demo/story-plan.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { sql } from '../server/src/platform/db.ts';
import { makeLog } from '../server/src/platform/log.ts';
import { verify } from '../server/src/platform/verify.ts';
import { type TestDatabase, withDatabase } from '../server/test/harness.ts';

const ids = readdirSync(import.meta.dirname).filter((id) => existsSync(join(import.meta.dirname, id, 'story.json')));
const told = ids.filter((id) => !id.startsWith('_'));

/** A Tuesday afternoon. */
const UNTIL = Date.parse('2026-06-09T15:00:00+08:00');
const PAST = 15;
const TELLING_MS = 240_000;

let database: TestDatabase;
let house: House;
const dir = mkdtempSync(join(tmpdir(), 'huying-stories-'));
before(async () => {
  database = await withDatabase();
  const settings = { HUYING_DATA: dir, HUYING_COUNTIES: told.join(','), HUYING_DEMO: '1' };
  house = await openHouse(readConfig(settings, dir), {
    log: makeLog('silent'),
    worker: false,
    clock: () => UNTIL,
    database: { url: database.url, kind: 'external', dataDir: null, pid: null, stop: async () => {} },
  });
});
after(async () => {
  await house?.close();
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

test('all seven have one', () => {
  assert.equal(told.length, 7);
});

for (const id of told)
  describe(id, () => {
    let pack: ToldPack;
    let counted: Told;
    before(
      async () => {
        pack = (await readPack(id)) as ToldPack;
        counted = await tellStory(house.services, countyOf(id), { pack, until: UNTIL, seed: 'test', most: PAST });
      },
      { timeout: TELLING_MS },
    );

    test('plans as many matters as it says, by channel, over its months', () => {
      const plans = planStory(pack, countyOf(id), groundOf(pack), { seed: 'test', until: UNTIL });
      const { channels, takenUp, hard } = pack.story.matters;
      for (const [channel, n] of Object.entries(channels))
        assert.equal(plans.filter((plan) => plan.channel === channel).length, n, channel);
      assert.equal(plans.filter(({ channel, end }) => channel === 'resident' && end !== 'rejected').length, takenUp);
      assert.equal(plans.filter((plan) => plan.hard).length, hard.total);
      assert.ok(plans.length >= 300, String(plans.length));
      assert.equal(new Set(plans.map((plan) => new Date(plan.at).getUTCMonth())).size, 12, 'every month has some');
      for (const { item, words } of plans) {
        assert.ok(countyOf(id).items.has(item), item);
        assert.doesNotMatch(words, /[{}]/);
      }
    });

    test('is told whole: every state, every card, and a journal that holds', async () => {
      const { db } = house.services;
      assert.equal(counted.past, PAST);
      assert.equal(counted.told, counted.fresh + counted.past);
      const rows = await db.rows<{ state: string; card: string; closed: boolean; words: string }>(sql`
        SELECT m.state, m.card, m.closed_at IS NOT NULL AS closed, t.body AS words
        FROM matter m JOIN matter_text t ON t.county_id = m.county_id AND t.matter_id = m.matter_id
        WHERE m.county_id = ${id}`);
      for (const state of MATTER_STATES)
        assert.ok(
          rows.some((row) => row.state === state),
          state,
        );
      for (const card of ['none', 'yellow', 'red'])
        assert.ok(
          rows.some((row) => !row.closed && row.card === card),
          card,
        );
      for (const { words } of rows) assert.doesNotMatch(words, /[{}]|undefined/);
      assert.deepEqual((await verify(house.services, id)).findings, []);
    });

    test('leaves something to do on the desk of every account that handles or answers', async () => {
      const { db } = house.services;
      const may = new Map(pack.posts.posts.map(({ kind, permissions }) => [kind, new Set<string>(permissions)]));
      const does = (post: string | null, need: readonly string[]) => need.every((one) => may.get(post ?? '')?.has(one));
      const rows = await db.rows<{ at: string }>(sql`
        SELECT holder_id AS at FROM matter WHERE county_id = ${id} AND holder_id IS NOT NULL AND closed_at IS NULL
        UNION SELECT unit_id FROM assignment WHERE county_id = ${id} AND state IN ('sent', 'taken_on', 'arrived')`);
      const busy = new Set(rows.map((row) => row.at));
      const idle = pack.demo.accounts
        .filter(({ post }) => does(post, STORY_NEEDS.handle) || does(post, STORY_NEEDS.respond))
        .filter(({ at }) => !busy.has(at ?? ''));
      assert.deepEqual(
        idle.map(({ username, at }) => `${username} at ${at}`),
        [],
      );
    });
  });

function countyOf(id: string) {
  const county = house.services.counties.get(id);
  assert.ok(county, id);
  return county;
}
