/** A new place below a parent. */
import { childPath } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import type { Services } from '../../../platform/services.ts';
import { type Ordered, order, put, type TerritoryCall } from '../order.ts';
import { frameOf, insertPlaces, lockPlaces, newPlaceId, type Place, shapesOf, writeShape } from '../places.ts';
import {
  checkLevel,
  checkName,
  checkPoint,
  checkShape,
  checkSubkind,
  codeFor,
  editorOf,
  effectiveDay,
  requireStanding,
} from '../rules.ts';
import type { MakeBody } from '../schema.ts';

/** @throws Refusal `invalid_fields`, `not_permitted`, `place_not_in_force`, `change_planned` */
export function makePlace(services: Services, call: TerritoryCall, body: MakeBody): Promise<Ordered> {
  const { county, actor, now } = call;
  return order(services, call, 'places', body, async (tx) => {
    const [parent] = (await lockPlaces(tx, county.id, [body.parent])) as [Place];
    const by = editorOf(actor, [parent.path]);
    const from = effectiveDay(county, now, body.from);
    requireStanding(parent, from);
    checkLevel(county, body.kind, parent);
    const { kind } = body;
    const subkind = checkSubkind(kind, body.subkind);
    const name = checkName(body.name);
    const code = await codeFor(tx, county, { kind, parent, code: body.code, day: from });
    const frame = (await shapesOf(tx, county.id, [parent.id])).get(parent.id) ?? null;
    const shape = body.shape ? checkShape(body.shape, frame, body.fix ?? null) : null;
    const point = body.point
      ? checkPoint(kind, body.point, await frameOf(tx, county.id, parent), body.fix ?? null)
      : null;
    const change = uuidv7();
    const id = newPlaceId();
    await insertPlaces(
      tx,
      county,
      [
        {
          ...{ id, parent: parent.id, kind, subkind, code, name, path: childPath(parent.path, id) },
          ...{ gridded: false, point, from },
        },
      ],
      { by, now, change },
    );
    if (shape) await writeShape(tx, county.id, id, shape);
    return put(tx, services, call, { id: change, kind: 'make', places: [], heirs: [id], from, body: {}, by });
  });
}
