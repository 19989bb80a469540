import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDays, yearSheet } from './year.ts';

test('a month begins under its weekday and counts its working days', () => {
  const calendar = {
    workweek: [1, 2, 3, 4, 5],
    days: [
      { day: '2026-01-01', kind: 'holiday' as const, name: '元旦' },
      { day: '2026-01-02', kind: 'holiday' as const, name: '元旦' },
      { day: '2026-01-04', kind: 'workday' as const, name: '元旦' },
    ],
  };
  const [january, february] = yearSheet(2026, calendar);
  assert.equal(january?.lead, 3, '1 January 2026 is a Thursday');
  assert.equal(january?.days.length, 31);
  assert.deepEqual(
    january?.days.slice(0, 4).map((one) => one.kind),
    ['holiday', 'holiday', 'weekend', 'makeup'],
  );
  assert.equal(january?.working, 22 - 2 + 1);
  assert.equal(february?.days.length, 28);
  assert.equal(yearSheet(2028, calendar)[1]?.days.length, 29);
});

test('lines of days and stretches are read, in Chinese and English', () => {
  const { days, faults } = parseDays(
    '2027-01-01 放假 元旦\n\n2027-02-06..2027-02-08 holiday Spring Festival\n2027-02-20 上班 春节',
    2027,
  );
  assert.deepEqual(faults, []);
  assert.deepEqual(
    days.map((one) => `${one.day} ${one.kind} ${one.name}`),
    [
      '2027-01-01 holiday 元旦',
      '2027-02-06 holiday Spring Festival',
      '2027-02-07 holiday Spring Festival',
      '2027-02-08 holiday Spring Festival',
      '2027-02-20 workday 春节',
    ],
  );
});

test('every fault names its line', () => {
  const text = [
    '2027-02-30 放假 春节',
    'nonsense',
    '2026-02-01 放假 春节',
    '2027-03-01 放假 甲',
    '2027-03-01 上班 乙',
  ].join('\n');
  assert.deepEqual(parseDays(text, 2027).faults, [
    { line: 1, code: 'day' },
    { line: 2, code: 'form' },
    { line: 3, code: 'year' },
    { line: 5, code: 'twice' },
  ]);
});
