import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Calendar, Limit } from '../clocks/index.ts';
import { type Clock, type CountyRules, type ItemRule, replayMatter } from './index.ts';

const HOUR = 3_600_000;
// Monday 2 March 2026, 09:00 where the county lies.
const START = Date.UTC(2026, 2, 2, 1);

const calendar: Calendar = {
  version: 1,
  utcOffsetMinutes: 480,
  workweek: [1, 2, 3, 4, 5],
  seasons: [
    {
      from: '01-01',
      spans: [
        { from: '08:30', to: '12:00' },
        { from: '13:30', to: '17:30' },
      ],
    },
  ],
  publishedYears: [2026],
  days: [],
};

const county: CountyRules = {
  calendar,
  endOfDay: '17:30',
  yellowShare: 0.8,
  limits: {
    accept: { n: 2, unit: 'hour' },
    take_on: { n: 4, unit: 'hour' },
    arrive: { n: 1, unit: 'working_day' },
    conclude: { n: 48, unit: 'hour' },
    callback: { n: 2, unit: 'working_day' },
  },
  callback: { attempts: 3, byDefault: 'call', maxRedos: null },
  reopenDays: 15,
  packVersion: 1,
};

const hours = (n: number): Limit => ({ n, unit: 'hour' });

const rule = (limits: ItemRule['limits']): ItemRule => ({
  ref: { list: 'l', version: 1, id: 'i', condition: 'c' },
  lead: 'u1',
  callback: 'call',
  limits,
  arrival: false,
});

const clock = (more: Partial<Clock> = {}): Clock => ({
  no: 1,
  kind: 'conclude',
  assignment: 1,
  startedAt: START,
  limit: hours(24),
  extensions: [],
  pauses: [],
  rule: 'item:l/1/i/c',
  calendarVersion: 1,
  provisional: false,
  yellowAt: null,
  dueAt: START + 24 * HOUR,
  card: 'none',
  stoppedAt: START + 20 * HOUR,
  verdict: 'on_time',
  ...more,
});

function turnOf(one: Clock, after: ItemRule['limits'], before: ItemRule['limits'] = { conclude: hours(24) }) {
  const { turns } = replayMatter({
    clocks: [one],
    before: rule(before),
    after: rule(after),
    county,
    calendars: new Map([[1, calendar]]),
    now: START + 100 * HOUR,
  });
  return turns[0];
}

const told = (one: Clock, after: ItemRule['limits'], before?: ItemRule['limits']) => {
  const turn = turnOf(one, after, before);
  if (!turn) return null;
  return [(turn.dueAfter - START) / HOUR, turn.lateBefore, turn.lateAfter];
};

describe('a clock under another version', () => {
  test('a table, counted by hand', () => {
    // Twenty hours it took, of 24.
    assert.deepEqual(told(clock(), { conclude: hours(24) }), [24, false, false]);
    assert.deepEqual(told(clock(), { conclude: hours(12) }), [12, false, true]);
    assert.deepEqual(told(clock(), { conclude: hours(20) }), [20, false, false], 'at the deadline is on time');
    // The list says nothing any more: the county's 48 hours.
    assert.deepEqual(told(clock(), {}), [48, false, false]);
    // One working day after Monday: Tuesday, 17:30.
    assert.deepEqual(told(clock(), { conclude: { n: 1, unit: 'working_day' } }), [32.5, false, false]);
    const late = clock({ stoppedAt: START + 30 * HOUR, verdict: 'late' });
    assert.deepEqual(told(late, { conclude: hours(36) }), [36, true, false]);
    assert.deepEqual(told(late, { conclude: hours(24) }), [24, true, true]);
  });

  test('pauses and extensions stay what they were', () => {
    const paused = clock({
      pauses: [{ from: START + 2 * HOUR, to: START + 12 * HOUR }],
      dueAt: START + 34 * HOUR,
      stoppedAt: START + 32 * HOUR,
    });
    assert.deepEqual(told(paused, { conclude: hours(20) }), [30, false, true]);
    const extended = clock({ extensions: [hours(10)], dueAt: START + 34 * HOUR, stoppedAt: START + 32 * HOUR });
    assert.deepEqual(told(extended, { conclude: hours(23) }), [33, false, false]);
  });

  test('an open clock is held against now', () => {
    const open = clock({ stoppedAt: null, verdict: null, dueAt: START + 24 * HOUR });
    assert.deepEqual(told(open, { conclude: hours(120) }), [120, true, false]);
  });

  test('a void one is nobody’s', () => assert.equal(turnOf(clock({ verdict: 'void' }), {}), undefined));

  test('a default that ran before the item was known stays', () => {
    const byPack = { rule: 'pack:1/limits/take_on', kind: 'take_on', limit: hours(4) } as const;
    // The list had a limit, and yet the default ran: the item was not known.
    assert.deepEqual(told(clock(byPack), { take_on: hours(1) }, { take_on: hours(2) })?.[0], 24);
    // The list had none: a version that has one would have given it.
    assert.deepEqual(told(clock(byPack), { take_on: hours(1) }, {})?.[0], 1);
    assert.deepEqual(told(clock({ ...byPack, kind: 'accept' }), { accept: hours(1) }, {})?.[0], 24);
  });
});
