/** Printing boards and cards: one building at once, many as long work. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Refusal } from '@huying/domain/kernel';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { type Actor, actorKey } from '../../access/actor.ts';
import { reaches, reachOf } from '../../access/reach.ts';
import { sql } from '../../platform/db.ts';
import { sendFile } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import { type JobRow, readJob, startJob } from '../../platform/jobs.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import { iso } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import type { BoardFormat } from './draw-board.ts';
import { BOARDS_JOB, type BoardsInput, finishedFile, printBoard } from './print-boards.ts';
import { buildingsAt } from './read-board.ts';

const Key = Type.String({ minLength: 1, maxLength: 64 });
const Format = Type.Union([Type.Literal('board'), Type.Literal('card')]);
const Asked = Type.Object({ place: Key, format: Format }, { additionalProperties: false });
type Asked = { place: string; format: BoardFormat };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const RECENT = 30;

/** The address people reach the program at: as it is set, else as whoever prints reaches it. */
function originOf({ publicUrl }: Pick<Services, 'publicUrl'>, request: FastifyRequest): string {
  return publicUrl ?? `${request.protocol}://${request.host}`;
}

export function registerBoards({ route }: Ground, services: Services): void {
  const { db, keys } = services;

  /** @throws Refusal `not_found` for a place outside the reach of the actor's posts */
  async function requireReached(county: CountyRuntime, actor: Actor, place: string): Promise<void> {
    const row = await db.row<{ path: string }>(sql`
      SELECT path FROM place WHERE county_id = ${county.id} AND place_id = ${place} AND to_day IS NULL`);
    if (!row || !reaches(reachOf(actor, county, 'boards.print'), { path: row.path, unit: null }))
      throw new Refusal('not_found');
  }

  route<unknown, Asked>(
    {
      method: 'GET',
      path: '/boards/sheet.pdf',
      may: 'boards.print',
      switch: 'cards',
      summary: 'The board of a building, or a sheet of its cards',
      query: Asked,
      raw: true,
      perMinute: 60,
    },
    async ({ county, actor, now, language, query, request, reply }) => {
      await requireReached(county, actor, query.place);
      const call = { county, now, language, origin: originOf(services, request), format: query.format };
      const pdf = await printBoard(db, keys, call, query.place);
      sendFile(reply, `${query.format}-${query.place}`, 'pdf', pdf, { inline: true });
    },
  );

  route<Asked>(
    {
      method: 'POST',
      path: '/boards',
      may: 'boards.print',
      switch: 'cards',
      summary: 'Print the boards or cards of all buildings of a place, as one PDF',
      body: Asked,
      reply: Type.Object({ job: Type.String() }),
      status: 202,
      perMinute: 10,
    },
    async ({ county, actor, now, key, language, body, request }) => {
      await requireReached(county, actor, body.place);
      await buildingsAt(db, county, body.place);
      const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
      const input: BoardsInput = { ...body, language, origin: originOf(services, request) };
      return once(db, stamp, 'boards', body, async (tx) => ({
        job: await startJob(services, county.id, BOARDS_JOB, input, actor.person?.id ?? null, tx),
      }));
    },
  );

  route(
    {
      method: 'GET',
      path: '/boards',
      may: 'boards.print',
      switch: 'cards',
      summary: 'Boards one has had printed, the newest first',
    },
    async ({ county, actor }) => {
      const rows = await db.rows<JobRow>(sql`
        SELECT * FROM job WHERE county_id = ${county.id} AND kind = ${BOARDS_JOB} AND started_by = ${actor.person?.id}
        ORDER BY started_at DESC, job_id DESC LIMIT ${RECENT}`);
      const names = await placeNames(
        county.id,
        rows.map((row) => (row.input as BoardsInput).place),
      );
      return {
        rows: rows.map((row) => {
          const { place, format } = row.input as BoardsInput;
          return {
            id: row.job_id,
            place: { id: place, name: names.get(place) ?? place },
            format,
            state: row.state,
            done: row.done,
            total: row.total,
            startedAt: iso(row.started_at, county.pack.utcOffsetMinutes),
          };
        }),
      };
    },
  );

  async function placeNames(county: string, ids: string[]): Promise<Map<string, string>> {
    const rows = await db.rows<{ id: string; name: string }>(sql`
      SELECT place_id AS id, name FROM place WHERE county_id = ${county} AND place_id = ANY(${ids})`);
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  route<unknown, unknown, { id: string }>(
    {
      method: 'GET',
      path: '/boards/:id/boards.pdf',
      may: 'boards.print',
      switch: 'cards',
      summary: 'The PDF of a printing',
      raw: true,
    },
    async ({ county, actor, params, reply }) => {
      if (!UUID.test(params.id)) throw new Refusal('not_found');
      const job = await readJob(db, county.id, params.id);
      if (job.started_by !== actor.person?.id) throw new Refusal('not_found');
      const path = finishedFile(services, county.id, job);
      const found = await stat(path).catch(() => null);
      if (!found) throw new Refusal('not_found');
      reply.header('content-length', found.size);
      sendFile(reply, `boards-${params.id}`, 'pdf', createReadStream(path));
    },
  );
}
