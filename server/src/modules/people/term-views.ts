/** Terms as people read them: whose, where, how they stand on a day, and what the reader may do to them. */
import type { Actor } from '../../access/actor.ts';
import { type Reach, reaches, reachOf } from '../../access/reach.ts';
import { type Queryable, type Sql, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { AT_NAME, POST, runsOn } from './seats.ts';

/** As seen on a day; the last five say how a term came to its end. */
export type TermState =
  | 'planned'
  | 'running'
  | 'suspended'
  | 'expired'
  | 'dismissed'
  | 'handed_over'
  | 'prolonged'
  | 'cancelled';

export type TermAct = 'hand_over' | 'suspend' | 'resume' | 'prolong' | 'dismiss';

export type HeldTerm = {
  term: string;
  post: string;
  kind: string;
  word: { zh: string; en: string };
  at: { id: string; name: string };
  atKind: 'place' | 'unit';
  level: string | null;
  from: string;
  to: string | null;
  state: TermState;
  /** How it was filled; null where nobody wrote it down. */
  filled: string | null;
  /** Another term follows already. */
  followed: boolean;
  /** Of the post, as an act on the term has to name it. */
  version: number;
  abilities: TermAct[];
};

export type TermRow = Omit<HeldTerm, 'word' | 'at' | 'state' | 'followed' | 'abilities'> & {
  person: string;
  atId: string;
  atName: string;
  path: string;
  unit: string | null;
  suspended: boolean;
  ended: string | null;
};

/** The columns of a `TermRow` from `POST` and a term `t`. */
export const TERM_COLUMNS = sql`t.person_id AS person, t.term_id AS term, o.post_id AS post, o.kind,
  coalesce(u.unit_id, pl.place_id) AS "atId", ${AT_NAME} AS "atName",
  CASE WHEN u.unit_id IS NULL THEN 'place' ELSE 'unit' END AS "atKind",
  CASE WHEN u.unit_id IS NULL THEN pl.kind END AS level, t.from_day AS from, t.to_day AS to,
  t.suspended_at IS NOT NULL AS suspended, t.ended, t.filled, o.version, pl.path, o.unit_id AS unit`;

export function stateOf(
  { from, to, suspended, ended }: Pick<TermRow, 'from' | 'to' | 'suspended' | 'ended'>,
  today: string,
): TermState {
  if (to !== null && to < from) return 'cancelled';
  if (to !== null && to < today) return (ended as TermState | null) ?? 'expired';
  if (suspended) return 'suspended';
  return from > today ? 'planned' : 'running';
}

/** What the reader may do, as the commands of `commands/` will allow it. */
function actsOn(row: TermRow, state: TermState, reader: { reach: Reach; self: string | null }): TermAct[] {
  if (!reaches(reader.reach, row) || !['planned', 'running', 'suspended'].includes(state)) return [];
  const own = reader.self === row.person;
  const acts: TermAct[] = [];
  if (row.ended === null && state !== 'planned') acts.push('hand_over');
  if (!own && state === 'running') acts.push('suspend');
  if (!own && state === 'suspended') acts.push('resume');
  if (!own && state === 'running' && row.to !== null && row.ended === null) acts.push('prolong');
  return [...acts, 'dismiss'];
}

export function viewTerm(
  county: CountyRuntime,
  row: TermRow,
  today: string,
  reader: { reach: Reach; self: string | null },
): HeldTerm {
  const { person: _person, atId, atName, path: _path, unit: _unit, suspended: _suspended, ended, ...rest } = row;
  const state = stateOf(row, today);
  return {
    ...rest,
    word: county.postKinds.get(row.kind)?.word ?? { zh: row.kind, en: row.kind },
    at: { id: atId, name: atName },
    state,
    followed: ended === 'prolonged' || ended === 'handed_over',
    abilities: actsOn(row, state, reader),
  };
}

/** Whose acts the views offer: the reader's reach with `people.edit`. */
export function readerOf(actor: Actor, county: CountyRuntime): { reach: Reach; self: string | null } {
  return { reach: reachOf(actor, county, 'people.edit'), self: actor.person?.id ?? null };
}

/** Terms of these people: those that run today, or all of them, the newest first. */
export async function termsOf(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { people, today, which }: { people: string[]; today: string; which: 'running' | 'all' },
): Promise<Map<string, HeldTerm[]>> {
  if (people.length === 0) return new Map();
  const when: Sql = which === 'all' ? sql`TRUE` : runsOn(today);
  const rows = await db.rows<TermRow>(sql`
    SELECT ${TERM_COLUMNS}
    FROM ${POST} JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
    WHERE o.county_id = ${county.id} AND t.person_id = ANY(${people}) AND ${when}
    ORDER BY t.from_day DESC, o.post_id`);
  const reader = readerOf(actor, county);
  const of = Map.groupBy(rows, (row) => row.person);
  return new Map([...of].map(([person, held]) => [person, held.map((row) => viewTerm(county, row, today, reader))]));
}
