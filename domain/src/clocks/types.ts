/** Epoch milliseconds, a whole number. */
export type Instant = number;

/** A local day of the county, 'YYYY-MM-DD'. */
export type Day = string;

/** `minute` and `hour` run day and night; `working_hour` only inside the spans of working days. */
export type LimitUnit = 'minute' | 'hour' | 'working_hour' | 'working_day' | 'calendar_day';

/** Days are whole; hours may be fractions that make whole minutes (1.5 hours). */
export type Limit = { n: number; unit: LimitUnit };

/** What a clock is counted in once hours are minutes. */
export type CountUnit = 'minute' | 'working_minute' | 'working_day' | 'calendar_day';

/** A calendar is never changed in place: what it says is compiled once per object and kept. */
export type Calendar = {
  version: number;
  utcOffsetMinutes: number;
  /** ISO weekdays, Monday 1 to Sunday 7. */
  workweek: number[];
  /** Spans of the working day by season start; the last season of the year lasts into the next. */
  seasons: { from: string; spans: { from: string; to: string }[] }[];
  /** Years whose holidays are published; in all others the workweek alone speaks and results are provisional. */
  publishedYears: number[];
  /** Exceptions to the workweek. */
  days: { day: Day; kind: 'holiday' | 'workday'; name: string }[];
};

/** Half open: the clock stands from `from` up to, not including, `to`; null while it still stands. */
export type Pause = { from: Instant; to: Instant | null; reason?: string };

export type ClockInput = {
  startedAt: Instant;
  limit: Limit;
  extensions: Limit[];
  pauses: Pause[];
  /** Share of the limit, 0 to 1, after which the clock is yellow. */
  yellowShare: number;
  /** When a day limit's day ends: a time ('17:30', '24:00') or the end of the season's last span. */
  endOfDay: string;
};

export type Deadline = { dueAt: Instant; yellowAt: Instant; provisional: boolean };

export type DayKind = 'working' | 'makeup' | 'weekend' | 'holiday';

export type LineKind = 'receipt' | 'working' | 'weekend' | 'holiday' | 'makeup' | 'calendar' | 'paused' | 'due';

export type ExplanationLine = {
  day: Day;
  /** ISO weekday, 1 to 7. */
  weekday: number;
  kind: LineKind;
  /** What the calendar says of the day, whatever the line is about. */
  dayKind: DayKind;
  /** The holiday's name, also on its make-up workday. */
  name?: string;
  /** Which leg of the explanation the line belongs to. */
  leg: number;
  /** Days, or whole minutes for minutes and hours. */
  counted: number;
  /** Counted so far in this leg. */
  running: number;
  /** When the clock ran on this day, for minutes and hours. */
  spans?: [Instant, Instant][];
  /** Minutes of this day that would have run but for a pause. */
  pausedMinutes?: number;
};

/** A stretch of the clock in one unit: the base limit, then each extension in another unit. */
export type ExplanationLeg = { unit: CountUnit; total: number; from: Instant; to: Instant };

export type Explanation = {
  startedAt: Instant;
  /** For minutes and hours the first moment that runs; for days the midnight before the first counted day. */
  countsFrom: Instant;
  limit: Limit;
  extensions: Limit[];
  /** Total of the last leg, in its unit; with no extension in another unit this is the whole. */
  total: number;
  unit: CountUnit;
  legs: ExplanationLeg[];
  dueAt: Instant;
  yellowAt: Instant;
  calendarVersion: number;
  provisional: boolean;
  lines: ExplanationLine[];
  /** 'calendar_year_provisional:2027' for each year counted without published holidays. */
  warnings: string[];
};

export type Remaining = {
  /** Whole days after today, or minutes rounded up; when overdue, whole units past the deadline. */
  n: number;
  unit: CountUnit;
  overdue: boolean;
  card: 'none' | 'yellow' | 'red';
  /** The clock stands right now. */
  paused: boolean;
};
