/** Units that report in (双报到): which there are, where each reports, and another place for one. */
import Type from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { type ReportToBody, reportTo } from './commands/report-to.ts';
import { listReporting, type ReportingQuery } from './reporting.ts';
import { type Id, Key, Limit } from './wire.ts';

/** What the list and its workbook are narrowed by. */
export const ReportingFilter = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 40 })),
  place: Type.Optional(Key),
  open: Type.Optional(Type.Boolean({ description: 'only those that report nowhere yet' })),
});

export function registerReporting({ route }: Ground, services: Services): void {
  route<unknown, ReportingQuery>(
    {
      method: 'GET',
      path: '/units/reporting',
      may: 'people.read',
      switch: 'reportingIn',
      summary: 'Units that report in, the grid or community each reports to, and how many members it sends',
      query: Type.Object({ ...ReportingFilter.properties, limit: Limit, cursor: Type.Optional(Key) }),
    },
    ({ county, actor, now, query }) => listReporting(services.db, county, actor, query, now),
  );

  route<ReportToBody, unknown, Id>(
    {
      method: 'POST',
      path: '/units/:id/reports-to',
      may: 'party.edit',
      switch: 'reportingIn',
      summary: 'The grid or community that a unit reports to; null: none',
      body: Type.Object(
        { place: Type.Union([Key, Type.Null()]), version: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
    },
    ({ county, actor, now, key, params, body }) => reportTo(services, { county, actor, now, key }, params.id, body),
  );
}
