/** Reading a matter under lock as the domain sees it, and writing back what changed in one statement. */
import type { Instant, Limit, Pause } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import type { Assignment, Clock, ClockRequest, Matter } from '@huying/domain/matter';
import { leadingClock } from '@huying/domain/matter';
import type { Actor } from '../../access/actor.ts';
import { matterPredicate } from '../../access/scope.ts';
import { hex, type Queryable, sql, stamp, type Tx } from '../../platform/db.ts';
import type { Entry, Head } from '../../platform/journal.ts';
import { WRITE_ENTRIES } from '../../platform/journal.ts';
import { type CountyRuntime, holderOf, placeEver } from '../county/runtime.ts';

export type MatterRow = {
  matter_id: string;
  number: string;
  state: Matter['state'];
  version: number;
  head: Buffer;
  channel: string;
  submitted_at: Instant;
  place_id: string;
  place_then: string;
  path: string;
  lon: number | null;
  lat: number | null;
  holder_id: string | null;
  handler_id: string | null;
  list_id: string | null;
  list_version: number | null;
  item_id: string | null;
  condition_id: string | null;
  callback: Matter['callback'];
  reporter_id: string | null;
  reporter_kind: string;
  reachable: boolean;
  lead_unit: string | null;
  round: number;
  raise_count: number;
  refuse_count: number;
  redo_count: number;
  attempts: number;
  outcome: string | null;
  first_concluded_at: Instant | null;
  concluded_at: Instant | null;
  closed_at: Instant | null;
  first_verdict: Matter['firstVerdict'];
  verdict: Matter['verdict'];
  due_at: Instant | null;
  card: Clock['card'];
  pictures: number;
  historic: boolean;
};

type AssignmentRow = {
  assignment_no: number;
  unit_id: string;
  role: Assignment['role'];
  state: Assignment['state'];
  round: number;
  binding: boolean;
  arrival: boolean;
  sent_at: Instant;
  taken_on_at: Instant | null;
  arrived_at: Instant | null;
  concluded_at: Instant | null;
  refused_for: string | null;
  ruled: boolean;
  outcome: string | null;
};

type Span = { limit: Limit; extensions: Limit[]; pauses: Pause[] };

export type ClockRow = {
  clock_no: number;
  assignment_no: number | null;
  kind: Clock['kind'];
  started_at: Instant;
  span: Span;
  rule: string;
  calendar_version: number;
  provisional: boolean;
  yellow_at: Instant | null;
  due_at: Instant | null;
  card: Clock['card'];
  stopped_at: Instant | null;
  verdict: Clock['verdict'];
};

type RequestRow = {
  request_no: number;
  assignment_no: number;
  kind: ClockRequest['kind'];
  amount: Limit | null;
  asked_at: Instant;
  state: ClockRequest['state'];
};

export type Loaded = { row: MatterRow; matter: Matter; head: Head };

function assignmentOf(row: AssignmentRow): Assignment {
  return {
    no: row.assignment_no,
    unit: row.unit_id,
    role: row.role,
    state: row.state,
    round: row.round,
    binding: row.binding,
    arrival: row.arrival,
    sentAt: row.sent_at,
    takenOnAt: row.taken_on_at,
    arrivedAt: row.arrived_at,
    concludedAt: row.concluded_at,
    refusedFor: row.refused_for,
    ruled: row.ruled,
    outcome: row.outcome,
  };
}

export function clockOf(row: ClockRow): Clock {
  return {
    no: row.clock_no,
    kind: row.kind,
    assignment: row.assignment_no,
    startedAt: row.started_at,
    ...row.span,
    rule: row.rule,
    calendarVersion: row.calendar_version,
    provisional: row.provisional,
    yellowAt: row.yellow_at,
    dueAt: row.due_at,
    card: row.card,
    stoppedAt: row.stopped_at,
    verdict: row.verdict,
  };
}

export function matterOf(
  county: CountyRuntime,
  row: MatterRow,
  parts: { assignments: Assignment[]; clocks: Clock[]; requests: ClockRequest[] },
): Matter {
  const place = (id: string | null) => (id === null ? null : holderOf(placeEver(county, id)));
  return {
    id: row.matter_id,
    state: row.state,
    version: row.version,
    channel: row.channel,
    submittedAt: row.submitted_at,
    place: { ...holderOf(placeEver(county, row.place_id)), path: row.path },
    holder: place(row.holder_id),
    handler: place(row.handler_id),
    item:
      row.item_id === null
        ? null
        : {
            list: row.list_id as string,
            version: row.list_version as number,
            id: row.item_id,
            condition: row.condition_id,
          },
    callback: row.callback,
    reporterId: row.reporter_id,
    reachable: row.reachable,
    round: row.round,
    raiseCount: row.raise_count,
    refuseCount: row.refuse_count,
    redoCount: row.redo_count,
    attempts: row.attempts,
    outcome: row.outcome,
    firstConcludedAt: row.first_concluded_at,
    concludedAt: row.concluded_at,
    closedAt: row.closed_at,
    firstVerdict: row.first_verdict,
    verdict: row.verdict,
    ...parts,
  };
}

async function partsOf(db: Queryable, county: string, id: string) {
  // One connection runs one statement at a time, so these three follow each other; each reads a handful of rows by key.
  const assignments = await db.rows<AssignmentRow>(sql`
    SELECT assignment_no, unit_id, role, state, round, binding, arrival, sent_at, taken_on_at, arrived_at, concluded_at,
      refused_for, ruled, outcome
    FROM assignment WHERE county_id = ${county} AND matter_id = ${id} ORDER BY assignment_no`);
  const clocks = await db.rows<ClockRow>(sql`
    SELECT clock_no, assignment_no, kind, started_at, span, rule, calendar_version, provisional, yellow_at, due_at, card,
      stopped_at, verdict
    FROM clock WHERE county_id = ${county} AND matter_id = ${id} ORDER BY clock_no`);
  const requests = await db.rows<RequestRow>(sql`
    SELECT request_no, assignment_no, kind, amount, asked_at, state
    FROM clock_request WHERE county_id = ${county} AND matter_id = ${id} ORDER BY request_no`);
  return {
    assignments: assignments.map(assignmentOf),
    clocks: clocks.map(clockOf),
    requests: requests.map((row) => ({
      no: row.request_no,
      assignment: row.assignment_no,
      kind: row.kind,
      amount: row.amount,
      askedAt: row.asked_at,
      state: row.state,
    })),
  };
}

/**
 * The matter as the actor may see it. `lock`: the row stays locked until the transaction ends, and its parts are read after.
 * @throws Refusal `not_found` when there is none, or none for this actor.
 */
export async function loadMatter(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  id: string,
  { lock = false } = {},
): Promise<Loaded> {
  const seen = actor.kind === 'program' ? sql`TRUE` : matterPredicate(actor, county.id, county.root.path);
  const row = await db.row<MatterRow>(sql`
    SELECT * FROM matter m WHERE m.county_id = ${county.id} AND m.matter_id = ${id} AND ${seen}
    ${lock ? sql`FOR UPDATE OF m` : sql``}`);
  if (!row) throw new Refusal('not_found');
  const matter = matterOf(county, row, await partsOf(db, county.id, id));
  return { row, matter, head: { seq: row.version, hash: row.head } };
}

export function assignmentRow(county: string, matter: Matter, part: Assignment) {
  const open = matter.clocks.filter(
    (clock) => clock.assignment === part.no && clock.stoppedAt === null && clock.dueAt !== null,
  );
  const due = open.length > 0 ? Math.min(...open.map((clock) => clock.dueAt as number)) : null;
  return {
    county_id: county,
    matter_id: matter.id,
    assignment_no: part.no,
    unit_id: part.unit,
    role: part.role,
    state: part.state,
    round: part.round,
    binding: part.binding,
    arrival: part.arrival,
    sent_at: stamp(part.sentAt),
    taken_on_at: stamp(part.takenOnAt),
    arrived_at: stamp(part.arrivedAt),
    concluded_at: stamp(part.concludedAt),
    refused_for: part.refusedFor,
    ruled: part.ruled,
    outcome: part.outcome,
    submitted_at: stamp(matter.submittedAt),
    due_at: stamp(due),
  };
}

export function clockRow(county: string, matterId: string, clock: Clock) {
  return {
    county_id: county,
    matter_id: matterId,
    clock_no: clock.no,
    assignment_no: clock.assignment,
    kind: clock.kind,
    started_at: stamp(clock.startedAt),
    span: { limit: clock.limit, extensions: clock.extensions, pauses: clock.pauses },
    rule: clock.rule,
    calendar_version: clock.calendarVersion,
    provisional: clock.provisional,
    yellow_at: stamp(clock.yellowAt),
    due_at: stamp(clock.dueAt),
    card: clock.card,
    stopped_at: stamp(clock.stoppedAt),
    verdict: clock.verdict,
  };
}

/** The matter's own columns that acts change; names as in the table. */
export function matterColumns(matter: Matter) {
  const clock = leadingClock(matter);
  const lead = matter.assignments.findLast((one) => one.role === 'lead');
  const cards = matter.clocks.filter((one) => one.stoppedAt === null).map((one) => one.card);
  return {
    state: matter.state,
    place_id: matter.place.id,
    path: matter.place.path,
    holder_id: matter.holder?.id ?? null,
    handler_id: matter.handler?.id ?? null,
    list_id: matter.item?.list ?? null,
    list_version: matter.item?.version ?? null,
    item_id: matter.item?.id ?? null,
    condition_id: matter.item?.condition ?? null,
    callback: matter.callback,
    lead_unit: lead?.unit ?? null,
    round: matter.round,
    raise_count: matter.raiseCount,
    refuse_count: matter.refuseCount,
    redo_count: matter.redoCount,
    attempts: matter.attempts,
    outcome: matter.outcome,
    first_concluded_at: stamp(matter.firstConcludedAt),
    concluded_at: stamp(matter.concludedAt),
    closed_at: stamp(matter.closedAt),
    first_verdict: matter.firstVerdict,
    verdict: matter.verdict,
    due_at: stamp(clock?.dueAt ?? null),
    card: cards.includes('red') ? 'red' : cards.includes('yellow') ? 'yellow' : 'none',
  };
}

export type TextRow = { county_id: string; matter_id: string; text_no: number; kind: string; body: string };
export type FileRow = { county_id: string; matter_id: string; file_id: string; seq: number; stage: string };

export type Written = {
  county: string;
  before: Matter;
  next: Matter;
  head: Head;
  entries: Entry[];
  texts: TextRow[];
  files: FileRow[];
};

function changed<T extends { no: number }>(before: T[], next: T[]): T[] {
  return next.filter((one) => JSON.stringify(one) !== JSON.stringify(before.find((old) => old.no === one.no)));
}

const MATTER_SET = Object.keys(matterColumns({ clocks: [], assignments: [], place: {} } as never))
  .map((column) => `${column} = r.${column}`)
  .join(', ');

function upsert(name: string, table: string, key: string[], columns: string[], parameter: number): string {
  const rest = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  return `${name} AS (INSERT INTO ${table} (${columns.join(', ')})
    SELECT ${columns.join(', ')} FROM json_populate_recordset(null::${table}, $${parameter}::json)
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${rest.join(', ')})`;
}

const NOTHING = { clocks: [], assignments: [], submittedAt: 0 } as never;
const ASSIGNMENT_COLUMNS = Object.keys(assignmentRow('', NOTHING, {} as never));
const CLOCK_COLUMNS = Object.keys(clockRow('', '', {} as never));
const REQUEST_COLUMNS = [
  'county_id',
  'matter_id',
  'request_no',
  'assignment_no',
  'kind',
  'amount',
  'asked_at',
  'state',
];

/** One statement for all that an act writes: state, parts, clocks, texts, pictures, journal, outbox. */
const SAVE = {
  name: 'save-matter',
  text: `WITH ${WRITE_ENTRIES.trim()},
  ${upsert('parts', 'assignment', ['county_id', 'matter_id', 'assignment_no'], ASSIGNMENT_COLUMNS, 2)},
  ${upsert('clocks', 'clock', ['county_id', 'matter_id', 'clock_no'], CLOCK_COLUMNS, 3)},
  ${upsert('requests', 'clock_request', ['county_id', 'matter_id', 'request_no'], REQUEST_COLUMNS, 4)},
  texts AS (INSERT INTO matter_text SELECT * FROM json_populate_recordset(null::matter_text, $5::json)),
  files AS (INSERT INTO matter_file SELECT * FROM json_populate_recordset(null::matter_file, $6::json)
    -- A picture shown again stays where it was shown first.
    ON CONFLICT DO NOTHING RETURNING 1)
  UPDATE matter m SET version = $7, head = $8, pictures = m.pictures + (SELECT count(*) FROM files), ${MATTER_SET}
  FROM json_populate_record(null::matter, $9::json) r
  WHERE m.county_id = $10 AND m.matter_id = $11`,
};

/** Writes an act's consequences. The matter's row must be locked by this transaction. */
export async function saveMatter(tx: Tx, written: Written): Promise<void> {
  const { county, before, next, head, entries, texts, files } = written;
  const parts = next.assignments.map((part) => assignmentRow(county, next, part));
  const requests = changed(before.requests, next.requests).map((one) => ({
    county_id: county,
    matter_id: next.id,
    request_no: one.no,
    assignment_no: one.assignment,
    kind: one.kind,
    amount: one.amount,
    asked_at: stamp(one.askedAt),
    state: one.state,
  }));
  await tx.client.query({
    ...SAVE,
    values: [
      JSON.stringify(entries),
      JSON.stringify(parts),
      JSON.stringify(changed(before.clocks, next.clocks).map((clock) => clockRow(county, next.id, clock))),
      JSON.stringify(requests),
      JSON.stringify(texts),
      JSON.stringify(files),
      head.seq,
      head.hash,
      JSON.stringify(matterColumns(next)),
      county,
      next.id,
    ],
  });
}

export { hex };
