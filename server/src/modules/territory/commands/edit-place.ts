/** Another name, code, sort or outline for a place, from a day on. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/runtime.ts';
import type { PlaceSet } from '../change.ts';
import { type Ordered, order, put, type TerritoryCall } from '../order.ts';
import { appendToPlaces, frameOf, lockPlaces, type Place, shapesOf } from '../places.ts';
import {
  checkName,
  checkPoint,
  checkShape,
  checkSubkind,
  codeFor,
  editorOf,
  effectiveDay,
  refuseAt,
  requireStanding,
  requireVersion,
} from '../rules.ts';
import type { EditBody } from '../schema.ts';

/** @throws Refusal `invalid_fields`, `nothing_changes`, `stale_version`, `not_permitted`, `place_not_in_force`, `change_planned` */
export function editPlace(services: Services, call: TerritoryCall, id: string, body: EditBody): Promise<Ordered> {
  const { county, actor, now } = call;
  return order(services, call, `places/${id}/edit`, body, async (tx) => {
    const [place] = (await lockPlaces(tx, county.id, [id])) as [Place];
    const by = editorOf(actor, [place.path]);
    requireVersion(place, body.version);
    const from = effectiveDay(county, now, body.from);
    requireStanding(place, from);
    const [parent] = await lockPlaces(tx, county.id, place.parent === null ? [] : [place.parent]);
    const set: PlaceSet = {};
    if (body.name !== undefined && checkName(body.name) !== place.name) set.name = checkName(body.name);
    if (body.subkind !== undefined && checkSubkind(place.kind, body.subkind) !== place.subkind)
      set.subkind = body.subkind;
    if (body.code !== undefined && body.code.trim() !== place.code) {
      // The county's own code is its pack's.
      if (!parent) refuseAt('code', 'code_of_county');
      set.code = await codeFor(tx, county, { kind: place.kind, parent, code: body.code, day: from, own: place.id });
    }
    if (body.gridded !== undefined && body.gridded !== place.gridded) {
      if (place.kind !== 'community') refuseAt('gridded', 'gridded_not_here');
      set.gridded = body.gridded;
    }
    if (body.shape) {
      const shapes = await shapesOf(tx, county.id, parent ? [parent.id, place.id] : [place.id]);
      const frame = shapes.get(parent ? parent.id : place.id) ?? null;
      const shape = checkShape(body.shape, frame, body.fix ?? null);
      if (JSON.stringify(shape) !== JSON.stringify(shapes.get(place.id))) set.shape = shape;
    }
    if (body.point !== undefined) {
      const frame = parent ? await frameOf(tx, county.id, parent, true) : null;
      const point = body.point && checkPoint(place.kind, body.point, frame, body.fix ?? null);
      if (JSON.stringify(point) !== JSON.stringify(place.point)) set.point = point;
    }
    if (Object.keys(set).length === 0) throw new Refusal('nothing_changes');
    const change = uuidv7();
    if (from > dayOf(county, now)) {
      const event = { kind: 'place.change_planned', by, at: now, change, from, fields: Object.keys(set).sort() };
      await appendToPlaces(tx, county.id, [{ place, event }]);
    }
    return put(tx, services, call, { id: change, kind: 'edit', places: [id], heirs: [], from, body: { set }, by });
  });
}
