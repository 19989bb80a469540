/** What happened to a place, read from its journal: who, when, what. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { JournalEvent } from '../../platform/journal.ts';
import { iso } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { placeNames, type Who, whoIsWho } from './present.ts';

export type HistoryEntry = {
  seq: number;
  kind: string;
  at: string;
  by: Who | null;
  /** First day of the change, where it was ordered for one. */
  from: string | null;
  set: Record<string, unknown>;
  fields: string[];
  heirs: { id: string; name: string }[];
  parent: { id: string; name: string } | null;
};

const MOST = 500;

/** The latest first. */
export async function historyOf(db: Queryable, county: CountyRuntime, place: string): Promise<HistoryEntry[]> {
  const rows = await db.rows<{ seq: number; event: JournalEvent }>(sql`
    SELECT seq, event FROM journal
    WHERE county_id = ${county.id} AND subject_kind = 'place' AND subject_id = ${place} ORDER BY seq DESC LIMIT ${MOST}`);
  const ids = (value: unknown): string[] =>
    Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : [];
  const names = await placeNames(
    db,
    county,
    rows.flatMap(({ event }) => [...ids(event.heirs), ...ids(event.parent)]),
  );
  const who = await whoIsWho(
    db,
    county,
    rows.map(({ event }) => event.by),
  );
  const named = (id: string) => ({ id, name: names.get(id) ?? id });
  return rows.map(({ seq, event }) => {
    const { kind, at, by, from, set, fields, name, code, subkind } = event;
    const made = { ...(name ? { name } : {}), ...(code ? { code } : {}), ...(subkind ? { subkind } : {}) };
    return {
      seq,
      kind,
      at: iso(at, county.pack.utcOffsetMinutes),
      by: who(by),
      from: typeof from === 'string' ? from : null,
      set: (set as Record<string, unknown> | undefined) ?? made,
      fields: ids(fields),
      heirs: ids(event.heirs).map(named),
      parent: typeof event.parent === 'string' ? named(event.parent) : null,
    };
  });
}
