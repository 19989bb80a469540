import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, clock, plain } from './golden.fixture.ts';
import { type ClockInput, remaining, remainingParts } from './index.ts';

const three = clock('2026-03-05 10:00', { n: 3, unit: 'working_day' }); // Thursday; due Tuesday 10th at 17:30
const hours = clock('2026-03-02 09:00', { n: 4, unit: 'working_hour' }); // due 14:30

const tell = (input: ClockInput, now: string) => {
  const { n, unit, overdue, card, paused } = remaining(input, plain, at(now));
  return `${n} ${unit}${overdue ? ' over' : ''} ${card}${paused ? ' paused' : ''}`;
};

test('working days left leave out today and the weekend', () => {
  assert.equal(tell(three, '2026-03-05 10:00'), '3 working_day none');
  assert.equal(tell(three, '2026-03-06 09:00'), '2 working_day none');
  assert.equal(tell(three, '2026-03-07 09:00'), '2 working_day none');
  assert.equal(tell(three, '2026-03-09 20:00'), '1 working_day none');
  assert.equal(tell(three, '2026-03-10 11:29'), '0 working_day none');
  assert.equal(tell(three, '2026-03-10 11:30'), '0 working_day yellow');
  assert.equal(tell(three, '2026-03-10 17:30'), '0 working_day yellow');
});

test('overdue working days are the working days begun since', () => {
  assert.equal(tell(three, '2026-03-10 17:31'), '0 working_day over red');
  assert.equal(tell(three, '2026-03-11 00:00'), '1 working_day over red');
  assert.equal(tell(three, '2026-03-15 12:00'), '3 working_day over red');
});

test('a deadline at 24:00 belongs to the day it ends', () => {
  const midnight = { ...three, endOfDay: '24:00' };
  assert.equal(tell(midnight, '2026-03-10 23:59'), '0 working_day yellow');
  assert.equal(tell(midnight, '2026-03-11 00:00'), '0 working_day yellow');
  assert.equal(remaining(midnight, plain, at('2026-03-11 00:00') + 1).overdue, true);
  assert.equal(tell(midnight, '2026-03-11 00:01'), '1 working_day over red');
});

test('hours are told in minutes, rounded up while left and down when over', () => {
  assert.equal(tell(hours, '2026-03-02 09:00'), '240 working_minute none');
  assert.equal(tell(hours, '2026-03-02 12:30'), '60 working_minute none');
  assert.equal(tell(hours, '2026-03-02 14:29:30'), '1 working_minute yellow');
  assert.equal(tell(hours, '2026-03-02 14:30:59'), '0 working_minute over red');
  assert.equal(tell(hours, '2026-03-03 09:00'), '210 working_minute over red');
});

test('before its start a clock has all of its limit', () => {
  assert.equal(tell(hours, '2026-02-01 09:00'), '240 working_minute none');
  assert.equal(tell(three, '2026-02-01 09:00'), '3 working_day none');
});

test('an open pause keeps what was left, and says that the clock stands', () => {
  const paused = { ...hours, pauses: [{ from: at('2026-03-02 10:00'), to: null }] };
  assert.equal(tell(paused, '2026-03-02 10:00'), '180 working_minute none paused');
  assert.equal(tell(paused, '2026-04-02 10:00'), '180 working_minute none paused');
  assert.equal(tell(paused, '2026-03-02 09:30'), '210 working_minute none');
  const planned = { ...hours, pauses: [{ from: at('2026-03-02 10:00'), to: at('2026-03-02 11:00') }] };
  assert.equal(tell(planned, '2026-03-02 10:30'), '180 working_minute none paused');
  assert.equal(tell(planned, '2026-03-02 11:00'), '180 working_minute none');
});

test('a pause after the deadline stops nothing', () => {
  const late = { ...hours, pauses: [{ from: at('2026-03-02 15:00'), to: null }] };
  assert.equal(tell(late, '2026-03-02 16:30'), '120 working_minute over red paused');
  const days = { ...three, pauses: [{ from: at('2026-03-11 09:00'), to: at('2026-03-13 09:00') }] };
  assert.equal(tell(days, '2026-03-13 12:00'), '3 working_day over red');
});

test('days a pause will take out are not left either', () => {
  const planned = { ...three, pauses: [{ from: at('2026-03-09 09:00'), to: at('2026-03-10 09:00') }] };
  assert.equal(tell(planned, '2026-03-06 09:00'), '2 working_day none');
});

test('the unit is that of the last extension', () => {
  const extended = { ...three, extensions: [{ n: 2, unit: 'working_hour' as const }] };
  assert.equal(tell(extended, '2026-03-10 17:00'), '150 working_minute none');
});

test('a face gets a state and parts', () => {
  const parts = (input: ClockInput, now: string) => remainingParts(remaining(input, plain, at(now)));
  assert.deepEqual(parts(three, '2026-03-06 09:00'), { state: 'left', parts: [{ n: 2, unit: 'working_day' }] });
  assert.deepEqual(parts(three, '2026-03-10 09:00'), { state: 'due_today', parts: [{ n: 0, unit: 'working_day' }] });
  assert.deepEqual(parts(three, '2026-03-11 09:00'), { state: 'over', parts: [{ n: 1, unit: 'working_day' }] });
  assert.deepEqual(parts(hours, '2026-03-02 14:30').state, 'left');
});
