/** To which grid or community a unit reports (双报到). */
import { isWithin, Refusal } from '@huying/domain/kernel';
import { type Actor, actorKey, byOf, postFor } from '../../../access/actor.ts';
import { reaches, reachOf } from '../../../access/reach.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import { inForce } from '../../../platform/in-force.ts';
import { journalMany } from '../../../platform/journal-many.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf, type PlaceRow, placeEver, placeOf } from '../../county/runtime.ts';
import type { PeopleCall } from './appoint.ts';

/** Levels that a unit may report to. */
export const REPORTED_TO = ['community', 'grid'];

export type ReportToBody = { place: string | null; version: number };

type UnitAt = { reportingIn: boolean; reportsTo: string | null; version: number; head: Buffer };

/** @throws Refusal `not_found`, `stale_version`, `not_permitted`, `unit_not_reporting`, `invalid_fields`, `nothing_changed` */
export async function reportTo(
  services: Services,
  { county, actor, now, key }: PeopleCall,
  unit: string,
  body: ReportToBody,
): Promise<{ id: string; version: number }> {
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const made = await once(services.db, stamp, `units/${unit}/reports-to`, body, async (tx) => {
    const changed = await setReporting(tx, { county, actor, now }, unit, body.place, body.version);
    if (changed === null) throw new Refusal('nothing_changed');
    return { id: unit, version: changed };
  });
  services.wake(county.id);
  return made;
}

/**
 * Both the place that was and the one that will be lie within the actor's reach. Null when it reports there already.
 * @param seen the version seen; null: whatever it is
 * @throws Refusal as above
 */
export async function setReporting(
  tx: Tx,
  { county, actor, now }: { county: CountyRuntime; actor: Actor; now: number },
  unit: string,
  place: string | null,
  seen: number | null,
): Promise<number | null> {
  const row = await tx.row<UnitAt>(sql`
    SELECT reporting_in AS "reportingIn", reports_to AS "reportsTo", version, head FROM unit
    WHERE county_id = ${county.id} AND unit_id = ${unit} FOR UPDATE`);
  if (!row) throw new Refusal('not_found');
  const was = row.reportsTo === null ? null : placeEver(county, row.reportsTo);
  const may = ({ path }: PlaceRow) => reaches(reachOf(actor, county, 'party.edit'), { path, unit: null });
  if (was && !may(was)) {
    const known = reaches(reachOf(actor, county, 'people.read'), { path: was.path, unit });
    throw new Refusal(known ? 'not_permitted' : 'not_found');
  }
  if (!row.reportingIn) throw new Refusal('unit_not_reporting');
  if (seen !== null && row.version !== seen) throw new Refusal('stale_version', { version: row.version });
  const to = place === null ? null : await standing(tx, county, placeOf(county, place), now);
  if (to && !REPORTED_TO.includes(to.kind))
    throw new Refusal('invalid_fields', {}, [{ path: 'place', code: 'reports_elsewhere' }]);
  if (to && !may(to)) throw new Refusal('not_permitted');
  if (row.reportsTo === place) return null;
  const path = (to ?? was)?.path;
  const by = byOf(
    actor,
    postFor(actor, 'party.edit', (post) => path === undefined || (post.path !== null && isWithin(path, post.path))),
  );
  const event = { kind: 'unit.reports_to', by, at: now, place, was: row.reportsTo };
  const [head] = await journalMany(tx, county.id, [
    { subject: { kind: 'unit', id: unit }, head: { seq: row.version, hash: row.head }, events: [event] },
  ]);
  await tx.rows(sql`
    UPDATE unit SET reports_to = ${place}, version = ${head?.seq}, head = ${head?.hash}
    WHERE county_id = ${county.id} AND unit_id = ${unit}`);
  return head?.seq as number;
}

/** A place that is not just being ended beside us: it stays as it is until we are done. */
async function standing(tx: Tx, county: CountyRuntime, place: PlaceRow, now: number): Promise<PlaceRow> {
  const held = await tx.row(sql`
    SELECT 1 FROM place p WHERE p.county_id = ${county.id} AND p.place_id = ${place.id} AND ${inForce('p', dayOf(county, now))}
    FOR SHARE`);
  if (!held) throw new Refusal('invalid_fields', {}, [{ path: 'place', code: 'place_not_in_force' }]);
  return place;
}
