import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, clock, plain } from './golden.fixture.ts';
import {
  type Calendar,
  ClockError,
  type ClockErrorCode,
  type ClockInput,
  closePauses,
  deadline,
  describeDay,
  explain,
  type Limit,
  nextWorkingInstant,
  remaining,
} from './index.ts';

const day: Limit = { n: 1, unit: 'working_day' };
const good = clock('2026-03-02 09:00', day);
const span = { from: '08:30', to: '12:00' };

function refuses(code: ClockErrorCode, at: string | undefined, act: () => unknown) {
  assert.throws(act, (error) => {
    assert.ok(error instanceof ClockError, String(error));
    assert.deepEqual([error.code, error.at], [code, at]);
    return true;
  });
}

const limits: [ClockErrorCode, unknown][] = [
  ['limit_not_positive', { n: 0, unit: 'minute' }],
  ['limit_not_positive', { n: -3, unit: 'working_day' }],
  ['limit_not_positive', { n: Number.NEGATIVE_INFINITY, unit: 'hour' }],
  ['limit_invalid', { n: Number.NaN, unit: 'hour' }],
  ['limit_invalid', { n: '3', unit: 'hour' }],
  ['limit_invalid', { n: 3, unit: 'fortnight' }],
  ['limit_invalid', { n: 3, unit: 'toString' }],
  ['limit_invalid', null],
  ['limit_not_whole', { n: 1.5, unit: 'working_day' }],
  ['limit_not_whole', { n: 0.5, unit: 'calendar_day' }],
  ['limit_not_whole', { n: 0.01, unit: 'hour' }],
  ['limit_not_whole', { n: 1e-9, unit: 'minute' }],
  ['deadline_too_far', { n: Number.POSITIVE_INFINITY, unit: 'minute' }],
  ['deadline_too_far', { n: 1e300, unit: 'working_day' }],
];

for (const [code, limit] of limits) {
  test(`limit ${JSON.stringify(limit)} ${String((limit as Limit)?.n)} is ${code}, also as an extension`, () => {
    refuses(code, 'limit', () => deadline({ ...good, limit: limit as Limit }, plain));
    refuses(code, 'extensions[0]', () => explain({ ...good, extensions: [limit as Limit] }, plain));
  });
}

const inputs: [ClockErrorCode, string, Partial<ClockInput>][] = [
  ['instant_invalid', 'startedAt', { startedAt: Number.NaN }],
  ['instant_invalid', 'startedAt', { startedAt: 1.5 }],
  ['instant_invalid', 'startedAt', { startedAt: Number.POSITIVE_INFINITY }],
  ['instant_invalid', 'startedAt', { startedAt: Date.parse('2200-01-01T00:00Z') }],
  ['instant_invalid', 'startedAt', { startedAt: '2026-03-02' as unknown as number }],
  ['share_invalid', 'yellowShare', { yellowShare: Number.NaN }],
  ['share_invalid', 'yellowShare', { yellowShare: -0.1 }],
  ['share_invalid', 'yellowShare', { yellowShare: 80 }],
  ['end_of_day_invalid', 'endOfDay', { endOfDay: '00:00' }],
  ['end_of_day_invalid', 'endOfDay', { endOfDay: '5pm' }],
  ['pause_open', 'pauses[0].to', { pauses: [{ from: good.startedAt, to: null }] }],
  ['pause_invalid', 'pauses[0]', { pauses: [{ from: good.startedAt, to: good.startedAt - 1 }] }],
  ['instant_invalid', 'pauses[0].from', { pauses: [{ from: Number.NaN, to: good.startedAt }] }],
  ['instant_invalid', 'pauses[0].to', { pauses: [{ from: good.startedAt, to: Number.NaN }] }],
];

for (const [code, where, wrong] of inputs) {
  test(`input ${JSON.stringify(wrong)} is ${code}`, () => {
    refuses(code, where, () => deadline({ ...good, ...wrong }, plain));
  });
}

const calendars: [ClockErrorCode, string, Partial<Calendar>][] = [
  ['workweek_empty', 'workweek', { workweek: [] }],
  ['workweek_invalid', 'workweek[1]', { workweek: [1, 8] }],
  ['workweek_invalid', 'workweek[1]', { workweek: [1, 1] }],
  ['seasons_empty', 'seasons', { seasons: [] }],
  ['season_invalid', 'seasons[0].from', { seasons: [{ from: '13-01', spans: [span] }] }],
  [
    'season_twice',
    'seasons',
    {
      seasons: [
        { from: '05-01', spans: [span] },
        { from: '05-01', spans: [span] },
      ],
    },
  ],
  ['spans_empty', 'seasons[0].spans', { seasons: [{ from: '01-01', spans: [] }] }],
  ['span_invalid', 'seasons[0].spans[0]', { seasons: [{ from: '01-01', spans: [{ from: '12:00', to: '12:00' }] }] }],
  ['span_invalid', 'seasons[0].spans[0]', { seasons: [{ from: '01-01', spans: [{ from: '22:00', to: '06:00' }] }] }],
  [
    'spans_overlap',
    'seasons[0].spans',
    { seasons: [{ from: '01-01', spans: [span, { from: '11:59', to: '17:30' }] }] },
  ],
  ['year_invalid', 'publishedYears', { publishedYears: [Number.NaN] }],
  ['offset_invalid', 'utcOffsetMinutes', { utcOffsetMinutes: 480.5 }],
  ['offset_invalid', 'utcOffsetMinutes', { utcOffsetMinutes: Number.NaN }],
  ['calendar_day_invalid', 'days[0]', { days: [{ day: '2026-02-30', kind: 'holiday', name: '' }] }],
  ['calendar_day_invalid', 'days[0]', { days: [{ day: '2026-02-20', kind: 'half' as 'holiday', name: '' }] }],
  ['calendar_day_twice', 'days[1]', { days: [plain.days[0], plain.days[0]] as Calendar['days'] }],
];

for (const [code, where, wrong] of calendars) {
  test(`calendar ${JSON.stringify(wrong).slice(0, 80)} is ${code}`, () => {
    const calendar = { ...plain, ...wrong };
    refuses(code, where, () => deadline(good, calendar));
    refuses(code, where, () => remaining(good, calendar, good.startedAt));
    refuses(code, where, () => describeDay(calendar, '2026-03-02'));
  });
}

test('spans that touch, stand out of order or end at 24:00 are sound', () => {
  const spans = [{ from: '12:00', to: '24:00' }, span];
  const due = deadline(clock('2026-03-02 11:00', { n: 13, unit: 'working_hour' }), {
    ...plain,
    seasons: [{ from: '02-29', spans }],
  });
  assert.equal(due.dueAt, at('2026-03-03 00:00'));
});

test('a search for working time ends after about ten years', () => {
  const shut = { ...plain, workweek: [7], days: everySunday() };
  for (const unit of ['working_day', 'working_hour'] as const) {
    refuses('deadline_too_far', 'limit', () => deadline(clock('2026-03-02 09:00', { n: 1, unit }), shut));
  }
  refuses('deadline_too_far', 'instant', () => nextWorkingInstant(shut, good.startedAt));
  const pauses = [{ from: good.startedAt, to: at('2199-01-01 00:00') }];
  for (const unit of ['minute', 'working_hour', 'working_day', 'calendar_day'] as const) {
    refuses('deadline_too_far', 'limit', () => deadline({ ...good, limit: { n: 1, unit }, pauses }, plain));
  }
});

test('ten years less a little are still counted', () => {
  assert.equal(
    deadline(clock('2026-03-02 09:00', { n: 3650, unit: 'calendar_day' }), plain).dueAt,
    at('2036-02-28 17:30'),
  );
  refuses('deadline_too_far', 'limit', () =>
    deadline(clock('2026-03-02 09:00', { n: 3661, unit: 'calendar_day' }), plain),
  );
});

test('bad moments and days are refused beside the clock itself', () => {
  refuses('instant_invalid', 'now', () => remaining(good, plain, Number.NaN));
  refuses('instant_invalid', 'now', () => closePauses([], Number.POSITIVE_INFINITY));
  refuses('instant_invalid', 'instant', () => nextWorkingInstant(plain, 0.5));
  refuses('day_invalid', 'day', () => describeDay(plain, '2026-02-29'));
});

test('neither the input nor the calendar is changed', () => {
  const pauses = [
    { from: good.startedAt + 5, to: good.startedAt + 9 },
    { from: good.startedAt, to: good.startedAt + 7 },
  ];
  const input = { ...good, pauses, extensions: [day] };
  const before = structuredClone([input, plain]);
  explain(input, plain);
  remaining(input, plain, good.startedAt);
  assert.deepEqual([input, plain], before);
});

function everySunday(): Calendar['days'] {
  const first = Date.parse('2026-01-04');
  return Array.from({ length: 800 }, (_, i) => ({
    day: new Date(first + i * 7 * 86_400_000).toISOString().slice(0, 10),
    kind: 'holiday' as const,
    name: '关',
  }));
}
