/** Finding matters by their words: a projection that keeps each report's grams, and the condition that asks for them. */
import { gramsOf, wantedGrams } from '@huying/domain/search';
import { type Queryable, type Sql, sql } from '../../platform/db.ts';
import type { Projection } from '../../platform/reactions.ts';

/** The county stands in every gram, so that the one index answers for one county alone. */
function lexeme(county: string, gram: string): string {
  return `${county}/${gram}`;
}

/** Makes the grams of these matters from their words as they stand. Repeatable. */
export async function indexMatters(db: Queryable, county: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db.rows<{ id: string; body: string }>(sql`
    SELECT matter_id AS id, string_agg(body, ' ') AS body FROM matter_text
    WHERE county_id = ${county} AND matter_id = ANY(${ids}::uuid[]) AND (text_no = 1 OR kind IN ('address', 'title'))
    GROUP BY matter_id`);
  const made = rows.map(({ id, body }) => ({ id, grams: gramsOf(body).map((gram) => lexeme(county, gram)) }));
  await db.rows(sql`
    INSERT INTO matter_search (county_id, matter_id, grams)
    SELECT ${county}, r.id, array_to_tsvector(ARRAY(SELECT json_array_elements_text(r.grams)))
    FROM json_to_recordset(${JSON.stringify(made)}::json) AS r(id uuid, grams json)
    ON CONFLICT (county_id, matter_id) DO UPDATE SET grams = excluded.grams`);
}

const AT_ONCE = 250;

/** Takes some marks and makes their grams, in one transaction. @returns how many */
async function indexMarked(tx: Queryable, county: string): Promise<number> {
  const rows = await tx.rows<{ id: string }>(sql`
    DELETE FROM search_dirty WHERE county_id = ${county} AND matter_id IN (
      SELECT matter_id FROM search_dirty WHERE county_id = ${county} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING matter_id AS id`);
  await indexMatters(
    tx,
    county,
    rows.map((row) => row.id),
  );
  return rows.length;
}

/** Only marked when a report comes in: making the grams costs more than all else that follows from it, and may wait. */
export const searchable: Projection = {
  name: 'search',
  async mark(tx, county, events) {
    const ids = events
      .filter(
        ({ subject, event }) =>
          subject.kind === 'matter' && (event.kind === 'matter.submit' || event.kind === 'matter.import'),
      )
      .map(({ subject }) => subject.id);
    if (ids.length === 0) return;
    await tx.rows(sql`
      INSERT INTO search_dirty (county_id, matter_id) SELECT ${county.id}, unnest(${[...new Set(ids)]}::uuid[])
      ON CONFLICT DO NOTHING`);
  },
  async rebuild(services, county, enough = () => false) {
    let made: number;
    do made = await services.db.tx((tx) => indexMarked(tx, county.id));
    while (made === AT_ONCE && !enough());
    return [];
  },
};

/** Matters `m` whose words hold everything the query names; null where it names nothing. */
export function wordsCondition(county: string, query: string): Sql | null {
  const wanted = wantedGrams(query).map(
    ({ gram, goesOn }) => `'${lexeme(county, gram).replaceAll("'", "''")}'${goesOn ? ':*' : ''}`,
  );
  if (wanted.length === 0) return null;
  return sql`m.matter_id IN (SELECT s.matter_id FROM matter_search s
    WHERE s.county_id = ${county} AND s.grams @@ ${wanted.join(' & ')}::tsquery)`;
}
