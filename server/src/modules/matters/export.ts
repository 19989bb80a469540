/** A list of matters as a workbook, written as it is read: pages of ids, rows streamed, never the whole in memory. */
import type { Writable } from 'node:stream';
import exceljs from 'exceljs';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { datedName, fileHeaders } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { type FilterQuery, filterSql } from './filters.ts';
import { presentCards } from './present-cards.ts';
import { pageOfIds } from './queries.ts';

const PAGE = 200;
const MOST = 100_000;

const COLUMNS = [
  'number',
  'state',
  'title',
  'channel',
  'place',
  'item',
  'lead',
  'submittedAt',
  'concludedAt',
  'closedAt',
  'card',
  'redoCount',
  'satisfied',
];

function minute(iso: string | null): string {
  return iso ? iso.slice(0, 16).replace('T', ' ') : '';
}

/** Text that a spreadsheet would take for a formula is quoted: a report must not run on the reader's desk. */
function plain(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

export async function exportMatters(
  services: Services,
  call: {
    county: CountyRuntime;
    actor: Actor;
    now: number;
    language: Language;
    query: FilterQuery;
    reply: FastifyReply;
  },
): Promise<void> {
  const { county, actor, now, language, query, reply } = call;
  // Refuses a filter that cannot be while there is still somebody to tell.
  filterSql(county, query);
  reply.hijack();
  reply.raw.writeHead(200, fileHeaders(datedName('matters', county, now), 'xlsx'));
  try {
    await writeMatters(services, { county, actor, now, language, query }, reply.raw);
  } catch (error) {
    // Half a workbook must not look like a whole one.
    services.log.error({ err: error, county: county.id }, '导出中断 · an export broke off');
    reply.raw.destroy();
  }
}

/** The workbook itself, into any stream. @returns how many matters are in it */
export async function writeMatters(
  services: Services,
  call: { county: CountyRuntime; actor: Actor; now: number; language: Language; query: FilterQuery },
  stream: Writable,
): Promise<number> {
  const { county, actor, now, language, query } = call;
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream });
  const sheet = book.addWorksheet(say(language, 'export.matters'), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = COLUMNS.map((key) => ({
    key,
    header: say(language, `column.${key}`),
    width: key === 'title' ? 42 : 18,
  }));
  let cursor: string | null = null;
  let written = 0;
  do {
    const page = await pageOfIds(services.db, county, actor, { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const card of await presentCards(services.db, county, page.ids, now)) {
      sheet
        .addRow({
          number: card.number,
          state: say(language, `state.${card.state}`),
          title: plain(card.title),
          channel: say(language, `channel.${card.channel}`),
          place: card.placeNames.join(' / '),
          item: card.item?.name ?? '',
          lead: card.lead?.name ?? '',
          submittedAt: minute(card.submittedAt),
          concludedAt: minute(card.concludedAt),
          closedAt: minute(card.closedAt),
          card: card.clock && card.clock.card !== 'none' ? say(language, `card.${card.clock.card}`) : '',
          redoCount: card.redoCount,
          satisfied: card.verdict ? say(language, card.verdict.satisfied ? 'yes' : 'no') : '',
        })
        .commit();
      written += 1;
    }
    cursor = page.next;
  } while (cursor && written < MOST);
  sheet.commit();
  await book.commit();
  return written;
}
