/** A place ends without one after it: its matters go to the parent, its terms end, dwellings below go up. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import type { Services } from '../../../platform/services.ts';
import { putLastDay, requireEndable } from '../ending.ts';
import { type Ordered, order, put, type TerritoryCall } from '../order.ts';
import { childrenOf, lockPlaces, type Place } from '../places.ts';
import { editorOf, effectiveDay, requireVersion } from '../rules.ts';
import type { RetireBody } from '../schema.ts';

/** @throws Refusal `place_has_below` while places with codes lie below it, and as `requireEndable` */
export function retirePlace(services: Services, call: TerritoryCall, id: string, body: RetireBody): Promise<Ordered> {
  const { county, actor, now } = call;
  return order(services, call, `places/${id}/retire`, body, async (tx) => {
    const [place] = (await lockPlaces(tx, county.id, [id])) as [Place];
    const by = editorOf(actor, [place.path]);
    requireVersion(place, body.version);
    const from = effectiveDay(county, now, body.from);
    await requireEndable(tx, county.id, [place], from);
    const coded = (await childrenOf(tx, county.id, [id], from)).filter((child) => child.code !== '');
    if (coded.length > 0) throw new Refusal('place_has_below', { n: coded.length });
    const change = uuidv7();
    await putLastDay(tx, county.id, [place], { change, kind: 'retire', from, heirs: [], by, now });
    return put(tx, services, call, { id: change, kind: 'retire', places: [id], heirs: [], from, body: {}, by });
  });
}
