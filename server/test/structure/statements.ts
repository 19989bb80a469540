/** Whether a statement keeps to one county: each table of ours that it reads or writes is bound by its county_id. */

/** Tables without a county, and names after FROM that are no tables. */
const NO_COUNTY = new Set(['schema_migration', 'county']);

export type TableUse = { table: string; alias: string | null };

const USE =
  /\b(?:FROM|JOIN|INTO|UPDATE|DELETE FROM)\s+(?:ONLY\s+)?(?:public\.)?([a-z_]+)(?:\s+(?:AS\s+)?(?!(?:WHERE|SET|ON|JOIN|LEFT|INNER|CROSS|GROUP|ORDER|LIMIT|USING|VALUES|SELECT|FOR|RETURNING|UNION|OFFSET|HAVING|FROM|DO|AS)\b)([a-z_]+))?/gi;

/** Uses of the given tables in one statement, in order. */
export function tableUses(text: string, tables: ReadonlySet<string>): TableUse[] {
  const uses: TableUse[] = [];
  for (const [, table = '', alias] of text.matchAll(USE)) {
    if (tables.has(table) && !NO_COUNTY.has(table)) uses.push({ table, alias: alias ?? null });
  }
  return uses;
}

/** The uses that no county_id of the statement binds. */
export function unbound(text: string, tables: ReadonlySet<string>): TableUse[] {
  return tableUses(text, tables).filter(({ table, alias }) => {
    const names = [alias, table].filter(Boolean).map((name) => new RegExp(`\\b${name}\\.county_id\\b`));
    if (names.some((name) => name.test(text))) return false;
    // Without a prefix of its own: an unqualified county_id, or rows that carry it as a whole.
    return !/(?<![.\w])county_id\b/.test(text) && !text.includes(`null::${table}`);
  });
}
