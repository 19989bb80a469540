/** Mapping files: which column of a workbook is what. JSON beside the county's pack, or a file of the operator's. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@huying/domain/kernel';
import Type, { type Static, type TSchema } from 'typebox';
import Value from 'typebox/value';
import { packRoot } from '../county/index.ts';

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

export type DeviceMapping = Static<typeof DeviceMapping>;

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

export const IMPORT_KINDS = [
  'matters',
  'items',
  'places',
  'shapes',
  'devices',
  'facilities',
  'terms',
  'members',
  'reporting',
  'grades',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type MappingOf = {
  matters: MatterMapping;
  items: ItemMapping;
  places: PlaceMapping;
  shapes: ShapeMapping;
  devices: DeviceMapping;
  facilities: FacilityMapping;
  terms: TermMapping;
  members: MemberMapping;
  grades: GradeMapping;
  reporting: ReportingMapping;
};

const SCHEMAS: Record<ImportKind, TSchema> = {
  matters: MatterMapping,
  items: ItemMapping,
  places: PlaceMapping,
  shapes: ShapeMapping,
  devices: DeviceMapping,
  facilities: FacilityMapping,
  terms: TermMapping,
  members: MemberMapping,
  grades: GradeMapping,
  reporting: ReportingMapping,
};

/** The mapping that is meant when none is named. */
export const DEFAULT_MAPPING: Record<ImportKind, string> = {
  matters: 'messages',
  items: 'city-catalogue',
  places: 'places',
  shapes: 'shapes',
  devices: 'devices',
  facilities: 'facilities',
  terms: 'terms',
  members: 'members',
  grades: 'grades',
  reporting: 'reporting',
};

/** Who may bring what in: people are kept by other hands than the ground they stand on. */
export const IMPORT_MAY: Record<ImportKind, 'import.run' | 'people.edit' | 'party.edit' | 'grades.edit'> = {
  matters: 'import.run',
  items: 'import.run',
  places: 'import.run',
  shapes: 'import.run',
  devices: 'import.run',
  facilities: 'import.run',
  terms: 'people.edit',
  members: 'party.edit',
  grades: 'grades.edit',
  reporting: 'party.edit',
};

/** @throws Refusal `mapping_invalid` naming the first fault */
export function checkMapping<K extends ImportKind>(kind: K, value: unknown): MappingOf[K] {
  const schema = SCHEMAS[kind];
  if (!Value.Check(schema, value)) {
    const [first] = Value.Errors(schema, value);
    throw new Refusal('mapping_invalid', { at: first?.instancePath || '/', says: first?.message ?? '' });
  }
  return value as MappingOf[K];
}

async function readText(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return null;
}

/**
 * A mapping by its name (`counties/<county>/imports/<name>.json`, else `counties/_shared/imports/`), or, for operators on
 * the machine itself, by a path with `/` or `.json` in it.
 * @throws Refusal `mapping_unknown`, `mapping_invalid`
 */
export async function readMapping<K extends ImportKind>(
  county: string,
  kind: K,
  name: string = DEFAULT_MAPPING[kind],
  { paths = false } = {},
): Promise<MappingOf[K]> {
  const isPath = paths && /[/\\]|\.json$/.test(name);
  if (!isPath && !/^[a-z0-9-]{1,40}$/.test(name)) throw new Refusal('mapping_unknown', { name });
  const text = await readText(
    isPath
      ? [name]
      : ['_shared', county].reverse().map((folder) => join(packRoot(), folder, 'imports', `${name}.json`)),
  );
  if (text === null) throw new Refusal('mapping_unknown', { name });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal('mapping_invalid', { at: '/', says: (error as Error).message });
  }
  return checkMapping(kind, value);
}
