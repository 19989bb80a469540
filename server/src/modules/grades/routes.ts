/** Grades over the network: the tables, who stands where and why, who may rise, and what is recorded. */
import { FACT_KINDS } from '@huying/domain/grades';
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import type { Call, Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { iso } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { GRADE_REASONS, type GradeCall } from './commands/calls.ts';
import { type CorrectBody, correct } from './commands/correct.ts';
import { type MoveBody, move, type PlaceBody, place } from './commands/place.ts';
import { type RaiseBody, type RaiseManyBody, raise, raiseMany } from './commands/raise.ts';
import { type RecordBody, record, type WithdrawBody, withdraw } from './commands/record.ts';
import { type DueQuery, listDue } from './due.ts';
import { exportDue, exportGrades } from './export.ts';
import { GRADE_STATES, type GradeQuery, listGrades } from './list.ts';
import { tablesOf } from './rules.ts';
import { type GradeSheet, viewGrade, viewOwnGrade } from './view.ts';

const strict = { additionalProperties: false };
const oneOf = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const Day = Type.String({ format: 'date' });
const Key = Type.String({ minLength: 1, maxLength: 64 });
const Grade = Type.Integer({ minimum: 1, maximum: 99 });
const Version = Type.Integer({ minimum: 0, description: 'of the person’s grade, as it was seen' });
const Reason = oneOf(GRADE_REASONS);
const Page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ format: 'uuid' })),
};

const GradeFilter = {
  state: Type.Optional(oneOf(GRADE_STATES)),
  post: Type.Optional(Key),
  grade: Type.Optional(Grade),
  place: Type.Optional(Key),
  q: Type.Optional(Type.String({ maxLength: 40 })),
};
const DueFilter = {
  asOf: Type.Optional(Day),
  which: Type.Optional(oneOf(['due', 'held'])),
  place: Type.Optional(Key),
};

const VERBS = {
  place: [
    Type.Object(
      {
        version: Version,
        post: Key,
        grade: Type.Optional(Grade),
        day: Type.Optional(Day),
        reason: Type.Optional(Reason),
      },
      strict,
    ),
    place,
    'Place somebody in the table',
  ],
  record: [
    Type.Object(
      {
        version: Version,
        kind: oneOf(FACT_KINDS),
        of: Type.Optional(Type.String({ maxLength: 64 })),
        value: Type.Optional(Type.String({ maxLength: 64 })),
        day: Day,
        reason: Type.Optional(Reason),
      },
      strict,
    ),
    record,
    'Record what the grade rests on',
  ],
  withdraw: [
    Type.Object({ version: Version, fact: Type.Integer({ minimum: 1, maximum: 32_767 }), reason: Reason }, strict),
    withdraw,
    'Take back what was recorded wrongly',
  ],
  raise: [Type.Object({ version: Version, day: Day, grade: Grade }, strict), raise, 'Raise somebody who is due'],
  move: [
    Type.Object({ version: Version, post: Key, day: Type.Optional(Day) }, strict),
    move,
    'Move somebody to another post of the table',
  ],
  correct: [
    Type.Object({ version: Version, post: Key, grade: Grade, day: Type.Optional(Day), reason: Reason }, strict),
    correct,
    'Put the last step right, with a reason',
  ],
} as const;

const RaiseMany = Type.Object(
  {
    day: Day,
    people: Type.Array(
      Type.Object({ person: Type.String({ format: 'uuid' }), version: Version, grade: Grade }, strict),
      {
        minItems: 1,
        maxItems: 200,
      },
    ),
  },
  strict,
);

type VerbBody = PlaceBody & RecordBody & WithdrawBody & RaiseBody & MoveBody & CorrectBody;
type Id = { id: string };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function personOf({ id }: Id): string {
  const lower = id.toLowerCase();
  if (!UUID.test(lower)) throw new Refusal('not_found');
  return lower;
}

const callOf = ({ county, actor, now, key }: Call<never, never, never>): GradeCall => ({ county, actor, now, key });

function onWire(county: CountyRuntime, { steps, facts, ...sheet }: GradeSheet) {
  const timed = <T extends { madeAt: number }>(one: T) => ({
    ...one,
    madeAt: iso(one.madeAt, county.pack.utcOffsetMinutes),
  });
  return { ...sheet, steps: steps.map(timed), facts: facts.map(timed) };
}

export function registerGrades({ route }: Ground, services: Services): void {
  const { db } = services;
  const reading = { method: 'GET', may: 'grades.read', switch: 'grades' } as const;
  const editing = { method: 'POST', may: 'grades.edit', switch: 'grades' } as const;

  route(
    { ...reading, path: '/grades/tables', summary: 'Grade tables and the rule by which people rise' },
    async (call) => ({
      rows: tablesOf(call.county),
    }),
  );

  route<unknown, GradeQuery>(
    {
      ...reading,
      path: '/grades',
      summary: 'Holders of graded posts and where they stand; those not placed yet; those who left',
      query: Type.Object({ ...GradeFilter, ...Page }),
    },
    ({ county, actor, now, query }) => listGrades(db, county, actor, query, now),
  );

  route<unknown, DueQuery>(
    {
      ...reading,
      path: '/grades/due',
      summary: 'Who may rise as of a day and why; or who has earned it but is held back',
      query: Type.Object({ ...DueFilter, ...Page }),
    },
    ({ county, actor, now, query }) => listDue(db, county, actor, query, now),
  );

  route<unknown, { asOf?: string }, Id>(
    {
      ...reading,
      path: '/grades/people/:id',
      summary: 'One worker’s grade as of a day, why, and all that was ever recorded',
      query: Type.Object({ asOf: Type.Optional(Day) }),
    },
    async ({ county, actor, now, query, params }) =>
      onWire(county, await viewGrade(db, county, actor, personOf(params), { ...query, now })),
  );

  route(
    {
      ...reading,
      path: '/grades/mine',
      may: 'signed',
      summary: 'My own grade, why, and all that was ever recorded of it; null for whoever never held a graded post',
    },
    async ({ county, actor, now }) => {
      const own = await viewOwnGrade(db, county, actor.person?.id ?? '', now);
      return { table: own?.table ?? null, grade: own && onWire(county, own.grade) };
    },
  );

  for (const [verb, [body, command, summary]] of Object.entries(VERBS)) {
    route<VerbBody, unknown, Id>({ ...editing, path: `/grades/people/:id/${verb}`, summary, body }, (call) =>
      command(services, callOf(call as never), personOf(call.params), call.body),
    );
  }

  route<RaiseManyBody>(
    {
      ...editing,
      path: '/grades/raise',
      summary: 'Raise many who were listed as due, each by itself',
      body: RaiseMany,
    },
    (call) => raiseMany(services, callOf(call as never), call.body),
  );

  route<unknown, GradeQuery>(
    {
      ...reading,
      path: '/exports/grades.xlsx',
      summary: 'The list of grades as a workbook',
      query: Type.Object(GradeFilter),
      raw: true,
    },
    (call) => exportGrades(services, call, call.query),
  );

  route<unknown, DueQuery>(
    {
      ...reading,
      path: '/exports/grades-due.xlsx',
      summary: 'Who may rise as of a day, with reasons, as a workbook',
      query: Type.Object(DueFilter),
      raw: true,
    },
    (call) => exportDue(services, call, call.query),
  );
}
