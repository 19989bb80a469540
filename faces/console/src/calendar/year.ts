/** A year as weeks of months: what each day is by the workweek and the published exceptions. */
export type CalendarView = {
  version: number;
  workweek: number[];
  seasons: { from: string; spans: { from: string; to: string }[] }[];
  publishedYears: number[];
  days: { day: string; kind: 'holiday' | 'workday'; name: string }[];
  provisionalYears: number[];
};

export type DayCell = {
  day: string;
  of: number;
  weekday: number;
  kind: 'working' | 'weekend' | 'holiday' | 'makeup';
  name: string | null;
};
export type MonthSheet = { month: number; lead: number; days: DayCell[]; working: number };

const two = (n: number) => String(n).padStart(2, '0');

export function yearSheet(year: number, calendar: Pick<CalendarView, 'workweek' | 'days'>): MonthSheet[] {
  const exceptions = new Map(calendar.days.map((one) => [one.day, one]));
  return Array.from({ length: 12 }, (_, m) => {
    const count = new Date(Date.UTC(year, m + 1, 0)).getUTCDate();
    const days = Array.from({ length: count }, (_, d): DayCell => {
      const day = `${year}-${two(m + 1)}-${two(d + 1)}`;
      const weekday = new Date(Date.UTC(year, m, d + 1)).getUTCDay() || 7;
      const exception = exceptions.get(day);
      const usual = calendar.workweek.includes(weekday) ? 'working' : 'weekend';
      const kind = exception ? (exception.kind === 'holiday' ? 'holiday' : 'makeup') : usual;
      return { day, of: d + 1, weekday, kind, name: exception?.name ?? null };
    });
    const working = days.filter((one) => one.kind === 'working' || one.kind === 'makeup').length;
    return { month: m + 1, lead: (days[0]?.weekday ?? 1) - 1, days, working };
  });
}

/** Exceptions of a year as lines people can write: `2027-02-06 放假 春节`, `2027-02-20 上班 春节`. */
export type ParsedDay = { day: string; kind: 'holiday' | 'workday'; name: string };
export type ParsedDays = { days: ParsedDay[]; faults: { line: number; code: 'form' | 'day' | 'year' | 'twice' }[] };

const HOLIDAY = new Set(['放假', '休', 'holiday', 'off']);
const WORKDAY = new Set(['上班', '班', '调休', 'workday', 'work']);

function eachDay(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < 40; at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** One line per day or stretch: `2027-02-06..2027-02-13 放假 春节`. Every fault is told with its line. */
export function parseDays(text: string, year: number): ParsedDays {
  const days: ParsedDay[] = [];
  const faults: ParsedDays['faults'] = [];
  const seen = new Set<string>();
  text.split('\n').forEach((raw, i) => {
    if (!raw.trim()) return;
    const fault = (code: ParsedDays['faults'][number]['code']) => faults.push({ line: i + 1, code });
    const found = /^(\d{4}-\d\d-\d\d)(?:\s*(?:\.\.|至|~|—|到)\s*(\d{4}-\d\d-\d\d))?\s+(\S+)\s+(.+)$/.exec(raw.trim());
    const word = found?.[3]?.toLowerCase() ?? '';
    if (!found || !(HOLIDAY.has(word) || WORKDAY.has(word))) {
      fault('form');
      return;
    }
    const [, from = '', to = from] = found;
    if (!isDay(from) || !isDay(to) || from > to) {
      fault('day');
      return;
    }
    for (const day of eachDay(from, to)) {
      if (!day.startsWith(`${year}-`)) {
        fault('year');
        return;
      }
      if (seen.has(day)) {
        fault('twice');
        return;
      }
      seen.add(day);
      days.push({ day, kind: HOLIDAY.has(word) ? 'holiday' : 'workday', name: (found[4] ?? '').trim() });
    }
  });
  return { days, faults };
}
