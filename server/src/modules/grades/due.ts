/** Who may rise as of a day, and who has earned it but is held back: reckoned for everybody the asker sees. */
import { factsInEffect, type Line, reckon } from '@huying/domain/grades';
import type { Actor } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { allGrades, type GradeRow } from './list.ts';
import { tableById } from './rules.ts';
import { waysOf } from './ways.ts';

export type DueQuery = {
  /** Unset: today. */
  asOf?: string;
  which?: 'due' | 'held';
  place?: string;
  limit?: number;
  cursor?: string;
};

export type DueRow = Omit<GradeRow, 'post' | 'grade' | 'since'> & {
  version: number;
  post: string;
  grade: number;
  since: string;
  /** Null for those held back. */
  to: number | null;
  byYears: number;
  byQualifications: number;
  balance: number;
  /** What led to it since the last step, the verdict last. */
  lines: Line[];
};

export type DuePage = {
  rows: DueRow[];
  next: string | null;
  count: number;
  counted: boolean;
  held: number;
  asOf: string;
};

const PAGE = 50;

/** The lines after the last step: what has come together since then. */
function sinceLast(lines: readonly Line[]): Line[] {
  const last = lines.findLastIndex((line) => 'no' in line);
  return lines.slice(last + 1);
}

/** Both lists at once, by name. */
export async function dueOn(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { place, asOf }: { place?: string; asOf: string },
  now: number,
): Promise<{ due: DueRow[]; held: DueRow[] }> {
  const rows = await allGrades(db, county, actor, { state: 'standing', ...(place ? { place } : {}) }, now);
  const people = rows.map((row) => row.person.id);
  const ways = await waysOf(db, county.id, people);
  const versions = new Map(
    (
      await db.rows<{ id: string; version: number }>(sql`
        SELECT person_id AS id, version FROM grade_standing
        WHERE county_id = ${county.id} AND person_id = ANY(${people}::uuid[])`)
    ).map(({ id, version }) => [id, version]),
  );
  const found: { due: DueRow[]; held: DueRow[] } = { due: [], held: [] };
  for (const row of rows) {
    const table = tableById(county, row.table);
    const way = ways.get(row.person.id);
    if (!table || !way) continue;
    const { standing, due, held, balance, lines } = reckon(
      table,
      { facts: factsInEffect(way.facts), steps: way.steps },
      asOf,
    );
    if (!standing || (!due && !held)) continue;
    (due ? found.due : found.held).push({
      ...row,
      version: versions.get(row.person.id) ?? 0,
      post: standing.post,
      grade: standing.grade,
      since: standing.day,
      to: due?.grade ?? null,
      byYears: due?.byYears ?? 0,
      byQualifications: due?.byQualifications ?? 0,
      balance,
      lines: sinceLast(lines),
    });
  }
  return found;
}

export async function listDue(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: DueQuery,
  now: number,
): Promise<DuePage> {
  const { which = 'due', limit = PAGE, cursor, place } = query;
  const asOf = query.asOf ?? dayOf(county, now);
  const found = await dueOn(db, county, actor, { ...(place ? { place } : {}), asOf }, now);
  const all = found[which];
  const from = cursor ? all.findIndex((row) => row.person.id === cursor) + 1 : 0;
  const rows = all.slice(from, from + limit);
  return {
    rows,
    next: from + limit < all.length ? (rows.at(-1)?.person.id ?? null) : null,
    count: all.length,
    counted: true,
    held: found.held.length,
    asOf,
  };
}
