import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Calendar,
  type Hours,
  hoursFaults,
  hoursText,
  instantAt,
  openingAt,
  openingOn,
  parseHours,
} from './index.ts';

const CALENDAR: Calendar = {
  version: 1,
  utcOffsetMinutes: 480,
  workweek: [1, 2, 3, 4, 5],
  seasons: [{ from: '01-01', spans: [{ from: '09:00', to: '17:00' }] }],
  publishedYears: [2026],
  days: [
    { day: '2026-02-14', kind: 'workday', name: '春节' },
    { day: '2026-02-16', kind: 'holiday', name: '春节' },
    { day: '2026-02-17', kind: 'holiday', name: '春节' },
    { day: '2026-10-01', kind: 'holiday', name: '国庆节' },
  ],
};
const OFFICE = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const SATURDAY = [{ from: '09:00', to: '12:00' }];
const hours = (more: Partial<Hours> = {}): Hours => ({
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, SATURDAY, []],
  holidays: 'closed',
  makeup: 'monday',
  exceptions: [],
  ...more,
});
const at = (day: string, time: string) => instantAt(CALENDAR, day, time);
const local = (instant: number | null) =>
  instant === null ? null : new Date(instant + 480 * 60_000).toISOString().slice(0, 16).replace('T', ' ');

describe('the hours of a day', () => {
  const table: [string, string, Hours, string, number][] = [
    ['a weekday', '2026-06-10', hours(), 'week', 2],
    ['a Saturday', '2026-06-13', hours(), 'week', 1],
    ['a Sunday', '2026-06-14', hours(), 'week', 0],
    ['a holiday', '2026-02-17', hours(), 'holiday', 0],
    ['a holiday where it is open as usual', '2026-02-17', hours({ holidays: 'usual' }), 'week', 2],
    ['a make-up Saturday is worked as a Monday', '2026-02-14', hours(), 'makeup', 2],
    ['a make-up Saturday kept as a Saturday', '2026-02-14', hours({ makeup: 'usual' }), 'week', 1],
    [
      'a day of its own on a holiday',
      '2026-02-17',
      hours({ exceptions: [{ day: '2026-02-17', spans: SATURDAY }] }),
      'exception',
      1,
    ],
    [
      'a day of its own that is closed',
      '2026-06-10',
      hours({ exceptions: [{ day: '2026-06-10', spans: [] }] }),
      'exception',
      0,
    ],
  ];
  for (const [name, day, given, why, spans] of table) {
    it(name, () => {
      const found = openingOn(given, CALENDAR, day);
      assert.deepEqual([found.why, found.spans.length], [why, spans]);
    });
  }
});

describe('open now, until when, and when next', () => {
  const NIGHT = [
    { from: '00:00', to: '06:00' },
    { from: '20:00', to: '24:00' },
  ];
  const night = hours({ week: Array.from({ length: 7 }, () => NIGHT), holidays: 'usual', makeup: 'usual' });
  const always = hours({
    week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
    holidays: 'usual',
    makeup: 'usual',
  });
  const table: [string, Hours, number, [boolean, string | null, string | null]][] = [
    ['in the morning', hours(), at('2026-06-10', '10:00'), [true, '2026-06-10 12:00', null]],
    ['at closing time it is closed', hours(), at('2026-06-10', '12:00'), [false, null, '2026-06-10 13:30']],
    ['at opening time it is open', hours(), at('2026-06-10', '13:30'), [true, '2026-06-10 17:30', null]],
    ['on Saturday afternoon', hours(), at('2026-06-13', '14:00'), [false, null, '2026-06-15 08:30']],
    ['before a holiday: after it', hours(), at('2026-09-30', '18:00'), [false, null, '2026-10-02 08:30']],
    ['before a make-up Saturday: on it', hours(), at('2026-02-13', '18:00'), [false, null, '2026-02-14 08:30']],
    ['over midnight', night, at('2026-06-10', '23:00'), [true, '2026-06-11 06:00', null]],
    ['always', always, at('2026-02-17', '03:00'), [true, null, null]],
    ['never', hours({ week: Array.from({ length: 7 }, () => []) }), at('2026-06-10', '10:00'), [false, null, null]],
  ];
  for (const [name, given, now, [open, until, opens]] of table) {
    it(name, () => {
      const state = openingAt(given, CALENDAR, now);
      assert.deepEqual([state.open, local(state.until), local(state.opens)], [open, until, opens]);
    });
  }

  it('agrees with the day it falls on, whatever the minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 300 }),
        fc.constantFrom(hours(), night, always),
        (minutes, given) => {
          const now = at('2026-01-05', '00:00') + minutes * 60_000;
          const day = new Date(now + 480 * 60_000).toISOString();
          const time = day.slice(11, 16);
          const spans = openingOn(given, CALENDAR, day.slice(0, 10)).spans;
          const state = openingAt(given, CALENDAR, now);
          assert.equal(
            state.open,
            spans.some((span) => span.from <= time && time < span.to),
          );
          if (state.until !== null) assert.equal(openingAt(given, CALENDAR, state.until).open, false);
          if (state.opens !== null) assert.equal(openingAt(given, CALENDAR, state.opens).open, true);
        },
      ),
    );
  });
});

describe('faults of hours', () => {
  const codes = (more: Partial<Hours>) => hoursFaults(hours(more)).map(({ path, code }) => `${path} ${code}`);
  it('names each', () => {
    const week = (spans: Hours['week'][number]) => ({ week: [spans, [], [], [], [], [], []] });
    assert.deepEqual(codes({}), []);
    assert.deepEqual(codes(week([{ from: '12:00', to: '08:00' }])), ['week.0.0 hours_order']);
    assert.deepEqual(codes(week([{ from: '08:00', to: '08:00' }])), ['week.0.0 hours_order']);
    assert.deepEqual(codes(week([{ from: '8:00', to: '25:00' }])), ['week.0.0 hours_time_invalid']);
    assert.deepEqual(
      codes(
        week([
          { from: '13:00', to: '17:00' },
          { from: '08:00', to: '13:30' },
        ]),
      ),
      ['week.0.0 hours_overlap'],
    );
    assert.deepEqual(
      codes(
        week([
          { from: '08:00', to: '12:00' },
          { from: '12:00', to: '24:00' },
        ]),
      ),
      [],
    );
    assert.deepEqual(codes({ exceptions: [{ day: '2026-02-30', spans: [] }] }), ['exceptions.0.day hours_day_invalid']);
    const day = { day: '2026-05-01', spans: [] };
    assert.deepEqual(codes({ exceptions: [day, day] }), ['exceptions.1.day hours_day_twice']);
    assert.deepEqual(codes({ week: [[]] }), ['week hours_week']);
  });
});

describe('a week in one cell', () => {
  it('is written short', () => {
    assert.equal(hoursText(hours().week), '周一至周五 08:30-12:00 13:30-17:30；周六 09:00-12:00');
    assert.equal(hoursText(Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }])), '每天 00:00-24:00');
    assert.equal(hoursText(Array.from({ length: 7 }, () => [])), '');
  });
  it('is read back, and as people write it', () => {
    assert.deepEqual(parseHours('周一到周五 8:30—12:00，13:30—17:30；周六、周日 9:00-12:00')?.[5], [
      { from: '09:00', to: '12:00' },
    ]);
    assert.deepEqual(parseHours('每天 00：00-24：00')?.[3], [{ from: '00:00', to: '24:00' }]);
    for (const wrong of ['上班时间', '周八 08:00-12:00', '周五至周一 08:00-12:00', '周一 8-12'])
      assert.equal(parseHours(wrong), null, wrong);
    const spans = fc.constantFrom([], SATURDAY, OFFICE, [{ from: '00:00', to: '24:00' }]);
    fc.assert(
      fc.property(fc.array(spans, { minLength: 7, maxLength: 7 }), (week) => {
        assert.deepEqual(parseHours(hoursText(week)), week);
      }),
    );
  });
});
