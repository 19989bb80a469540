// Random calendars and clocks around Spring Festival 2026, for the property tests.
import fc from 'fast-check';
import type { Calendar, ClockInput, Day, Limit, LimitUnit } from './index.ts';
import { toTime } from './reference.fixture.ts';

const MINUTE = 60_000;
const FIRST = Date.parse('2026-01-01T00:00Z');

const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) =>
    Array.from({ length: Math.floor(cuts.length / 2) }, (_, i) => ({
      from: toTime(cuts[2 * i] as number),
      to: toTime(cuts[2 * i + 1] as number),
    })),
  )
  // A week with a minute of work in it would run into the ten years after which a search ends.
  .filter((list) => list.reduce((sum, { from, to }) => sum + minutes(to) - minutes(from), 0) >= 60);

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

const day: fc.Arbitrary<Day> = fc
  .integer({ min: 0, max: 120 })
  .map((n) => new Date(FIRST + n * 1440 * MINUTE).toISOString().slice(0, 10));

export const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  version: fc.constant(1),
  utcOffsetMinutes: fc.constantFrom(480, 0, -210, 345),
  workweek: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  seasons: fc.uniqueArray(
    fc.record({ from: fc.constantFrom('01-01', '01-20', '02-10', '03-01', '05-01', '10-01'), spans }),
    { minLength: 1, maxLength: 3, selector: (season) => season.from },
  ),
  publishedYears: fc.constantFrom([], [2026], [2025, 2026]),
  days: fc.uniqueArray(
    fc.record({ day, kind: fc.constantFrom('holiday' as const, 'workday' as const), name: fc.constant('节') }),
    { maxLength: 30, selector: (exception) => exception.day },
  ),
});

const most: Record<LimitUnit, number> = { minute: 3000, hour: 60, working_hour: 20, working_day: 8, calendar_day: 15 };

export const anyLimit: fc.Arbitrary<Limit> = fc
  .constantFrom(...(Object.keys(most) as LimitUnit[]))
  .chain((unit) => fc.integer({ min: 1, max: most[unit] }).map((n) => ({ n, unit })));

/** Instants of the first six weeks of 2026, whole multiples of `grain` milliseconds. */
const instant = (grain: number) =>
  fc.integer({ min: 0, max: (42 * 1440 * MINUTE) / grain }).map((n) => FIRST + n * grain);

export const anyPause = (grain: number) =>
  fc
    .tuple(instant(grain), fc.integer({ min: 0, max: (4 * 1440 * MINUTE) / grain }))
    .map(([from, length]) => ({ from, to: from + length * grain }));

export const anyClock = (grain: number): fc.Arbitrary<ClockInput> =>
  fc.record({
    startedAt: instant(grain),
    limit: anyLimit,
    extensions: fc.oneof(fc.constant<Limit[]>([]), fc.array(anyLimit, { maxLength: 2 })),
    pauses: fc.array(anyPause(grain), { maxLength: 4 }),
    yellowShare: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    endOfDay: fc.oneof(
      fc.constantFrom('span-end', '24:00', '17:30', '12:00'),
      fc.integer({ min: 1, max: 1440 }).map(toTime),
    ),
  });
