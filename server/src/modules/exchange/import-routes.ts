/** Files in over the network: what one may bring in, the files to fill in, and what became of each row. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import { postFor } from '../../access/actor.ts';
import { datedName, GEOJSON, sendFile, WORKBOOK_LIMITS, XLSX } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import { readJob } from '../../platform/jobs.ts';
import type { Services } from '../../platform/services.ts';
import { keyOf } from '../items/index.ts';
import type { Fix } from '../territory/index.ts';
import { peopleTemplate } from './export-terms.ts';
import { type GradeSheetQuery, gradeSheet } from './grade-sheet.ts';
import { importIntoDraft } from './import-into-draft.ts';
import { requestImport, resultFolder } from './job.ts';
import { defaultMapping, IMPORT_KINDS, importsFor, kindOf, mayImport } from './kinds.ts';
import { RESULT_WORKBOOK } from './perform-import.ts';
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
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function registerImports({ app, route }: Ground, services: Services): void {
  app.addContentTypeParser(XLSX, { parseAs: 'buffer', bodyLimit: WORKBOOK_LIMITS.bytes }, (_request, body, done) =>
    done(null, body),
  );

  const takeBytes = (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body);
  app.addContentTypeParser(GEOJSON, { parseAs: 'buffer', bodyLimit: WORKBOOK_LIMITS.bytes }, takeBytes as never);

  route(
    {
      method: 'GET',
      path: '/imports',
      may: 'signed',
      summary: 'What the person who asks may bring in',
      reply: Type.Object({
        rows: Type.Array(
          Type.Object({
            kind: Type.String(),
            format: Type.Union([Type.Literal('xlsx'), Type.Literal('geojson')]),
            fixes: Type.Boolean({ description: 'mistakes in its coordinates can be put right' }),
            template: Type.Union([Type.Null(), Type.String()], { description: 'the path of the file to fill in' }),
          }),
        ),
      }),
    },
    async ({ county, actor }) => ({
      rows: importsFor(county, actor).map((kind) => {
        const { ground = false, template } = kindOf(kind);
        const format = kind === 'shapes' ? ('geojson' as const) : ('xlsx' as const);
        return { kind, format, fixes: ground, template: template ? `/imports/${kind}/template.${template}` : null };
      }),
    }),
  );

  for (const what of IMPORT_KINDS) {
    const { may, switch: room, ground } = kindOf(what);
    route<Buffer, { mapping?: string; fix?: Fix }>(
      {
        method: 'POST',
        path: `/imports/${what}`,
        may: may[0],
        ...(room ? { switch: room } : {}),
        summary:
          what === 'shapes'
            ? 'Takes in outlines and points of places; the body is the GeoJSON file'
            : `Takes in a workbook of ${what}; the body is the XLSX file`,
        query: ground ? GroundQuery : MappingQuery,
        reply: Type.Object({ job: Type.String() }),
        status: 202,
        bodyLimit: WORKBOOK_LIMITS.bytes,
        perMinute: 10,
      },
      async ({ county, actor, now, key, language, body, query }) => {
        if (!Buffer.isBuffer(body)) throw new Refusal('media_unsupported');
        if (!mayImport(actor, what)) throw new Refusal('not_permitted');
        const post = postFor(actor, may[0], () => true)?.id ?? null;
        const mapping = query.mapping ?? defaultMapping(what);
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
        may: kindOf(what).may[0],
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
      may: kindOf('grades').may[0],
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
}
