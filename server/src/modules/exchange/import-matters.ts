/**
 * Tickets of earlier years from a workbook, as historic matters: closed, how they were handled unknown; no clocks, no
 * notices, no tallies. The key of the other system keeps a second import from doubling them.
 */
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, byOf, postFor } from '../../access/actor.ts';
import { hex, sql, stamp } from '../../platform/db.ts';
import { type By, chain, type Entry, NO_HEAD, vouch, WRITE_ENTRIES } from '../../platform/journal.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf, placeOf } from '../county/runtime.ts';
import { numbering } from '../matters/index.ts';
import type { MatterMapping } from './mapping.ts';
import { type Candidate, openMatters } from './read-matters.ts';
import { figuresOf, type ImportReport, type RowResult } from './report.ts';

const CHUNK = 500;
const UNIQUE_VIOLATION = '23505';

export type ImportCall<M> = {
  mapping: M;
  actor: Actor;
  now: number;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/** `new`: not written yet; `made`: written by this import. */
type Person = { id: string; handle: string; secret: Buffer; state: 'known' | 'new' | 'made' };
type Prepared = { candidate: Candidate; key: string; number: string; person: Person | null };

/** The same handle of the same source is the same person, without keeping a table of them: the id is made from both. */
function personId(services: Pick<Services, 'keys'>, county: string, source: string, handle: string): string {
  const bytes = Buffer.from(services.keys.mac(county, 'imported-person', `${source}\n${handle}`).subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

const WRITE = `WITH ${WRITE_ENTRIES.trim()},
  persons AS (
    INSERT INTO person (county_id, person_id, kind, name, created_at, version, head)
    SELECT county_id, person_id, kind, name, created_at, version, head FROM json_populate_recordset(null::person, $2::json)),
  keys AS (
    INSERT INTO person_key (county_id, person_id, secret)
    SELECT county_id, person_id, secret FROM json_populate_recordset(null::person_key, $3::json)),
  texts AS (INSERT INTO matter_text SELECT * FROM json_populate_recordset(null::matter_text, $4::json))
  INSERT INTO matter (COLUMNS) SELECT COLUMNS FROM json_populate_recordset(null::matter, $5::json)`;

/**
 * Takes the workbook's rows in. Each chunk of rows is one statement; where that fails, its rows go one by one, so that a
 * bad row never spoils its neighbours.
 * @throws Refusal `workbook_too_large`, `workbook_not_xlsx`, `workbook_broken`, `sheet_missing`, `columns_missing`
 */
export async function importMatters(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal }: ImportCall<MatterMapping>,
): Promise<ImportReport> {
  const results: RowResult[] = [];
  const candidates: Candidate[] = [];
  const { rows } = await openMatters(file, mapping, county, now);
  for await (const read of rows()) {
    if ('refused' in read) results.push(read.refused);
    else candidates.push(read.candidate);
  }
  const total = results.length + candidates.length;
  const by = byOf(
    actor,
    postFor(actor, 'import.run', () => true),
  );
  const run = {
    services,
    county,
    mapping,
    by,
    now,
    next: numbering(services.db),
    seen: new Set<string>(),
    known: new Map<string, Person | null>(),
  };
  for (let from = 0; from < candidates.length; from += CHUNK) {
    signal?.throwIfAborted();
    results.push(...(await importChunk(run, candidates.slice(from, from + CHUNK))));
    services.wake(county.id);
    onProgress?.(Math.min(total, results.length), total);
  }
  results.sort((a, b) => a.row - b.row);
  const persons = [...run.known.values()].filter((person) => person?.state === 'made').length;
  return { kind: 'matters', figures: { ...figuresOf(results), persons }, rows: results };
}

type Run = {
  services: Services;
  county: CountyRuntime;
  mapping: MatterMapping;
  by: By;
  now: number;
  next: (day: string) => Promise<string>;
  /** Keys of this file so far. */
  seen: Set<string>;
  /** Persons by handle: with their secret; null for one who was erased and stays so. */
  known: Map<string, Person | null>;
};

async function importChunk(run: Run, candidates: readonly Candidate[]): Promise<RowResult[]> {
  const { services, county, mapping } = run;
  const keyOf = (candidate: Candidate) => `${mapping.keyPrefix}${candidate.key}`;
  const there = await services.db.rows<{ key: string }>(sql`
    SELECT external_key AS key FROM matter
    WHERE county_id = ${county.id} AND external_key = ANY(${candidates.map(keyOf)})`);
  const taken = new Set(there.map((row) => row.key));
  const results: RowResult[] = [];
  const fresh: Candidate[] = [];
  for (const candidate of candidates) {
    const key = keyOf(candidate);
    if (run.seen.has(key)) results.push(resultOf(candidate, { status: 'repeated', reason: 'row_key_in_file' }));
    else if (taken.has(key)) results.push(resultOf(candidate, { status: 'repeated' }));
    else fresh.push(candidate);
    run.seen.add(key);
  }
  if (fresh.length === 0) return results;
  await learnPersons(run, fresh);
  const prepared: Prepared[] = [];
  for (const candidate of fresh) {
    const number = await run.next(dayOf(county, candidate.submittedAt));
    const person = candidate.reporter === null ? null : (run.known.get(candidate.reporter) ?? null);
    prepared.push({ candidate, key: keyOf(candidate), number, person });
  }
  try {
    await write(run, prepared);
    results.push(...prepared.map((one) => resultOf(one.candidate, { status: 'taken', made: one.number })));
  } catch {
    for (const one of prepared) results.push(await writeAlone(run, one));
  }
  return results;
}

function resultOf({ sheet, row, key }: Candidate, more: Pick<RowResult, 'status' | 'reason' | 'made'>): RowResult {
  return { sheet, row, key, ...more };
}

async function writeAlone(run: Run, one: Prepared): Promise<RowResult> {
  try {
    await write(run, [one]);
    return resultOf(one.candidate, { status: 'taken', made: one.number });
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === UNIQUE_VIOLATION && constraint === 'matter_external')
      return resultOf(one.candidate, { status: 'repeated' });
    // No connection, no disk: not the row's fault, and the next try goes on from here.
    if (!code || !/^(22|23|54)/.test(code)) throw error;
    return resultOf(one.candidate, { status: 'refused', reason: 'row_failed' });
  }
}

/** Looks up who is known already, and makes up secrets for those who are not. */
async function learnPersons(
  { services, county, mapping, known }: Run,
  candidates: readonly Candidate[],
): Promise<void> {
  const handles = [
    ...new Set(candidates.flatMap(({ reporter }) => (reporter !== null && !known.has(reporter) ? [reporter] : []))),
  ];
  const ids = handles.map((handle) => personId(services, county.id, mapping.keyPrefix, handle));
  const rows = await services.db.rows<{ id: string; secret: Buffer | null }>(sql`
    SELECT p.person_id AS id, k.secret FROM person p
    LEFT JOIN person_key k ON k.county_id = ${county.id} AND k.person_id = p.person_id
    WHERE p.county_id = ${county.id} AND p.person_id = ANY(${ids}::uuid[])`);
  const found = new Map(rows.map((row) => [row.id, row.secret]));
  handles.forEach((handle, index) => {
    const id = ids[index] as string;
    const secret = found.get(id);
    if (secret === null) known.set(handle, null);
    else known.set(handle, { id, handle, secret: secret ?? randomBytes(32), state: secret ? 'known' : 'new' });
  });
}

/** One statement for all that the rows bring: persons, their keys, matters, texts, journal, outbox. */
async function write(run: Run, rows: readonly Prepared[]): Promise<void> {
  const { services, county, by, now } = run;
  const persons = new Map(rows.flatMap(({ person }) => (person?.state === 'new' ? [[person.id, person]] : [])));
  const entries: Entry[] = [];
  const personRows = [...persons.values()].map((person) => {
    const event = {
      kind: 'person.made',
      by,
      at: now,
      sort: 'imported',
      vouched: { name: vouch(person.secret, person.handle) },
    };
    const chained = chain(county.id, { kind: 'person', id: person.id }, NO_HEAD, [event]);
    entries.push(...chained.entries);
    return {
      county_id: county.id,
      person_id: person.id,
      kind: 'imported',
      name: person.handle,
      created_at: stamp(now),
      version: chained.head.seq,
      head: hex(chained.head.hash),
    };
  });
  const keys = [...persons.values()].map(({ id, secret }) => ({
    county_id: county.id,
    person_id: id,
    secret: hex(secret),
  }));
  const texts: object[] = [];
  const matters = rows.map((row) => {
    const { matter, entries: own, key } = matterRow(run, row);
    entries.push(...own);
    if (key) keys.push(key);
    texts.push({
      county_id: county.id,
      matter_id: matter.matter_id,
      text_no: 1,
      kind: 'words',
      body: row.candidate.words,
    });
    return matter;
  });
  const columns = Object.keys(matters[0] as object).join(', ');
  await services.db.pool.query({
    text: WRITE.replaceAll('COLUMNS', columns),
    values: [entries, personRows, keys, texts, matters].map((value) => JSON.stringify(value)),
  });
  for (const person of persons.values()) person.state = 'made';
}

function matterRow({ county, mapping, by, now }: Run, { candidate, key, number, person }: Prepared) {
  const id = uuidv7();
  const place = candidate.place === null ? county.root : placeOf(county, candidate.place);
  // Nobody known: the matter has a secret of its own, as an anonymous report has.
  const secret = person?.secret ?? randomBytes(32);
  const { entries, head } = chain(county.id, { kind: 'matter', id }, NO_HEAD, [
    {
      kind: 'matter.import',
      at: now,
      by,
      from: null,
      to: 'closed',
      source: mapping.keyPrefix,
      key,
      submitted: candidate.submittedAt,
      channel: 'import',
      place: place.id,
      ...(Object.keys(candidate.votes).length > 0 ? { input: candidate.votes } : {}),
      texts: [{ no: 1, field: 'words', mac: vouch(secret, candidate.words) }],
      holder: null,
      clocks: [],
    },
  ]);
  const matter = {
    county_id: county.id,
    matter_id: id,
    number,
    state: 'closed',
    version: head.seq,
    head: hex(head.hash),
    channel: 'import',
    submitted_at: stamp(candidate.submittedAt),
    place_id: place.id,
    place_then: place.id,
    path: place.path,
    callback: 'none',
    reporter_id: person?.id ?? null,
    reporter_kind: 'imported',
    reachable: false,
    round: 1,
    raise_count: 0,
    refuse_count: 0,
    redo_count: 0,
    attempts: 0,
    card: 'none',
    pictures: 0,
    historic: true,
    external_key: key,
  };
  return { matter, entries, key: person ? null : { county_id: county.id, person_id: id, secret: hex(secret) } };
}
