/** What follows from another outline of a grid, to be said before it is put in. */
import { Refusal } from '@huying/domain/kernel';
import type { Queryable } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { readPlace, shapesOf } from './places.ts';
import { placeNames } from './present.ts';
import { rehousedBy } from './rehouse.ts';
import { checkShape } from './rules.ts';
import type { RedrawnBody } from './schema.ts';

const NAMED = 100;

/** @throws Refusal `not_found`, `invalid_fields` (shape) */
export async function redrawn(
  db: Queryable,
  county: CountyRuntime,
  id: string,
  { shape, fix = null }: { shape: RedrawnBody['shape']; fix?: RedrawnBody['fix'] | null },
  day: string,
) {
  const place = await readPlace(db, county.id, id);
  if (!place) throw new Refusal('not_found');
  const upper = place.parent ?? place.id;
  const frame = (await shapesOf(db, county.id, [upper])).get(upper) ?? null;
  const drawn = checkShape(shape, frame, fix);
  const moves = await rehousedBy(db, county.id, [id], day, new Map([[id, drawn]]));
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
