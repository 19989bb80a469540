// Reads the golden table: calendars by name with the national holidays filled in, local times as instants.
import { readFileSync } from 'node:fs';
import type { Calendar, ClockInput, Day, Limit } from './index.ts';

type Entry = { day: Day; kind: 'holiday' | 'workday'; name: string };
type StoredCalendar = Omit<Calendar, 'days'> & { days: string; more?: Entry[] };
type StoredCase = {
  name: string;
  source: string;
  calendar: string;
  input: { startedAt: string; limit: Limit; pauses?: { from: string; to: string }[] } & Partial<
    Pick<ClockInput, 'extensions' | 'yellowShare' | 'endOfDay'>
  >;
  expect: { dueAt: string; yellowAt: string; provisional: boolean; countedDays?: Day[]; skipped?: string[] };
};
type Stored = {
  defaults: Pick<ClockInput, 'extensions' | 'pauses' | 'yellowShare' | 'endOfDay'>;
  calendars: Record<string, StoredCalendar>;
  cases: StoredCase[];
};

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

export const holidays: { years: Record<string, Entry[]> } = read('../../../counties/_shared/holidays.json');
const stored: Stored = read('./golden.json');

export const calendars: Record<string, Calendar> = Object.fromEntries(
  Object.entries(stored.calendars).map(([name, { more = [], ...calendar }]) => [
    name,
    { ...calendar, days: [...Object.values(holidays.years).flat(), ...more] },
  ]),
);

export const plain = calendars.plain as Calendar;

/** A local time of +08:00, '2026-03-02 09:00', as an instant. */
export function at(local: string): number {
  return Date.parse(`${local.replace(' ', 'T')}+08:00`);
}

/** A clock input from local times, with the table's defaults. */
export function clock(startedAt: string, limit: Limit, more: Partial<ClockInput> = {}): ClockInput {
  return { ...stored.defaults, startedAt: at(startedAt), limit, ...more };
}

export const golden = stored.cases.map(({ input, ...rest }) => ({
  ...rest,
  calendar: calendars[rest.calendar] as Calendar,
  input: {
    ...stored.defaults,
    ...input,
    startedAt: Date.parse(input.startedAt),
    pauses: (input.pauses ?? []).map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })),
  },
}));
