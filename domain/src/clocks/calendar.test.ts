import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayNumber, formatDay, parseDay, parseTime, weekdayOf } from './day.ts';
import { at, calendars, plain } from './golden.fixture.ts';
import { type Calendar, describeDay, localDay, nextWorkingInstant } from './index.ts';

test('day numbers and days agree with Date over 300 years', () => {
  for (let day = dayNumber(1900, 1, 1); day < dayNumber(2200, 1, 1); day++) {
    const date = new Date(day * 86_400_000);
    const text = date.toISOString().slice(0, 10);
    if (formatDay(day) !== text || parseDay(text) !== day || weekdayOf(day) !== (date.getUTCDay() || 7)) {
      assert.fail(`${text}: ${formatDay(day)}, ${parseDay(text)}, weekday ${weekdayOf(day)}`);
    }
  }
});

test('days and times that do not exist are refused', () => {
  for (const day of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', 20260101, null]) {
    assert.equal(parseDay(day), null, String(day));
  }
  for (const time of ['24:01', '24:30', '25:00', '12:60', '9:00', '', null])
    assert.equal(parseTime(time), null, String(time));
  assert.equal(parseTime('24:00'), 86_400_000);
});

test('a day is working, weekend, holiday or make-up, with the name of its holiday', () => {
  const kind = (day: string) => `${describeDay(plain, day).kind} ${describeDay(plain, day).name ?? ''}`.trim();
  assert.equal(kind('2026-02-13'), 'working');
  assert.equal(kind('2026-02-14'), 'makeup 春节');
  assert.equal(kind('2026-02-15'), 'holiday 春节');
  assert.equal(kind('2026-02-23'), 'holiday 春节');
  assert.equal(kind('2026-03-01'), 'weekend');
  assert.equal(describeDay(plain, '2026-12-31').provisional, false);
  assert.equal(describeDay(plain, '2027-01-01').provisional, true);
});

test('spans follow the season and are empty on a day off', () => {
  const seasons = calendars.seasons as Calendar;
  const spans = (day: string) => describeDay(seasons, day).spans.flat();
  const on = (day: string, ...times: string[]) => times.map((time) => at(`${day} ${time}`));
  assert.deepEqual(spans('2026-04-30'), on('2026-04-30', '08:30', '12:00', '13:30', '17:30'));
  assert.deepEqual(spans('2026-05-06'), on('2026-05-06', '08:30', '12:00', '14:00', '18:00'));
  assert.deepEqual(spans('2026-09-30'), on('2026-09-30', '08:30', '12:00', '14:00', '18:00'));
  assert.deepEqual(spans('2026-10-08'), on('2026-10-08', '08:30', '12:00', '13:30', '17:30'));
  assert.deepEqual(spans('2026-10-01'), []);
});

test('the next working instant is now inside a span, else the next start', () => {
  const next = (local: string) => nextWorkingInstant(plain, at(local));
  assert.equal(next('2026-03-02 09:15'), at('2026-03-02 09:15'));
  assert.equal(next('2026-03-02 08:30'), at('2026-03-02 08:30'));
  assert.equal(next('2026-03-02 12:00'), at('2026-03-02 13:30'));
  assert.equal(next('2026-02-14 17:30'), at('2026-02-24 08:30'));
});

test('the local day turns at local midnight', () => {
  assert.equal(localDay(plain, at('2026-03-02 00:00')), '2026-03-02');
  assert.equal(localDay(plain, at('2026-03-02 00:00') - 1), '2026-03-01');
});
