/** Plaques at members' doors: so many households hung or taken down by an organisation. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { sql } from '../../../platform/db.ts';
import { insertRows } from '../../../platform/rows.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import { byFor, commanded, dayBefore, type PartyCall, requireEdit } from '../calls.ts';
import { appendToOrg, lockOrg } from '../orgs.ts';

export type PlaquesBody = { version: number; hang?: number; take?: number };

/** @throws Refusal `invalid_fields` (party_plaques_few) when more are taken down than hang */
export function changePlaques(
  services: Services,
  call: PartyCall,
  id: string,
  body: PlaquesBody,
): Promise<{ plaques: number; version: number }> {
  const { county, now } = call;
  return commanded(services, call, `party/orgs/${id}/plaques`, body, async (tx) => {
    const today = dayOf(county, now);
    const org = await lockOrg(tx, county.id, id, body.version, today);
    requireEdit(call, org.spot.path);
    const hanging = await tx.rows<{ id: string }>(sql`
      SELECT plaque_id AS id FROM party_plaque
      WHERE county_id = ${county.id} AND org_id = ${id} AND to_day IS NULL ORDER BY plaque_id DESC`);
    const { hang = 0, take = 0 } = body;
    if (take > hanging.length) throw new Refusal('invalid_fields', {}, [{ path: 'take', code: 'party_plaques_few' }]);
    const taken = hanging.slice(0, take).map((row) => row.id);
    await tx.rows(sql`
      UPDATE party_plaque SET to_day = ${dayBefore(today)} WHERE county_id = ${county.id} AND plaque_id = ANY(${taken})`);
    const hung = Array.from({ length: hang }, () => uuidv7());
    await insertRows(
      tx,
      'party_plaque',
      hung.map((plaque) => ({
        county_id: county.id,
        plaque_id: plaque,
        org_id: id,
        place_id: org.place,
        from_day: today,
      })),
    );
    const head = await appendToOrg(tx, county.id, org, [
      { kind: 'party_org.plaques', by: byFor(call), at: now, hung, taken },
    ]);
    return { plaques: hanging.length - take + hang, version: head.seq };
  });
}
