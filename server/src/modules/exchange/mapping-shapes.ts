/** What a mapping file of each kind of import looks like. */
import Type, { type Static } from 'typebox';

const Header = Type.Union([Type.String({ minLength: 1 }), Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })], {
  description: 'the word in the header row; several where files differ',
});
const Word = Type.String({ minLength: 1, maxLength: 200 });
const about = Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'for people who read the file' }));

export const MatterMapping = Type.Object(
  {
    about,
    kind: Type.Literal('matters'),
    /** Put before the key of a row, so that two sources may count alike. */
    keyPrefix: Type.String({ pattern: '^[a-z0-9-]{1,24}$' }),
    sheet: Type.Optional(Word),
    /** Of the times in the file; the county's own where nothing is said. */
    utcOffsetMinutes: Type.Optional(Type.Integer({ minimum: -840, maximum: 840 })),
    columns: Type.Object(
      {
        key: Header,
        submittedAt: Header,
        words: Header,
        subject: Type.Optional(Header),
        reporter: Type.Optional(Header),
        place: Type.Optional(Header),
        for: Type.Optional(Header),
        against: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type MatterMapping = Static<typeof MatterMapping>;

const Unit = Type.Union([
  Type.Literal('minute'),
  Type.Literal('hour'),
  Type.Literal('working_hour'),
  Type.Literal('working_day'),
  Type.Literal('calendar_day'),
]);

export const ItemMapping = Type.Object(
  {
    about,
    kind: Type.Literal('items'),
    /** The list it becomes a version of; the county's own responsibility list where nothing is said. */
    listId: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
    title: Word,
    /** Sheets to read, each with the beginning of its items' codes; the first sheet where none are named. */
    sheets: Type.Optional(
      Type.Array(
        Type.Object({ name: Word, prefix: Type.String({ pattern: '^[a-z]{0,4}$' }) }, { additionalProperties: false }),
        {
          minItems: 1,
        },
      ),
    ),
    columns: Type.Object(
      {
        code: Header,
        name: Header,
        category: Header,
        condition: Header,
        finish: Header,
        limit: Header,
        id: Type.Optional(Header),
        categoryCode: Type.Optional(Header),
        lead: Type.Optional(Header),
        assists: Type.Optional(Header),
        handlers: Type.Optional(Header),
        supervisors: Type.Optional(Header),
        callback: Type.Optional(Header),
        keywords: Type.Optional(Header),
        conditionId: Type.Optional(Header),
        process: Type.Optional(Header),
        arrival: Type.Optional(Header),
        accept: Type.Optional(Header),
        takeOn: Type.Optional(Header),
        arrive: Type.Optional(Header),
        callbackLimit: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
    /** Between several units of one cell. */
    separator: Type.String({ minLength: 1, maxLength: 4 }),
    /** Columns written once above the rows they are for, without a merged cell. */
    fillDown: Type.Optional(Type.Array(Type.String())),
    /** What the words of a limit mean. */
    limitUnits: Type.Record(Type.String(), Unit),
    /** Words that may follow a limit and say what is to be done in it; they are kept as the condition's process. */
    limitWords: Type.Optional(Type.Array(Word)),
    /** Words for units: a unit's id, or `town` for the town of the place. */
    units: Type.Optional(Type.Record(Type.String(), Type.String())),
    callback: Type.Union([Type.Literal('call'), Type.Literal('message'), Type.Literal('none')]),
    arrival: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type ItemMapping = Static<typeof ItemMapping>;

export const PlaceMapping = Type.Object(
  {
    about,
    kind: Type.Literal('places'),
    sheet: Type.Optional(Word),
    columns: Type.Object(
      {
        kind: Header,
        name: Header,
        id: Type.Optional(Header),
        parent: Type.Optional(Header),
        parentCode: Type.Optional(Header),
        subkind: Type.Optional(Header),
        code: Type.Optional(Header),
        gridded: Type.Optional(Header),
        lon: Type.Optional(Header),
        lat: Type.Optional(Header),
        from: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type PlaceMapping = Static<typeof PlaceMapping>;

export const FacilityMapping = Type.Object(
  {
    about,
    kind: Type.Literal('facilities'),
    columns: Type.Object(
      {
        name: Header,
        kind: Header,
        lon: Header,
        lat: Header,
        hours: Header,
        place: Type.Optional(Header),
        placeName: Type.Optional(Header),
        exceptions: Type.Optional(Header),
        holidays: Type.Optional(Header),
        makeup: Type.Optional(Header),
        services: Type.Optional(Header),
        oneWindow: Type.Optional(Header),
        contact: Type.Optional(Header),
        from: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
    /** Between several services of one cell. */
    separator: Type.String({ minLength: 1, maxLength: 4 }),
    words: Type.Object(
      {
        holidays: Type.Object({ closed: Word, usual: Word }, { additionalProperties: false }),
        makeup: Type.Object({ monday: Word, usual: Word }, { additionalProperties: false }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type FacilityMapping = Static<typeof FacilityMapping>;

export const DeviceMapping = Type.Object(
  {
    about,
    kind: Type.Literal('devices'),
    columns: Type.Object(
      {
        kind: Header,
        place: Header,
        maker: Header,
        serial: Header,
        spot: Header,
        lon: Type.Optional(Header),
        lat: Type.Optional(Header),
        state: Type.Optional(Header),
        since: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type DeviceMapping = Static<typeof DeviceMapping>;

export const ShapeMapping = Type.Object(
  {
    about,
    kind: Type.Literal('shapes'),
    /** Properties of a feature that may hold the place's id, besides the feature's own id. */
    id: Type.Array(Word),
    /** Properties that may hold its code. */
    code: Type.Array(Word),
  },
  { additionalProperties: false },
);
export type ShapeMapping = Static<typeof ShapeMapping>;

export const TermMapping = Type.Object(
  {
    about,
    kind: Type.Literal('terms'),
    columns: Type.Object(
      {
        kind: Header,
        at: Header,
        from: Header,
        person: Type.Optional(Header),
        name: Type.Optional(Header),
        phone: Type.Optional(Header),
        atName: Type.Optional(Header),
        to: Type.Optional(Header),
        filled: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
    /** Stands where a term has no end, since an empty cell means the length of the kind of post. */
    open: Word,
  },
  { additionalProperties: false },
);
export type TermMapping = Static<typeof TermMapping>;

export const MemberMapping = Type.Object(
  {
    about,
    kind: Type.Literal('members'),
    columns: Type.Object(
      {
        org: Header,
        person: Type.Optional(Header),
        name: Type.Optional(Header),
        phone: Type.Optional(Header),
        orgName: Type.Optional(Header),
        relation: Type.Optional(Header),
        standing: Type.Optional(Header),
        residence: Type.Optional(Header),
        homeUnit: Type.Optional(Header),
        from: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type MemberMapping = Static<typeof MemberMapping>;

export const GradeMapping = Type.Object(
  {
    about,
    kind: Type.Literal('grades'),
    columns: Type.Object(
      {
        person: Type.Optional(Header),
        name: Type.Optional(Header),
        /** Told in the template, not read. */
        at: Type.Optional(Header),
        standing: Type.Optional(Header),
        year: Header,
        result: Header,
        resultDay: Type.Optional(Header),
        education: Type.Optional(Header),
        educationDay: Type.Optional(Header),
        examination: Type.Optional(Header),
        examinationDay: Type.Optional(Header),
        service: Type.Optional(Header),
        reason: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type GradeMapping = Static<typeof GradeMapping>;

export const ReportingMapping = Type.Object(
  {
    about,
    kind: Type.Literal('reporting'),
    columns: Type.Object(
      {
        at: Header,
        unit: Type.Optional(Header),
        name: Type.Optional(Header),
        atName: Type.Optional(Header),
        members: Type.Optional(Header),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type ReportingMapping = Static<typeof ReportingMapping>;
