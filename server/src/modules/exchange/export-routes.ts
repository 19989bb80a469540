/** Files out over the network, each to whom its room is shown. */
import Type from 'typebox';
import { datedName, sendFile } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { FacilityFilter, type FacilityQuery } from '../facilities/index.ts';
import { findVersion, keyOf } from '../items/index.ts';
import { ReportingFilter, type ReportingQuery } from '../people/index.ts';
import { exportDuties } from './export-duties.ts';
import { exportFacilities } from './export-facilities.ts';
import { exportItems } from './export-items.ts';
import { exportPlaces, exportPlacesGeoJson } from './export-places.ts';
import { exportMembers, exportTerms, type TermFilter } from './export-terms.ts';
import { exportReporting } from './reporting.ts';

export function registerExports({ route }: Ground, services: Services): void {
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
  route<unknown, Omit<ReportingQuery, 'limit' | 'cursor'>>(
    {
      method: 'GET',
      path: '/exports/reporting.xlsx',
      may: 'people.read',
      switch: 'reportingIn',
      summary: 'Units that report in, and where each reports, as a workbook that imports back',
      query: ReportingFilter,
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
}
