/** Shapes of the facilities' routes. */
import Type from 'typebox';
import { Point } from '../../platform/wire.ts';

export const strict = { additionalProperties: false };
export const Key = Type.String({ minLength: 1, maxLength: 64 });
export const Uuid = Type.String({ format: 'uuid' });
export const Day = Type.String({ format: 'date' });
export const Version = Type.Integer({ minimum: 1 });
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const Time = Type.String({ pattern: '^\\d{2}:\\d{2}$' });
const Span = Type.Object({ from: Time, to: Time }, strict);

export const Hours = Type.Object(
  {
    week: Type.Array(Type.Array(Span, { maxItems: 6 }), { minItems: 7, maxItems: 7, description: 'Monday first' }),
    holidays: Type.Union([Type.Literal('closed'), Type.Literal('usual')]),
    makeup: Type.Union([Type.Literal('monday'), Type.Literal('usual')]),
    exceptions: Type.Array(Type.Object({ day: Day, spans: Type.Array(Span, { maxItems: 6 }) }, strict), {
      maxItems: 100,
    }),
  },
  strict,
);

const fields = {
  kind: Key,
  name: Name,
  place: Type.Optional(Key),
  point: Point,
  hours: Hours,
  services: Type.Array(Key, { maxItems: 40 }),
  oneWindow: Type.Boolean(),
  contactPost: Type.Union([Type.Null(), Type.String({ minLength: 1, maxLength: 140 })]),
  from: Day,
};
export const MakeFacility = Type.Object({ id: Uuid, ...fields }, strict);
export const ChangeFacility = Type.Object(
  { version: Version, ...Type.Partial(Type.Object(fields)).properties },
  strict,
);
export const CloseFacility = Type.Object({ version: Version, lastDay: Type.Optional(Day) }, strict);
export const OnlyVersion = Type.Object({ version: Version }, strict);

export const FacilityFilter = Type.Object({
  kind: Type.Optional(Key),
  place: Type.Optional(Key),
  service: Type.Optional(Key),
  q: Type.Optional(Type.String({ maxLength: 40 })),
  oneWindow: Type.Optional(Type.Boolean()),
  near: Type.Optional(Type.String({ maxLength: 60, description: 'lon,lat: nearest first' })),
  closed: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 600 })),
});

const teamFields = {
  kind: Key,
  name: Name,
  place: Key,
  facility: Type.Optional(Type.Union([Type.Null(), Uuid])),
  members: Type.Array(Uuid, { maxItems: 200 }),
};
export const MakeTeam = Type.Object({ id: Uuid, ...teamFields }, strict);
export const ChangeTeam = Type.Object(
  { version: Version, ...Type.Partial(Type.Object(teamFields)).properties },
  strict,
);
const teamFilter = {
  kind: Type.Optional(Key),
  place: Type.Optional(Key),
  facility: Type.Optional(Uuid),
  q: Type.Optional(Type.String({ maxLength: 40 })),
};
export const TeamExport = Type.Object(teamFilter);
export const TeamFilter = Type.Object({
  ...teamFilter,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Uuid),
});

const plan = {
  facility: Uuid,
  teams: Type.Array(Uuid, { minItems: 1, maxItems: 60 }),
  from: Day,
  to: Day,
  shifts: Type.Array(
    Type.Object(
      {
        weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
        from: Time,
        to: Time,
        people: Type.Integer({ minimum: 1, maximum: 50 }),
      },
      strict,
    ),
    { minItems: 1, maxItems: 20 },
  ),
  by: Type.Union([Type.Literal('people'), Type.Literal('teams')]),
  holidays: Type.Union([Type.Literal('none'), Type.Literal('usual')]),
  makeup: Type.Union([Type.Literal('monday'), Type.Literal('usual')]),
  restMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 4320 })),
};
export const PlanRoster = Type.Object(plan, strict);
export const MakeRoster = Type.Object({ id: Uuid, ...plan }, strict);

export const CheckIn = Type.Object(
  {
    point: Type.Optional(Point),
    accuracy: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
    at: Type.Optional(Type.Integer({ description: 'epoch milliseconds, where it is sent later' })),
  },
  strict,
);
const from = Type.String({ format: 'uuid', description: 'the person seen on the duty' });
export const Reassign = Type.Object({ from, to: Uuid }, strict);
export const CancelDuty = Type.Object({ from }, strict);
export const Excuse = Type.Object({ reason: Key }, strict);
export const AskSwap = Type.Object({ id: Uuid, with: Uuid, inReturn: Type.Optional(Uuid) }, strict);
export const Away = Type.Object({ from: Day, to: Day }, strict);

export const AskCircle = Type.Object(
  {
    kinds: Type.Optional(Type.Array(Key, { maxItems: 40 })),
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    sites: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 })),
  },
  strict,
);

export const DutyFilter = Type.Object({
  facility: Type.Optional(Uuid),
  state: Type.Optional(Type.String({ maxLength: 20 })),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
});
