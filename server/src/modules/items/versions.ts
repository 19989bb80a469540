/** Versions of lists as they stand: reading them, locking one, writing what an act changed. */
import { Refusal } from '@huying/domain/kernel';
import { type ListKind, type ListState, type ListVersion, stateOn } from '@huying/domain/lists';
import { type Actor, permits } from '../../access/actor.ts';
import { at, type Queryable, sql, type Tx } from '../../platform/db.ts';
import { lockList, type VersionKey } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';

export type VersionRow = {
  list: string;
  version: number;
  kind: ListKind;
  title: string;
  /** As it was written last; what it is today says `today`. */
  state: ListState;
  effectiveFrom: string | null;
  revision: number;
  base: number | null;
  authors: string[];
  madeAt: number | null;
  /** Items, or kinds of post with duties. */
  rows: number;
  approvals: { person: string; post: string | null; at: number }[];
};

const SEEN_BY_ALL: readonly ListState[] = ['approved', 'in_force', 'superseded'];
const ID = /^[a-z0-9_-]{1,40}$/;

type Where = { list?: string; version?: number };

/** All versions of one list, or of all lists, the newest first. */
export async function readVersions(
  db: Queryable,
  county: string,
  { list, version }: Where = {},
): Promise<VersionRow[]> {
  const rows = await db.rows<Omit<VersionRow, 'approvals'>>(sql`
    SELECT v.list_id AS list, v.version, v.kind, v.title, v.state, v.effective_from AS "effectiveFrom", v.revision, v.base,
      v.authors, v.made_at AS "madeAt",
      CASE v.kind WHEN 'items'
        THEN (SELECT count(*) FROM item i WHERE i.county_id = ${county} AND i.list_id = v.list_id AND i.version = v.version)
        ELSE (SELECT count(DISTINCT post_kind) FROM list_duty d
          WHERE d.county_id = ${county} AND d.list_id = v.list_id AND d.version = v.version)
      END::int AS rows
    FROM list_version v
    WHERE v.county_id = ${county} AND (${list ?? null}::text IS NULL OR v.list_id = ${list ?? null})
      AND (${version ?? null}::int IS NULL OR v.version = ${version ?? null})
    ORDER BY v.list_id, v.version DESC`);
  const approvals = await db.rows<{
    list: string;
    version: number;
    person: string;
    post: string | null;
    at: number;
  }>(sql`
    SELECT list_id AS list, version, person_id AS person, post_id AS post, approved_at AS at FROM list_approval
    WHERE county_id = ${county} AND (${list ?? null}::text IS NULL OR list_id = ${list ?? null})
    ORDER BY approved_at, person_id`);
  return rows.map((row) => ({
    ...row,
    approvals: approvals
      .filter((one) => one.list === row.list && one.version === row.version)
      .map(({ person, post, at: when }) => ({ person, post, at: when })),
  }));
}

/** Whoever edits or approves lists sees all of it; others what was agreed. */
export function seesVersion(actor: Actor, row: Pick<VersionRow, 'state'>): boolean {
  return SEEN_BY_ALL.includes(row.state) || permits(actor, 'items.edit') || permits(actor, 'items.approve');
}

/** A version as its address names it. @throws Refusal `not_found` for what is no address of a version */
export function keyOf(list: string, version: string): VersionKey {
  if (!ID.test(list) || !/^[1-9]\d{0,5}$/.test(version)) throw new Refusal('not_found');
  return { list, version: Number(version) };
}

/** One version the actor sees, with all of its list beside it. @throws Refusal `not_found` */
export async function findVersion(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  key: VersionKey,
): Promise<{ row: VersionRow; all: VersionRow[] }> {
  const all = await readVersions(db, county.id, { list: key.list });
  const row = all.find((one) => one.version === key.version);
  if (!row || !seesVersion(actor, row)) throw new Refusal('not_found');
  return { row, all };
}

/** The same under the lock of its list, for a change. @throws Refusal `not_found`, `stale_version` when `seen` is not its revision */
export async function lockVersion(
  tx: Tx,
  county: CountyRuntime,
  actor: Actor,
  key: VersionKey,
  seen: number,
): Promise<{ row: VersionRow; all: VersionRow[] }> {
  await lockList(tx, county.id, key.list);
  const found = await findVersion(tx, county, actor, key);
  if (found.row.revision !== seen)
    throw new Refusal('stale_version', { version: found.row.revision, state: found.row.state });
  return found;
}

/** As the rules see it on a day. */
export function asRule(row: VersionRow, all: readonly VersionRow[], today: string): ListVersion {
  return {
    state: stateOn(row, all, today),
    effectiveFrom: row.effectiveFrom,
    authors: row.authors,
    approvals: row.approvals.map((one) => one.person),
    rows: row.rows,
  };
}

/** Writes what an act made of a version. Approvals that are new are by `person` in `post` at `now`. @returns its revision */
export async function saveVersion(
  tx: Tx,
  county: string,
  row: VersionRow,
  next: ListVersion,
  { person, post, now }: { person: string | null; post: string | null; now: number },
): Promise<number> {
  await tx.rows(sql`
    UPDATE list_version SET state = ${next.state}, effective_from = ${next.effectiveFrom}, authors = ${[...next.authors]}::uuid[],
      revision = revision + 1
    WHERE county_id = ${county} AND list_id = ${row.list} AND version = ${row.version}`);
  if (next.approvals.length === 0) {
    await tx.rows(sql`
      DELETE FROM list_approval WHERE county_id = ${county} AND list_id = ${row.list} AND version = ${row.version}`);
  }
  if (person !== null && next.approvals.includes(person)) {
    await tx.rows(sql`
      INSERT INTO list_approval (county_id, list_id, version, person_id, post_id, approved_at)
      VALUES (${county}, ${row.list}, ${row.version}, ${person}, ${post}, ${at(now)})
      ON CONFLICT DO NOTHING`);
  }
  return row.revision + 1;
}
