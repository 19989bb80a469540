import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyCalendar, anyClock, anyLimit, anyPause } from './arbitrary.fixture.ts';
import { type ClockInput, deadline, explain, remaining } from './index.ts';
import { reference } from './reference.fixture.ts';

const clock = anyClock(1);
const runs = { numRuns: 400 };

/** Extensions of the limit's own unit: the share of a whole in one unit, which the reference knows. */
const likeUnits = (input: ClockInput): boolean => {
  const measure = (unit: string) => (unit === 'hour' ? 'minute' : unit);
  return input.extensions.every((extension) => measure(extension.unit) === measure(input.limit.unit));
};

test('agrees with the reference that counts minute by minute', () => {
  fc.assert(
    fc.property(anyClock(60_000), anyCalendar, (input, calendar) => {
      assert.equal(deadline(input, calendar).dueAt, reference(input, calendar).dueAt);
    }),
    { numRuns: 250 },
  );
});

test('yellow agrees with the reference too', () => {
  const single = anyClock(60_000).map((input) => ({ ...input, extensions: [] }));
  fc.assert(
    fc.property(single, anyCalendar, (input, calendar) => {
      assert.equal(deadline(input, calendar).yellowAt, Math.floor(reference(input, calendar).yellowAt));
    }),
    { numRuns: 250 },
  );
});

test('a longer limit is never due or yellow earlier', () => {
  fc.assert(
    fc.property(clock, anyCalendar, fc.integer({ min: 1, max: 10 }), (input, calendar, more) => {
      const longer = { ...input, limit: { ...input.limit, n: input.limit.n + more } };
      assert.ok(deadline(longer, calendar).dueAt >= deadline(input, calendar).dueAt);
      if (likeUnits(input)) assert.ok(deadline(longer, calendar).yellowAt >= deadline(input, calendar).yellowAt);
    }),
    runs,
  );
});

test('an extension always makes due later and never yellow earlier', () => {
  fc.assert(
    fc.property(clock, anyCalendar, anyLimit, (input, calendar, extension) => {
      const before = deadline(input, calendar);
      const after = deadline({ ...input, extensions: [...input.extensions, extension] }, calendar);
      assert.ok(after.dueAt > before.dueAt);
      assert.ok(after.yellowAt >= before.yellowAt);
    }),
    runs,
  );
});

test('a later start is never due earlier', () => {
  fc.assert(
    fc.property(clock, anyCalendar, fc.integer({ min: 0, max: 3 * 86_400_000 }), (input, calendar, later) => {
      const moved = deadline({ ...input, startedAt: input.startedAt + later }, calendar);
      assert.ok(moved.dueAt >= deadline(input, calendar).dueAt);
    }),
    runs,
  );
});

test('pausing never makes due or yellow earlier, nor does pausing longer', () => {
  fc.assert(
    fc.property(
      clock,
      anyCalendar,
      anyPause(1),
      fc.integer({ min: 0, max: 86_400_000 }),
      (input, calendar, pause, more) => {
        const none = deadline(input, calendar);
        const one = deadline({ ...input, pauses: [...input.pauses, pause] }, calendar);
        const longer = deadline({ ...input, pauses: [...input.pauses, { ...pause, to: pause.to + more }] }, calendar);
        assert.ok(one.dueAt >= none.dueAt && longer.dueAt >= one.dueAt);
        assert.ok(one.yellowAt >= none.yellowAt && longer.yellowAt >= one.yellowAt);
      },
    ),
    runs,
  );
});

test('a clock that is paused on time does not become overdue while it stands', () => {
  fc.assert(
    fc.property(
      clock,
      anyCalendar,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(40 * 86_400_000),
      (input, calendar, part, length) => {
        const due = deadline(input, calendar).dueAt;
        const from = Math.floor(input.startedAt + (due - input.startedAt) * part);
        const now = from + length;
        const pauses = [...input.pauses, { from, to: null }];
        // Exactly at the deadline the clock has run out: standing then keeps nothing.
        if (from < due) assert.equal(remaining({ ...input, pauses }, calendar, now).overdue, false);
      },
    ),
    runs,
  );
});

test('explain says what deadline says, and its lines add up to the limit', () => {
  fc.assert(
    fc.property(clock, anyCalendar, (input, calendar) => {
      const told = explain(input, calendar);
      const { dueAt, yellowAt, provisional } = told;
      assert.deepEqual({ dueAt, yellowAt, provisional }, deadline(input, calendar));
      assert.equal(told.lines.at(-1)?.kind, 'due');
      assert.equal(told.lines[0]?.kind, 'receipt');
      for (const [i, leg] of told.legs.entries()) {
        const lines = told.lines.filter((line) => line.leg === i);
        let running = 0;
        for (const line of lines) {
          running += line.counted;
          assert.equal(line.running, running);
          assert.ok(Number.isInteger(line.counted) && line.counted >= 0);
        }
        assert.equal(running, leg.total);
      }
      const hours = { minute: 1, hour: 60, working_hour: 60, working_day: 1, calendar_day: 1 };
      const asked = [input.limit, ...input.extensions].reduce((sum, limit) => sum + limit.n * hours[limit.unit], 0);
      assert.equal(
        told.legs.reduce((sum, leg) => sum + leg.total, 0),
        asked,
      );
    }),
    runs,
  );
});

test('start, yellow and due stand in this order; what counts lies between', () => {
  fc.assert(
    fc.property(clock, anyCalendar, (input, calendar) => {
      const { startedAt, countsFrom, yellowAt, dueAt, lines } = explain(input, calendar);
      assert.ok(startedAt <= yellowAt && yellowAt <= dueAt && startedAt <= countsFrom && countsFrom < dueAt);
      for (const [from, to] of lines.flatMap((line) => line.spans ?? [])) {
        assert.ok(startedAt <= from && from < to && to <= dueAt);
        assert.ok(
          input.pauses.every(
            (pause) => to <= pause.from || pause.to === null || pause.to <= from || pause.from === pause.to,
          ),
        );
      }
    }),
    runs,
  );
});

test('at the deadline is on time, a millisecond later is overdue; yellow begins at its moment', () => {
  fc.assert(
    fc.property(clock, anyCalendar, (input, calendar) => {
      const { dueAt, yellowAt } = deadline(input, calendar);
      const due = remaining(input, calendar, dueAt);
      assert.deepEqual([due.n, due.overdue, due.card], [0, false, 'yellow']);
      const late = remaining(input, calendar, dueAt + 1);
      assert.deepEqual([late.overdue, late.card], [true, 'red']);
      assert.equal(remaining(input, calendar, yellowAt).card, 'yellow');
      if (yellowAt > input.startedAt) assert.equal(remaining(input, calendar, yellowAt - 1).card, 'none');
    }),
    runs,
  );
});

test('what is left at the start is the limit, and it only shrinks', () => {
  const single = clock.map((input) => ({ ...input, extensions: [] }));
  fc.assert(
    fc.property(single, anyCalendar, fc.nat(20 * 86_400_000), fc.nat(86_400_000), (input, calendar, later, more) => {
      const { dueAt } = deadline(input, calendar);
      assert.equal(remaining(input, calendar, input.startedAt).n, explain(input, calendar).total);
      const first = remaining(input, calendar, input.startedAt + later);
      const second = remaining(input, calendar, input.startedAt + later + more);
      if (input.startedAt + later + more <= dueAt) assert.ok(second.n <= first.n);
      else if (first.overdue) assert.ok(second.n >= first.n);
    }),
    runs,
  );
});

test('a calendar of another year changes nothing but provisional', () => {
  fc.assert(
    fc.property(clock, anyCalendar, (input, calendar) => {
      const published = deadline(input, { ...calendar, publishedYears: [2025, 2026, 2027, 2028] });
      const unpublished = deadline(input, { ...calendar, publishedYears: [] });
      assert.deepEqual({ ...unpublished, provisional: false }, published);
      const working = [input.limit, ...input.extensions].some((limit) => limit.unit.startsWith('working'));
      assert.equal(unpublished.provisional, working);
    }),
    runs,
  );
});
