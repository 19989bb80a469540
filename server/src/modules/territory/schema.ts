/** Bodies and answers of the territory's commands. */
import Type, { type Static } from 'typebox';
import { Named } from '../../platform/wire.ts';

const Name = Type.String({ minLength: 1, maxLength: 200 });
const Code = Type.String({ maxLength: 40, description: 'left out: the next free one' });
const Subkind = Type.String({ maxLength: 32 });
const Day = Type.String({ maxLength: 20, description: 'first day in force, YYYY-MM-DD; today where nothing is said' });
const PlaceId = Type.String({ maxLength: 64 });
const Version = Type.Integer({ minimum: 0, description: 'the version the actor saw' });
/** Looked into by hand, so that what is wrong with it can be said. */
const Geometry = Type.Object(
  { type: Type.String(), coordinates: Type.Array(Type.Unknown()) },
  { additionalProperties: true },
);
const FixBody = Type.Union([Type.Literal('swap'), Type.Literal('gcj02')], {
  description:
    'a mistake in the coordinates to be put right: longitude and latitude exchanged, or GCJ-02 taken for WGS84',
});
/** Wide enough for both numbers exchanged, so that this can be said. */
const Degrees = Type.Number({ minimum: -180, maximum: 180 });
const Point = Type.Tuple([Degrees, Degrees], { description: 'longitude and latitude, WGS84' });
const closed = { additionalProperties: false };

export const MakeBody = Type.Object(
  {
    parent: PlaceId,
    kind: Type.String({ maxLength: 32 }),
    subkind: Type.Optional(Subkind),
    code: Type.Optional(Code),
    name: Name,
    shape: Type.Optional(Geometry),
    point: Type.Optional(Point),
    fix: Type.Optional(FixBody),
    from: Type.Optional(Day),
  },
  closed,
);
export type MakeBody = Static<typeof MakeBody>;

export const EditBody = Type.Object(
  {
    version: Version,
    name: Type.Optional(Name),
    code: Type.Optional(Code),
    subkind: Type.Optional(Subkind),
    gridded: Type.Optional(Type.Boolean()),
    shape: Type.Optional(Geometry),
    point: Type.Optional(Type.Union([Type.Null(), Point])),
    fix: Type.Optional(FixBody),
    from: Type.Optional(Day),
  },
  closed,
);
export type EditBody = Static<typeof EditBody>;

export const RedrawnBody = Type.Object(
  { shape: Type.Optional(Geometry), point: Type.Optional(Point), fix: Type.Optional(FixBody) },
  closed,
);
export type RedrawnBody = Static<typeof RedrawnBody>;

export const RedrawnView = Type.Object({
  moves: Type.Array(Type.Object({ place: Named, kind: Type.String(), from: Named, to: Named })),
  count: Type.Integer({ description: 'of all moves; not all may be named' }),
});

export const RetireBody = Type.Object({ version: Version, from: Type.Optional(Day) }, closed);
export type RetireBody = Static<typeof RetireBody>;

export const SplitBody = Type.Object(
  {
    version: Version,
    parts: Type.Array(
      Type.Object(
        {
          name: Name,
          code: Type.Optional(Code),
          subkind: Type.Optional(Subkind),
          shape: Type.Optional(Geometry),
          below: Type.Optional(
            Type.Array(PlaceId, { maxItems: 5000, description: 'places below that go to this part' }),
          ),
        },
        closed,
      ),
      { minItems: 2, maxItems: 20 },
    ),
    heir: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 19,
        description: 'the part that takes over the posts, counted from 0; left out: the terms end',
      }),
    ),
    from: Type.Optional(Day),
  },
  closed,
);
export type SplitBody = Static<typeof SplitBody>;

export const MergeBody = Type.Object(
  {
    places: Type.Array(Type.Object({ id: PlaceId, version: Version }, closed), { minItems: 2, maxItems: 50 }),
    into: Type.Optional(Type.String({ maxLength: 64, description: 'one of them that goes on; left out: a new place' })),
    name: Type.Optional(Name),
    code: Type.Optional(Code),
    subkind: Type.Optional(Subkind),
    from: Type.Optional(Day),
  },
  closed,
);
export type MergeBody = Static<typeof MergeBody>;

export const CancelBody = Type.Object({}, closed);

export const OrderedView = Type.Object({
  change: Type.String(),
  state: Type.String({ description: 'done | planned' }),
  from: Type.String(),
  places: Type.Array(Type.String()),
});
