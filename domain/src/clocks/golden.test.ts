import assert from 'node:assert/strict';
import { test } from 'node:test';
import { golden, holidays } from './golden.fixture.ts';
import { deadline, explain } from './index.ts';

const local = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19);
const expected = (text: string) => local(Date.parse(text));

test('the golden table has at least 75 cases, each with a source and a name of its own', () => {
  assert.ok(golden.length >= 75, `${golden.length} cases`);
  assert.equal(new Set(golden.map((one) => one.name)).size, golden.length);
  assert.ok(golden.every((one) => one.source.length > 0));
});

for (const { name, calendar, input, expect } of golden) {
  test(`golden: ${name}`, () => {
    const { dueAt, yellowAt, provisional } = deadline(input, calendar);
    assert.deepEqual(
      { dueAt: local(dueAt), yellowAt: local(yellowAt), provisional },
      { dueAt: expected(expect.dueAt), yellowAt: expected(expect.yellowAt), provisional: expect.provisional },
    );
    const { lines, legs } = explain(input, calendar);
    const counted = lines.filter((line) => line.counted > 0);
    if (expect.countedDays)
      assert.deepEqual(
        counted.map((line) => line.day),
        expect.countedDays,
      );
    const skipped = lines.filter((line) => line.counted === 0 && line.kind !== 'receipt' && line.kind !== 'due');
    if (expect.skipped)
      assert.deepEqual(
        skipped.map((line) => `${line.day} ${line.kind}`),
        expect.skipped,
      );
    for (const [i, leg] of legs.entries()) {
      assert.equal(sum(lines.filter((line) => line.leg === i).map((line) => line.counted)), leg.total);
    }
  });
}

test('the published years have as many days off and make-up days as announced', () => {
  const count = (year: string, kind: string) => holidays.years[year]?.filter((day) => day.kind === kind).length;
  assert.deepEqual([count('2025', 'holiday'), count('2025', 'workday')], [28, 5]);
  assert.deepEqual([count('2026', 'holiday'), count('2026', 'workday')], [33, 6]);
  for (const day of Object.values(holidays.years)
    .flat()
    .filter(({ kind }) => kind === 'workday')) {
    assert.ok([0, 6].includes(new Date(day.day).getUTCDay()), `${day.day} is made up on a weekend`);
  }
});

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
