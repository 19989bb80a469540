/** The seals themselves: each over its entries, each over the one before, and as the file outside the database has them. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { sql, type Tx } from '../db.ts';
import { type Keys, sameBytes } from '../keys.ts';
import { lineOf, NO_MAC, rootMaker, type Seal, type SealEntry, type SealLine, sealFile, sealMac } from '../seals.ts';
import type { Findings } from './findings.ts';
import { rowsOf } from './streams.ts';

export type SealSums = { seals: number; exported: number };

/** How far the exported file goes now. Asked before the snapshot is taken: all these lines are of committed seals. */
export async function exportedBytes(dataDir: string, county: string): Promise<number> {
  return (await stat(sealFile(dataDir, county)).catch(() => null))?.size ?? 0;
}

async function* exportedLines(file: string, bytes: number): AsyncGenerator<SealLine | null> {
  if (bytes === 0) return;
  for await (const line of createInterface({ input: createReadStream(file, { end: bytes - 1 }) })) {
    if (line === '') continue;
    try {
      yield JSON.parse(line) as SealLine;
    } catch {
      yield null;
    }
  }
}

export async function checkSeals(
  tx: Tx,
  keys: Keys,
  county: string,
  exported: { dataDir: string; bytes: number },
  findings: Findings,
): Promise<SealSums> {
  const seals = await rowsOf<Seal>(
    tx,
    sql`SELECT seal_no, sealed_at, events, root, mac FROM seal WHERE county_id = ${county} ORDER BY seal_no`,
  );
  const entries = await rowsOf<SealEntry & { seal_no: number }>(
    tx,
    sql`SELECT seal_no, subject_kind, subject_id, seq, hash FROM seal_entry WHERE county_id = ${county}
      ORDER BY seal_no, subject_kind, subject_id`,
  );
  const lines = exportedLines(sealFile(exported.dataDir, county), exported.bytes);
  let line = await nextLine(lines, 0, findings);
  let previous: Buffer = NO_MAC;
  let last = 0;
  let linesSeen = 0;

  for (let seal = await seals.take(); seal !== null; seal = await seals.take()) {
    for (let no = last + 1; no < seal.seal_no; no += 1) findings.add('seal_missing', 'seal', no, 'not in the database');
    last = seal.seal_no;
    const maker = rootMaker();
    for (let entry = await entries.peek(); entry && entry.seal_no <= seal.seal_no; entry = await entries.peek()) {
      if (entry.seal_no === seal.seal_no) maker.add(entry);
      else findings.add('seal_missing', 'seal', entry.seal_no, 'entries without their seal');
      await entries.take();
    }
    if (!sameBytes(maker.root(), seal.root))
      findings.add('seal_changed', 'seal', seal.seal_no, 'its entries are not those that were sealed');
    if (!sameBytes(sealMac(keys, county, previous, seal), seal.mac)) {
      findings.add('seal_changed', 'seal', seal.seal_no, 'not sealed with this key over the seal before');
    }
    previous = seal.mac;
    while (line && line.no < seal.seal_no) {
      linesSeen += 1;
      line = await nextLine(lines, line.no, findings);
    }
    if (line?.no === seal.seal_no) {
      linesSeen += 1;
      if (JSON.stringify(line) !== JSON.stringify(lineOf(seal))) {
        findings.add('seal_changed', 'seal', seal.seal_no, 'differs from the exported file');
      }
      line = await nextLine(lines, line.no, findings);
    }
  }
  for (; line; line = await nextLine(lines, line.no, findings)) {
    linesSeen += 1;
    findings.add('seal_missing', 'seal', line.no, 'in the exported file but not in the database');
  }
  return { seals: last, exported: linesSeen };
}

async function nextLine(
  lines: AsyncGenerator<SealLine | null>,
  after: number,
  findings: Findings,
): Promise<SealLine | null> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) return null;
    if (value === null) {
      findings.add('seal_changed', 'seal', after + 1, 'the exported file has a line that cannot be read');
      continue;
    }
    // A line that comes again, left by two holders in turn, says nothing new.
    if (value.no <= after) continue;
    if (value.no > after + 1) findings.add('seal_missing', 'seal', after + 1, 'missing in the exported file');
    return value;
  }
}
