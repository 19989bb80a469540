/** One matter on one page: what, where, who, clocks, story, and the acts the reader may do now. */
import { abilities, type Field } from '@huying/domain/kernel';
import { assignmentFacts, assignmentLifecycle, matterFacts, matterLifecycle } from '@huying/domain/matter';
import type { Static } from 'typebox';
import { type Actor, permits } from '../../access/actor.ts';
import { standingOf } from '../../access/standing.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import { iso, isoOrNull } from '../../platform/wire.ts';
import { type CountyRuntime, type ItemRow, leadFor } from '../county/runtime.ts';
import { maskedContact } from '../people/index.ts';
import { extrasOf, namedPlace, namedUnit, placeNames, presentClock, presentRow } from './present-cards.ts';
import { type Loaded, loadMatter } from './repository.ts';
import { rulesFor } from './rules-for.ts';
import type { Ability, FieldView, MatterView } from './schema.ts';
import { picturesOf, storyOf } from './story.ts';

/** @param item the matter's, as the list says it by which the matter was judged */
function suggestionFor(county: CountyRuntime, loaded: Loaded, item: ItemRow | null, field: Field): unknown {
  const { matter } = loaded;
  const place = county.placesEver.get(matter.place.id);
  switch (field.name) {
    case 'item':
      return matter.item?.id;
    case 'condition':
      return matter.item?.condition ?? undefined;
    case 'lead':
      return item && place ? leadFor(county, item, place)?.id : undefined;
    case 'assists':
      return item?.assists.filter((id) => county.units.has(id));
    case 'assignment':
      return matter.assignments.find((one) => one.state === 'refused' && !one.ruled)?.no;
    case 'request':
      return matter.requests.find((one) => one.state === 'open')?.no;
    default:
      return undefined;
  }
}

function fieldView(
  county: CountyRuntime,
  loaded: Loaded,
  item: ItemRow | null,
  field: Field,
): Static<typeof FieldView> {
  const suggested = suggestionFor(county, loaded, item, field);
  return {
    ...field,
    options: field.options ? [...field.options] : undefined,
    ...(suggested === undefined ? {} : { suggested }),
  } as Static<typeof FieldView>;
}

/** Acts the actor may do now on the matter and on each of its parts. */
export async function abilitiesOf(
  county: CountyRuntime,
  actor: Actor,
  loaded: Loaded,
  now: number,
): Promise<Static<typeof Ability>[]> {
  const { matter } = loaded;
  const rules = await rulesFor(county, matter);
  const ref = matter.item;
  const item = ref ? await county.itemAt(ref.list, ref.version, ref.id) : null;
  const list: Static<typeof Ability>[] = [];
  const standing = standingOf(actor, matter, null, county.root.path);
  for (const edge of abilities(matterLifecycle, matter.state, standing, matterFacts(matter, { now, rules }))) {
    list.push({
      verb: edge.verb,
      assignment: null,
      fields: edge.fields.map((field) => fieldView(county, loaded, item, field)),
    });
  }
  for (const part of matter.assignments) {
    const own = standingOf(actor, matter, part, county.root.path);
    for (const edge of abilities(assignmentLifecycle, part.state, own, assignmentFacts(part, matter))) {
      list.push({
        verb: edge.verb,
        assignment: part.no,
        fields: edge.fields.map((field) => fieldView(county, loaded, item, field)),
      });
    }
  }
  return list;
}

async function textsOf(db: Queryable, county: string, id: string) {
  const rows = await db.rows<{ no: number; kind: string; body: string }>(sql`
    SELECT text_no AS no, kind, body FROM matter_text WHERE county_id = ${county} AND matter_id = ${id} ORDER BY text_no`);
  return { byNo: new Map(rows.map((row) => [row.no, row.body])), rows };
}

async function conditionOf(county: CountyRuntime, loaded: Loaded) {
  const ref = loaded.matter.item;
  if (!ref) return null;
  const item = await county.itemAt(ref.list, ref.version, ref.id);
  const condition = item?.conditions.find((one) => one.id === ref.condition);
  if (!condition) return null;
  return { id: condition.id, text: condition.text, finish: condition.finish, listVersion: ref.version };
}

function assignmentViews(county: CountyRuntime, loaded: Loaded) {
  const offset = county.pack.utcOffsetMinutes;
  return loaded.matter.assignments.map((part) => ({
    no: part.no,
    unit: namedUnit(county, part.unit) ?? { id: part.unit, name: part.unit },
    role: part.role,
    state: part.state,
    round: part.round,
    binding: part.binding,
    sentAt: iso(part.sentAt, offset),
    takenOnAt: isoOrNull(part.takenOnAt, offset),
    arrivedAt: isoOrNull(part.arrivedAt, offset),
    concludedAt: isoOrNull(part.concludedAt, offset),
    refusedFor: part.refusedFor,
    outcome: part.outcome,
  }));
}

/** True when the actor reads the matter only because they reported it: then they are told their side of the story. */
export function readsAsReporter(actor: Actor): boolean {
  return actor.kind === 'resident' || actor.kind === 'anonymous';
}

export async function viewMatter(
  services: Services,
  county: CountyRuntime,
  actor: Actor,
  id: string,
  now: number,
): Promise<Static<typeof MatterView>> {
  const { db } = services;
  const loaded = await loadMatter(db, county, actor, id);
  const { row, matter } = loaded;
  const offset = county.pack.utcOffsetMinutes;
  const extras = await extrasOf(db, county.id, [id]);
  const texts = await textsOf(db, county.id, id);
  const pictures = await picturesOf(db, county.id, id);
  const forReporter = readsAsReporter(actor);
  const clocks = [];
  for (const clock of matter.clocks) {
    const unit = matter.assignments.find((one) => one.no === clock.assignment)?.unit ?? null;
    clocks.push(presentClock(county, clock, unit, await county.calendarAt(clock.calendarVersion), now));
  }
  return {
    ...(await presentRow(county, row, extras.get(id), now)),
    placeThen:
      row.place_then === row.place_id
        ? null
        : {
            ...(namedPlace(county, row.place_then) ?? { id: row.place_then, name: row.place_then }),
            names: placeNames(county, row.place_then),
          },
    words: texts.rows.find((text) => text.kind === 'words')?.body ?? null,
    address: texts.rows.find((text) => text.kind === 'address')?.body ?? null,
    reporter: {
      kind: row.historic ? 'imported' : row.reporter_kind,
      ...(row.reporter_id ? await maskedContact(services, county.id, row.reporter_id) : { name: null, phone: null }),
      mayUnmask: row.reporter_id !== null && permits(actor, 'matter.personal'),
    },
    condition: await conditionOf(county, loaded),
    assignments: assignmentViews(county, loaded),
    clocks,
    requests: forReporter ? [] : matter.requests.map((one) => ({ ...one, askedAt: iso(one.askedAt, offset) })),
    story: await storyOf(db, county, matter, texts.byNo, pictures, forReporter),
    files: pictures.map((one) => one.picture),
    abilities: await abilitiesOf(county, actor, loaded, now),
    firstVerdict: matter.firstVerdict,
    outcome: matter.outcome,
    attempts: matter.attempts,
  };
}
