/** What is known of each worker, a line each: to be filled in and brought back by workbook. */
import { type Fact, factsInEffect, highest } from '@huying/domain/grades';
import type { GradeTable } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { allGrades, type GradeRow } from './list.ts';
import { tableById } from './rules.ts';
import { waysOf } from './ways.ts';

export type KnownLine = Pick<GradeRow, 'person' | 'at' | 'post' | 'grade'> & {
  table: GradeTable;
  /** Of the year asked for. */
  assessment: Fact | null;
  /** The highest of each. */
  education: Fact | null;
  examination: Fact | null;
  service: Fact | null;
};

/** Holders of graded posts within the asker's reach, by name; oneself is left out, nobody records their own. */
export async function knownFacts(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { year, place }: { year: string; place?: string },
  now: number,
): Promise<KnownLine[]> {
  const rows = await allGrades(db, county, actor, place ? { place } : {}, now);
  const others = rows.filter((row) => row.person.id !== actor.person?.id);
  const ways = await waysOf(
    db,
    county.id,
    others.map((row) => row.person.id),
  );
  const today = dayOf(county, now);
  return others.flatMap(({ person, at, post, grade, table: id }) => {
    const table = tableById(county, id);
    if (!table) return [];
    const facts: Fact[] = factsInEffect(ways.get(person.id)?.facts ?? []);
    const one = (kind: Fact['kind'], of: string | undefined) =>
      facts.find((fact) => fact.kind === kind && fact.of === of) ?? null;
    const best = (sort: 'education' | 'examination') => one(sort, highest(table, facts, sort, today)?.code);
    return [
      {
        ...{ person, at, post, grade, table },
        assessment: one('assessment', year),
        education: best('education'),
        examination: best('examination'),
        service: one('service', ''),
      },
    ];
  });
}

/** Whoever a row may mean: those in a graded post and those who left one, within the asker's reach. */
export async function workersMeant(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  now: number,
): Promise<{ id: string; name: string; table: GradeTable }[]> {
  const rows = [
    ...(await allGrades(db, county, actor, {}, now)),
    ...(await allGrades(db, county, actor, { state: 'left' }, now)),
  ];
  return rows.flatMap(({ person, table: id }) => {
    const table = tableById(county, id);
    return table ? [{ ...person, table }] : [];
  });
}
