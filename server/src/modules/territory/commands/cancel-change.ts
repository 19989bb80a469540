/** A planned change is called off before its day. */
import { Refusal } from '@huying/domain/kernel';
import { sql } from '../../../platform/db.ts';
import { dayBefore } from '../../../platform/in-force.ts';
import type { Services } from '../../../platform/services.ts';
import { settlePlacePosts } from '../../people/index.ts';
import { lockChange, settleChange } from '../change.ts';
import { order, type TerritoryCall } from '../order.ts';
import { appendToPlaces, lockPlaces } from '../places.ts';
import { editorOf } from '../rules.ts';

/** @throws Refusal `not_found`, `not_permitted`, `change_over` once it took effect or was cancelled, `change_built_on` */
export function cancelChange(
  services: Services,
  call: TerritoryCall,
  id: string,
): Promise<{ change: string; state: 'cancelled' }> {
  const { county, actor, now } = call;
  return order(services, call, `place-changes/${id}/cancel`, {}, async (tx) => {
    const change = await lockChange(tx, county.id, id);
    const places = await lockPlaces(tx, county.id, change.places);
    const heirs = await lockPlaces(tx, county.id, change.heirs);
    const by = editorOf(
      actor,
      [...places, ...heirs].map((place) => place.path),
    );
    if (change.state !== 'planned') throw new Refusal('change_over');
    // The survivor of a merge was there before.
    const made = heirs.filter((heir) => heir.from === change.from && change.kind !== 'edit');
    const builtOn = await tx.row(sql`
      SELECT 1 FROM place p WHERE p.county_id = ${county.id} AND p.parent_id = ANY(${made.map((place) => place.id)}) LIMIT 1`);
    if (builtOn || made.some((place) => place.endedBy !== null)) throw new Refusal('change_built_on');
    await tx.rows(sql`
      UPDATE place SET to_day = NULL, ended_by = NULL
      WHERE county_id = ${county.id} AND place_id = ANY(${places.map((place) => place.id)}) AND ended_by = ${id}`);
    await tx.rows(sql`
      UPDATE place SET to_day = ${dayBefore(change.from)}
      WHERE county_id = ${county.id} AND place_id = ANY(${made.map((place) => place.id)})`);
    for (const { id: place } of made)
      await settlePlacePosts(tx, county, { place, heir: null, day: change.from, by, now });
    await appendToPlaces(
      tx,
      county.id,
      [...places, ...heirs].map((place) => ({
        place,
        event: { kind: 'place.change_cancelled', by, at: now, change: id },
      })),
    );
    await settleChange(tx, county.id, id, { state: 'cancelled', now });
    return { change: id, state: 'cancelled' as const };
  });
}
