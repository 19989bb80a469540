/** What follows from another outline of a grid or another point of a place, to be said before it is put in. */
import { Refusal } from '@huying/domain/kernel';
import type { Queryable } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { frameOf, readPlace, shapesOf } from './places.ts';
import { placeNames } from './present.ts';
import { rehousedBy } from './rehouse.ts';
import { checkPoint, checkShape, refuseAt } from './rules.ts';
import type { RedrawnBody } from './schema.ts';

const NAMED = 100;

/** @throws Refusal `not_found`, `invalid_fields` (shape, point) */
export async function redrawn(
  db: Queryable,
  county: CountyRuntime,
  id: string,
  { shape, point, fix = null }: Omit<RedrawnBody, 'fix'> & { fix?: RedrawnBody['fix'] | null },
  day: string,
) {
  const place = await readPlace(db, county.id, id);
  if (!place) throw new Refusal('not_found');
  if (!shape && !point) refuseAt('shape', 'field_invalid');
  const upper = place.parent ?? place.id;
  const shapes = await shapesOf(db, county.id, [upper, id]);
  const drawn = shape && checkShape(shape, shapes.get(upper) ?? null, fix);
  const parent = point && place.parent ? await readPlace(db, county.id, place.parent) : null;
  const frame = parent && (await frameOf(db, county.id, parent, true));
  const pinned = point ? [{ ...place, point: checkPoint(place.kind, point, frame, fix) }] : [];
  const before = new Map(drawn ? [[id, shapes.get(id) ?? null]] : []);
  const moves = await rehousedBy(db, county.id, { before, pinned }, day, new Map(drawn ? [[id, drawn]] : []));
  const names = await placeNames(
    db,
    county,
    moves.flatMap(({ from, to }) => [from, to]),
  );
  const named = (one: string) => ({ id: one, name: names.get(one) ?? one });
  return {
    moves: moves.slice(0, NAMED).map(({ child, from, to }) => ({
      place: { id: child.id, name: child.name },
      kind: child.kind,
      from: named(from),
      to: named(to),
    })),
    count: moves.length,
  };
}
