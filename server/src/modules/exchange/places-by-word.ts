/** Places in force by what people call them in workbooks: id, code or name; of several with one name, all. */
import { sql } from '../../platform/db.ts';
import { narrow } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';

export async function placesByWord(services: Services, county: string): Promise<(word: string) => readonly string[]> {
  const rows = await services.db.rows<{ id: string; code: string; name: string }>(sql`
    SELECT place_id AS id, code, name FROM place WHERE county_id = ${county} AND to_day IS NULL`);
  const ids = new Set(rows.map(({ id }) => id));
  const byWord = new Map<string, Set<string>>();
  for (const { id, code, name } of rows) {
    for (const word of [code, narrow(name)]) {
      if (word === '') continue;
      const found = byWord.get(word);
      if (found) found.add(id);
      else byWord.set(word, new Set([id]));
    }
  }
  // An id means its place and nothing else, whatever others are called.
  return (word) => (ids.has(word) ? [word] : [...(byWord.get(narrow(word)) ?? [])]);
}
