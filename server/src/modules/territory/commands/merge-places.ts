/** Several places become one: one of them that goes on, or a new one. */
import { childPath, Refusal } from '@huying/domain/kernel';
import { joined } from '@huying/domain/places';
import type { Shape } from '@huying/domain/territory';
import { v7 as uuidv7 } from 'uuid';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import type { PlaceSet } from '../change.ts';
import { putLastDay, requireEndable } from '../ending.ts';
import { type Ordered, order, put, type TerritoryCall } from '../order.ts';
import { appendToPlaces, insertPlaces, lockPlaces, newPlaceId, type Place, shapesOf, writeShape } from '../places.ts';
import {
  checkName,
  checkSubkind,
  codeFor,
  editorOf,
  effectiveDay,
  refuseAt,
  requireStanding,
  requireVersion,
} from '../rules.ts';
import type { MergeBody } from '../schema.ts';

/** @throws Refusal `merge_unlike` for places of different levels or parents, `invalid_fields`, and as `requireEndable` */
export function mergePlaces(services: Services, call: TerritoryCall, body: MergeBody): Promise<Ordered> {
  const { county, actor, now } = call;
  return order(services, call, 'places/merge', body, async (tx) => {
    const ids = body.places.map((one) => one.id);
    if (new Set(ids).size < ids.length) refuseAt('places', 'place_twice');
    const places = await lockPlaces(tx, county.id, ids);
    const by = editorOf(
      actor,
      places.map((place) => place.path),
    );
    for (const [index, place] of places.entries())
      requireVersion(place, (body.places[index] as { version: number }).version);
    const [first] = places as [Place];
    if (places.some((one) => one.kind !== first.kind || one.parent !== first.parent)) throw new Refusal('merge_unlike');
    const from = effectiveDay(county, now, body.from);
    const stays = body.into === undefined ? null : (places.find((one) => one.id === body.into) ?? null);
    if (body.into !== undefined && !stays) refuseAt('into', 'merge_into_other');
    const ending = places.filter((one) => one !== stays);
    await requireEndable(tx, county.id, ending, from);
    if (stays) requireStanding(stays, from);
    const [parent] = (await lockPlaces(tx, county.id, [first.parent as string])) as [Place];
    const shapes = [...(await shapesOf(tx, county.id, ids)).values()];
    const shape = shapes.length === places.length ? (joined(shapes) as Shape | null) : null;
    const change = uuidv7();
    const heir = stays ? stays.id : newPlaceId();
    const set: PlaceSet = {};
    // First, so that a new place may take over the code of one that ends.
    await putLastDay(tx, county.id, ending, { change, kind: 'merge', from, heirs: [heir], by, now });
    if (stays) {
      if (body.name !== undefined && checkName(body.name) !== stays.name) set.name = checkName(body.name);
      if (shape) set.shape = shape;
      if (from > dayOf(county, now)) {
        const event = { kind: 'place.change_planned', by, at: now, change, from, fields: Object.keys(set).sort() };
        await appendToPlaces(tx, county.id, [{ place: stays, event }]);
      }
    } else {
      if (body.name === undefined) refuseAt('name', 'field_required');
      const { kind, gridded } = first;
      const code = await codeFor(tx, county, { kind, parent, code: body.code, day: from });
      const subkind = checkSubkind(kind, body.subkind === undefined ? first.subkind : body.subkind);
      const path = childPath(parent.path, heir);
      const made = {
        id: heir,
        parent: parent.id,
        kind,
        subkind,
        code,
        name: checkName(body.name),
        path,
        gridded,
        from,
      };
      await insertPlaces(tx, county, [made], { by, now, change });
      if (shape) await writeShape(tx, county.id, heir, shape);
    }
    return put(tx, services, call, {
      id: change,
      kind: 'merge',
      places: ending.map((one) => one.id),
      heirs: [heir],
      from,
      body: stays ? { set } : {},
      by,
    });
  });
}
