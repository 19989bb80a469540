/** One worker's grade: where they stand and why, all steps and facts ever recorded, and what the reader may do. */
import { entryOn, factsInEffect, type Line, type Reckoning, reckon } from '@huying/domain/grades';
import type { GradeTable } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { namesOf } from '../people/index.ts';
import { type FactRow, type StepRow, type Way, waysOf } from './ways.ts';
import { type Worker, workerSeen, workerSelf } from './workers.ts';

export type GradeAct = 'place' | 'record' | 'raise' | 'move' | 'correct';

type Told<T> = Omit<T, 'madeBy' | 'madeAt'> & { madeAt: number; by: string | null };

export type GradeSheet = Omit<Worker, 'table' | 'id' | 'name'> & {
  person: { id: string; name: string };
  table: string;
  version: number;
  asOf: string;
  /** Where they would begin today, by post of the table; for the placing. */
  entries: { post: string; grade: number }[];
  steps: Told<StepRow>[];
  facts: (Told<FactRow> & { holds: boolean })[];
  abilities: GradeAct[];
} & Reckoning;

function abilitiesOf(may: boolean, inPost: boolean, { standing, due }: Reckoning): GradeAct[] {
  if (!may) return [];
  if (!standing) return inPost ? ['place', 'record'] : ['record'];
  return [...(due && inPost ? (['raise'] as const) : []), 'record', ...(inPost ? (['move'] as const) : []), 'correct'];
}

/** What is reckoned of a way as of a day; an entry for each post of the table beside it. */
export function reckoned({ table }: Pick<Worker, 'table'>, way: Way, asOf: string): Reckoning {
  return reckon(table, { facts: factsInEffect(way.facts), steps: way.steps }, asOf);
}

/** @throws Refusal `not_found` outside the reach */
export async function viewGrade(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  person: string,
  { asOf, now }: { asOf?: string; now: number },
): Promise<GradeSheet> {
  const worker = await workerSeen(db, county, actor, person, now);
  const may = await workerSeen(db, county, actor, person, now, 'grades.edit').then(
    () => actor.person?.id !== person,
    () => false,
  );
  return sheetOf(db, county, worker, { asOf: asOf ?? dayOf(county, now), may });
}

/** One's own grade with all that led to it, to be read only; null for whoever never held a graded post. */
export async function viewOwnGrade(
  db: Queryable,
  county: CountyRuntime,
  person: string,
  now: number,
): Promise<{ table: GradeTable; grade: GradeSheet } | null> {
  const worker = await workerSelf(db, county, person, now);
  if (!worker) return null;
  const grade = await sheetOf(db, county, worker, { asOf: dayOf(county, now), may: false });
  return { table: worker.table, grade };
}

async function sheetOf(
  db: Queryable,
  county: CountyRuntime,
  { id, name, table, ...worker }: Worker,
  { asOf: day, may }: { asOf: string; may: boolean },
): Promise<GradeSheet> {
  const way = (await waysOf(db, county.id, [id])).get(id) ?? { steps: [], facts: [] };
  const row = await db.row<{ version: number }>(sql`
    SELECT version FROM grade_standing WHERE county_id = ${county.id} AND person_id = ${id}`);
  const names = await namesOf(
    db,
    county.id,
    [...way.steps, ...way.facts].flatMap((one) => (one.madeBy ? [one.madeBy] : [])),
  );
  const told = <T extends { madeBy: string | null }>({ madeBy, ...one }: T) => ({
    ...one,
    by: madeBy ? (names.get(madeBy) ?? null) : null,
  });
  const holding = factsInEffect(way.facts);
  const reckoning = reckoned({ table }, way, day);
  return {
    ...worker,
    person: { id, name },
    table: table.id,
    version: row?.version ?? 0,
    asOf: day,
    entries: table.posts.map((post) => ({ post: post.id, grade: entryOn(table, holding, post.id, day).grade })),
    steps: way.steps.map(told).reverse(),
    facts: way.facts.map((fact) => ({ ...told(fact), holds: holding.includes(fact) })).reverse(),
    abilities: abilitiesOf(may, worker.inPost, reckoning),
    ...reckoning,
  };
}

export type { Line };
