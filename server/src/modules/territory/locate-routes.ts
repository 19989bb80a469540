/** Points in bulk: positions in, places out; a table in, the same table with its grids out. */
import { type FieldRefusal, Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import { datedName, sendFile, WORKBOOK_LIMITS } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import { locate } from './locate.ts';
import { locateTable, MOST_POINTS } from './locate-table.ts';

/** A hundred thousand positions with eight digits each, and room. */
const BODY = 8 * 1024 * 1024;
const FAULTS_TOLD = 50;

type PointsBody = { points: unknown[]; gcj02?: boolean };
type TableQuery = { gcj02?: boolean; swapped?: boolean };

export function registerLocate({ app, route }: Ground): void {
  app.addContentTypeParser(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: WORKBOOK_LIMITS.bytes },
    (_request, body, done) => done(null, body),
  );

  route<PointsBody>(
    {
      method: 'POST',
      path: '/places/at',
      may: 'territory.read',
      summary:
        'The places of up to 100,000 points, in their order: the grid, else the community, else what is above; null outside',
      body: Type.Object(
        {
          points: Type.Array(Type.Unknown(), { maxItems: MOST_POINTS, description: '[longitude, latitude], WGS84' }),
          gcj02: Type.Optional(Type.Boolean({ description: 'the positions are GCJ-02' })),
        },
        { additionalProperties: false },
      ),
      reply: Type.Object({
        ids: Type.Array(Type.Union([Type.String(), Type.Null()])),
        levels: Type.Array(Type.Union([Type.String(), Type.Null()])),
      }),
      bodyLimit: BODY,
      perMinute: 60,
    },
    async ({ county, body }) => {
      const ids: (string | null)[] = [];
      const levels: (string | null)[] = [];
      const faults: FieldRefusal[] = [];
      const frame = { gcj02: body.gcj02 ?? false };
      for (const [i, point] of body.points.entries()) {
        const [lon, lat] = isPair(point) ? point : [null, null];
        const { place, fault } = locate(county, lon, lat, frame);
        ids.push(place?.id ?? null);
        levels.push(place?.kind ?? null);
        // A point somewhere else is an answer; one that is nowhere is a mistake.
        if (fault && fault !== 'outside_county' && faults.length < FAULTS_TOLD)
          faults.push({ path: `points.${i}`, code: `point_${fault}` });
      }
      if (faults.length > 0) throw new Refusal('invalid_fields', {}, faults);
      return { ids, levels };
    },
  );

  route<Buffer, TableQuery>(
    {
      method: 'POST',
      path: '/places/at/table',
      may: 'territory.read',
      summary: 'A table (XLSX or CSV) with longitude and latitude comes back with the grid of each row',
      query: Type.Object({ gcj02: Type.Optional(Type.Boolean()), swapped: Type.Optional(Type.Boolean()) }),
      raw: true,
      bodyLimit: WORKBOOK_LIMITS.bytes,
      perMinute: 20,
    },
    async ({ county, body, query, now, language, reply }) => {
      if (!Buffer.isBuffer(body)) throw new Refusal('media_unsupported');
      const { workbook, figures } = await locateTable(county, body, query, language);
      reply.header('huying-figures', JSON.stringify(figures));
      sendFile(reply, datedName('points', county, now), 'xlsx', workbook);
    },
  );
}

const isPair = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');
