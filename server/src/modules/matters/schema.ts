/** The wire shapes of matters. Instants are ISO 8601 with the county's offset; places, units and posts come with their names. */
import Type, { type Static } from 'typebox';
import { Named, Point } from '../../platform/wire.ts';

export const Limit = Type.Object({ n: Type.Integer(), unit: Type.String() });

/** One running or ended clock. `left` is what remains (or is exceeded) in the limit's own unit. */
export const ClockView = Type.Object({
  no: Type.Integer(),
  kind: Type.String({ description: 'accept | take_on | arrive | conclude | callback' }),
  assignment: Type.Union([Type.Integer(), Type.Null()]),
  unit: Type.Union([Named, Type.Null()]),
  startedAt: Type.String(),
  limit: Limit,
  dueAt: Type.Union([Type.String(), Type.Null()]),
  yellowAt: Type.Union([Type.String(), Type.Null()]),
  card: Type.String({ description: 'none | yellow | red' }),
  paused: Type.Boolean(),
  provisional: Type.Boolean(),
  stoppedAt: Type.Union([Type.String(), Type.Null()]),
  verdict: Type.Union([Type.String(), Type.Null()]),
  left: Type.Union([Type.Object({ n: Type.Integer(), unit: Type.String(), overdue: Type.Boolean() }), Type.Null()]),
});

export const Verdict = Type.Object({ met: Type.Boolean(), resolved: Type.Boolean(), satisfied: Type.Boolean() });

/** A matter as lists show it. `title` is the beginning of the words; it is personal data like the words. */
export const MatterCard = Type.Object({
  id: Type.String(),
  number: Type.String(),
  version: Type.Integer(),
  state: Type.String(),
  title: Type.String(),
  channel: Type.String(),
  place: Named,
  placeNames: Type.Array(Type.String()),
  point: Type.Union([Point, Type.Null()]),
  item: Type.Union([Type.Object({ id: Type.String(), name: Type.String(), category: Type.String() }), Type.Null()]),
  holder: Type.Union([Named, Type.Null()]),
  lead: Type.Union([Named, Type.Null()]),
  submittedAt: Type.String(),
  concludedAt: Type.Union([Type.String(), Type.Null()]),
  closedAt: Type.Union([Type.String(), Type.Null()]),
  clock: Type.Union([ClockView, Type.Null()]),
  redoCount: Type.Integer(),
  pictures: Type.Integer(),
  verdict: Type.Union([Verdict, Type.Null()]),
  historic: Type.Boolean(),
});

export const FieldView = Type.Object({
  name: Type.String(),
  kind: Type.String({
    description:
      'text longtext choice boolean unit units place item condition point pictures limit assignment request matter',
  }),
  required: Type.Boolean(),
  options: Type.Optional(Type.Array(Type.String())),
  maxLength: Type.Optional(Type.Integer()),
  when: Type.Optional(Type.Object({ field: Type.String(), is: Type.Union([Type.String(), Type.Boolean()]) })),
  /** What the server suggests (the list's lead unit for dispatch, the open request for a ruling). */
  suggested: Type.Optional(Type.Unknown()),
});

/** An act the signed-in person may do now. POST to `/matters/{id}/{verb}` or, with `assignment`, to that assignment. */
export const Ability = Type.Object({
  verb: Type.String(),
  assignment: Type.Union([Type.Integer(), Type.Null()]),
  fields: Type.Array(FieldView),
});

export const Picture = Type.Object({
  id: Type.String(),
  stage: Type.String({ description: 'before | during | after' }),
  width: Type.Integer(),
  height: Type.Integer(),
});

/** One line of the story: who (post and unit), when, which act, with what. Sentences are made from `story.<kind>`. */
export const StoryEntry = Type.Object({
  seq: Type.Integer(),
  kind: Type.String(),
  at: Type.String(),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.String(),
  who: Type.Object({
    kind: Type.String({ description: 'reporter | post | program' }),
    post: Type.Union([Type.String(), Type.Null()]),
    at: Type.Union([Type.String(), Type.Null()]),
    name: Type.Union([Type.String(), Type.Null()]),
  }),
  unit: Type.Union([Named, Type.Null()]),
  input: Type.Record(Type.String(), Type.Unknown()),
  words: Type.Union([Type.String(), Type.Null()]),
  pictures: Type.Array(Picture),
});

export const AssignmentView = Type.Object({
  no: Type.Integer(),
  unit: Named,
  role: Type.String(),
  state: Type.String(),
  round: Type.Integer(),
  binding: Type.Boolean(),
  sentAt: Type.String(),
  takenOnAt: Type.Union([Type.String(), Type.Null()]),
  arrivedAt: Type.Union([Type.String(), Type.Null()]),
  concludedAt: Type.Union([Type.String(), Type.Null()]),
  refusedFor: Type.Union([Type.String(), Type.Null()]),
  outcome: Type.Union([Type.String(), Type.Null()]),
});

export const MatterView = Type.Intersect([
  MatterCard,
  Type.Object({
    placeThen: Type.Union(
      [Type.Object({ id: Type.String(), name: Type.String(), names: Type.Array(Type.String()) }), Type.Null()],
      { description: 'the place of that day, where the territory was changed since' },
    ),
    words: Type.Union([Type.String(), Type.Null()]),
    address: Type.Union([Type.String(), Type.Null()]),
    reporter: Type.Object({
      kind: Type.String({ description: 'resident | staff | anonymous | imported' }),
      name: Type.Union([Type.String(), Type.Null()], { description: 'masked' }),
      phone: Type.Union([Type.String(), Type.Null()], { description: 'masked' }),
      mayUnmask: Type.Boolean(),
    }),
    condition: Type.Union([
      Type.Object({ id: Type.String(), text: Type.String(), finish: Type.String(), listVersion: Type.Integer() }),
      Type.Null(),
    ]),
    assignments: Type.Array(AssignmentView),
    clocks: Type.Array(ClockView),
    requests: Type.Array(
      Type.Object({
        no: Type.Integer(),
        assignment: Type.Integer(),
        kind: Type.String(),
        amount: Type.Union([Limit, Type.Null()]),
        askedAt: Type.String(),
        state: Type.String(),
      }),
    ),
    story: Type.Array(StoryEntry),
    files: Type.Array(Picture),
    abilities: Type.Array(Ability),
    firstVerdict: Type.Union([Verdict, Type.Null()]),
    outcome: Type.Union([Type.String(), Type.Null()]),
    attempts: Type.Integer(),
  }),
]);

export const SubmitBody = Type.Object({
  id: Type.String({ format: 'uuid', description: 'UUID made by the caller; it is the idempotency key' }),
  words: Type.String({ minLength: 1, maxLength: 2000 }),
  point: Type.Optional(Point),
  place: Type.Optional(Type.String({ maxLength: 64, description: 'chosen by hand; else found from the point' })),
  address: Type.Optional(Type.String({ maxLength: 200 })),
  item: Type.Optional(Type.String({ maxLength: 64 })),
  condition: Type.Optional(Type.String({ maxLength: 64 })),
  channel: Type.Optional(Type.String({ maxLength: 32, description: 'staff only; residents report by `resident`' })),
  pictures: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { maxItems: 9, uniqueItems: true })),
  contact: Type.Optional(
    Type.Object({
      name: Type.Optional(Type.String({ maxLength: 40 })),
      phone: Type.Optional(Type.String({ pattern: '^1\\d{10}$' })),
    }),
  ),
  anonymous: Type.Optional(Type.Boolean()),
});
export type SubmitBody = Static<typeof SubmitBody>;

export const Submitted = Type.Object({
  id: Type.String(),
  number: Type.String(),
  version: Type.Integer(),
  state: Type.String(),
  place: Named,
  follow: Type.Union([Type.String(), Type.Null()], { description: 'secret link part of an anonymous report' }),
});
export type Submitted = Static<typeof Submitted>;

/** Every act: the version seen, and the fields of its ability. */
export const ActBody = Type.Object(
  { version: Type.Integer({ minimum: 1, description: 'the version the actor saw' }) },
  { additionalProperties: true },
);
export const Acted = Type.Object({ id: Type.String(), version: Type.Integer(), state: Type.String() });
export type Acted = Static<typeof Acted>;
