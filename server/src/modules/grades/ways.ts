/** Everything recorded of people in a grade table: their steps and facts, read together and written one after the other. */
import type { Recorded, Step } from '@huying/domain/grades';
import { at, type Queryable, sql, type Tx } from '../../platform/db.ts';
import { type By, chain, type Head, type JournalEvent, NO_HEAD, writeEntries } from '../../platform/journal.ts';

type Written = { reason: string | null; madeAt: number; madeBy: string | null };
export type StepRow = Step & Written;
export type FactRow = Recorded & Written;
/** In the order of their numbers. */
export type Way = { steps: StepRow[]; facts: FactRow[] };

/** Ways by person; whoever has none is not there. */
export async function waysOf(db: Queryable, county: string, people: readonly string[]): Promise<Map<string, Way>> {
  const ids = people as string[];
  const steps = await db.rows<StepRow & { person: string }>(sql`
    SELECT person_id AS person, step_no AS no, why, grade_post AS post, grade, from_day AS day, by_years AS "byYears",
      by_qualifications AS "byQualifications", reason, made_at AS "madeAt", made_by AS "madeBy"
    FROM grade_step WHERE county_id = ${county} AND person_id = ANY(${ids}::uuid[]) ORDER BY person_id, step_no`);
  const facts = await db.rows<FactRow & { person: string }>(sql`
    SELECT person_id AS person, fact_no AS no, kind, of, value, day, withdrawn, reason, made_at AS "madeAt", made_by AS "madeBy"
    FROM grade_fact WHERE county_id = ${county} AND person_id = ANY(${ids}::uuid[]) ORDER BY person_id, fact_no`);
  const ways = new Map<string, Way>();
  const wayOf = (person: string): Way => {
    const found = ways.get(person) ?? { steps: [], facts: [] };
    ways.set(person, found);
    return found;
  };
  for (const { person, ...step } of steps) wayOf(person).steps.push(step);
  for (const { person, ...fact } of facts) wayOf(person).facts.push(fact);
  return ways;
}

/** `fresh`: nothing was ever written of them. */
export type Locked = { person: string; table: string; head: Head; fresh: boolean; way: Way };

/** The person's place in the journal, locked, with all that is recorded. Its row is made with the first thing written. */
export async function lockWay(tx: Tx, county: string, person: string, table: string): Promise<Locked> {
  const read = () =>
    tx.row<{ table: string; version: number; head: Buffer }>(sql`
      SELECT table_id AS table, version, head FROM grade_standing
      WHERE county_id = ${county} AND person_id = ${person} FOR UPDATE`);
  let row = await read();
  if (!row) {
    await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county}/grade/${person}`}, 0))`);
    row = await read();
  }
  if (!row) return { person, table, head: NO_HEAD, fresh: true, way: { steps: [], facts: [] } };
  const way = (await waysOf(tx, county, [person])).get(person) ?? { steps: [], facts: [] };
  return { person, table: row.table, head: { seq: row.version, hash: row.head }, fresh: false, way };
}

/** Appends to the person's chain; it must be locked by this transaction. */
async function append(tx: Tx, county: string, locked: Locked, event: JournalEvent): Promise<void> {
  const { entries, head } = chain(county, { kind: 'grade', id: locked.person }, locked.head, [event]);
  await writeEntries(tx, county, entries);
  if (locked.fresh)
    await tx.rows(sql`
      INSERT INTO grade_standing (county_id, person_id, table_id, version, head)
      VALUES (${county}, ${locked.person}, ${locked.table}, ${head.seq}, ${head.hash})`);
  else
    await tx.rows(sql`
      UPDATE grade_standing SET version = ${head.seq}, head = ${head.hash}
      WHERE county_id = ${county} AND person_id = ${locked.person}`);
  locked.head = head;
  locked.fresh = false;
}

export type Writing = { by: By; now: number; reason?: string | null };

/** What the journal keeps of a step. */
export function stepEvent(step: Step, { by, now, reason = null }: Writing): JournalEvent {
  const { no, why, post, grade, day, byYears, byQualifications } = step;
  return {
    kind: `grade.${why}`,
    by,
    at: now,
    step: no,
    post,
    grade,
    from: day,
    byYears,
    byQualifications,
    ...(reason === null ? {} : { reason }),
  };
}

/** What the journal keeps of a fact. */
export function factEvent(fact: Recorded, { by, now, reason = null }: Writing): JournalEvent {
  const { no, kind, of, value, day, withdrawn } = fact;
  return {
    kind: withdrawn ? 'grade.fact_withdrawn' : 'grade.fact_recorded',
    by,
    at: now,
    fact: no,
    sort: kind,
    of,
    value,
    day,
    ...(reason === null ? {} : { reason }),
  };
}

/** @returns the version after it */
export async function addStep(
  tx: Tx,
  county: string,
  locked: Locked,
  step: Omit<Step, 'no'>,
  { by, now, reason = null }: Writing,
): Promise<number> {
  const no = (locked.way.steps.at(-1)?.no ?? 0) + 1;
  const { why, post, grade, day, byYears, byQualifications } = step;
  await append(tx, county, locked, stepEvent({ ...step, no }, { by, now, reason }));
  await tx.rows(sql`
    INSERT INTO grade_step (county_id, person_id, step_no, why, grade_post, grade, from_day, by_years, by_qualifications,
      reason, made_at, made_by)
    VALUES (${county}, ${locked.person}, ${no}, ${why}, ${post}, ${grade}, ${day}, ${byYears}, ${byQualifications},
      ${reason}, ${at(now)}, ${by.person})`);
  return locked.head.seq;
}

/** @returns the version after it */
export async function addFact(
  tx: Tx,
  county: string,
  locked: Locked,
  fact: Omit<Recorded, 'no'>,
  { by, now, reason = null }: Writing,
): Promise<number> {
  const no = (locked.way.facts.at(-1)?.no ?? 0) + 1;
  const { kind, of, value, day, withdrawn } = fact;
  await append(tx, county, locked, factEvent({ ...fact, no }, { by, now, reason }));
  await tx.rows(sql`
    INSERT INTO grade_fact (county_id, person_id, fact_no, kind, of, value, day, withdrawn, reason, made_at, made_by)
    VALUES (${county}, ${locked.person}, ${no}, ${kind}, ${of}, ${value}, ${day}, ${withdrawn}, ${reason}, ${at(now)},
      ${by.person})`);
  // The next one written under the same lock counts on from here.
  locked.way.facts.push({ ...fact, no, reason, madeAt: now, madeBy: by.person });
  return locked.head.seq;
}
