/**
 * Seals: what the journal held at a moment, fixed under the program's key. Each drained batch is one seal: how many
 * events, the last number and hash of every subject in it, and a keyed hash over these and the seal before. The seals are also
 * written, line by line, to a file outside the database: whoever changes the database cannot change that, nor the key.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, open, truncate } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { canonical } from '@huying/domain/kernel';
import { at, hex, type Queryable, sql, type Tx } from './db.ts';
import type { Keys } from './keys.ts';
import type { Happened } from './reactions.ts';

export type SealEntry = { subject_kind: string; subject_id: string; seq: number; hash: Buffer };
export type Seal = { seal_no: number; sealed_at: number; events: number; root: Buffer; mac: Buffer };

export const NO_MAC = Buffer.alloc(32);

/** Where every subject of the batch stands after it, in the order the root is taken over. */
export function entriesOf(events: readonly Happened[]): SealEntry[] {
  const last = new Map<string, SealEntry>();
  for (const { subject, seq, hash } of events) {
    const key = `${subject.kind}/${subject.id}`;
    if ((last.get(key)?.seq ?? 0) < seq)
      last.set(key, { subject_kind: subject.kind, subject_id: subject.id, seq, hash });
  }
  return [...last.values()].sort(byKey);
}

const byKey = (a: SealEntry, b: SealEntry): number =>
  compare(a.subject_kind, b.subject_kind) || compare(a.subject_id, b.subject_id);

/** Byte by byte, as COLLATE "C" sorts: JavaScript's own order differs only where ids leave ASCII, and they do not. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Root over entries that come one by one in order. */
export function rootMaker(): { add(entry: SealEntry): void; root(): Buffer } {
  const hash = createHash('sha256');
  return {
    add: ({ subject_kind, subject_id, seq, hash: link }) => {
      hash.update(canonical([subject_kind, subject_id, seq, link.toString('hex')]));
    },
    root: () => hash.digest(),
  };
}

export function sealMac(keys: Keys, county: string, previous: Buffer, seal: Omit<Seal, 'mac'>): Buffer {
  const { seal_no, sealed_at, events, root } = seal;
  return keys.mac(
    county,
    'seal',
    canonical([previous.toString('hex'), seal_no, sealed_at, events, root.toString('hex')]),
  );
}

/** Seals the events in the transaction that takes them from the outbox. Only the holder of the lease may. */
export async function sealEvents(
  tx: Tx,
  keys: Keys,
  county: string,
  events: readonly Happened[],
  now: number,
): Promise<void> {
  const last = await tx.row<{ seal_no: number; mac: Buffer }>(sql`
    SELECT seal_no, mac FROM seal WHERE county_id = ${county} ORDER BY seal_no DESC LIMIT 1`);
  const entries = entriesOf(events);
  const maker = rootMaker();
  for (const entry of entries) maker.add(entry);
  const seal = { seal_no: (last?.seal_no ?? 0) + 1, sealed_at: now, events: events.length, root: maker.root() };
  const mac = sealMac(keys, county, last?.mac ?? NO_MAC, seal);
  await tx.rows(sql`
    INSERT INTO seal (county_id, seal_no, sealed_at, events, root, mac)
    VALUES (${county}, ${seal.seal_no}, ${at(now)}, ${seal.events}, ${seal.root}, ${mac})`);
  const rows = entries.map((entry) => ({ county_id: county, seal_no: seal.seal_no, ...entry, hash: hex(entry.hash) }));
  await tx.rows(sql`
    INSERT INTO seal_entry (county_id, seal_no, subject_kind, subject_id, seq, hash)
    SELECT county_id, seal_no, subject_kind, subject_id, seq, hash
    FROM json_populate_recordset(null::seal_entry, ${JSON.stringify(rows)}::json)`);
}

export type SealLine = { no: number; at: string; events: number; root: string; mac: string };

export function lineOf(seal: Seal): SealLine {
  return {
    no: seal.seal_no,
    at: new Date(seal.sealed_at).toISOString(),
    events: seal.events,
    root: seal.root.toString('hex'),
    mac: seal.mac.toString('hex'),
  };
}

export function sealFile(dataDir: string, county: string): string {
  return joinPath(dataDir, 'seals', `${county}.log`);
}

const AT_ONCE = 1000;

/** Appends to the county's file the seals it does not have yet. @returns how many */
export async function exportSeals(db: Queryable, dataDir: string, county: string): Promise<number> {
  const file = sealFile(dataDir, county);
  await mkdir(joinPath(dataDir, 'seals'), { recursive: true, mode: 0o700 });
  let last = await lastExported(file);
  let exported = 0;
  for (;;) {
    const seals = await db.rows<Seal>(sql`
      SELECT seal_no, sealed_at, events, root, mac FROM seal
      WHERE county_id = ${county} AND seal_no > ${last} ORDER BY seal_no LIMIT ${AT_ONCE}`);
    if (seals.length === 0) return exported;
    await appendFile(file, seals.map((seal) => `${JSON.stringify(lineOf(seal))}\n`).join(''), { mode: 0o600 });
    last = seals.at(-1)?.seal_no ?? last;
    exported += seals.length;
  }
}

const LONGEST_LINE = 1024;

/** Number of the last whole line; half a line, left by a power cut, is cut away. */
async function lastExported(file: string): Promise<number> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - 2 * LONGEST_LINE);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const tail = buffer.subarray(0, bytesRead);
    const end = tail.lastIndexOf(10);
    if (end < tail.length - 1) await truncate(file, from + end + 1);
    const lines = tail.subarray(0, Math.max(0, end)).toString('utf8').split('\n');
    const last = lines.at(-1);
    return last ? (JSON.parse(last) as SealLine).no : 0;
  } finally {
    await handle.close();
  }
}
