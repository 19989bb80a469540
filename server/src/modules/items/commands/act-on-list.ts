/** One act of a version's lifecycle: lock, decide, write, journal. Every verb people call comes through here. */
import { type Input, Refusal } from '@huying/domain/kernel';
import {
  actOnList,
  LIST_VERBS,
  type ListContext,
  type ListVerb,
  listFaults,
  listLifecycle,
} from '@huying/domain/lists';
import { type Actor, type ActorPost, actorKey, byOf } from '../../../access/actor.ts';
import { postAtCounty, standingAtCounty } from '../../../access/standing.ts';
import { at, sql, type Tx } from '../../../platform/db.ts';
import { appendAlone, vouch } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import {
  contentDigest,
  dayOf,
  listSubject,
  readDuties,
  readListItems,
  reloadCounty,
  type VersionKey,
} from '../../county/index.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { secretOf } from '../../people/index.ts';
import { asRule, lockVersion, saveVersion, type VersionRow } from '../versions.ts';

/** Verbs of people; `edit` is done by what it edits, the others by the program. */
const CALLED = LIST_VERBS.filter((verb) => !['edit', 'begin', 'supersede'].includes(verb));
const COUNTS: readonly string[] = ['approved', 'in_force'];

export type ListAct = {
  county: CountyRuntime;
  actor: Actor;
  now: number;
  key: string | null;
  version: VersionKey;
  verb: string;
  /** The revision seen, and the fields of the verb. */
  body: { seen: number } & Input;
};

export type ListActed = { list: string; version: number; revision: number; state: string };

/** @throws Refusal as the table and the version say; `list_faulty` naming what in the list must be mended before it is submitted */
export async function actOnVersion(services: Services, act: ListAct): Promise<ListActed> {
  const { county, actor, now, key, version, verb } = act;
  if (!(CALLED as readonly string[]).includes(verb)) throw new Refusal('not_found');
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  const action = `lists/${version.list}/${version.version}/${verb}`;
  const done = await once(services.db, call, action, act.body, (tx) => actWithin(tx, act, verb as ListVerb));
  services.wake(county.id);
  if (COUNTS.includes(done.state) || verb === 'withdraw') await reloadCounty(services, county.id);
  return done;
}

async function actWithin(tx: Tx, { county, actor, now, version, body }: ListAct, verb: ListVerb): Promise<ListActed> {
  const { seen, ...given } = body;
  const { row, all } = await lockVersion(tx, county, actor, version, seen);
  const today = dayOf(county, now);
  const { next, from, input } = actOnList(
    asRule(row, all, today),
    verb,
    given,
    contextOf(county, actor, row, all, today),
  );
  if (verb === 'submit') await requireSound(tx, county, row);
  const person = actor.person?.id ?? null;
  const post = postOf(county, actor, verb);
  const revision = await saveVersion(tx, county.id, row, next, { person, post: post?.id ?? null, now });
  const { words, ...rest } = input;
  const note =
    typeof words === 'string' && person ? await keepNote(tx, county.id, row, verb, person, now, words) : null;
  await appendAlone(tx, county.id, listSubject(row.list), [
    {
      kind: `list.${verb}`,
      by: byOf(actor, post),
      at: now,
      version: row.version,
      revision,
      from,
      to: next.state,
      effectiveFrom: next.effectiveFrom,
      ...(Object.keys(rest).length > 0 ? { input: rest } : {}),
      ...(note ? { note } : {}),
      // What exactly was put forward, and what exactly was agreed to.
      ...(['submit', 'approve'].includes(verb) ? { digest: contentDigest(await contentsOf(tx, county.id, row)) } : {}),
    },
  ]);
  return { list: row.list, version: row.version, revision, state: next.state };
}

/** What an act on a version is decided by. */
export function contextOf(
  county: CountyRuntime,
  actor: Actor,
  row: VersionRow,
  all: readonly VersionRow[],
  today: string,
): ListContext {
  return {
    today,
    standing: standingAtCounty(actor, county.root.path),
    person: actor.person?.id ?? null,
    taken: all.flatMap((one) =>
      one.version !== row.version && one.effectiveFrom !== null && [...COUNTS, 'superseded'].includes(one.state)
        ? [one.effectiveFrom]
        : [],
    ),
  };
}

function postOf(county: CountyRuntime, actor: Actor, verb: ListVerb): ActorPost | null {
  for (const { who } of listLifecycle.edges.filter((edge) => edge.verb === verb)) {
    for (const one of who) {
      const post = typeof one === 'object' ? postAtCounty(actor, one.permission, county.root.path) : null;
      if (post) return post;
    }
  }
  return null;
}

export async function contentsOf(tx: Tx, county: string, row: VersionRow) {
  return row.kind === 'items'
    ? { items: await readListItems(tx, county, row) }
    : { duties: await readDuties(tx, county, row) };
}

/** A list that was written in peace may have lost a unit meanwhile. */
async function requireSound(tx: Tx, county: CountyRuntime, row: VersionRow): Promise<void> {
  if (row.kind !== 'items') return;
  const faults = listFaults(await readListItems(tx, county.id, row), (id) => county.units.has(id));
  if (faults.length > 0) throw new Refusal('list_faulty', { n: faults.length }, faults.slice(0, 50));
}

async function keepNote(
  tx: Tx,
  county: string,
  { list, version }: VersionRow,
  verb: string,
  person: string,
  now: number,
  words: string,
): Promise<{ no: number; mac: string }> {
  const last = await tx.row<{ n: number }>(sql`
    SELECT coalesce(max(note_no), 0)::int AS n FROM list_note
    WHERE county_id = ${county} AND list_id = ${list} AND version = ${version}`);
  const no = (last?.n ?? 0) + 1;
  await tx.rows(sql`
    INSERT INTO list_note (county_id, list_id, version, note_no, verb, person_id, noted_at, body)
    VALUES (${county}, ${list}, ${version}, ${no}, ${verb}, ${person}, ${at(now)}, ${words})`);
  return { no, mac: vouch(await secretOf(tx, county, person), words) };
}
