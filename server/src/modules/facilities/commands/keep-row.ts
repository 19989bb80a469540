/** A facility as a file gives it: the open one of its kind, place and name becomes so, or a new one is made. */
import { v7 as uuidv7 } from 'uuid';
import { PROGRAM } from '../../../access/actor.ts';
import { sql } from '../../../platform/db.ts';
import type { By } from '../../../platform/journal.ts';
import type { Services } from '../../../platform/services.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import type { FacilityFields } from '../check-facility.ts';
import { changeWithin, makeWithin } from './keep-facility.ts';

/** @throws Refusal as making and changing say */
export async function keepFacility(
  services: Services,
  county: CountyRuntime,
  fields: FacilityFields,
  { by, now }: { by: By; now: number },
): Promise<{ id: string; changed: boolean }> {
  const call = { county, actor: PROGRAM, now, key: null, by };
  return services.db.tx(async (tx) => {
    const place = fields.place ?? county.placeIndex.at(...fields.point);
    const found = await tx.row<{ id: string; version: number }>(sql`
      SELECT facility_id AS id, version FROM facility WHERE county_id = ${county.id} AND kind = ${fields.kind}
        AND place_id = ${place} AND name = ${fields.name.trim()} AND to_day IS NULL`);
    if (!found) return { id: (await makeWithin(tx, call, uuidv7(), fields)).id, changed: true };
    const kept = await changeWithin(tx, call, found.id, { ...fields, version: found.version });
    return { id: found.id, changed: kept.version !== found.version };
  });
}
