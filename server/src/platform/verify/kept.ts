/** What rows outside the journal must agree with it, read for a page of events at a time. */
import { type Sql, sql, type Tx } from '../db.ts';
import type { JournalEvent } from '../journal.ts';

export type JournalRow = {
  subject_kind: string;
  subject_id: string;
  seq: number;
  occurred_at: number;
  event: JournalEvent & {
    texts?: { no: number; field: string; mac: string }[];
    /** Keyed hashes of what a person's row holds. */
    vouched?: { name?: string; phone?: string };
  };
  hash: Buffer;
};

export type RowHead = {
  version: number;
  head: Buffer;
  state?: string;
  reporter_id?: string | null;
  name?: string | null;
  phone_sealed?: Buffer | null;
};

export type Kept = {
  /** Rows by `kind/id` of subjects that have one. */
  heads: Map<string, RowHead>;
  /** Bodies by `matter/no`. */
  texts: Map<string, string>;
  /** Journal secrets by person, or by matter where nobody is known. */
  secrets: Map<string, Buffer>;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Kinds of subjects whose rows carry version and head. */
const TABLES: Record<string, (county: string, ids: string[]) => Sql> = {
  matter: (county, ids) => sql`
    SELECT matter_id::text AS id, version, head, state, reporter_id FROM matter
    WHERE county_id = ${county} AND matter_id = ANY(${ids}::uuid[])`,
  person: (county, ids) => sql`
    SELECT person_id::text AS id, version, head, name, phone_sealed FROM person
    WHERE county_id = ${county} AND person_id = ANY(${ids}::uuid[])`,
  place: (county, ids) => sql`
    SELECT place_id AS id, version, head FROM place WHERE county_id = ${county} AND place_id = ANY(${ids})`,
  unit: (county, ids) => sql`
    SELECT unit_id AS id, version, head FROM unit WHERE county_id = ${county} AND unit_id = ANY(${ids})`,
  device: (county, ids) => sql`
    SELECT device_id::text AS id, version, head FROM device
    WHERE county_id = ${county} AND device_id = ANY(${ids}::uuid[])`,
  post: (county, ids) => sql`
    SELECT post_id AS id, version, head FROM post WHERE county_id = ${county} AND post_id = ANY(${ids})`,
  grade: (county, ids) => sql`
    SELECT person_id::text AS id, version, head FROM grade_standing
    WHERE county_id = ${county} AND person_id = ANY(${ids}::uuid[])`,
  party_org: (county, ids) => sql`
    SELECT org_id::text AS id, version, head FROM party_org WHERE county_id = ${county} AND org_id = ANY(${ids}::uuid[])`,
  party_plan: (county, ids) => sql`
    SELECT plan_id::text AS id, version, head FROM party_plan
    WHERE county_id = ${county} AND plan_id = ANY(${ids}::uuid[])`,
};
const UUID_KINDS = new Set(['matter', 'person', 'device', 'grade', 'party_org', 'party_plan']);

export function hasRow(kind: string): boolean {
  return kind in TABLES;
}

export async function readKept(tx: Tx, county: string, page: readonly JournalRow[]): Promise<Kept> {
  const heads = new Map<string, RowHead>();
  for (const [kind, query] of Object.entries(TABLES)) {
    const ids = [...new Set(page.filter((row) => row.subject_kind === kind).map((row) => row.subject_id))];
    const usable = UUID_KINDS.has(kind) ? ids.filter((id) => UUID.test(id)) : ids;
    if (usable.length === 0) continue;
    for (const { id, ...head } of await tx.rows<RowHead & { id: string }>(query(county, usable)))
      heads.set(`${kind}/${id}`, head);
  }
  const worded = idsOf(page.filter((row) => row.subject_kind === 'matter' && row.event.texts));
  const named = idsOf(page.filter((row) => row.subject_kind === 'person'));
  const owners = worded.map((id) => heads.get(`matter/${id}`)?.reporter_id ?? id);
  return {
    heads,
    texts: await readTexts(tx, county, worded),
    secrets: await readSecrets(tx, county, [...new Set([...owners, ...named])]),
  };
}

const idsOf = (rows: JournalRow[]): string[] =>
  [...new Set(rows.map((row) => row.subject_id))].filter((id) => UUID.test(id));

async function readTexts(tx: Tx, county: string, matters: string[]): Promise<Kept['texts']> {
  if (matters.length === 0) return new Map();
  const rows = await tx.rows<{ matter_id: string; text_no: number; body: string }>(sql`
    SELECT matter_id, text_no, body FROM matter_text WHERE county_id = ${county} AND matter_id = ANY(${matters}::uuid[])`);
  return new Map(rows.map(({ matter_id, text_no, body }) => [`${matter_id}/${text_no}`, body]));
}

async function readSecrets(tx: Tx, county: string, owners: string[]): Promise<Kept['secrets']> {
  if (owners.length === 0) return new Map();
  const rows = await tx.rows<{ person_id: string; secret: Buffer }>(sql`
    SELECT person_id, secret FROM person_key WHERE county_id = ${county} AND person_id = ANY(${owners}::uuid[])`);
  return new Map(rows.map(({ person_id, secret }) => [person_id, secret]));
}
