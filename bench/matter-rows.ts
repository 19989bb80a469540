/** The rows one matter leaves, as lines of COPY. Hashes have their length but link nothing: such a register is for reading. */
import { hex, stamp } from '../server/src/platform/db.ts';

/** Where the measured people sit. Nobody else's open matters lie there. */
export type Hands = { grid: string; unit: string; root: string };

export type Ground = {
  county: string;
  grids: { id: string; path: string }[];
  units: string[];
  items: { list: string; version: number; id: string; condition: string }[];
  root: string;
  now: number;
};

export type Kind =
  | 'settled'
  | 'dispatched_and_closed'
  | 'rejected'
  | 'in_another_grid'
  | 'in_another_unit'
  | 'in_measured_grid'
  | 'at_centre'
  | 'in_measured_unit';

const MATTER =
  'county_id, matter_id, number, state, version, head, channel, submitted_at, place_id, place_then, path, lon, lat, holder_id, handler_id, list_id, list_version, item_id, condition_id, callback, reporter_id, reporter_kind, reachable, lead_unit, outcome, first_concluded_at, concluded_at, closed_at, first_verdict, verdict, due_at';
const CLOCK =
  'county_id, matter_id, clock_no, assignment_no, kind, started_at, span, rule, calendar_version, provisional, yellow_at, due_at, card, stopped_at, verdict';
const ASSIGNMENT =
  'county_id, matter_id, assignment_no, unit_id, role, state, round, binding, arrival, sent_at, taken_on_at, concluded_at, ruled, outcome, submitted_at, due_at';

/** Tables and the columns that are written. */
export const TABLES: Record<string, string> = {
  matter: MATTER,
  clock: CLOCK,
  assignment: ASSIGNMENT,
  matter_text: 'county_id, matter_id, text_no, kind, body',
  journal: 'county_id, subject_kind, subject_id, seq, occurred_at, event, hash',
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Value = string | number | boolean | null;

function lineOf(values: readonly Value[]): string {
  return values
    .map((value) =>
      value === null ? '\\N' : String(value).replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
    )
    .join('\t');
}

function bytes(random: () => number, length: number): Buffer {
  const made = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at += 4) made.writeUInt32BE(Math.floor(random() * 2 ** 32), Math.min(at, length - 4));
  return made;
}

/** A version 7 UUID of an instant. */
function uuidAt(instant: number, random: () => number): string {
  const made = bytes(random, 16);
  made.writeUIntBE(instant, 0, 6);
  made[6] = ((made[6] as number) & 0x0f) | 0x70;
  made[8] = ((made[8] as number) & 0x3f) | 0x80;
  const text = made.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

const WORDS = '路边的井盖松动，行人经过时有响声，夜间没有照明，担心有人受伤，请尽快派人处理并回复处理结果。';

type Act = { kind: string; from: string | null; to: string; assignment?: number; text?: string; at: number };

/** The acts by which a matter of this kind came to stand where it stands. */
function actsOf(kind: Kind, start: number): Act[] {
  const at = (hours: number) => start + hours * HOUR;
  const submit: Act = { kind: 'matter.submit', from: null, to: 'submitted', text: WORDS, at: start };
  const accept: Act = { kind: 'matter.accept', from: 'submitted', to: 'accepted', at: at(1) };
  const raise: Act = {
    kind: 'matter.raise',
    from: 'accepted',
    to: 'raised',
    text: '超出网格能力，请上级协调。',
    at: at(2),
  };
  const dispatch: Act = { kind: 'matter.dispatch', from: 'raised', to: 'dispatched', at: at(3) };
  const takeOn: Act[] = [
    { kind: 'assignment.take_on', from: 'sent', to: 'taken_on', assignment: 1, at: at(4) },
    { kind: 'matter.begin', from: 'dispatched', to: 'in_progress', at: at(4) },
  ];
  const judge: Act = { kind: 'matter.judge', from: 'concluded', to: 'closed', at: at(30) };
  switch (kind) {
    case 'settled':
      return [
        submit,
        accept,
        { kind: 'matter.settle', from: 'accepted', to: 'concluded', text: '已到现场处理完毕。', at: at(6) },
        judge,
      ];
    case 'dispatched_and_closed':
      return [
        ...[submit, accept, raise, dispatch, ...takeOn],
        {
          kind: 'assignment.conclude',
          from: 'taken_on',
          to: 'concluded',
          assignment: 1,
          text: '已修复，现场恢复正常。',
          at: at(26),
        },
        { kind: 'matter.finish', from: 'in_progress', to: 'concluded', at: at(26) },
        judge,
      ];
    case 'rejected':
      return [
        submit,
        { kind: 'matter.reject', from: 'submitted', to: 'rejected', text: '不属于受理范围，已说明。', at: at(1) },
      ];
    case 'in_another_grid':
    case 'in_measured_grid':
      return [submit, accept];
    case 'at_centre':
      return [submit, accept, raise];
    case 'in_another_unit':
    case 'in_measured_unit':
      return [submit, accept, raise, dispatch, ...takeOn];
  }
}

function isOpen(kind: Kind): boolean {
  return kind.startsWith('in_') || kind === 'at_centre';
}

/** Rows as [table, line]. `n` of `count` places the matter in the year. */
export function matterRows(
  ground: Ground,
  hands: Hands,
  kind: Kind,
  n: number,
  count: number,
  random: () => number,
): [string, string][] {
  const { county, now } = ground;
  const pick = <T>(list: readonly T[], from = 0): T => list[from + Math.floor(random() * (list.length - from))] as T;
  const open = isOpen(kind);
  // Open ones are of these days and due in the next, so that no card falls while they are measured.
  const start = open
    ? now - Math.floor((6 + random() * 12) * HOUR)
    : Math.floor(now - 365 * DAY + ((n + random()) / count) * 363 * DAY);
  const due = open ? now + 5 * DAY + Math.floor(random() * 5 * DAY) : null;
  const id = uuidAt(start, random);
  const grid =
    kind === 'in_measured_grid'
      ? (ground.grids.find((one) => one.id === hands.grid) as Ground['grids'][number])
      : pick(ground.grids, 1);
  const item = pick(ground.items);
  const acts = actsOf(kind, start);
  const last = acts.at(-1) as Act;
  const state = acts.findLast((act) => act.kind.startsWith('matter.'))?.to as string;
  const concluded = acts.find((act) => act.to === 'concluded')?.at ?? null;
  const hasPart = acts.some((act) => act.kind === 'matter.dispatch');
  const unit = hasPart ? (kind === 'in_measured_unit' ? hands.unit : pick(ground.units, 1)) : null;
  const holder = kind === 'at_centre' ? hands.root : open && !hasPart ? grid.id : null;
  const verdict = state === 'closed' ? '{"met":true,"resolved":true,"satisfied":true}' : null;
  const reporter = uuidAt(start - 30 * DAY, random);
  const rows: [string, string][] = [];
  const add = (table: string, values: Value[]) => rows.push([table, lineOf(values)]);
  add('matter', [
    ...[
      county,
      id,
      `${new Date(start).toISOString().slice(0, 10).replaceAll('-', '')}-${String(n + 1).padStart(5, '0')}`,
      state,
      acts.length,
    ],
    ...[
      hex(bytes(random, 32)),
      'resident',
      stamp(start),
      grid.id,
      grid.id,
      grid.path,
      116 + random(),
      36 + random(),
      holder,
      hasPart ? hands.root : null,
    ],
    ...[
      item.list,
      item.version,
      item.id,
      item.condition,
      'call',
      reporter,
      'resident',
      true,
      unit,
      concluded ? 'resolved' : null,
    ],
    ...[stamp(concluded), stamp(concluded), state === 'closed' ? stamp(last.at) : null, verdict, verdict, stamp(due)],
  ]);
  const span = '{"limit":{"n":2,"unit":"working_hour"},"extensions":[],"pauses":[]}';
  const clock = (no: number, part: number | null, name: string, from: number, stopped: number | null) =>
    add('clock', [
      ...[county, id, no, part, name, stamp(from), span, 'pack:1/limits/accept', 1, false],
      ...[
        stamp(due ? due - 6 * HOUR : from + 40 * HOUR),
        stamp(due ?? from + 48 * HOUR),
        'none',
        stamp(stopped),
        stopped ? 'on_time' : null,
      ],
    ]);
  clock(1, null, 'accept', start, acts[1]?.at ?? null);
  if (acts.length > 2) clock(2, unit ? 1 : null, 'conclude', start + HOUR, open ? null : last.at);
  else if (open) clock(2, null, 'conclude', start + HOUR, null);
  if (unit) {
    const done = concluded !== null;
    add('assignment', [
      ...[
        county,
        id,
        1,
        unit,
        'lead',
        done ? 'concluded' : 'taken_on',
        1,
        false,
        false,
        stamp(start + 3 * HOUR),
        stamp(start + 4 * HOUR),
      ],
      ...[stamp(concluded), true, done ? 'resolved' : null, stamp(start), stamp(due)],
    ]);
  }
  let text = 0;
  acts.forEach((act, index) => {
    if (act.text) add('matter_text', [county, id, ++text, 'words', act.text]);
    const event = {
      at: act.at,
      by: { person: reporter, post: null },
      ...(act.assignment ? { assignment: act.assignment } : {}),
      clocks: [
        {
          calendar: 1,
          card: 'none',
          due: act.at + 48 * HOUR,
          kind: 'conclude',
          no: 2,
          rule: 'pack:1/limits/conclude',
          stopped: null,
          verdict: null,
        },
      ],
      from: act.from,
      holder,
      kind: act.kind,
      ...(act.text ? { texts: [{ field: 'words', mac: bytes(random, 32).toString('base64url'), no: text }] } : {}),
      to: act.to,
    };
    add('journal', [county, 'matter', id, index + 1, stamp(act.at), JSON.stringify(event), hex(bytes(random, 32))]);
  });
  return rows;
}
