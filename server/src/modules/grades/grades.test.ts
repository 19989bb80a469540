/** Grades over HTTP: placed, recorded, raised one by one and many at once, moved, corrected; who may, who sees, what is refused. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { GRADED, MORNING, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf } from '../../platform/exchange/index.ts';
import { drainAll } from '../../platform/outbox.ts';
import { verify } from '../../platform/verify.ts';
import { reactions } from '../../reactions.ts';
import { sendMessages } from '../messages/index.ts';

let house: TestHouse;
let clerk: Someone;
let reader: Someone;

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into by tests
type Any = any;

before(async () => {
  house = await openTestHouse({ demo: true, ...GRADED });
  clerk = await house.holder('party_organiser', 'c');
  reader = await house.holder('town_leader', 't01');
});
after(() => house.close());
beforeEach(() => {
  house.clock.now = MORNING;
});

const county = () => house.county();
const db = () => house.house.services.db;
const get = (path: string, as = clerk) => house.ask('GET', path, { as });
const act = (person: string, verb: string, body: object, as = clerk, key?: string) =>
  house.ask('POST', `/grades/people/${person}/${verb}`, { as, body, ...(key ? { key } : {}) });
const sheet = async (person: string, asOf?: string): Promise<Any> => {
  const answer = await get(`/grades/people/${person}${asOf ? `?asOf=${asOf}` : ''}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const version = async (person: string): Promise<number> => (await sheet(person)).version;
const worker = async (at = 's001') => (await house.holder('community_worker', at)).id as string;
const fact = async (person: string, body: object, as = clerk) =>
  act(person, 'record', { version: await version(person), ...body }, as);
const ok = async (answer: Promise<Any>): Promise<Any> => {
  const got = await answer;
  assert.ok(got.status < 300, got.text);
  return got.body;
};
const code = async (answer: Promise<Any>): Promise<string> => {
  const { status, body } = await answer;
  assert.ok(status >= 400, `${status}`);
  return body.fields?.[0]?.code ?? body.code;
};
/** Placed on a day with the results of the years after it. */
async function placedWorker(results: Record<string, string>, at = 's001', day = '2020-03-01'): Promise<string> {
  const person = await worker(at);
  await ok(act(person, 'place', { version: 0, post: 'member', day }));
  for (const [year, value] of Object.entries(results))
    await ok(fact(person, { kind: 'assessment', of: year, value, day: `${Number(year) + 1}-01-15` }));
  return person;
}
const THREE = { 2021: 'good', 2022: 'good', 2023: 'good' };

describe('the demo', () => {
  it('has everybody in a graded post stand on a grade, and some who may rise', async () => {
    const { body } = await get('/grades?state=standing&limit=200');
    const people = await db().row<{ n: number }>(sql`
      SELECT count(DISTINCT person_id)::int AS n FROM grade_step WHERE county_id = ${county().id}`);
    assert.ok(body.count > 0);
    assert.equal(body.count, people?.n);
    const due = await get('/grades/due?limit=200');
    assert.ok(due.body.count > 0);
    for (const row of due.body.rows) assert.ok(row.to > row.grade && row.lines.at(-1).is === 'due');
  });

  it('is proved with the journal', async () => {
    await drainAll(house.house.services, county(), reactions);
    const found = await verify(house.house.services, county().id);
    assert.deepEqual((found as Any).findings, []);
    await db().pool.query(`UPDATE grade_standing SET version = version + 1 WHERE ctid = (
      SELECT ctid FROM grade_standing WHERE county_id = '${county().id}' LIMIT 1)`);
    const spoilt = (await verify(house.house.services, county().id)) as Any;
    assert.ok(spoilt.findings.some((one: Any) => one.subject.startsWith('grade/')));
    await db().pool.query(`UPDATE grade_standing s SET version = (SELECT max(seq) FROM journal j WHERE
      j.county_id = s.county_id AND j.subject_kind = 'grade' AND j.subject_id = s.person_id::text)
      WHERE county_id = '${county().id}'`);
  });
});

describe('placing', () => {
  it('takes the grade that the rule gives and tells how', async () => {
    const person = await worker();
    await ok(fact(person, { kind: 'service', day: '2016-03-01' }));
    await ok(fact(person, { kind: 'education', of: 'bachelor', day: '2014-07-01' }));
    const before = await sheet(person, '2024-03-01');
    assert.deepEqual([before.standing, before.abilities], [null, ['place', 'record']]);
    assert.deepEqual(before.entries, [
      { post: 'member', grade: 5 },
      { post: 'deputy', grade: 5 },
      { post: 'head', grade: 7 },
    ]);
    await ok(act(person, 'place', { version: 2, post: 'member', day: '2024-03-01' }));
    const after = await sheet(person);
    assert.deepEqual(after.standing, { post: 'member', grade: 5, day: '2024-03-01', no: 1 });
    assert.deepEqual(
      after.lines.map((line: Any) => line.is),
      ['entry', 'placed', 'short'],
    );
    assert.equal(after.lines[0].years, 8);
    assert.equal(await code(act(person, 'place', { version: 3, post: 'member' })), 'grade_placed');
  });

  it('on another grade needs a reason, on one outside the post is refused', async () => {
    const person = await worker();
    const body = { version: 0, post: 'member', grade: 4 };
    assert.equal(await code(act(person, 'place', body)), 'field_required');
    assert.equal(await code(act(person, 'place', { ...body, grade: 13, reason: 'decision' })), 'grade_outside_post');
    assert.equal(
      await code(act(person, 'place', { ...body, post: 'chief', reason: 'decision' })),
      'grade_post_unknown',
    );
    assert.equal(await code(act(person, 'place', { ...body, reason: 'because' })), 'field_invalid');
    assert.equal(await code(act(person, 'place', { version: 0, post: 'member', day: '2027-01-01' })), 'day_to_come');
    await ok(act(person, 'place', { ...body, reason: 'carried_over' }));
    assert.equal((await sheet(person)).steps[0].reason, 'carried_over');
  });
});

describe('recording', () => {
  it('keeps what was recorded before, and asks why it is recorded otherwise', async () => {
    const person = await placedWorker({ 2021: 'good' });
    const again = { kind: 'assessment', of: '2021', value: 'failed', day: '2022-01-15' };
    assert.equal(await code(fact(person, { ...again, value: 'good' })), 'nothing_changed');
    assert.equal(await code(fact(person, again)), 'field_required');
    await ok(fact(person, { ...again, reason: 'review' }));
    const { facts, lines } = await sheet(person);
    assert.deepEqual(
      facts.map((one: Any) => [one.value, one.holds, one.reason]),
      [
        ['failed', true, 'review'],
        ['good', false, null],
      ],
    );
    assert.equal(lines.at(-1).is, 'held');
    const take = { version: await version(person), fact: facts[0].no, reason: 'mistake' };
    await ok(act(person, 'withdraw', take));
    assert.equal((await sheet(person)).lines.at(-1).is, 'short');
    assert.equal(await code(act(person, 'withdraw', { ...take, version: await version(person) })), 'not_found');
    const chain = await db().rows<{ event: Any }>(sql`
      SELECT event FROM journal WHERE county_id = ${county().id} AND subject_kind = 'grade' AND subject_id = ${person}
      ORDER BY seq`);
    assert.deepEqual(
      chain.map(({ event }) => event.kind),
      ['grade.placed', 'grade.fact_recorded', 'grade.fact_recorded', 'grade.fact_withdrawn'],
    );
    assert.ok(chain.every(({ event }) => event.by.person === clerk.id && event.by.post));
  });

  it('refuses what the table does not have and days that cannot be', async () => {
    const person = await worker();
    const tries: [object, string][] = [
      [{ kind: 'education', of: 'doctor', day: '2020-01-01' }, 'grade_code_unknown'],
      [{ kind: 'education', day: '2020-01-01' }, 'grade_code_unknown'],
      [{ kind: 'examination', of: 'assistant', day: '2027-01-01' }, 'day_to_come'],
      [{ kind: 'assessment', of: '20', value: 'good', day: '2024-01-01' }, 'grade_year_invalid'],
      [{ kind: 'assessment', of: '2025', value: 'good', day: '2024-01-01' }, 'grade_year_invalid'],
      [{ kind: 'assessment', of: '2023', value: 'fine', day: '2024-01-01' }, 'grade_code_unknown'],
      [{ kind: 'wish', of: '2023', day: '2024-01-01' }, 'field_invalid'],
      [{ kind: 'service', day: 'yesterday' }, 'field_invalid'],
    ];
    for (const [body, wanted] of tries) assert.equal(await code(fact(person, body)), wanted, JSON.stringify(body));
    assert.equal((await sheet(person)).version, 0);
  });
});

describe('rising', () => {
  it('is listed as of a day with the reasons, and confirmed once', async () => {
    const person = await placedWorker(THREE);
    const early = await get('/grades/due?asOf=2024-01-14&limit=200');
    assert.ok(!early.body.rows.some((row: Any) => row.person.id === person));
    const { body } = await get('/grades/due?asOf=2024-01-15&limit=200');
    const row = body.rows.find((one: Any) => one.person.id === person);
    assert.deepEqual([row.grade, row.to, row.byYears], [1, 2, 1]);
    assert.deepEqual(
      row.lines.map((line: Any) => line.is),
      ['assessed', 'assessed', 'assessed', 'due'],
    );
    const raise = { version: row.version, day: '2024-03-01', grade: 2 };
    assert.equal(await code(act(person, 'raise', { ...raise, grade: 3 })), 'grade_otherwise');
    assert.equal(await code(act(person, 'raise', { ...raise, version: 1 })), 'stale_version');
    assert.equal(await code(act(person, 'raise', { ...raise, day: '2019-03-01' })), 'day_order');
    assert.equal(await code(act(person, 'raise', { ...raise, day: '2026-07-01' })), 'day_to_come');
    const key = 'a key of its own';
    await ok(act(person, 'raise', raise, clerk, key));
    await ok(act(person, 'raise', raise, clerk, key));
    assert.equal((await sheet(person)).steps.length, 2);
    assert.equal(await code(act(person, 'raise', { ...raise, version: row.version + 1 })), 'grade_not_due');
    assert.equal((await sheet(person, '2024-02-28')).standing.grade, 1);
  });

  it('of many goes each by itself', async () => {
    const [first, second, third] = [
      await placedWorker(THREE),
      await placedWorker(THREE, 's002'),
      await placedWorker({ 2021: 'good' }),
    ];
    const row = async (person: string) => ({ person, version: await version(person), grade: 2 });
    const people = [await row(first), { ...(await row(second)), version: 1 }, await row(third)];
    const answer = await ok(
      house.ask('POST', '/grades/raise', { as: clerk, body: { day: '2024-03-01', people: [...people, people[0]] } }),
    );
    assert.equal(answer.risen, 1);
    const told = new Map(answer.people.map((one: Any) => [one.person, one.code]));
    assert.deepEqual([told.get(first), told.get(second), told.get(third)], [null, 'stale_version', 'grade_not_due']);
    assert.equal((await sheet(first)).standing.grade, 2);
    assert.equal((await sheet(second)).standing.grade, 1);
  });

  it('waits while the last assessment holds it back', async () => {
    const person = await placedWorker({ ...THREE, 2024: 'good', 2025: 'failed' });
    const { body } = await get('/grades/due?which=held&limit=200');
    assert.ok(body.rows.some((row: Any) => row.person.id === person && row.to === null));
    const raise = { version: await version(person), day: '2026-06-01', grade: 2 };
    assert.equal(await code(act(person, 'raise', raise)), 'grade_not_due');
  });

  it('is over with the post, the way stays to be read', async () => {
    const person = await placedWorker(THREE);
    await db().rows(sql`
      UPDATE term SET to_day = '2026-05-31' WHERE county_id = ${county().id} AND person_id = ${person}`);
    const seen = await sheet(person);
    assert.equal(seen.inPost, false);
    assert.deepEqual(seen.abilities, ['record', 'correct']);
    const raise = { version: seen.version, day: '2026-06-01', grade: 2 };
    assert.equal(await code(act(person, 'raise', raise)), 'grade_not_in_post');
    const left = await get('/grades?state=left&limit=200');
    assert.ok(left.body.rows.some((row: Any) => row.person.id === person));
    const now = await get('/grades?state=standing&limit=200');
    assert.ok(!now.body.rows.some((row: Any) => row.person.id === person));
  });
});

describe('moving and correcting', () => {
  it('keeps the grade within the new post', async () => {
    const person = await placedWorker({});
    const body = { version: await version(person), post: 'deputy', day: '2024-07-01' };
    assert.equal(await code(act(person, 'move', { ...body, post: 'member' })), 'nothing_changed');
    assert.equal(await code(act(person, 'move', { ...body, post: 'chief' })), 'grade_post_unknown');
    assert.equal(await code(act(person, 'move', { ...body, day: '2019-01-01' })), 'day_order');
    await ok(act(person, 'move', body));
    assert.deepEqual((await sheet(person)).standing, { post: 'deputy', grade: 4, day: '2024-07-01', no: 2 });
    const fresh = await worker();
    assert.equal(await code(act(fresh, 'move', { ...body, version: 0 })), 'grade_not_placed');
  });

  it('gives back what a wrong rise used up, and leaves the wrong step on record', async () => {
    const person = await placedWorker(THREE);
    await ok(act(person, 'raise', { version: await version(person), day: '2024-03-01', grade: 2 }));
    const again = { kind: 'assessment', of: '2023', value: 'basic', day: '2024-01-15', reason: 'review' };
    await ok(fact(person, again));
    const body = { version: await version(person), post: 'member', grade: 1, reason: 'review' };
    assert.equal(await code(act(person, 'correct', { ...body, grade: 2 })), 'nothing_changed');
    assert.equal(await code(act(person, 'correct', { ...body, reason: undefined })), 'field_required');
    await ok(act(person, 'correct', body));
    const after = await sheet(person);
    assert.deepEqual(
      after.steps.map((step: Any) => [step.why, step.grade, step.byYears]),
      [
        ['corrected', 1, -1],
        ['risen', 2, 1],
        ['placed', 1, 0],
      ],
    );
    assert.equal(after.balance, 2);
  });
});

describe('who may', () => {
  it('reads below its own places and changes nothing without the permission', async () => {
    const communities = [...county().places.values()].filter((one) => one.kind === 'community');
    const inside = communities.find((one) => one.parent === 't01')?.id as string;
    const outside = communities.find((one) => one.parent !== 't01')?.id as string;
    const [own, other] = [await placedWorker(THREE, inside), await placedWorker(THREE, outside)];
    assert.equal((await get(`/grades/people/${own}`, reader)).status, 200);
    assert.deepEqual((await get(`/grades/people/${own}`, reader)).body.abilities, []);
    assert.equal((await get(`/grades/people/${other}`, reader)).status, 404);
    const rows = (await get('/grades/due?asOf=2026-06-01&limit=200', reader)).body.rows;
    assert.ok(rows.some((row: Any) => row.person.id === own));
    assert.ok(!rows.some((row: Any) => row.person.id === other));
    const raise = { version: await version(own), day: '2024-03-01', grade: 2 };
    assert.equal((await act(own, 'raise', raise, reader)).status, 403);
    const colleague = await house.holder('community_worker', inside);
    assert.equal((await get('/grades', colleague)).status, 403);
    assert.equal((await act(own, 'raise', raise)).status, 200);
  });

  it('does not settle one’s own grade', async () => {
    const person = await house.holder('community_worker', 's001');
    await db().rows(sql`
      INSERT INTO term (county_id, term_id, post_id, person_id, from_day)
      VALUES (${county().id}, gen_random_uuid(), 'party_organiser.c', ${person.id}, '2020-01-01')`);
    house.clock.now = MORNING + 60_000;
    assert.equal(
      await code(act(person.id as string, 'place', { version: 0, post: 'member' }, person)),
      'not_own_grade',
    );
    assert.deepEqual((await get(`/grades/people/${person.id}`, person)).body.abilities, []);
  });

  it('is not there where the county has it switched off', async () => {
    const off = await openTestHouse({ counties: ['westshire'] });
    try {
      const as = await off.holder('party_organiser', 'c');
      for (const path of ['/grades', '/grades/due', '/grades/tables', '/exports/grades.xlsx']) {
        assert.equal((await off.ask('GET', path, { as })).status, 404, path);
        assert.equal((await get(path)).status, 200, path);
      }
    } finally {
      await off.close();
    }
  });
});

describe('the worker', () => {
  it('reads their own grade and its history, and nobody else’s', async () => {
    const own = await house.holder('community_worker', 's001');
    const other = await placedWorker({}, 's001');
    assert.equal((await get('/grades/mine', own)).body.grade.standing, null);
    await ok(act(own.id as string, 'place', { version: 0, post: 'member', day: '2020-03-01' }));
    const { body } = await get('/grades/mine', own);
    assert.deepEqual(body.grade.standing, { post: 'member', grade: 1, day: '2020-03-01', no: 1 });
    assert.deepEqual([body.grade.person.id, body.grade.abilities], [own.id, []]);
    assert.equal(body.table.id, body.grade.table);
    assert.deepEqual(
      body.grade.steps.map((step: Any) => step.why),
      ['placed'],
    );
    for (const id of [own.id, other]) assert.equal((await get(`/grades/people/${id}`, own)).status, 403);
    const without = await get('/grades/mine', await house.holder('grid_leader', 'g001'));
    assert.deepEqual(without.body, { table: null, grade: null });
    assert.equal((await house.ask('GET', '/grades/mine')).status, 401);
  });

  it('is told of each step once, in words that hold when they are sent', async () => {
    const { services } = house.house;
    const sent: { template: string; text: string }[] = [];
    services.gateway = {
      send: async (_county: string, { template, text }: Any) => void sent.push({ template, text }),
    } as Any;
    const deliver = async (): Promise<typeof sent> => {
      sent.length = 0;
      await drainAll(services, county(), reactions);
      await sendMessages(services, county(), 'https://example.test');
      return [...sent];
    };
    await deliver();
    const person = await placedWorker(THREE);
    const [placed, ...more] = await deliver();
    assert.equal(placed?.template, 'grade_placed');
    assert.deepEqual(more, [], 'a fact recorded is no step');
    assert.match(placed?.text ?? '', /自2020-03-01起为.+1级.+https:\/\/example\.test\/eastshire\/pocket\/me\/grade$/);
    await ok(act(person, 'raise', { version: await version(person), day: '2024-03-01', grade: 2 }));
    assert.deepEqual(
      (await deliver()).map(({ template }) => template),
      ['grade_risen'],
    );
    await ok(act(person, 'move', { version: await version(person), post: 'deputy', day: '2024-07-01' }));
    const body = { version: await version(person), post: 'deputy', grade: 5, reason: 'document' };
    await ok(act(person, 'correct', body));
    const told = await deliver();
    assert.deepEqual(
      told.map(({ template }) => template),
      ['grade_moved', 'grade_corrected'],
    );
    assert.ok(
      told.every(({ text }) => /5级/.test(text) && !/[{}]/.test(text)),
      'the grade of now',
    );
    assert.deepEqual(await deliver(), []);
  });

  it('is not told of what a demo county brought with it', async () => {
    const row = await db().row<{ n: number }>(sql`
      SELECT count(*)::int AS n FROM message m WHERE m.county_id = ${county().id} AND m.template LIKE 'grade%'
        AND NOT EXISTS (SELECT 1 FROM grade_step s WHERE s.county_id = m.county_id AND s.person_id = m.person_id
          AND s.made_by IS NOT NULL)`);
    assert.equal(row?.n, 0);
  });
});

describe('lists', () => {
  it('filter, page and count', async () => {
    const person = await worker('s003');
    const unplaced = await get('/grades?state=unplaced&limit=200');
    assert.ok(unplaced.body.rows.some((row: Any) => row.person.id === person && row.grade === null));
    const all: string[] = [];
    let cursor = '';
    const total = (await get('/grades')).body.count;
    do {
      const { body } = await get(`/grades?limit=7${cursor && `&cursor=${cursor}`}`);
      all.push(...body.rows.map((row: Any) => row.person.id));
      cursor = body.next ?? '';
    } while (cursor);
    assert.equal(all.length, total);
    assert.equal(new Set(all).size, total);
    const heads = await get('/grades?post=head&limit=200');
    assert.ok(heads.body.count > 0 && heads.body.rows.every((row: Any) => row.post === 'head'));
    const here = await get('/grades?place=s003&limit=200');
    assert.ok(here.body.rows.every((row: Any) => row.at.id === 's003'));
    const due = (await get('/grades/due?limit=1')).body;
    const next = (await get(`/grades/due?limit=1&cursor=${due.next}`)).body;
    assert.notEqual(due.rows[0].person.id, next.rows[0].person.id);
    assert.equal((await get('/grades?place=nowhere')).status, 400);
    assert.equal((await get('/grades?state=gone')).status, 400);
    assert.equal((await get('/grades/people/nobody')).status, 404);
    assert.equal((await get('/grades/due?asOf=2026-13-01')).status, 400);
  });

  it('go out as workbooks, each line explained', async () => {
    for (const [path, columns] of [
      ['/exports/grades.xlsx?state=standing', 6],
      ['/exports/grades-due.xlsx?asOf=2026-06-01', 8],
    ] as const) {
      const answer = await house.ground.app.inject({
        method: 'GET',
        url: `/api/${county().id}${path}`,
        headers: { authorization: `Bearer ${clerk.token}`, 'accept-language': 'zh-CN' },
      });
      assert.equal(answer.statusCode, 200);
      const [first] = (await readWorkbook(answer.rawPayload)).sheets;
      const rows: string[][] = [];
      for await (const { cells } of first?.rows() ?? []) rows.push(cells.map(textOf));
      assert.equal(rows[0]?.length, columns);
      assert.ok(rows.length > 2);
      if (columns === 8) assert.match(rows[1]?.[7] ?? '', /可晋至/);
    }
  });
});
