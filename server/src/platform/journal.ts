/**
 * The journal: every act, append-only, hash-linked per subject. Events hold references and enums only; what a person
 * wrote or is called stands in its own row, and the event carries a keyed hash of it (`vouch`), so that the row can be
 * erased with its key and the chain still verifies.
 */
import { createHmac, hash } from 'node:crypto';
import { canonical } from '@huying/domain/kernel';
import { hex, type Queryable, sql, stamp } from './db.ts';

export type Subject = { kind: string; id: string };

/** Who did it: a person in a post, or the program. Ids only. */
export type By = { person: string | null; post: string | null };

export type JournalEvent = { kind: string; by: By; at: number } & Record<string, unknown>;

/** Where a subject's chain stands: events so far and the hash of the last. */
export type Head = { seq: number; hash: Buffer };

export const NO_HEAD: Head = { seq: 0, hash: Buffer.alloc(32) };

export type Entry = {
  county_id: string;
  subject_kind: string;
  subject_id: string;
  seq: number;
  occurred_at: string;
  event: string;
  hash: string;
};

/** sha256(previous hash, canonical event with its county, subject and number). */
export function linkHash(previous: Buffer, county: string, subject: Subject, seq: number, event: unknown): Buffer {
  return linkText(previous, county, subject, seq, canonical(event));
}

/** The same over an event that is spelled out already: `canonical` of the list of all five. */
function linkText(previous: Buffer, county: string, subject: Subject, seq: number, event: string): Buffer {
  const names = [county, subject.kind, subject.id].map((name) => JSON.stringify(name)).join(',');
  return hash('sha256', Buffer.concat([previous, Buffer.from(`[${names},${seq},${event}]`)]), 'buffer');
}

/** Keyed hash of personal content, under the secret of the person whose it is. */
export function vouch(secret: Buffer, content: string | Buffer): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}

/** The next entries of one subject's chain, ready to be written, and where the chain stands after them. */
export function chain(
  county: string,
  subject: Subject,
  head: Head,
  events: JournalEvent[],
): { entries: Entry[]; head: Head } {
  let { seq, hash } = head;
  const entries = events.map((event) => {
    seq += 1;
    const text = canonical(event);
    hash = linkText(hash, county, subject, seq, text);
    return {
      county_id: county,
      subject_kind: subject.kind,
      subject_id: subject.id,
      seq,
      occurred_at: stamp(event.at) as string,
      event: text,
      hash: hex(hash),
    };
  });
  return { entries, head: { seq, hash } };
}

/** The part of a statement that writes entries to journal and outbox; `$1` stands for the JSON array of entries. */
export const WRITE_ENTRIES = `
  journaled AS (
    INSERT INTO journal (county_id, subject_kind, subject_id, seq, occurred_at, event, hash)
    SELECT county_id, subject_kind, subject_id, seq, occurred_at, event::json, hash
    FROM json_to_recordset($1::json) AS e(county_id text, subject_kind text, subject_id text, seq int,
      occurred_at timestamptz, event text, hash bytea)
    RETURNING county_id, subject_kind, subject_id, seq
  ), queued AS (
    INSERT INTO outbox (county_id, subject_kind, subject_id, seq)
    SELECT county_id, subject_kind, subject_id, seq FROM journaled ORDER BY subject_id, seq
  )`;

/** Writes entries with nothing else beside them. */
export async function writeEntries(db: Queryable, county: string, entries: Entry[]): Promise<void> {
  if (entries.some((entry) => entry.county_id !== county)) throw new Error('entries of another county');
  const statement = sql`${JSON.stringify(entries)}`;
  await db.rows({ ...statement, text: `WITH ${WRITE_ENTRIES.trim()} SELECT 1`, values: statement.values } as never);
}

/** Reads the head of a subject whose row does not carry it (readings of personal data, county settings). */
export async function headOf(db: Queryable, county: string, subject: Subject): Promise<Head> {
  const row = await db.row<{ seq: number; hash: Buffer }>(sql`
    SELECT seq, hash FROM journal
    WHERE county_id = ${county} AND subject_kind = ${subject.kind} AND subject_id = ${subject.id}
    ORDER BY seq DESC LIMIT 1`);
  return row ?? NO_HEAD;
}

/** Appends to a subject that has no row of its own; concurrent writers of one subject queue on an advisory lock. */
export async function appendAlone(
  tx: Queryable,
  county: string,
  subject: Subject,
  events: JournalEvent[],
): Promise<Head> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county}/${subject.kind}/${subject.id}`}, 0))`);
  const { entries, head } = chain(county, subject, await headOf(tx, county, subject), events);
  await writeEntries(tx, county, entries);
  return head;
}
