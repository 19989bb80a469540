/** Grades of a demo county: everybody in a graded post was placed once and raised year by year as the rule says; some wait. */
import { entryOn, type Fact, type Recorded, reckon, type Step, within } from '@huying/domain/grades';
import { type GradeTable, type Pack, switchedOn } from '@huying/domain/pack';
import { hex, sql, stamp, type Tx } from '../../platform/db.ts';
import { type JournalEvent, NO_HEAD } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import { insertRows } from '../../platform/rows.ts';
import { factEvent, stepEvent } from './ways.ts';

const BY = { person: null, post: null };

type Life = { person: string; table: GradeTable; facts: Recorded[]; steps: Step[] };

const at = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

/** What the `n`th has to show by a day; results come round so that every one of the table is seen. */
function factsOf({ rise }: GradeTable, n: number, { placed, today }: { placed: number; today: string }): Fact[] {
  const began = placed - (n % 6);
  const results = [0, 1, 1, 1, 0, 1, 1, 2, 1, 1, 1, 3];
  const degree = at(rise.education, n * 5 + 1);
  const certificate = n % 3 === 0 ? at(rise.examinations, n / 3) : undefined;
  const years = Array.from({ length: Number(today.slice(0, 4)) - placed }, (_, i) => placed + i);
  const facts: Fact[] = [
    { kind: 'service', of: '', value: '', day: `${began}-07-01` },
    ...(degree ? [{ kind: 'education', of: degree.code, value: '', day: `${began}-06-30` } as const] : []),
    ...(certificate
      ? [{ kind: 'examination', of: certificate.code, value: '', day: `${placed + (n % 4)}-10-20` } as const]
      : []),
    ...years.map((year): Fact => {
      const result =
        rise.assessments[at(results, n * 5 + Math.floor(n / 12) + year * 7) ?? 1] ??
        (rise.assessments[0] as { code: string });
      return { kind: 'assessment', of: String(year), value: result.code, day: `${year + 1}-01-15` };
    }),
  ];
  return facts.filter(({ day }) => day <= today);
}

/** Raised every March in which they are due; of two in five the rise of this year still waits to be confirmed. */
function lifeOf(person: string, table: GradeTable, n: number, today: string): Life {
  const year = Number(today.slice(0, 4));
  const placed = year - 2 - (n % 4);
  const facts = factsOf(table, n, { placed, today });
  const post = at(table.posts, n % 8 === 1 ? 1 : n % 12 === 2 ? 2 : 0)?.id ?? '';
  const step = (why: Step['why'], of: string, grade: number, day: string): Step => ({
    no: 0,
    why,
    post: of,
    grade,
    day,
    byYears: 0,
    byQualifications: 0,
  });
  const steps: Step[] = [];
  const add = (one: Step) => steps.push({ ...one, no: steps.length + 1 });
  add(step('placed', post, entryOn(table, facts, post, `${placed}-07-01`).grade, `${placed}-07-01`));
  for (let one = placed + 1; one <= year; one += 1) {
    const [march, july] = [`${one}-03-01`, `${one}-07-01`];
    const { due, standing } = reckon(table, { facts, steps }, march);
    const waits = one === year && n % 5 < 2;
    if (due && standing && march <= today && !waits) add({ ...step('risen', standing.post, due.grade, march), ...due });
    const second = table.posts[1]?.id;
    const last = steps.at(-1) as Step;
    if (one === year - 1 && n % 16 === 4 && second && last.post !== second)
      add(step('moved', second, within(table, second, last.grade), july));
  }
  return { person, table, facts: facts.map((fact, i) => ({ ...fact, no: i + 1, withdrawn: false })), steps };
}

export async function installDemoGrades(tx: Tx, pack: Pack, { now }: { now: number }): Promise<void> {
  const tables = pack.posts.grades ?? [];
  if (!switchedOn(pack.county, 'grades') || tables.length === 0) return;
  const county = pack.county.id;
  const today = new Date(now + pack.county.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
  const holders = await tx.rows<{ person: string; kind: string }>(sql`
    SELECT t.person_id AS person, o.kind FROM term t
    JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
    WHERE t.county_id = ${county} AND o.kind = ANY(${tables.flatMap((table) => table.kinds)})
    ORDER BY o.post_id, t.term_id`);
  const kinds = new Map(holders.map(({ person, kind }) => [person, kind]));
  const lives = [...kinds].flatMap(([person, kind], n) => {
    const table = tables.find((one) => one.kinds.includes(kind));
    return table ? [lifeOf(person, table, n, today)] : [];
  });
  await write(tx, county, lives, now);
}

async function write(tx: Tx, county: string, lives: readonly Life[], now: number): Promise<void> {
  const writing = { by: BY, now };
  const heads = await journalMany(
    tx,
    county,
    lives.map(({ person, facts, steps }) => ({
      subject: { kind: 'grade', id: person },
      head: NO_HEAD,
      events: [
        ...facts.map((fact): JournalEvent => factEvent(fact, writing)),
        ...steps.map((step): JournalEvent => stepEvent(step, writing)),
      ],
    })),
  );
  const made = { made_at: stamp(now), made_by: null, reason: null };
  await insertRows(
    tx,
    'grade_standing',
    lives.map(({ person, table }, i) => ({
      county_id: county,
      person_id: person,
      table_id: table.id,
      version: heads[i]?.seq,
      head: hex(heads[i]?.hash as Buffer),
    })),
  );
  await insertRows(
    tx,
    'grade_fact',
    lives.flatMap(({ person, facts }) =>
      facts.map(({ no, kind, of, value, day, withdrawn }) => ({
        county_id: county,
        person_id: person,
        fact_no: no,
        kind,
        of,
        value,
        day,
        withdrawn,
        ...made,
      })),
    ),
  );
  await insertRows(
    tx,
    'grade_step',
    lives.flatMap(({ person, steps }) =>
      steps.map(({ no, why, post, grade, day, byYears, byQualifications }) => ({
        county_id: county,
        person_id: person,
        step_no: no,
        why,
        grade_post: post,
        grade,
        from_day: day,
        by_years: byYears,
        by_qualifications: byQualifications,
        ...made,
      })),
    ),
  );
}
