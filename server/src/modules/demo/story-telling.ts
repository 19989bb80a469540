/**
 * Telling one matter through the real commands, each at its own time: what the sweep would have done between two acts (cards)
 * is done first, so that the journal reads as it would have been written. All in one transaction: told wholly or not at all.
 */
import type { ClockKind, Input } from '@huying/domain/kernel';
import { type Actor, PROGRAM } from '../../access/actor.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/index.ts';
import { actWithin, type Submit, type SubmitBody } from '../matters/index.ts';
import { MINUTE } from './story-hours.ts';

export type OpenClock = {
  no: number;
  part: number | null;
  kind: ClockKind;
  startedAt: number;
  yellowAt: number | null;
  dueAt: number | null;
  card: 'none' | 'yellow' | 'red';
};

export type Part = { no: number; unit: string; role: 'lead' | 'assist'; state: string; arrival: boolean };

/** The time up to which the story is told has come; what was told so far stays. */
export class Cut extends Error {}

export type Telling = {
  id: string;
  county: CountyRuntime;
  state(): string;
  now(): number;
  /** Does something at its time, a minute after the last act at the earliest. @throws Cut when that is not before `until` */
  act(verb: string, actor: Actor, at: number, fields?: Input, part?: number): Promise<void>;
  clock(kind: ClockKind, part?: number | null): OpenClock | null;
  /** Parts under way, in the order of their numbers. */
  parts(): Promise<Part[]>;
  /** Number of the request that waits for a ruling. */
  openRequest(): Promise<number>;
  /** Cards up to the end. */
  finish(): Promise<void>;
};

/** The sweep looks twice a minute. */
const SWEEP_DELAY = 15_000;

export async function beginTelling(
  tx: Tx,
  given: {
    services: Services;
    county: CountyRuntime;
    submit: Submit;
    actor: Actor;
    at: number;
    until: number;
    body: SubmitBody;
  },
): Promise<Telling> {
  const { county, until } = given;
  const submitted = await given.submit({ county, actor: given.actor, now: given.at, body: given.body }, tx);
  const { id } = submitted;
  let { version, state } = submitted as { version: number; state: string };
  let now = given.at;
  let clocks: OpenClock[] = [];

  async function look(): Promise<void> {
    clocks = await tx.rows<OpenClock>(sql`
      SELECT clock_no AS no, assignment_no AS part, kind, started_at AS "startedAt", yellow_at AS "yellowAt", due_at AS "dueAt", card
      FROM clock WHERE county_id = ${county.id} AND matter_id = ${id} AND stopped_at IS NULL ORDER BY clock_no`);
  }

  async function run(verb: string, actor: Actor, at: number, fields: Input, part: number | null): Promise<void> {
    const acted = await actWithin(tx, {
      county,
      actor,
      now: at,
      key: null,
      matter: id,
      assignment: part,
      verb,
      body: { version, ...fields },
    });
    ({ version, state } = acted);
    now = at;
    await look();
  }

  /** When the next card is due, if that is before `before`. */
  function nextCard(before: number): number | null {
    let next: number | null = null;
    for (const { yellowAt, dueAt, card } of clocks) {
      const crossing = card === 'none' ? yellowAt : card === 'yellow' ? dueAt : null;
      if (crossing === null) continue;
      const at = Math.max(crossing + SWEEP_DELAY, now);
      if (at < before && (next === null || at < next)) next = at;
    }
    return next;
  }

  async function cards(before: number): Promise<void> {
    for (let at = nextCard(before); at !== null; at = nextCard(before)) await run('card', PROGRAM, at, {}, null);
  }

  await look();
  return {
    id,
    county,
    state: () => state,
    now: () => now,
    async act(verb, actor, at, fields = {}, part) {
      const when = Math.max(Math.floor(at), now + MINUTE);
      if (when >= until) throw new Cut();
      await cards(when);
      await run(verb, actor, when, fields, part ?? null);
    },
    clock: (kind, part = null) => clocks.find((one) => one.kind === kind && one.part === part) ?? null,
    parts: () =>
      tx.rows<Part>(sql`
        SELECT assignment_no AS no, unit_id AS unit, role, state, arrival FROM assignment
        WHERE county_id = ${county.id} AND matter_id = ${id} AND state IN ('sent', 'taken_on', 'arrived')
        ORDER BY assignment_no`),
    async openRequest() {
      const row = await tx.row<{ no: number }>(sql`
        SELECT request_no AS no FROM clock_request
        WHERE county_id = ${county.id} AND matter_id = ${id} AND state = 'open' ORDER BY request_no LIMIT 1`);
      return row?.no ?? 0;
    },
    finish: () => cards(until),
  };
}
