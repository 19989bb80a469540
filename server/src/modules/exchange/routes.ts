/** Files in and out over the network. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@huying/domain/kernel';
import type { Switch } from '@huying/domain/pack';
import Type from 'typebox';
import { permits, postFor } from '../../access/actor.ts';
import { datedName, GEOJSON, sendFile, WORKBOOK_LIMITS, XLSX } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import { readJob } from '../../platform/jobs.ts';
import type { Services } from '../../platform/services.ts';
import { FacilityFilter, type FacilityQuery } from '../facilities/index.ts';
import { findVersion, keyOf } from '../items/index.ts';
import type { Fix } from '../territory/index.ts';
import { exportDuties } from './export-duties.ts';
import { exportFacilities } from './export-facilities.ts';
import { exportItems } from './export-items.ts';
import { exportPlaces, exportPlacesGeoJson } from './export-places.ts';
import { exportMembers, exportTerms, peopleTemplate, type TermFilter } from './export-terms.ts';
import { type GradeSheetQuery, gradeSheet } from './grade-sheet.ts';
import { importIntoDraft } from './import-into-draft.ts';
import { requestImport, resultFolder } from './job.ts';
import { DEFAULT_MAPPING, IMPORT_KINDS, IMPORT_MAY, type ImportKind } from './mapping.ts';
import { RESULT_WORKBOOK } from './perform-import.ts';
import { exportReporting } from './reporting.ts';
import { placesTemplate, shapesTemplate } from './templates.ts';

const MappingQuery = Type.Object({ mapping: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })) });
const GroundQuery = Type.Object({
  ...MappingQuery.properties,
  fix: Type.Optional(
    Type.Union([Type.Literal('swap'), Type.Literal('gcj02')], {
      description: 'put this mistake in the coordinates right where it is found',
    }),
  ),
});
/** Kinds that come with a room which a county may have switched off. */
const SWITCHES: Partial<Record<ImportKind, Switch>> = {
  devices: 'devices',
  members: 'party',
  grades: 'grades',
  reporting: 'reportingIn',
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function registerExchange({ app, route }: Ground, services: Services): void {
  app.addContentTypeParser(XLSX, { parseAs: 'buffer', bodyLimit: WORKBOOK_LIMITS.bytes }, (_request, body, done) =>
    done(null, body),
  );

  const takeBytes = (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body);
  app.addContentTypeParser(GEOJSON, { parseAs: 'buffer', bodyLimit: WORKBOOK_LIMITS.bytes }, takeBytes as never);

  for (const what of IMPORT_KINDS) {
    route<Buffer, { mapping?: string; fix?: Fix }>(
      {
        method: 'POST',
        path: `/imports/${what}`,
        may: IMPORT_MAY[what],
        ...(what in SWITCHES ? { switch: SWITCHES[what] as Switch } : {}),
        summary:
          what === 'shapes'
            ? 'Takes in outlines and points of places; the body is the GeoJSON file'
            : `Takes in a workbook of ${what}; the body is the XLSX file`,
        query: what === 'shapes' || what === 'places' ? GroundQuery : MappingQuery,
        reply: Type.Object({ job: Type.String() }),
        status: 202,
        bodyLimit: WORKBOOK_LIMITS.bytes,
        perMinute: 10,
      },
      async ({ county, actor, now, key, language, body, query }) => {
        if (!Buffer.isBuffer(body)) throw new Refusal('media_unsupported');
        // Places are the business of whoever keeps the territory.
        if ((what === 'places' || what === 'shapes') && !permits(actor, 'territory.edit'))
          throw new Refusal('not_permitted');
        const post = postFor(actor, IMPORT_MAY[what], () => true)?.id ?? null;
        const mapping = query.mapping ?? DEFAULT_MAPPING[what];
        const fix = query.fix ?? null;
        return requestImport(services, { county, actor, post, now, key, language, what, mapping, file: body, fix });
      },
    );
  }

  route<Buffer, { seen: number; mapping?: string }, { list: string; version: string }>(
    {
      method: 'POST',
      path: '/lists/:list/versions/:version/workbook',
      may: 'items.edit',
      summary: 'A workbook into a draft, whole or not at all; the body is the XLSX file',
      query: Type.Object({
        seen: Type.Integer({ minimum: 1, description: 'the revision seen' }),
        mapping: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
      }),
      bodyLimit: WORKBOOK_LIMITS.bytes,
      perMinute: 20,
    },
    async ({ county, actor, now, key, language, body, query, params }) => {
      if (!Buffer.isBuffer(body)) throw new Refusal('media_unsupported');
      const edit = { county, actor, now, key, version: keyOf(params.list, params.version), seen: query.seen };
      return importIntoDraft(services, edit, body, { mapping: query.mapping ?? 'items', language });
    },
  );

  route<unknown, unknown, { list: string; version: string }>(
    {
      method: 'GET',
      path: '/lists/:list/versions/:version/workbook.xlsx',
      may: 'items.read',
      summary: 'One version as a workbook that goes back into a draft unchanged',
      raw: true,
    },
    async (call) => {
      const { county, actor, params } = call;
      const { row } = await findVersion(services.db, county, actor, keyOf(params.list, params.version));
      const book =
        row.kind === 'items'
          ? await exportItems(services.db, county, { id: row.list, version: row.version })
          : await exportDuties(services.db, county, row);
      sendFile(call.reply, `${row.list}-v${row.version}`, 'xlsx', book);
    },
  );

  route<unknown, unknown, { id: string }>(
    {
      method: 'GET',
      path: '/jobs/:id/result.xlsx',
      may: 'signed',
      summary: 'What became of each row of an import',
      raw: true,
    },
    async (call) => {
      if (!UUID.test(call.params.id)) throw new Refusal('not_found');
      const job = await readJob(services.db, call.county.id, call.params.id);
      const path = join(resultFolder(services, call.county.id, job, call.actor), RESULT_WORKBOOK);
      const found = await stat(path).catch(() => null);
      if (!found) throw new Refusal('not_found');
      call.reply.header('content-length', found.size);
      sendFile(call.reply, `import-${call.params.id}`, 'xlsx', createReadStream(path));
    },
  );

  route(
    {
      method: 'GET',
      path: '/imports/places/template.xlsx',
      may: 'import.run',
      summary: 'An empty workbook of places to fill in',
      raw: true,
    },
    async ({ county, language, reply }) =>
      sendFile(reply, 'places-template', 'xlsx', await placesTemplate(county, language)),
  );
  route(
    {
      method: 'GET',
      path: '/imports/shapes/template.geojson',
      may: 'import.run',
      summary: 'A GeoJSON file of one outline and one point to copy',
      raw: true,
    },
    async ({ county, reply }) => sendFile(reply, 'shapes-template', 'geojson', shapesTemplate(county)),
  );

  for (const what of ['terms', 'members'] as const) {
    route(
      {
        method: 'GET',
        path: `/imports/${what}/template.xlsx`,
        may: IMPORT_MAY[what],
        ...(what === 'members' ? { switch: 'party' } : {}),
        summary: `An empty workbook of ${what} to fill in`,
        raw: true,
      },
      async ({ county, language, reply }) =>
        sendFile(reply, `${what}-template`, 'xlsx', await peopleTemplate(county, what, language)),
    );
  }

  route<unknown, GradeSheetQuery>(
    {
      method: 'GET',
      path: '/imports/grades/template.xlsx',
      may: IMPORT_MAY.grades,
      switch: 'grades',
      summary: "A workbook of a year's assessments: a row for each worker, filled with what is known",
      query: Type.Object({
        year: Type.Optional(Type.String({ pattern: '^(19|20)[0-9]{2}$' })),
        place: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      }),
      raw: true,
    },
    async ({ county, actor, now, language, query, reply }) => {
      const book = await gradeSheet(services.db, county, actor, query, { now, language });
      sendFile(reply, datedName('assessments', county, now), 'xlsx', book);
    },
  );

  const Key = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }));
  route<unknown, TermFilter>(
    {
      method: 'GET',
      path: '/exports/terms.xlsx',
      may: 'people.read',
      summary: 'Terms as a workbook that imports back, without numbers',
      query: Type.Object({ kind: Key, place: Key, unit: Key }),
      raw: true,
    },
    async ({ county, actor, now, query, reply }) =>
      sendFile(reply, datedName('terms', county, now), 'xlsx', await exportTerms(services.db, county, actor, query)),
  );
  route<unknown, { place?: string }>(
    {
      method: 'GET',
      path: '/exports/reporting.xlsx',
      may: 'people.read',
      switch: 'reportingIn',
      summary: 'Units that report in, and where each reports, as a workbook that imports back',
      query: Type.Object({ place: Key }),
      raw: true,
    },
    async ({ county, actor, now, query, reply }) =>
      sendFile(
        reply,
        datedName('reporting', county, now),
        'xlsx',
        await exportReporting(services.db, county, actor, query, now),
      ),
  );
  route<unknown, { org?: string }>(
    {
      method: 'GET',
      path: '/exports/members.xlsx',
      may: 'party.read',
      switch: 'party',
      summary: 'Party members as a workbook that imports back, without numbers',
      query: Type.Object({ org: Type.Optional(Type.String({ format: 'uuid' })) }),
      raw: true,
    },
    async ({ county, actor, now, query, reply }) => {
      const book = await exportMembers(services.db, county, actor, now, query.org ?? null);
      sendFile(reply, datedName('members', county, now), 'xlsx', book);
    },
  );

  route(
    {
      method: 'GET',
      path: '/exports/items.xlsx',
      may: 'items.read',
      summary: 'The list in force as a workbook that imports back',
      raw: true,
    },
    async ({ county, now, reply }) =>
      sendFile(reply, datedName('items', county, now), 'xlsx', await exportItems(services.db, county)),
  );
  route<unknown, FacilityQuery>(
    {
      method: 'GET',
      path: '/exports/facilities.xlsx',
      may: 'facilities.read',
      summary: 'Facilities as a workbook that imports back',
      query: FacilityFilter,
      raw: true,
    },
    async ({ county, now, query, reply }) =>
      sendFile(
        reply,
        datedName('facilities', county, now),
        'xlsx',
        await exportFacilities(services.db, county, now, query),
      ),
  );
  route(
    {
      method: 'GET',
      path: '/exports/places.xlsx',
      may: 'territory.read',
      summary: 'The territory tree as a workbook',
      raw: true,
    },
    async ({ county, now, language, reply }) =>
      sendFile(reply, datedName('places', county, now), 'xlsx', await exportPlaces(services.db, county, language)),
  );
  route(
    {
      method: 'GET',
      path: '/exports/places.geojson',
      may: 'territory.read',
      summary: 'Outlines and points of all places',
      raw: true,
    },
    async ({ county, now, reply }) =>
      sendFile(reply, datedName('places', county, now), 'geojson', await exportPlacesGeoJson(services.db, county)),
  );
}
