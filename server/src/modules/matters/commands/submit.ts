/** Intake: the hot path. Validation and place finding in memory, then one row group in the group commit. */
import { createHash, hash as hashOf, randomBytes } from 'node:crypto';
import { canonical, Refusal } from '@huying/domain/kernel';
import { submitMatter } from '@huying/domain/matter';
import { switchedOn } from '@huying/domain/pack';
import { type Actor, actorKey, byOf, permits, postFor } from '../../../access/actor.ts';
import { followSecret } from '../../../access/follow.ts';
import { type Db, hex, sql, stamp, type Tx } from '../../../platform/db.ts';
import { type GroupCommit, groupCommit } from '../../../platform/group-commit.ts';
import { chain, NO_HEAD, WRITE_ENTRIES } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import {
  type CountyRuntime,
  dayOf,
  firstHolder,
  holderOf,
  itemInForce,
  type PlaceRow,
  placeEver,
  placeOf,
  ruleOf,
} from '../../county/runtime.ts';
import { requireOwnFiles } from '../../files/index.ts';
import { findOrMakeResident } from '../../people/index.ts';
import { keep } from '../journaling.ts';
import { numbering } from '../numbers.ts';
import { clockRow, matterColumns } from '../repository.ts';
import type { SubmitBody, Submitted } from '../schema.ts';

/** The rows of one intake, and what its caller is told. */
type Intake = {
  county: string;
  matter: Record<string, unknown>;
  clocks: unknown[];
  texts: unknown[];
  files: unknown[];
  entries: unknown[];
  keys: unknown[];
};

const INTAKE = {
  name: 'intake',
  text: `WITH ${WRITE_ENTRIES.trim()},
  clocks AS (INSERT INTO clock SELECT * FROM json_populate_recordset(null::clock, $2::json)),
  texts AS (INSERT INTO matter_text SELECT * FROM json_populate_recordset(null::matter_text, $3::json)),
  files AS (INSERT INTO matter_file SELECT * FROM json_populate_recordset(null::matter_file, $4::json) ON CONFLICT DO NOTHING),
  keys AS (INSERT INTO person_key SELECT * FROM json_populate_recordset(null::person_key, $5::json))
  INSERT INTO matter SELECT * FROM json_populate_recordset(null::matter, $6::json)`,
};

async function writeIntakes(runner: Pick<Db['pool'] | Tx['client'], 'query'>, rows: Intake[]): Promise<void[]> {
  const all = (pick: (row: Intake) => unknown[]) => JSON.stringify(rows.flatMap(pick));
  await runner.query({
    ...INTAKE,
    values: [
      all((row) => row.entries),
      all((row) => row.clocks),
      all((row) => row.texts),
      all((row) => row.files),
      all((row) => row.keys),
      all((row) => [row.matter]),
    ],
  });
  return rows.map(() => undefined);
}

/** The columns that hold something: the others are null by themselves, and a report has many of those. */
function filled(row: Record<string, unknown>): Record<string, unknown> {
  const some: Record<string, unknown> = {};
  for (const column in row) if (row[column] !== null) some[column] = row[column];
  return some;
}

export type SubmitCall = { county: CountyRuntime; actor: Actor; now: number; body: SubmitBody };

/** With `tx` the report is written in the caller's transaction, where nobody sees it before all that follows is there. */
export type Submit = (call: SubmitCall, tx?: Tx) => Promise<Submitted>;

/** Where it happened: chosen by hand, else found from the point, else the county. @throws Refusal when neither is usable. */
function whereOf(county: CountyRuntime, body: SubmitBody): PlaceRow {
  if (body.place) return placeOf(county, body.place);
  if (!body.point) throw new Refusal('invalid_fields', {}, [{ path: 'place', code: 'place_or_point_required' }]);
  const id = county.placeIndex.at(body.point[0], body.point[1]);
  if (!id) throw new Refusal('invalid_fields', {}, [{ path: 'point', code: 'point_outside' }]);
  return placeOf(county, id, 'point');
}

type Source = { channel: string; anonymous: boolean };

/** Channel and kind of reporter; residents report as residents, staff may say by which channel a matter came in. */
function sourceOf(county: CountyRuntime, actor: Actor, body: SubmitBody): Source {
  if (actor.kind === 'anonymous' || body.anonymous) {
    if (!switchedOn(county.pack, 'anonymousReports')) throw new Refusal('anonymous_not_allowed');
    return { channel: 'resident', anonymous: true };
  }
  if (actor.kind === 'resident') return { channel: 'resident', anonymous: false };
  if (!permits(actor, 'matter.submit')) throw new Refusal('not_permitted');
  const code = body.channel ?? 'grid_member';
  const channel = county.pack.channels.find((one) => one.code === code);
  if (!channel) throw new Refusal('invalid_fields', {}, [{ path: 'channel', code: 'field_invalid' }]);
  return { channel: code, anonymous: false };
}

async function firstAnswer(services: Services, call: SubmitCall, id: string, hash: Buffer): Promise<Submitted | null> {
  const { county } = call;
  const row = await services.db.row<{
    number: string;
    place_then: string;
    intake_hash: Buffer | null;
    reporter_kind: string;
  }>(sql`
    SELECT number, place_then, intake_hash, reporter_kind FROM matter WHERE county_id = ${county.id} AND matter_id = ${id}`);
  if (!row?.intake_hash?.equals(hash)) return null;
  const place = placeEver(county, row.place_then);
  return {
    id,
    number: row.number,
    version: 1,
    state: 'submitted',
    place: { id: place.id, name: place.name },
    follow: row.reporter_kind === 'anonymous' ? followSecret(services, county.id, id) : null,
  };
}

/** A UUID (version 8, made by us) from a report's hash. */
function idFrom(hash: Buffer, tries: number): string {
  const bytes = createHash('sha256').update(hash).update(String(tries)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** The same report came before; this is what it was told. */
class AnsweredBefore extends Error {
  readonly answer: Submitted;
  constructor(answer: Submitted) {
    super('answered before');
    this.answer = answer;
  }
}

const UNIQUE_VIOLATION = '23505';

/** The intake command of one process: it owns the group commit of every county it serves. */
export function makeSubmit(services: Services): Submit {
  const { db } = services;
  const next = numbering(db);
  const groups = new Map<string, GroupCommit<Intake, void>>();
  const groupOf = (county: string) => {
    let group = groups.get(county);
    if (!group) {
      group = groupCommit<Intake, void>((rows) => writeIntakes(db.pool, rows));
      groups.set(county, group);
    }
    return group;
  };

  /** An anonymous report's pictures belong to it once it is in: a repeat of it is known before they are looked at. */
  async function requireFiles(call: SubmitCall, id: string, hash: Buffer): Promise<void> {
    try {
      await requireOwnFiles(db, call.county.id, call.actor, call.body.pictures ?? []);
    } catch (error) {
      const first = await firstAnswer(services, call, id, hash);
      throw first ? new AnsweredBefore(first) : error;
    }
  }

  async function intakeOf(call: SubmitCall, id: string, hash: Buffer): Promise<{ intake: Intake; answer: Submitted }> {
    const { county, actor, now, body } = call;
    const { channel, anonymous } = sourceOf(county, actor, body);
    const place = whereOf(county, body);
    const item = body.item ? itemInForce(county, body.item) : null;
    const rule = item ? ruleOf(item, body.condition ?? null) : null;
    const contact = !anonymous && actor.kind === 'staff' && body.contact?.phone ? body.contact : null;
    const caller = contact
      ? await findOrMakeResident(services, county.id, contact.phone as string, contact.name ?? null, now)
      : null;
    const reporterId = anonymous ? null : (caller?.id ?? actor.person?.id ?? null);
    const secret =
      caller?.secret ?? (anonymous ? randomBytes(32) : await services.secretOf(county.id, reporterId as string));
    if (body.pictures?.length) await requireFiles(call, id, hash);
    const matter = submitMatter(
      {
        id,
        channel,
        place: holderOf(place),
        holder: firstHolder(county, place, channel),
        reporterId,
        reachable: !anonymous,
      },
      { now, rules: { county: county.rules, item: rule, upper: null, centre: holderOf(county.root) } },
    );
    const post = actor.kind === 'staff' ? postFor(actor, 'matter.submit', () => true) : null;
    const { events, texts, files } = keep(county.id, {
      before: null,
      next: matter,
      events: [
        {
          kind: 'matter.submit',
          from: null,
          to: 'submitted',
          input: {
            words: body.words.trim(),
            ...(body.address ? { address: body.address.trim() } : {}),
            ...(body.pictures?.length ? { pictures: body.pictures } : {}),
          },
        },
      ],
      fields: [
        { name: 'words', kind: 'longtext', required: true },
        { name: 'address', kind: 'text', required: false },
      ],
      by: anonymous ? { person: null, post: null } : byOf(actor, post),
      now,
      seq: 0,
      textsSoFar: 0,
      secret,
      more: { channel, place: place.id, item: rule?.ref ?? null },
    });
    const { entries, head } = chain(county.id, { kind: 'matter', id }, NO_HEAD, events);
    const number = await next(dayOf(county, now));
    const row = {
      ...matterColumns(matter),
      county_id: county.id,
      matter_id: id,
      number,
      version: head.seq,
      head: hex(head.hash),
      channel,
      submitted_at: stamp(now),
      place_then: place.id,
      lon: body.point?.[0] ?? null,
      lat: body.point?.[1] ?? null,
      reporter_id: reporterId,
      reporter_kind: anonymous
        ? 'anonymous'
        : reporterId === actor.person?.id && actor.kind === 'staff'
          ? 'staff'
          : 'resident',
      reachable: !anonymous,
      pictures: files.length,
      historic: false,
      intake_hash: hex(hash),
    };
    return {
      intake: {
        county: county.id,
        matter: filled(row),
        clocks: matter.clocks.map((clock) => filled(clockRow(county.id, id, clock))),
        texts,
        files,
        entries,
        keys: anonymous ? [{ county_id: county.id, person_id: id, secret: hex(secret) }] : [],
      },
      answer: {
        id,
        number,
        version: head.seq,
        state: matter.state,
        place: { id: place.id, name: place.name },
        follow: anonymous ? followSecret(services, county.id, id) : null,
      },
    };
  }

  return async function submit(call, tx) {
    const { county, actor, body } = call;
    const hash = hashOf('sha256', canonical([actorKey(actor), body]), 'buffer');
    let id = body.id.toLowerCase();
    for (let tries = 0; ; tries += 1) {
      const made = await intakeOf(call, id, hash).catch((error: unknown) => {
        if (error instanceof AnsweredBefore) return error;
        throw error;
      });
      if (made instanceof AnsweredBefore) return made.answer;
      const { intake, answer } = made;
      if (tx) {
        await writeIntakes(tx.client, [intake]);
        return answer;
      }
      try {
        await groupOf(county.id)(intake);
        services.wake(county.id);
        return answer;
      } catch (error) {
        if ((error as { code?: string }).code !== UNIQUE_VIOLATION || tries > 4) throw error;
        const first = await firstAnswer(services, call, id, hash);
        if (first) return first;
        if (await isOwn(services, call, id)) throw new Refusal('key_reused');
        // Somebody else's id, or a number handed out twice: nothing of that is told. The report gets an id that follows
        // from its content, so that a repeat of it is still known.
        if ((error as { constraint?: string }).constraint !== 'matter_number') id = idFrom(hash, tries);
      }
    }
  };
}

async function isOwn(services: Services, call: SubmitCall, id: string): Promise<boolean> {
  if (!call.actor.person) return false;
  const row = await services.db.row(sql`
    SELECT 1 FROM matter WHERE county_id = ${call.county.id} AND matter_id = ${id} AND reporter_id = ${call.actor.person.id}`);
  return row !== null;
}
