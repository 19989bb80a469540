/** Lists of people, of posts and of terms that end soon as workbooks, in the words of the reader. No number is in them. */
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { type CellValue, datedName, sendFile, writeWorkbook } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { listPeople, type PeopleQuery } from './directory.ts';
import { type EndingQuery, listEnding } from './ending.ts';
import { listPosts, type PostQuery } from './posts.ts';

type Export = { county: CountyRuntime; actor: Actor; now: number; language: Language; reply: FastifyReply };

const PAGE = 200;
const MOST = 100_000;

/** Reads a list page by page to its end. */
async function all<T>(page: (cursor: string | undefined) => Promise<{ rows: T[]; next: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const { rows: more, next } = await page(cursor);
    rows.push(...more);
    cursor = next ?? undefined;
  } while (cursor && rows.length < MOST);
  return rows;
}

async function send(
  { county, now, language, reply }: Export,
  name: string,
  columns: readonly string[],
  rows: CellValue[][],
): Promise<void> {
  const book = await writeWorkbook([
    {
      name: say(language, `export.${name}`),
      columns: columns.map((column) => ({ header: say(language, `export.post.${column}`), width: 18 })),
      rows,
    },
  ]);
  sendFile(reply, datedName(name, county, now), 'xlsx', book);
}

export async function exportPeople(services: Services, call: Export, query: PeopleQuery): Promise<void> {
  const { county, actor, now, language } = call;
  const rows = await all((cursor) =>
    listPeople(
      services.db,
      services.keys,
      county,
      actor,
      { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) },
      now,
    ),
  );
  const word = (words: { zh: string; en: string }) => (language === 'en' ? words.en : words.zh);
  // A line for each post; somebody without one has a line too.
  await send(
    call,
    'people',
    ['name', 'kind', 'atId', 'at', 'from', 'to', 'suspended'],
    rows.flatMap(({ name, posts }): CellValue[][] =>
      posts.length === 0
        ? [[name, '', '', '', '', '', '']]
        : posts.map((term) => [
            name,
            word(term.word),
            term.at.id,
            term.at.name,
            term.from,
            term.to ?? '',
            term.state === 'suspended' ? say(language, 'yes') : '',
          ]),
    ),
  );
}

export async function exportPosts(services: Services, call: Export, query: PostQuery): Promise<void> {
  const { county, actor, now, language } = call;
  const rows = await all((cursor) =>
    listPosts(services.db, county, actor, { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) }, now),
  );
  const word = (words: { zh: string; en: string }) => (language === 'en' ? words.en : words.zh);
  await send(
    call,
    query.vacant ? 'vacancies' : 'posts',
    ['kind', 'atId', 'at', 'capacity', 'holders', 'suspended', 'vacant', 'since'],
    rows.map((post) => [
      word(post.word),
      post.at.id,
      post.at.name,
      post.capacity,
      post.holders.map((holder) => holder.person.name).join('、'),
      post.holders.filter((holder) => holder.suspended).length,
      post.vacant,
      post.since ?? '',
    ]),
  );
}

export async function exportEnding(services: Services, call: Export, query: EndingQuery): Promise<void> {
  const { county, actor, now, language } = call;
  const rows = await all((cursor) =>
    listEnding(services.db, county, actor, { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) }, now),
  );
  const word = (words: { zh: string; en: string }) => (language === 'en' ? words.en : words.zh);
  await send(
    call,
    'ending',
    ['kind', 'atId', 'at', 'name', 'from', 'to', 'daysLeft', 'reminded'],
    rows.map((term) => [
      word(term.word),
      term.at.id,
      term.at.name,
      term.person.name,
      term.from,
      term.to ?? '',
      term.daysLeft,
      say(language, term.reminded ? 'yes' : 'no'),
    ]),
  );
}
