/** A change of the territory as it was ordered: what it ends or alters, what comes of it, from which day, and whether it happened. */
import { Refusal } from '@huying/domain/kernel';
import type { Position, Shape } from '@huying/domain/territory';
import { at, type Queryable, sql, stamp, type Tx } from '../../platform/db.ts';
import type { By } from '../../platform/journal.ts';
import { insertRows } from '../../platform/rows.ts';

export const CHANGE_KINDS = ['make', 'edit', 'retire', 'split', 'merge'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
export type ChangeState = 'planned' | 'done' | 'cancelled';

/** What an edit puts in the place of what is there. */
export type PlaceSet = {
  name?: string;
  code?: string;
  subkind?: string | null;
  gridded?: boolean;
  shape?: Shape;
  point?: Position | null;
};

export type ChangeBody = {
  /** edit; merge into a place that stays. */
  set?: PlaceSet;
  /** split, merge: who takes over the posts; null: the terms end. */
  heir?: string | null;
  /** split: which part each place below goes to. */
  below?: Record<string, string>;
};

export type Change = {
  id: string;
  kind: ChangeKind;
  places: string[];
  heirs: string[];
  from: string;
  state: ChangeState;
  body: ChangeBody;
  by: By;
  madeAt: number;
  doneAt: number | null;
  job: string | null;
};

type Row = {
  change_id: string;
  kind: ChangeKind;
  places: string[];
  heirs: string[];
  effective_from: string;
  state: ChangeState;
  body: ChangeBody;
  by_person: string | null;
  by_post: string | null;
  made_at: number;
  done_at: number | null;
  job_id: string | null;
};

function changeOf(row: Row): Change {
  const { change_id: id, effective_from: from, by_person, by_post, made_at, done_at, job_id, ...rest } = row;
  return { ...rest, id, from, by: { person: by_person, post: by_post }, madeAt: made_at, doneAt: done_at, job: job_id };
}

export async function insertChange(tx: Tx, county: string, change: Change): Promise<void> {
  const { id, kind, places, heirs, from, state, body, by, madeAt } = change;
  await tx.rows(sql`
    INSERT INTO place_change (county_id, change_id, kind, places, heirs, effective_from, state, body, by_person, by_post, made_at)
    VALUES (${county}, ${id}, ${kind}, ${places}, ${heirs}, ${from}, ${state}, ${JSON.stringify(body)}, ${by.person},
      ${by.post}, ${at(madeAt)})`);
}

/** Edits that were done as they were ordered, many at once. @param changes state `done` */
export async function insertDone(tx: Tx, county: string, changes: readonly Change[]): Promise<void> {
  await insertRows(
    tx,
    'place_change',
    changes.map(({ id, kind, places, heirs, from, state, body, by, madeAt, doneAt }) => ({
      county_id: county,
      change_id: id,
      kind,
      places,
      heirs,
      effective_from: from,
      state,
      body,
      by_person: by.person,
      by_post: by.post,
      made_at: stamp(madeAt),
      done_at: stamp(doneAt),
    })),
  );
}

/** @throws Refusal `not_found` */
export async function lockChange(tx: Tx, county: string, id: string): Promise<Change> {
  const row = await tx.row<Row>(sql`
    SELECT * FROM place_change WHERE county_id = ${county} AND change_id = ${id} FOR UPDATE`);
  if (!row) throw new Refusal('not_found');
  return changeOf(row);
}

/** Planned changes, the nearest first; those that are due by a day, where one is given. */
export async function plannedChanges(db: Queryable, county: string, by?: string): Promise<Change[]> {
  const rows = await db.rows<Row>(sql`
    SELECT * FROM place_change WHERE county_id = ${county} AND state = 'planned'
      AND (${by ?? null}::date IS NULL OR effective_from <= ${by ?? null}::date)
    ORDER BY effective_from, made_at, change_id`);
  return rows.map(changeOf);
}

/** Changes that name the place, as what they alter or as what comes of them, the latest first. */
export async function changesOf(db: Queryable, county: string, place: string): Promise<Change[]> {
  const rows = await db.rows<Row>(sql`
    SELECT * FROM place_change
    WHERE county_id = ${county} AND (${place} = ANY(places) OR ${place} = ANY(heirs)) ORDER BY made_at DESC, change_id DESC`);
  return rows.map(changeOf);
}

/** A page of all changes, the latest first. @param before instant and id of the last one seen */
export async function listChanges(
  db: Queryable,
  county: string,
  { state, before, limit }: { state?: ChangeState; before?: [number, string] | undefined; limit: number },
): Promise<Change[]> {
  const rows = await db.rows<Row>(sql`
    SELECT * FROM place_change WHERE county_id = ${county} AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
      AND (${before ? at(before[0]) : null}::timestamptz IS NULL
        OR (made_at, change_id) < (${before ? at(before[0]) : null}, ${before?.[1] ?? null}::uuid))
    ORDER BY made_at DESC, change_id DESC LIMIT ${limit}`);
  return rows.map(changeOf);
}

/** Changes that ended places and took effect. */
export async function endings(db: Queryable, county: string): Promise<Change[]> {
  const rows = await db.rows<Row>(sql`
    SELECT * FROM place_change WHERE county_id = ${county} AND state = 'done' AND kind = ANY(${['retire', 'split', 'merge']})`);
  return rows.map(changeOf);
}

export async function settleChange(
  tx: Tx,
  county: string,
  id: string,
  { state, now, job = null }: { state: ChangeState; now: number; job?: string | null },
): Promise<void> {
  await tx.rows(sql`
    UPDATE place_change SET state = ${state}, done_at = ${at(now)}, job_id = ${job}
    WHERE county_id = ${county} AND change_id = ${id}`);
}
