import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Calendar } from '@huying/domain/clocks';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { packOf, readCounty, reloadCounty, watchCounties } from '../county/index.ts';
import { recalculateClocks } from '../matters/index.ts';
import { withYear } from './index.ts';

const GRID = 'g001';
const EVE = Date.parse('2026-12-31T17:00:00+08:00');
const NEW_YEAR = [
  { day: '2027-01-01', kind: 'holiday', name: '元旦' },
  { day: '2027-01-02', kind: 'holiday', name: '元旦' },
  { day: '2027-01-03', kind: 'holiday', name: '元旦' },
  { day: '2027-01-09', kind: 'workday', name: '元旦' },
];

let house: TestHouse;
let admin: Someone;
before(async () => {
  house = await openTestHouse();
  admin = await house.holder('system_admin', 'c');
});
after(() => house.close());

const services = () => house.house.services;
const publish = (body: unknown, as: Someone = admin, more = {}) =>
  house.ask('POST', '/calendar/years', { as, body, ...more });

type ClockRow = { due: number; provisional: boolean; card: string; version: number; stopped: number | null };

async function acceptClock(id: string): Promise<ClockRow> {
  const row = await services().db.row<ClockRow>(sql`
    SELECT due_at AS due, provisional, card, calendar_version AS version, stopped_at AS stopped FROM clock
    WHERE county_id = 'eastshire' AND matter_id = ${id} AND kind = 'accept'`);
  return row as ClockRow;
}

async function reportAt(now: number): Promise<string> {
  house.clock.now = now;
  const answer = await house.ask('POST', '/matters', {
    body: { id: randomUUID(), words: '演示：路灯不亮', place: GRID },
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
}

describe('reading the calendar', () => {
  test('tells working time, and of this year and the next those that are provisional', async () => {
    const { status, body } = await house.ask('GET', '/calendar');
    assert.equal(status, 200);
    assert.deepEqual([body.version, body.publishedYears, body.provisionalYears], [1, [2025, 2026], [2027]]);
    assert.ok(
      body.days.some((one: { day: string; kind: string }) => one.day === '2026-02-14' && one.kind === 'workday'),
    );
    const { body: county } = await house.ask('GET', '/county');
    assert.deepEqual([county.today, county.provisionalYears], ['2026-06-10', [2027]]);
  });
});

describe('publishing a year', () => {
  test('is refused for days that cannot be, each by its name', async () => {
    const refused = async (days: unknown[], year = 2027) => {
      const answer = await publish({ year, days });
      return [
        answer.status,
        ...(answer.body.fields ?? []).map((field: { path: string; code: string }) => `${field.path} ${field.code}`),
      ];
    };
    const holiday = (day: string) => ({ day, kind: 'holiday', name: '节日' });
    assert.deepEqual(
      await refused([holiday('2027-01-01'), holiday('2028-01-01'), holiday('2027-01-01'), holiday('2027-02-30')]),
      [422, 'days.1.day day_outside_year', 'days.2.day calendar_day_twice', 'days.3.day calendar_day_invalid'],
    );
    assert.deepEqual(await refused([{ day: '2027-01-04', kind: 'workday', name: '节日' }]), [
      422,
      'days.0.day workday_already',
    ]);
    assert.deepEqual(await refused([]), [422, 'days field_required']);
    assert.equal((await refused([holiday('2027-01-01')], 1999))[0], 400);
    assert.equal((await refused([{ ...holiday('2027-01-01'), kind: 'rest' }]))[0], 400);
    assert.equal((await refused([{ ...holiday('2027-01-01'), name: '' }]))[0], 400);
    assert.equal((await house.ask('GET', '/calendar')).body.version, 1);
  });

  test('is for the post that keeps the calendar', async () => {
    const security = await house.holder('security_admin', 'c');
    assert.equal((await publish({ year: 2027, days: NEW_YEAR }, security)).status, 403);
    assert.equal((await publish({ year: 2027, days: NEW_YEAR }, await house.resident())).status, 403);
  });

  test('moves open deadlines of that year by a journaled act, and nothing else', async () => {
    const june = await reportAt(Date.parse('2026-06-10T10:00:00+08:00'));
    const eve = await reportAt(EVE);
    const done = await reportAt(EVE);
    const leader = await house.holder('grid_leader', GRID);
    assert.equal(
      (await house.ask('POST', `/matters/${done}/accept`, { as: leader, body: { version: 1 } })).status,
      200,
    );
    const before = { june: await acceptClock(june), eve: await acceptClock(eve), done: await acceptClock(done) };
    // Thursday 17:00 with half an hour left; two working hours end on the Friday, which nobody has called a holiday yet.
    assert.equal(new Date(before.eve.due).toISOString(), '2027-01-01T02:00:00.000Z');
    assert.deepEqual([before.eve.provisional, before.june.provisional, before.done.stopped], [true, false, EVE]);

    const key = randomUUID();
    const answer = await publish({ year: 2027, days: NEW_YEAR }, admin, { key });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.version, 2);
    assert.deepEqual((await publish({ year: 2027, days: NEW_YEAR }, admin, { key })).body, answer.body, 'done once');
    const job = await services().db.row<{ kind: string; state: string }>(sql`
      SELECT kind, state FROM job WHERE county_id = 'eastshire' AND job_id = ${answer.body.job}`);
    assert.deepEqual(job, { kind: 'clocks.recalculate', state: 'waiting' });
    const read = (await house.ask('GET', '/calendar')).body;
    assert.deepEqual([read.version, read.publishedYears, read.provisionalYears], [2, [2025, 2026, 2027], []]);

    const looked: number[] = [];
    const result = await recalculateClocks(services(), house.county(), { report: (n) => looked.push(n) });
    assert.deepEqual(
      result,
      { looked: 3, changed: 2 },
      'the one on the eve, and what runs since the other was accepted',
    );
    assert.equal(looked.at(-1), result.looked);
    const now = { june: await acceptClock(june), eve: await acceptClock(eve), done: await acceptClock(done) };
    assert.deepEqual(now.june, before.june, 'a deadline that does not move is not touched');
    assert.deepEqual(now.done, before.done, 'a clock that stopped keeps its verdict');
    assert.equal(new Date(now.eve.due).toISOString(), '2027-01-04T02:00:00.000Z');
    assert.deepEqual([now.eve.provisional, now.eve.version], [false, 2]);
    const last = await services().db.row<{ kind: string; calendar: number; fits: boolean; due: number }>(sql`
      SELECT j.event->>'kind' AS kind, (j.event->>'calendar')::int AS calendar, j.hash = m.head AS fits, m.due_at AS due
      FROM matter m JOIN journal j ON j.county_id = m.county_id AND j.subject_kind = 'matter'
        AND j.subject_id = m.matter_id::text AND j.seq = m.version
      WHERE m.county_id = 'eastshire' AND m.matter_id = ${eve}`);
    assert.deepEqual(last, { kind: 'matter.recalculate', calendar: 2, fits: true, due: now.eve.due });
    assert.deepEqual(await recalculateClocks(services(), house.county()), { looked: 1, changed: 0 });

    const explained = await house.ask('GET', `/matters/${eve}/clocks/1`, { as: leader });
    assert.equal(explained.status, 200, explained.text);
    assert.ok(JSON.stringify(explained.body).includes('元旦'));
  });

  test('takes back a card that a provisional deadline showed', async () => {
    const eve = await reportAt(Date.parse('2027-12-31T17:00:00+08:00'));
    const { due } = await acceptClock(eve);
    house.clock.now = due + 3_600_000;
    await services().db.rows(sql`
      UPDATE clock SET card = 'red' WHERE county_id = 'eastshire' AND matter_id = ${eve}`);
    const days = [1, 2, 3].map((n) => ({ day: `2028-01-0${n}`, kind: 'holiday', name: '元旦' }));
    assert.equal((await publish({ year: 2028, days })).status, 201);
    assert.equal((await recalculateClocks(services(), house.county())).changed, 1);
    const clock = await acceptClock(eve);
    assert.ok(clock.due > house.clock.now);
    assert.equal(clock.card, 'none');
  });

  test('of two who publish at once, neither year is lost', async () => {
    const [a, b] = await Promise.all(
      [2031, 2032].map((year) => publish({ year, days: [{ day: `${year}-10-01`, kind: 'holiday', name: '国庆节' }] })),
    );
    assert.deepEqual([a?.status, b?.status], [201, 201]);
    const { publishedYears, days } = (await house.ask('GET', '/calendar')).body;
    assert.deepEqual(publishedYears.slice(-2), [2031, 2032]);
    assert.ok(['2031-10-01', '2032-10-01'].every((day) => days.some((one: { day: string }) => one.day === day)));
  });
});

test('a year that is published again has the new days in the place of the old', () => {
  const calendar: Calendar = {
    version: 4,
    utcOffsetMinutes: 480,
    workweek: [1, 2, 3, 4, 5],
    seasons: [{ from: '01-01', spans: [{ from: '09:00', to: '17:00' }] }],
    publishedYears: [2026],
    days: [
      { day: '2026-01-01', kind: 'holiday', name: 'a' },
      { day: '2025-10-01', kind: 'holiday', name: 'b' },
    ],
  };
  const next = withYear(calendar, { year: 2026, days: [{ day: '2026-01-02', kind: 'holiday', name: 'c' }] });
  assert.deepEqual(
    next.days.map((one) => one.day),
    ['2025-10-01', '2026-01-02'],
  );
  assert.deepEqual(next.publishedYears, [2026]);
  assert.ok(!('version' in next));
});

test('another node reads the county again when it hears of a change', async () => {
  const { db, log } = services();
  const old = house.county();
  const counties = new Map([[old.id, await readCounty(db, packOf(old), house.clock.now)]]);
  const heard: ((payload: string) => void)[] = [];
  const other = { db, log, counties, clock: () => house.clock.now };
  const watch = await watchCounties(other, { on: async (_channel, said) => void heard.push(said) });
  try {
    const first = counties.get(old.id);
    await reloadCounty(services(), old.id);
    assert.notEqual(house.county(), old, 'this node reads at once');
    heard[0]?.(`another-node ${old.id}`);
    for (let tries = 0; counties.get(old.id) === first && tries < 200; tries++)
      await new Promise((done) => setTimeout(done, 10));
    assert.notEqual(counties.get(old.id), first);
  } finally {
    watch.stop();
  }
});
