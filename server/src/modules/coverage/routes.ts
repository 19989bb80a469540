/** The check of the grids: run it, see what it found, mend it. */
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import { datedName, sendFile } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { Named, pageOf } from '../../platform/wire.ts';
import { settingsOf } from './areas.ts';
import { type CheckBody, startCheck } from './check.ts';
import { type MendBody, type MendWish, mendArea, previewMend } from './mend.ts';
import { lookAtAll, mendAll, viewMending } from './mend-all.ts';
import { faultFeatures, faultsWorkbook, presentFault, presentFound, presentRun } from './present.ts';
import { countFaults, KINDS, listFaults, readRun, recentRuns } from './runs.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const Kind = Type.Union(KINDS.map((kind) => Type.Literal(kind)));
const Position = Type.Tuple([Type.Number(), Type.Number()]);
const Metres = (summary: string) => Type.Number({ minimum: 0.02, maximum: 500, description: summary });

const RunView = Type.Object({
  id: Type.String(),
  place: Named,
  job: Type.String(),
  tolerance: Type.Number(),
  startedAt: Type.String(),
  endedAt: Type.Union([Type.String(), Type.Null()]),
  areas: Type.Integer(),
  grids: Type.Integer(),
  undrawn: Type.Integer({ description: 'areas and grids without an outline' }),
  counts: Type.Record(Type.String(), Type.Integer()),
  faults: Type.Integer(),
  state: Type.String({ description: 'waiting | running | done | failed' }),
  done: Type.Integer(),
  total: Type.Integer(),
});

const FaultView = Type.Object({
  no: Type.Integer(),
  kind: Kind,
  of: Kind,
  area: Named,
  places: Type.Array(Named),
  squareMetres: Type.Number(),
  width: Type.Number({ description: 'metres, of the widest circle that fits in' }),
  at: Position,
});

const MendingView = Type.Object({
  id: Type.String(),
  state: Type.String({ description: 'waiting | running | done | failed' }),
  done: Type.Integer(),
  total: Type.Integer(),
  reach: Type.Number(),
  figures: Type.Union([Type.Record(Type.String(), Type.Integer()), Type.Null()]),
  areas: Type.Array(
    Type.Object({
      area: Named,
      mended: Type.Optional(Type.Integer()),
      left: Type.Optional(Type.Integer()),
      remaining: Type.Optional(Type.Integer()),
      changes: Type.Optional(Type.Integer({ description: 'grids with another outline' })),
      refused: Type.Optional(Type.String({ description: 'why the area was left as it is: a code' })),
    }),
  ),
});

const FaultsQuery = Type.Object({
  kind: Type.Optional(Kind),
  area: Type.Optional(Type.String({ maxLength: 64 })),
  cursor: Type.Optional(Type.String({ pattern: '^\\d{1,9}$' })),
});
type FaultsQuery = { kind?: string; area?: string; cursor?: string };

const PAGE = 100;
const COUNT_CAP = 10_000;
/** More are not drawn at once; the list has them all. */
const ON_MAP = 3_000;
const IN_WORKBOOK = 100_000;

type Id = { id: string };

function runId({ id }: Id): string {
  if (!UUID.test(id)) throw new Refusal('not_found');
  return id;
}

export function registerCoverage({ route }: Ground, services: Services): void {
  const { db } = services;

  route<CheckBody>(
    {
      method: 'POST',
      path: '/coverage/runs',
      may: 'territory.edit',
      summary: 'Check whether grids cover their communities, of a place or of the whole county',
      body: Type.Object(
        {
          place: Type.Optional(Type.String({ maxLength: 64 })),
          tolerance: Type.Optional(Metres('what is thinner is a sliver')),
        },
        { additionalProperties: false },
      ),
      reply: Type.Object({ run: Type.String(), job: Type.String() }),
      status: 202,
    },
    ({ county, actor, now, key, body }) => startCheck(services, { county, actor, now, key, body }),
  );

  route(
    {
      method: 'GET',
      path: '/coverage/runs',
      may: 'territory.read',
      summary: 'Checks of late, the latest first',
      reply: Type.Object({
        rows: Type.Array(RunView),
        settings: Type.Object({ tolerance: Type.Number(), mend: Type.Number() }),
      }),
    },
    async ({ county }) => ({
      rows: (await recentRuns(db, county.id, 30)).map((run) => presentRun(county, run)),
      settings: settingsOf(county),
    }),
  );

  route<unknown, unknown, Id>(
    { method: 'GET', path: '/coverage/runs/:id', may: 'territory.read', summary: 'One check', reply: RunView },
    async ({ county, params }) => presentRun(county, await readRun(db, county.id, runId(params))),
  );

  route<unknown, FaultsQuery, Id>(
    {
      method: 'GET',
      path: '/coverage/runs/:id/faults',
      may: 'territory.read',
      summary: 'What a check found',
      query: FaultsQuery,
      reply: pageOf(FaultView),
    },
    async ({ county, params, query }) => {
      const filter = { run: (await readRun(db, county.id, runId(params))).id, kind: query.kind, area: query.area };
      const found = await listFaults(db, county.id, filter, { after: Number(query.cursor ?? 0), limit: PAGE + 1 });
      const page = found.slice(0, PAGE);
      const count = await countFaults(db, county.id, filter, COUNT_CAP + 1);
      return {
        rows: page.map((row) => presentFault(county, row)),
        next: found.length > PAGE ? String(page[PAGE - 1]?.no) : null,
        count: Math.min(count, COUNT_CAP),
        counted: count <= COUNT_CAP,
      };
    },
  );

  route<unknown, FaultsQuery, Id>(
    {
      method: 'GET',
      path: '/coverage/runs/:id/faults.geojson',
      may: 'territory.read',
      summary: 'What a check found, with outlines, for the map: the first 3,000',
      query: FaultsQuery,
    },
    async ({ county, params, query }) => {
      const filter = { run: (await readRun(db, county.id, runId(params))).id, kind: query.kind, area: query.area };
      return faultFeatures(county, await listFaults(db, county.id, filter, { limit: ON_MAP }));
    },
  );

  route<unknown, FaultsQuery, Id>(
    {
      method: 'GET',
      path: '/coverage/runs/:id/faults.xlsx',
      may: 'territory.read',
      summary: 'What a check found, as a workbook',
      query: FaultsQuery,
      raw: true,
    },
    async ({ county, params, query, now, language, reply }) => {
      const filter = { run: (await readRun(db, county.id, runId(params))).id, kind: query.kind, area: query.area };
      const book = await faultsWorkbook(
        county,
        await listFaults(db, county.id, filter, { limit: IN_WORKBOOK }),
        language,
      );
      sendFile(reply, datedName('coverage', county, now), 'xlsx', book);
    },
  );

  route<unknown, { reach?: number; run?: string; faults?: string }, Id>(
    {
      method: 'GET',
      path: '/coverage/areas/:id/mending',
      may: 'territory.edit',
      summary: 'What mending a gridded area would change, before anything is done',
      query: Type.Object({
        reach: Type.Optional(Metres('faults up to this width are mended')),
        run: Type.Optional(Type.String({ pattern: UUID.source })),
        faults: Type.Optional(
          Type.String({ pattern: '^\\d{1,9}(,\\d{1,9}){0,199}$', description: 'numbers of the run' }),
        ),
      }),
    },
    async ({ county, params, query, now }) => {
      const wish: MendWish = {
        ...(query.reach === undefined ? {} : { reach: query.reach }),
        ...(query.run ? { run: query.run } : {}),
        ...(query.faults ? { faults: query.faults.split(',').map(Number) } : {}),
      };
      const { mended, left, ...view } = await previewMend(db, county, params.id, wish, now);
      const names = (ids: string[]) => ids.map((id) => ({ id, name: county.places.get(id)?.name ?? id }));
      return {
        ...view,
        mended: mended.map(({ fault, to }) => ({ ...presentFound(county, fault), to: names(to) })),
        left: left.map(({ fault, because }) => ({ ...presentFound(county, fault), because })),
      };
    },
  );

  route<MendBody, unknown, Id>(
    {
      method: 'POST',
      path: '/coverage/areas/:id/mend',
      may: 'territory.edit',
      summary: 'Mend a gridded area: change the outlines of its grids as the preview showed',
      body: Type.Object(
        {
          reach: Type.Optional(Metres('faults up to this width are mended')),
          run: Type.Optional(Type.String({ pattern: UUID.source })),
          faults: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 200 })),
          seen: Type.Array(
            Type.Object(
              { place: Type.String({ maxLength: 64 }), version: Type.Integer({ minimum: 1 }) },
              { additionalProperties: false },
            ),
            { maxItems: 5_000 },
          ),
        },
        { additionalProperties: false },
      ),
      reply: Type.Object({
        mended: Type.Integer(),
        left: Type.Integer(),
        remaining: Type.Integer(),
        places: Type.Array(Type.String()),
      }),
      bodyLimit: 1024 * 1024,
    },
    ({ county, actor, now, key, body, params }) => mendArea(services, { county, actor, now, key }, params.id, body),
  );

  const strict = { additionalProperties: false };
  const InLine = Type.Object({ job: Type.String() });
  route<{ reach?: number }, unknown, Id>(
    {
      method: 'POST',
      path: '/coverage/runs/:id/mendings',
      may: 'territory.edit',
      summary: 'Work out what mending all areas of a check would change; nothing is done yet',
      body: Type.Object({ reach: Type.Optional(Metres('faults up to this width are mended')) }, strict),
      reply: InLine,
      status: 202,
    },
    ({ county, actor, now, key, body, params }) =>
      lookAtAll(services, { county, actor, now, key }, runId(params), body),
  );

  route<unknown, unknown, Id & { mending: string }>(
    {
      method: 'GET',
      path: '/coverage/runs/:id/mendings/:mending',
      may: 'territory.edit',
      summary: 'How far the working out, or the mending, of all areas is, and what it says area by area',
      reply: MendingView,
    },
    ({ county, params }) => viewMending(db, county, runId(params), runId({ id: params.mending })),
  );

  route<{ mending: string }, unknown, Id>(
    {
      method: 'POST',
      path: '/coverage/runs/:id/mend',
      may: 'territory.edit',
      summary: 'Mend all areas of a check as the preview showed; what changed since is left',
      body: Type.Object({ mending: Type.String({ pattern: UUID.source, description: 'the preview' }) }, strict),
      reply: InLine,
      status: 202,
    },
    ({ county, actor, now, key, body, params }) => mendAll(services, { county, actor, now, key }, runId(params), body),
  );
}
