/** Places that end: what must be before they may, and the last day that is put on them. */
import { Refusal } from '@huying/domain/kernel';
import { sql, type Tx } from '../../platform/db.ts';
import { dayBefore } from '../../platform/in-force.ts';
import type { By } from '../../platform/journal.ts';
import type { ChangeKind } from './change.ts';
import { appendToPlaces, type Place } from './places.ts';
import { requireStanding } from './rules.ts';

/** @throws Refusal `county_stays`, `place_not_in_force`, `change_planned`, `edit_planned` */
export async function requireEndable(tx: Tx, county: string, places: readonly Place[], day: string): Promise<void> {
  for (const place of places) {
    if (place.parent === null) throw new Refusal('county_stays');
    requireStanding(place, day);
  }
  const edit = await tx.row<{ from: string; name: string }>(sql`
    SELECT c.effective_from AS from, p.name FROM place_change c
    JOIN place p ON p.county_id = c.county_id AND p.place_id = c.places[1]
    WHERE c.county_id = ${county} AND c.state = 'planned' AND c.kind = 'edit' AND c.effective_from >= ${day}
      AND c.places[1] = ANY(${places.map((place) => place.id)}) LIMIT 1`);
  if (edit) throw new Refusal('edit_planned', { name: edit.name, day: edit.from });
}

/** The day before `from` is their last. Rows must be locked. */
export async function putLastDay(
  tx: Tx,
  county: string,
  places: readonly Place[],
  {
    change,
    kind,
    from,
    heirs,
    by,
    now,
  }: {
    change: string;
    kind: ChangeKind;
    from: string;
    heirs: readonly string[];
    by: By;
    now: number;
  },
): Promise<void> {
  await tx.rows(sql`
    UPDATE place SET to_day = ${dayBefore(from)}, ended_by = ${change}
    WHERE county_id = ${county} AND place_id = ANY(${places.map((place) => place.id)})`);
  await appendToPlaces(
    tx,
    county,
    places.map((place) => ({
      place,
      event: { kind: `place.${kind}`, by, at: now, change, from, heirs: [...heirs] },
    })),
  );
}
