import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, calendars, clock, plain } from './golden.fixture.ts';
import { type Calendar, type ClockInput, deadline, explain } from './index.ts';

const tell = (input: ClockInput, calendar = plain) =>
  explain(input, calendar).lines.map(
    (line) =>
      `${line.day} ${line.weekday} ${line.kind} ${line.dayKind}${line.name ?? ''} +${line.counted}=${line.running}` +
      (line.pausedMinutes ? ` paused ${line.pausedMinutes}` : ''),
  );

test('working days over Spring Festival, day by day', () => {
  assert.deepEqual(tell(clock('2026-02-13 18:00', { n: 2, unit: 'working_day' })), [
    '2026-02-13 5 receipt working +0=0',
    '2026-02-14 6 makeup makeup春节 +1=1',
    ...[15, 16, 17, 18, 19, 20, 21, 22, 23].map((d, i) => `2026-02-${d} ${((6 + i) % 7) + 1} holiday holiday春节 +0=1`),
    '2026-02-24 2 working working +1=2',
    '2026-02-24 2 due working +0=2',
  ]);
});

test('working hours over a lunch break, a pause and a night', () => {
  const pauses = [{ from: at('2026-03-02 15:00'), to: at('2026-03-02 16:00') }];
  const input = clock('2026-03-02 11:30:30', { n: 4, unit: 'working_hour' }, { pauses });
  assert.deepEqual(tell(input), [
    '2026-03-02 1 receipt working +209=209 paused 60',
    '2026-03-03 2 working working +31=240',
    '2026-03-03 2 due working +0=240',
  ]);
  const told = explain(input, plain);
  assert.deepEqual(told.lines[0]?.spans, [
    [at('2026-03-02 11:30:30'), at('2026-03-02 12:00')],
    [at('2026-03-02 13:30'), at('2026-03-02 15:00')],
    [at('2026-03-02 16:00'), at('2026-03-02 17:30')],
  ]);
  assert.equal(told.dueAt, at('2026-03-03 09:00:30'));
});

test('a day with a part paused that still counts says so; a day taken out is paused', () => {
  const pauses = [
    { from: at('2026-03-03 09:00'), to: at('2026-03-03 10:00') },
    { from: at('2026-03-04 17:00'), to: at('2026-03-05 09:00') },
  ];
  assert.deepEqual(tell(clock('2026-03-02 09:00', { n: 2, unit: 'working_day' }, { pauses })), [
    '2026-03-02 1 receipt working +0=0',
    '2026-03-03 2 working working +1=1 paused 60',
    '2026-03-04 3 paused working +0=1 paused 30',
    '2026-03-05 4 working working +1=2 paused 30',
    '2026-03-05 4 due working +0=2',
  ]);
});

test('minutes that run day and night are calendar lines; a whole day paused is paused, a part is not', () => {
  const pauses = [{ from: at('2026-03-07 00:00'), to: at('2026-03-08 06:00') }];
  assert.deepEqual(tell(clock('2026-03-06 12:00', { n: 24, unit: 'hour' }, { pauses })), [
    '2026-03-06 5 receipt working +720=720',
    '2026-03-07 6 paused weekend +0=720 paused 1440',
    '2026-03-08 7 calendar weekend +720=1440 paused 360',
    '2026-03-08 7 due weekend +0=1440',
  ]);
});

test('an extension in another unit is a leg of its own and tells no day twice without cause', () => {
  const input = clock(
    '2026-03-02 16:00',
    { n: 1, unit: 'working_hour' },
    { extensions: [{ n: 1, unit: 'working_day' }] },
  );
  assert.deepEqual(tell(input), [
    '2026-03-02 1 receipt working +60=60',
    '2026-03-03 2 working working +1=1',
    '2026-03-03 2 due working +0=1',
  ]);
  const told = explain(input, plain);
  assert.deepEqual([told.total, told.unit], [1, 'working_day']);
  assert.deepEqual(told.legs, [
    { unit: 'working_minute', total: 60, from: at('2026-03-02 16:00'), to: at('2026-03-02 17:00') },
    { unit: 'working_day', total: 1, from: at('2026-03-02 17:00'), to: at('2026-03-03 17:30') },
  ]);
});

test('counting begins with the first running moment, or the midnight before the first counted day', () => {
  const from = (input: ClockInput) => explain(input, plain).countsFrom;
  assert.equal(from(clock('2026-03-02 22:00', { n: 1, unit: 'working_hour' })), at('2026-03-03 08:30'));
  assert.equal(from(clock('2026-03-02 22:00', { n: 1, unit: 'hour' })), at('2026-03-02 22:00'));
  assert.equal(from(clock('2026-03-06 22:00', { n: 1, unit: 'working_day' })), at('2026-03-09 00:00'));
});

test('a due line at 24:00 names the day it ends', () => {
  const input = clock('2026-03-02 09:00', { n: 1, unit: 'working_day' }, { endOfDay: '24:00' });
  assert.equal(tell(input).at(-1), '2026-03-03 2 due working +0=1');
  assert.equal(explain(input, plain).dueAt, at('2026-03-04 00:00'));
});

test('an unpublished year is warned of by name, and counted again when it is published', () => {
  const input = clock('2026-12-30 10:00', { n: 3, unit: 'working_day' });
  const before = explain(input, plain);
  assert.deepEqual(
    [before.provisional, before.warnings, before.calendarVersion],
    [true, ['calendar_year_provisional:2027'], 1],
  );
  const after = explain(input, calendars['published-2027'] as Calendar);
  assert.deepEqual([after.provisional, after.warnings, after.calendarVersion], [false, [], 2]);
  assert.ok(after.dueAt > before.dueAt);
});

test('only years whose days were asked make a deadline provisional', () => {
  const midnight = { endOfDay: '24:00' };
  const provisional = (input: ClockInput) => deadline(input, plain).provisional;
  // Due at the very end of 2026, which is 2027 on the clock.
  assert.equal(provisional(clock('2026-12-30 09:00', { n: 1, unit: 'working_day' }, midnight)), false);
  // Received in unpublished 2024, whose last day counts for nothing.
  assert.equal(provisional(clock('2024-12-31 09:00', { n: 1, unit: 'working_day' })), false);
  // Hours do ask the day of receipt.
  assert.equal(provisional(clock('2024-12-31 17:00', { n: 1, unit: 'working_hour' })), true);
});

test('yellow that falls on the end of a span does not wait for the next', () => {
  const yellow = (input: ClockInput) => deadline(input, plain).yellowAt;
  assert.equal(
    yellow(clock('2026-03-02 10:00', { n: 4, unit: 'working_hour' }, { yellowShare: 0.5 })),
    at('2026-03-02 12:00'),
  );
  // 210 of the day's 450 minutes are its morning.
  const day = clock('2026-03-02 10:00', { n: 1, unit: 'working_day' }, { yellowShare: 0.466667 });
  assert.equal(yellow(day), at('2026-03-03 13:30') + 9);
  const half = clock('2026-03-02 10:00', { n: 1, unit: 'working_day' }, { yellowShare: 0.5, endOfDay: '16:00' });
  // Clipped at 16:00 the day has 360 minutes: half is 180.
  assert.equal(yellow(half), at('2026-03-03 11:30'));
  const noon = clock('2026-03-02 10:00', { n: 1, unit: 'working_day' }, { yellowShare: 0.5, endOfDay: '17:00' });
  // 210 + 210 minutes: half is the whole morning.
  assert.equal(yellow(noon), at('2026-03-03 12:00'));
});
