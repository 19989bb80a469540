/** Boards and cards as PDF: of one building at once, of many as long work whose file is found again with its job. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@huying/domain/kernel';
import type { Db, Queryable } from '../../platform/db.ts';
import { defineJob, type JobRow } from '../../platform/jobs.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Services } from '../../platform/services.ts';
import { type Language, say } from '../../platform/words.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { type BoardFormat, type BoardWords, drawBoard, newSheets } from './draw-board.ts';
import { boardFonts } from './fonts.ts';
import { type BoardCall, type BoardPlace, buildingsAt, readBoard } from './read-board.ts';

export const BOARDS_JOB = 'boards';
const KEYS = ['title', 'vacant', 'scan', 'report', 'cut', 'near', 'above', 'urgent', 'more'] as const;

function boardWords(county: CountyRuntime, language: Language, now: number): BoardWords {
  const words = Object.fromEntries(KEYS.map((key) => [key, say(language, `board.${key}`)]));
  return {
    ...words,
    printed: say(language, 'board.printed', { day: dayOf(county, now) }),
    synthetic: county.pack.synthetic ? say(language, 'board.synthetic') : '',
  } as BoardWords;
}

type Printing = BoardCall & { format: BoardFormat };
type Printed = { pages: number; vacant: number };

/** Draws the buildings one after the other into `doc`, which the caller reads from. */
async function drawAll(
  db: Queryable,
  keys: Keys,
  doc: Awaited<ReturnType<typeof sheets>>,
  call: Printing,
  buildings: readonly BoardPlace[],
  each: (done: number) => void,
): Promise<Printed> {
  const words = boardWords(call.county, call.language, call.now);
  let vacant = 0;
  for (const [index, building] of buildings.entries()) {
    const board = await readBoard(db, keys, call, building);
    if ([...board.near, ...board.above].some((post) => post.vacant)) vacant += 1;
    await drawBoard(doc, board, words, call.format);
    each(index + 1);
  }
  doc.end();
  return { pages: buildings.length, vacant };
}

async function sheets({ county, language }: Pick<Printing, 'county' | 'language'>) {
  const name = language === 'en' ? county.pack.name.en : county.pack.name.zh;
  return newSheets(await boardFonts(), `${name} · ${say(language, 'board.title')}`);
}

/** The PDF of one building. @throws Refusal `not_found`, `no_buildings` for a place that is no building */
export async function printBoard(db: Db, keys: Keys, call: Printing, place: string): Promise<Buffer> {
  const buildings = await buildingsAt(db, call.county, place);
  const building = buildings.find((one) => one.id === place);
  if (!building) throw new Refusal('no_buildings');
  const doc = await sheets(call);
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => doc.once('end', resolve).once('error', reject));
  await drawAll(db, keys, doc, call, [building], () => {});
  await ended;
  return Buffer.concat(parts);
}

export type BoardsInput = { place: string; format: BoardFormat; language: Language; origin: string };

/** Where the file of a job lies. */
export function boardsFile(services: Pick<Services, 'dataDir'>, county: string, job: string): string {
  return join(services.dataDir, 'boards', county, `${job}.pdf`);
}

export function defineBoardsJob(): void {
  defineJob<BoardsInput>(
    BOARDS_JOB,
    async ({ services, county, id, input, progress, signal }) => {
      const { db, keys } = services;
      const buildings = await buildingsAt(db, county, input.place);
      const call = { county, now: services.clock(), ...input };
      const doc = await sheets(call);
      const file = boardsFile(services, county.id, id);
      await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
      // Whole or not at all: a job that is cut off begins again.
      const aside = `${file}.part`;
      const written = pipeline(doc, createWriteStream(aside, { mode: 0o600 }), { signal });
      const drawn = drawAll(db, keys, doc, call, buildings, (done) => {
        signal.throwIfAborted();
        progress(done, buildings.length);
      });
      const [printed] = await Promise.all([drawn, written]);
      await rename(aside, file);
      return { place: input.place, format: input.format, buildings: printed.pages, withVacancy: printed.vacant };
    },
    { heardBy: 'boards.print' },
  );
}

/** @throws Refusal `not_found` for other jobs and before it is done */
export function finishedFile(services: Pick<Services, 'dataDir'>, county: string, job: JobRow): string {
  if (job.kind !== BOARDS_JOB || job.state !== 'done') throw new Refusal('not_found');
  return boardsFile(services, county, job.job_id);
}
