/**
 * After a change of the territory: devices of places that ended go on in the places that came after, each by its own point and by a
 * journaled act of the program, those out of service too. Done again, it finds nothing.
 */
import { type Queryable, sql } from '../../../platform/db.ts';
import type { Services } from '../../../platform/services.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { lockDevices, updateDevice } from '../device.ts';

const BY = { person: null, post: null };
const AT_ONCE = 200;

/** How many devices in service stand at these places. */
export async function countDevicesAt(db: Queryable, county: string, places: readonly string[]): Promise<number> {
  const row = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM device
    WHERE county_id = ${county} AND place_id = ANY(${places as string[]}) AND state <> 'retired'`);
  return row?.n ?? 0;
}

/** @param places that ended by `change` @param follow where a place leads that may have ended @returns how many went on elsewhere */
export async function moveDevices(
  services: Services,
  county: CountyRuntime,
  {
    places,
    follow,
    change,
  }: { places: readonly string[]; follow: (place: string, point: [number, number] | null) => string; change: string },
): Promise<number> {
  const rows = await services.db.rows<{ id: string }>(sql`
    SELECT device_id AS id FROM device
    WHERE county_id = ${county.id} AND place_id = ANY(${places as string[]}) ORDER BY device_id`);
  let moved = 0;
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const ids = rows.slice(at, at + AT_ONCE).map(({ id }) => id);
    moved += await services.db.tx(async (tx) => {
      let n = 0;
      for (const device of await lockDevices(tx, county.id, ids)) {
        const place = follow(device.place, device.point);
        if (place === device.place) continue;
        const event = { kind: 'device.followed', by: BY, at: services.clock(), was: device.place, change };
        await updateDevice(tx, county.id, device, { ...device, place }, event);
        n += 1;
      }
      return n;
    });
  }
  if (moved > 0) services.wake(county.id);
  return moved;
}
