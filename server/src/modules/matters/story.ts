/** The story of a matter: its journal with names put in, told to staff in full and to the reporter in what concerns them. */

import type { Matter } from '@huying/domain/matter';
import type { Static } from 'typebox';
import { type Queryable, sql } from '../../platform/db.ts';
import { iso } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { namedPlace, namedUnit } from './present-cards.ts';
import type { Picture, StoryEntry } from './schema.ts';

type Event = {
  kind: string;
  at: number;
  by: { person: string | null; post: string | null };
  from: string | null;
  to: string;
  assignment?: number;
  input?: Record<string, unknown>;
  /** The version an item of the input was chosen from; older events do not say. */
  list?: { id: string; version: number };
  texts?: { no: number; field: string }[];
  holder?: string | null;
  clocks?: { kind: string; card: string }[];
};

type PostNames = { id: string; kind: string; place_id: string | null; unit_id: string | null };

/** What the reporter is told. Everything else is the offices' own work. */
const TOLD = new Set([
  'matter.submit',
  'matter.accept',
  'matter.reject',
  'matter.visit',
  'matter.settle',
  'matter.raise',
  'matter.dispatch',
  'assignment.take_on',
  'assignment.arrive',
  'assignment.step',
  'assignment.conclude',
  'matter.finish',
  'matter.call_back',
  'matter.judge',
  'matter.redo',
  'matter.close',
  'matter.withdraw',
  'matter.reopen',
]);

/** Of these the reporter also reads the words. */
const WORDS_TOLD = new Set([
  'matter.submit',
  'matter.reject',
  'matter.visit',
  'matter.settle',
  'assignment.step',
  'assignment.conclude',
  'matter.judge',
  'matter.withdraw',
  'matter.reopen',
]);

export type Pictures = { seq: number; picture: Static<typeof Picture> }[];

export async function picturesOf(db: Queryable, county: string, id: string): Promise<Pictures> {
  const rows = await db.rows<{ seq: number; id: string; stage: string; width: number; height: number }>(sql`
    SELECT mf.seq, mf.file_id AS id, mf.stage, f.width, f.height
    FROM matter_file mf JOIN file f ON f.county_id = ${county} AND f.file_id = mf.file_id
    WHERE mf.county_id = ${county} AND mf.matter_id = ${id} ORDER BY mf.seq, mf.file_id`);
  return rows.map(({ seq, ...picture }) => ({ seq, picture }));
}

/** An item's name as the list said it when it was chosen: by the event, else by the version the matter is judged under. */
async function itemName(county: CountyRuntime, matter: Matter, event: Event, id: string): Promise<string> {
  const ref = matter.item?.id === id ? { id: matter.item.list, version: matter.item.version } : null;
  const list = event.list ?? ref;
  const item = list ? await county.itemAt(list.id, list.version, id) : null;
  return item?.name ?? county.itemNames.get(id)?.name ?? id;
}

async function namedInput(county: CountyRuntime, matter: Matter, event: Event): Promise<Record<string, unknown>> {
  const { input = {} } = event;
  const named: Record<string, unknown> = { ...input };
  delete named.pictures;
  for (const field of ['lead', 'unit']) {
    if (typeof named[field] === 'string') named[field] = namedUnit(county, named[field]) ?? named[field];
  }
  if (Array.isArray(named.assists)) named.assists = named.assists.map((id) => namedUnit(county, id as string) ?? id);
  if (typeof named.place === 'string') named.place = namedPlace(county, named.place) ?? named.place;
  if (typeof named.item === 'string')
    named.item = { id: named.item, name: await itemName(county, matter, event, named.item) };
  return named;
}

async function whoIsWho(db: Queryable, county: string, events: Event[]) {
  const posts = [...new Set(events.map((event) => event.by?.post).filter((id) => id !== null))];
  const people = [...new Set(events.map((event) => event.by?.person).filter((id) => id !== null))];
  const postRows = await db.rows<PostNames>(sql`
    SELECT post_id AS id, kind, place_id, unit_id FROM post WHERE county_id = ${county} AND post_id = ANY(${posts})`);
  const personRows = await db.rows<{ id: string; name: string | null }>(sql`
    SELECT person_id AS id, name FROM person WHERE county_id = ${county} AND person_id = ANY(${people}::uuid[])`);
  return {
    posts: new Map(postRows.map((row) => [row.id, row])),
    names: new Map(personRows.map((row) => [row.id, row.name])),
  };
}

/** Which card was shown, and on which clock: the gravest of those that turned. */
function cardOf(event: Event): { card: string; clock: string } {
  const turned = event.clocks ?? [];
  const gravest = turned.find((clock) => clock.card === 'red') ?? turned[0];
  return { card: gravest?.card ?? 'yellow', clock: gravest?.kind ?? 'conclude' };
}

/** @param forReporter the reporter's own reading: fewer kinds, no names of staff beyond post and place. */
export async function storyOf(
  db: Queryable,
  county: CountyRuntime,
  matter: Matter,
  texts: Map<number, string>,
  pictures: Pictures,
  forReporter: boolean,
): Promise<Static<typeof StoryEntry>[]> {
  const rows = await db.rows<{ seq: number; event: Event }>(sql`
    SELECT seq, event FROM journal
    WHERE county_id = ${county.id} AND subject_kind = 'matter' AND subject_id = ${matter.id} ORDER BY seq`);
  const { posts, names } = await whoIsWho(
    db,
    county.id,
    rows.map((row) => row.event),
  );
  const entries: Static<typeof StoryEntry>[] = [];
  for (const { seq, event } of rows) {
    const post = event.by?.post ? posts.get(event.by.post) : undefined;
    const part = matter.assignments.find((one) => one.no === event.assignment);
    const reporter =
      !post &&
      (event.by?.person === matter.reporterId || event.kind === 'matter.submit' || event.kind === 'matter.judge');
    const words = (event.texts ?? []).find((text) => text.field === 'words');
    const told = !forReporter || WORDS_TOLD.has(event.kind);
    entries.push({
      seq,
      kind: event.kind,
      at: iso(event.at, county.pack.utcOffsetMinutes),
      from: event.from,
      to: event.to,
      who: {
        kind: post ? 'post' : reporter ? 'reporter' : 'program',
        post: post?.kind ?? null,
        at: post ? (namedPlace(county, post.place_id)?.name ?? namedUnit(county, post.unit_id)?.name ?? null) : null,
        name: post && !forReporter ? (names.get(event.by.person as string) ?? null) : null,
      },
      unit: part ? namedUnit(county, part.unit) : null,
      input: {
        ...(await namedInput(county, matter, event)),
        ...(event.kind === 'matter.card' ? cardOf(event) : {}),
        ...(event.holder ? { holder: namedPlace(county, event.holder) } : {}),
      },
      words: words && told ? (texts.get(words.no) ?? null) : null,
      pictures: pictures.filter((one) => one.seq === seq).map((one) => one.picture),
    });
  }
  return forReporter ? entries.filter((entry) => TOLD.has(entry.kind)) : entries;
}
