/** One act on a matter or on an assignment of it: lock, decide, write, journal. Every verb of both tables comes through here. */
import { type Field, type Input, Refusal } from '@huying/domain/kernel';
import {
  type ActContext,
  ASSIGNMENT_VERBS,
  type AssignmentVerb,
  actOnAssignment,
  actOnMatter,
  assignmentLifecycle,
  MATTER_VERBS,
  type MatterVerb,
  matterLifecycle,
} from '@huying/domain/matter';
import { type Actor, actorKey, byOf } from '../../../access/actor.ts';
import { actingPost, standingOf } from '../../../access/standing.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import { chain } from '../../../platform/journal.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, unitOf } from '../../county/runtime.ts';
import { requireOwnFiles } from '../../files/index.ts';
import { secretOf } from '../../people/index.ts';
import { keep } from '../journaling.ts';
import { loadMatter, saveMatter } from '../repository.ts';
import { rulesFor } from '../rules-for.ts';
import type { Acted } from '../schema.ts';

export type Act = {
  county: CountyRuntime;
  actor: Actor;
  now: number;
  key: string | null;
  matter: string;
  /** Number of the assignment acted on; null: the matter itself. */
  assignment: number | null;
  verb: string;
  /** The version seen, and the fields of the verb. */
  body: { version: number } & Input;
};

/** What the pure rules cannot know: that units, matters and pictures named in the input exist. */
async function requireReferences(tx: Tx, act: Act, input: Input): Promise<Input> {
  for (const field of ['lead', 'unit']) if (typeof input[field] === 'string') unitOf(act.county, input[field], field);
  for (const unit of Array.isArray(input.assists) ? input.assists : []) unitOf(act.county, String(unit), 'assists');
  if (Array.isArray(input.pictures)) await requireOwnFiles(tx, act.county.id, act.actor, input.pictures as string[]);
  if (typeof input.duplicate_of !== 'string') return input;
  const other = await tx.row<{ matter_id: string }>(sql`
    SELECT matter_id FROM matter WHERE county_id = ${act.county.id} AND number = ${input.duplicate_of}`);
  if (!other || other.matter_id === act.matter) {
    throw new Refusal('invalid_fields', {}, [{ path: 'duplicate_of', code: 'matter_unknown' }]);
  }
  return input;
}

function edgesFor(act: Act): { who: (typeof matterLifecycle.edges)[number]['who']; fields: readonly Field[] }[] {
  const known = act.assignment === null ? MATTER_VERBS : ASSIGNMENT_VERBS;
  if (!(known as readonly string[]).includes(act.verb)) throw new Refusal('not_found');
  const edges = act.assignment === null ? matterLifecycle.edges : assignmentLifecycle.edges;
  return edges.filter((edge) => edge.verb === act.verb);
}

/** Runs inside a transaction of the caller; the caller sees to idempotency. */
export async function actWithin(tx: Tx, act: Act): Promise<Acted> {
  const { county, actor, now } = act;
  const edges = edgesFor(act);
  const { row, matter, head } = await loadMatter(tx, county, actor, act.matter, { lock: true });
  const { version, ...given } = act.body;
  if (version !== row.version) throw new Refusal('stale_version', { version: row.version, state: row.state });
  const part = act.assignment === null ? null : (matter.assignments.find((one) => one.no === act.assignment) ?? null);
  if (act.assignment !== null && !part) throw new Refusal('not_found');
  const input = await requireReferences(tx, act, given);
  const ctx: ActContext = {
    now,
    standing: standingOf(actor, matter, part, county.root.path),
    rules: await rulesFor(county, matter, input),
  };
  const decision = part
    ? actOnAssignment(matter, part.no, act.verb as AssignmentVerb, input, ctx)
    : actOnMatter(matter, act.verb as MatterVerb, input, ctx);
  const who = edges.flatMap((edge) => edge.who);
  const { events, texts, files } = keep(county.id, {
    before: matter,
    ...decision,
    by: byOf(actor, actingPost(actor, who, matter, part, county.root.path)),
    now,
    seq: head.seq,
    textsSoFar: await textCount(tx, county.id, matter.id),
    secret: await secretOf(tx, county.id, matter.reporterId ?? matter.id),
  });
  const chained = chain(county.id, { kind: 'matter', id: matter.id }, head, events);
  await saveMatter(tx, { county: county.id, before: matter, next: decision.next, ...chained, texts, files });
  return { id: matter.id, version: chained.head.seq, state: decision.next.state };
}

/** The last number given to a text of the matter. Where all are gone, erased with their writer, the journal still knows. */
async function textCount(tx: Tx, county: string, id: string): Promise<number> {
  const kept = await tx.row<{ n: number | null }>(sql`
    SELECT max(text_no)::int AS n FROM matter_text WHERE county_id = ${county} AND matter_id = ${id}`);
  if (kept?.n) return kept.n;
  const given = await tx.row<{ n: number | null }>(sql`
    SELECT max((t.value->>'no')::int) AS n FROM journal j CROSS JOIN json_array_elements(j.event->'texts') t
    WHERE j.county_id = ${county} AND j.subject_kind = 'matter' AND j.subject_id = ${id}`);
  return given?.n ?? 0;
}

/** The command behind `POST /matters/{id}/{verb}` and `POST /matters/{id}/assignments/{no}/{verb}`. */
export async function act(services: Services, given: Act): Promise<Acted> {
  const { county, actor, now, key } = given;
  const action = `matters/${given.matter}/${given.assignment === null ? '' : `${given.assignment}/`}${given.verb}`;
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  const result = await once(services.db, call, action, given.body, (tx) => actWithin(tx, given));
  services.wake(county.id);
  return result;
}
