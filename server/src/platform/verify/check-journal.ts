/**
 * The journal, subject by subject in one ordered pass: each event's hash again from its content and the one before, each
 * seal's entry against the event it sealed, each row's head against the end of its chain, each text against the keyed hash
 * that the event carries of it.
 */
import { type Sql, sql, type Tx } from '../db.ts';
import { linkHash, NO_HEAD, vouch } from '../journal.ts';
import { type Keys, sameBytes } from '../keys.ts';
import type { SealEntry } from '../seals.ts';
import type { FindingKind, Findings } from './findings.ts';
import { hasRow, type JournalRow, type Kept, type RowHead, readKept } from './kept.ts';
import { type Rows, rowsOf } from './streams.ts';

type Key = { subject_kind: string; subject_id: string };
type Queued = Key & { seq: number };
export type JournalSums = { subjects: number; events: number; sealed: number; unsealed: number };

function compare(a: Key, b: Key): number {
  if (a.subject_kind !== b.subject_kind) return a.subject_kind < b.subject_kind ? -1 : 1;
  if (a.subject_id !== b.subject_id) return a.subject_id < b.subject_id ? -1 : 1;
  return 0;
}

export async function checkJournal(tx: Tx, keys: Keys, county: string, findings: Findings): Promise<JournalSums> {
  let kept: Kept = { heads: new Map(), texts: new Map(), secrets: new Map() };
  const inOrder = sql`ORDER BY subject_kind, subject_id, seq`;
  const journal = await rowsOf<JournalRow>(
    tx,
    sql`SELECT subject_kind, subject_id, seq, occurred_at, event, hash FROM journal WHERE county_id = ${county} ${inOrder}`,
    async (page) => {
      kept = await readKept(tx, county, page);
    },
  );
  const entries = await rowsOf<SealEntry>(
    tx,
    sql`SELECT subject_kind, subject_id, seq, hash FROM seal_entry WHERE county_id = ${county} ${inOrder}`,
  );
  const outbox = await rowsOf<Queued>(
    tx,
    sql`SELECT subject_kind, subject_id, seq FROM outbox WHERE county_id = ${county} ${inOrder}`,
  );
  const sums: JournalSums = { subjects: 0, events: 0, sealed: 0, unsealed: 0 };
  const withRow = new Map<string, number>();

  for (;;) {
    const ahead = [await journal.peek(), await entries.peek(), await outbox.peek()].filter((one) => one !== null);
    const [first] = ahead.sort(compare);
    if (!first) break;
    const subject = new Subject(tx, keys, county, first, findings);
    await subject.walk(journal, entries, outbox, () => kept);
    sums.subjects += subject.seq > 0 ? 1 : 0;
    if (subject.row) withRow.set(subject.kind, (withRow.get(subject.kind) ?? 0) + 1);
    sums.events += subject.events;
    sums.sealed += subject.sealedEvents;
    sums.unsealed += subject.events - subject.sealedEvents;
  }
  await checkStrays(tx, county, withRow, findings);
  return sums;
}

class Subject {
  readonly tx: Tx;
  readonly keys: Keys;
  readonly county: string;
  readonly kind: string;
  readonly id: string;
  readonly findings: Findings;
  seq = 0;
  events = 0;
  sealedEvents = 0;
  private hash = NO_HEAD.hash;
  row: RowHead | undefined;
  private state: string | null = null;
  private erased = false;
  private cleared = false;
  private owner: string | null = null;
  private recomputed = false;
  /** Of a person: what the journal vouched for last, with the event it stands in. */
  private vouched: Record<string, { mac: string; seq: number }> = {};
  private secret: Buffer | undefined;
  private texts = new Map<number, { mac: string; seq: number; body: string | undefined; secret: Buffer | undefined }>();
  private waiting: { kind: FindingKind; seq: number; detail: string }[] = [];

  constructor(tx: Tx, keys: Keys, county: string, key: Key, findings: Findings) {
    this.tx = tx;
    this.keys = keys;
    this.county = county;
    this.kind = key.subject_kind;
    this.id = key.subject_id;
    this.findings = findings;
  }

  async walk(
    journal: Rows<JournalRow>,
    entries: Rows<SealEntry>,
    outbox: Rows<Queued>,
    kept: () => Kept,
  ): Promise<void> {
    const mine = async <T extends Key>(rows: Rows<T>): Promise<T | null> => {
      const row = await rows.peek();
      return row && compare(row, { subject_kind: this.kind, subject_id: this.id }) === 0 ? row : null;
    };
    let unsealed: number[] = [];
    for (let row = await mine(journal); row; row = await mine(journal)) {
      this.link(row);
      this.readTexts(row, kept());
      unsealed.push(row.seq);
      for (let entry = await mine(entries); entry && entry.seq <= row.seq; entry = await mine(entries)) {
        if (entry.seq === row.seq) {
          this.compareSealed(entry, row);
          this.sealedEvents += unsealed.length;
          unsealed = [];
        } else this.add('changed_row', entry.seq, 'sealed, but not in the journal');
        await entries.take();
      }
      await journal.take();
    }
    const last = this.seq;
    for (let entry = await mine(entries); entry; entry = await mine(entries)) {
      if (last === 0) this.add('missing_subject', entry.seq, 'sealed, but the journal has nothing of it');
      else this.add('cut_tail', entry.seq, `sealed up to ${entry.seq}, the journal ends at ${last}`);
      // What is left was under the same seal.
      this.sealedEvents += unsealed.length;
      unsealed = [];
      await entries.take();
    }
    const queued = new Set<number>();
    for (let row = await mine(outbox); row; row = await mine(outbox)) {
      if (row.seq > last)
        this.add(last === 0 ? 'missing_subject' : 'cut_tail', row.seq, 'waits for its seal, but is not in the journal');
      queued.add(row.seq);
      await outbox.take();
    }
    for (const seq of unsealed)
      if (!queued.has(seq)) this.add('seal_missing', seq, 'neither sealed nor waiting for it');
    if (last > 0) await this.end();
  }

  private add(kind: FindingKind, seq: number, detail: string): void {
    this.findings.add(kind, `${this.kind}/${this.id}`, seq, detail);
  }

  private link(row: JournalRow): void {
    if (row.seq !== this.seq + 1) this.add('changed_row', this.seq + 1, 'missing in the journal');
    const expected = linkHash(this.hash, this.county, { kind: this.kind, id: this.id }, row.seq, row.event);
    // After a gap the hash before is unknown: the gap is reported, the link cannot be.
    if (row.seq === this.seq + 1 && !sameBytes(expected, row.hash))
      this.add('changed_row', row.seq, 'its content does not give its hash');
    if (row.occurred_at !== row.event.at) this.add('changed_row', row.seq, 'its time differs from the event’s');
    this.seq = row.seq;
    this.hash = row.hash;
    this.events += 1;
    const { kind, to } = row.event;
    if (kind.startsWith('matter.') && typeof to === 'string') this.state = to;
    if (kind === `${this.kind}.erased`) this.erased = true;
  }

  private compareSealed(entry: SealEntry, row: JournalRow): void {
    if (sameBytes(entry.hash, row.hash) || this.recomputed) return;
    // All later seals of the subject differ too: once is enough.
    this.recomputed = true;
    this.add('recomputed_chain', entry.seq, 'not the hash that was sealed');
  }

  private readTexts(row: JournalRow, kept: Kept): void {
    this.row = kept.heads.get(`${this.kind}/${this.id}`);
    if (this.kind === 'person') {
      this.secret = kept.secrets.get(this.id);
      for (const [field, mac] of Object.entries(row.event.vouched ?? {})) this.vouched[field] = { mac, seq: row.seq };
    }
    if (this.kind !== 'matter') return;
    this.owner = this.row?.reporter_id ?? null;
    // What was written before an erasure is gone by right.
    if (this.erased) {
      this.texts.clear();
      this.cleared = true;
    }
    for (const { no, mac } of row.event.texts ?? []) {
      const body = kept.texts.get(`${this.id}/${no}`);
      this.texts.set(no, { mac, seq: row.seq, body, secret: kept.secrets.get(this.owner ?? this.id) });
    }
    this.erased = false;
  }

  private compareTexts(): void {
    for (const [no, { mac, seq, body, secret }] of this.texts) {
      if (body === undefined) this.waiting.push({ kind: 'text_missing', seq, detail: `text ${no} is not there` });
      else if (!secret) this.waiting.push({ kind: 'text_missing', seq, detail: `the key for text ${no} is not there` });
      else if (vouch(secret, body) !== mac) this.add('text_changed', seq, `text ${no} is not what was written`);
    }
  }

  private async end(): Promise<void> {
    this.compareTexts();
    // A person's erasure speaks for matters it did not name; where it named this one, all since must be there.
    if (this.waiting.length > 0 && (this.cleared || !(await this.ownerErased()))) {
      for (const { kind, seq, detail } of this.waiting) this.add(kind, seq, detail);
    }
    if (this.kind === 'person' && this.row && !this.erased) this.comparePerson(this.row);
    if (!hasRow(this.kind)) return;
    if (!this.row) this.add('missing_subject', this.seq, 'its row is gone');
    else if (this.row.version !== this.seq || !sameBytes(this.row.head, this.hash)) {
      this.add('state_differs', this.seq, `its row stands at ${this.row.version}, its journal at ${this.seq}`);
    } else if (this.state !== null && this.row.state !== this.state) {
      this.add('state_differs', this.seq, `its row is ${this.row.state}, its journal says ${this.state}`);
    }
  }

  private comparePerson(row: RowHead): void {
    const held: Record<string, () => string | null> = {
      name: () => row.name ?? null,
      phone: () => (row.phone_sealed ? this.keys.open(this.county, row.phone_sealed) : null),
    };
    for (const [field, { mac, seq }] of Object.entries(this.vouched)) {
      const value = readOr(held[field], undefined);
      if (value === null || !this.secret)
        this.add('text_missing', seq, `the ${this.secret ? field : `key for the ${field}`} is not there`);
      else if (value === undefined || vouch(this.secret, value) !== mac)
        this.add('text_changed', seq, `the ${field} is not what was written`);
    }
  }

  private async ownerErased(): Promise<boolean> {
    if (this.owner === null) return false;
    const row = await this.tx.row(sql`
      SELECT 1 FROM journal WHERE county_id = ${this.county} AND subject_kind = 'person' AND subject_id = ${this.owner}
        AND event->>'kind' = 'person.erased' LIMIT 1`);
    return row !== null;
  }
}

/** What was sealed under another key, or changed, cannot be opened. */
function readOr<T, F>(read: (() => T) | undefined, failed: F): T | F {
  try {
    return read ? read() : failed;
  } catch {
    return failed;
  }
}

const ROWS: Record<string, { table: Sql; id: Sql }> = {
  matter: { table: sql`matter`, id: sql`r.matter_id::text` },
  person: { table: sql`person`, id: sql`r.person_id::text` },
  place: { table: sql`place`, id: sql`r.place_id` },
  unit: { table: sql`unit`, id: sql`r.unit_id` },
  post: { table: sql`post`, id: sql`r.post_id` },
  grade: { table: sql`grade_standing`, id: sql`r.person_id::text` },
};

const MOST_STRAYS = 100;

/** Rows that carry a head while the journal knows nothing of them: looked for only where there are more rows than subjects. */
async function checkStrays(
  tx: Tx,
  county: string,
  withRow: ReadonlyMap<string, number>,
  findings: Findings,
): Promise<void> {
  // Where the tables were not analysed yet, the planner would compare every row with every event.
  await tx.client.query('SET LOCAL enable_nestloop = off');
  for (const [kind, { table, id }] of Object.entries(ROWS)) {
    const all = await tx.row<{ n: number }>(sql`SELECT count(*) AS n FROM ${table} r WHERE r.county_id = ${county}`);
    if (all?.n === (withRow.get(kind) ?? 0)) continue;
    const strays = await tx.rows<{ id: string }>(sql`
      SELECT ${id} AS id FROM ${table} r
      WHERE r.county_id = ${county} AND NOT EXISTS (
        SELECT 1 FROM journal j
        WHERE j.county_id = ${county} AND j.subject_kind = ${kind} AND j.subject_id = ${id} AND j.seq = 1)
      LIMIT ${MOST_STRAYS}`);
    for (const stray of strays) findings.add('missing_subject', `${kind}/${stray.id}`, 0, 'its row has no journal');
  }
}
