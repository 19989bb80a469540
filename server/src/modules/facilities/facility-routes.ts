/** Facilities over the network: for everybody to find, for those in charge to keep. */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import type { FacilityFields } from './check-facility.ts';
import {
  type Change,
  type CloseBody,
  changeFacility,
  closeFacility,
  makeFacility,
  reopenFacility,
} from './commands/keep-facility.ts';
import { allFacilities, type FacilityQuery, listFacilities } from './list-facilities.ts';
import { presentRow } from './present.ts';
import { seesRosters } from './reach.ts';
import { facilityRules } from './rules.ts';
import * as shape from './schema.ts';
import { viewFacility } from './view-facility.ts';
import { callOf, type Id, idOf } from './wire.ts';

export function registerKept({ route }: Ground, services: Services): void {
  const { db } = services;

  route<unknown, FacilityQuery>(
    {
      method: 'GET',
      path: '/facilities',
      may: 'public',
      summary: 'Facilities by kind, place, service or name, or the nearest; open now, and until when',
      query: shape.FacilityFilter,
    },
    async ({ county, actor, now, query }) => {
      return listFacilities(db, county, { ...query, closed: query.closed === true && seesRosters(actor) }, now);
    },
  );

  route(
    {
      method: 'GET',
      path: '/facilities/kinds',
      may: 'public',
      summary: "The county's kinds of facility and team, services, excuses and rules of duty",
    },
    async ({ county }) => {
      const { demo: _, ...rules } = facilityRules(county);
      return rules;
    },
  );

  route<unknown, FacilityQuery>(
    {
      method: 'GET',
      path: '/facilities/map',
      may: 'public',
      switch: 'map',
      summary: 'All of them as points',
      query: shape.FacilityFilter,
    },
    async ({ county, now, query }) => {
      const rows = await allFacilities(db, county, { ...query, closed: false }, now);
      return {
        points: rows.map((row) => {
          const { id, kind, name, point, open } = presentRow(county, row, now);
          return { id, kind, name, point, open };
        }),
      };
    },
  );

  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/facilities/:id',
      may: 'public',
      summary: 'One facility: hours, services, who answers there',
    },
    async ({ county, actor, now, params }) => {
      return viewFacility(db, county, actor, idOf(params), now);
    },
  );

  route<FacilityFields & { id: string }>(
    {
      method: 'POST',
      path: '/facilities',
      may: 'facilities.edit',
      summary: 'Make a facility',
      body: shape.MakeFacility,
      status: 201,
    },
    (call) => makeFacility(services, callOf(call), call.body),
  );
  route<Change, unknown, Id>(
    {
      method: 'POST',
      path: '/facilities/:id/change',
      may: 'facilities.edit',
      summary: 'Change a facility',
      body: shape.ChangeFacility,
    },
    (call) => changeFacility(services, callOf(call), idOf(call.params), call.body),
  );
  route<CloseBody, unknown, Id>(
    {
      method: 'POST',
      path: '/facilities/:id/close',
      may: 'facilities.edit',
      summary: 'Close a facility after a day',
      body: shape.CloseFacility,
    },
    (call) => closeFacility(services, callOf(call), idOf(call.params), call.body),
  );
  route<{ version: number }, unknown, Id>(
    {
      method: 'POST',
      path: '/facilities/:id/reopen',
      may: 'facilities.edit',
      summary: 'Reopen a closed facility',
      body: shape.OnlyVersion,
    },
    (call) => reopenFacility(services, callOf(call), idOf(call.params), call.body),
  );
}
