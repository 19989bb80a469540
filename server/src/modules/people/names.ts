/** Names of people in office, for lists of who did what. */
import { type Queryable, sql } from '../../platform/db.ts';

/** Names by person; whoever was erased is not there. Ask for staff only: a private person's name is masked elsewhere. */
export async function namesOf(db: Queryable, county: string, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const rows = await db.rows<{ id: string; name: string | null }>(sql`
    SELECT person_id AS id, name FROM person
    WHERE county_id = ${county} AND person_id = ANY(${[...new Set(people)]}::uuid[]) AND kind = 'staff'`);
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
