/** The calendar as people read it, and publishing a year. */
import Type from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { provisionalYears } from '../county/index.ts';
import { publishYear, type YearBody } from './publish-year.ts';

const Kind = Type.Union([Type.Literal('holiday'), Type.Literal('workday')]);

const DayOff = Type.Object(
  {
    day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    kind: Kind,
    name: Type.String({ minLength: 1, maxLength: 40 }),
  },
  { additionalProperties: false },
);

const Year = Type.Object(
  { year: Type.Integer({ minimum: 2000, maximum: 2100 }), days: Type.Array(DayOff, { maxItems: 366 }) },
  { additionalProperties: false },
);

const Span = Type.Object({ from: Type.String(), to: Type.String() });

const CalendarView = Type.Object({
  version: Type.Integer(),
  utcOffsetMinutes: Type.Integer(),
  workweek: Type.Array(Type.Integer()),
  seasons: Type.Array(Type.Object({ from: Type.String(), spans: Type.Array(Span) })),
  publishedYears: Type.Array(Type.Integer()),
  days: Type.Array(Type.Object({ day: Type.String(), kind: Type.String(), name: Type.String() })),
  provisionalYears: Type.Array(Type.Integer(), { description: 'of this year and the next, those not published' }),
});

export function registerCalendar({ route }: Ground, services: Services): void {
  route(
    {
      method: 'GET',
      path: '/calendar',
      may: 'public',
      summary: 'Working days, hours and holidays',
      reply: CalendarView,
    },
    async ({ county, now }) => ({ ...county.rules.calendar, provisionalYears: provisionalYears(county, now) }),
  );

  route<YearBody>(
    {
      method: 'POST',
      path: '/calendar/years',
      may: 'calendar.edit',
      summary: "Publish a year's holidays; open clocks are counted again",
      body: Year,
      reply: Type.Object({ version: Type.Integer(), job: Type.String() }),
      status: 201,
    },
    ({ county, actor, now, key, body }) => publishYear(services, { county, actor, now, key, body }),
  );
}
