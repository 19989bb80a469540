/** Devices from a workbook, in one transaction: those that are new are added, those that are known changed where they differ. */
import type { Actor } from '../../../access/actor.ts';
import { byOf, postFor } from '../../../access/actor.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { type Device, differences, insertDevices, lockDevices, updateDevice } from '../device.ts';

/** A row that was read without fault. */
export type DeviceToTake = Device;

export type TakeDevices = { county: CountyRuntime; actor: Actor; now: number };

/** What became of each, in the order given. */
export type Taken = { id: string; how: 'added' | 'changed' | 'same' | 'retired' };

/** Known devices are found by maker and number. A device that was retired is not brought back by a file. */
export async function takeDevices(
  tx: Tx,
  { county, actor, now }: TakeDevices,
  devices: readonly DeviceToTake[],
): Promise<Taken[]> {
  const by = byOf(
    actor,
    postFor(actor, 'import.run', () => true),
  );
  const keys = devices.map(({ maker, serial }) => ({ maker, serial }));
  const known = await tx.rows<{ id: string; maker: string; serial: string }>(sql`
    SELECT d.device_id AS id, d.maker, d.serial FROM device d
    JOIN json_to_recordset(${JSON.stringify(keys)}::json) AS k(maker text, serial text)
      ON k.maker = d.maker AND k.serial = d.serial
    WHERE d.county_id = ${county.id}`);
  const idOf = new Map(known.map(({ id, maker, serial }) => [keyOf({ maker, serial }), id]));
  const rows = new Map((await lockDevices(tx, county.id, [...idOf.values()])).map((row) => [row.id, row]));
  const fresh = devices.filter((device) => !idOf.has(keyOf(device)));
  const made = await insertDevices(tx, county.id, fresh, { by, now });
  const freshIds = new Map(fresh.map((device, i) => [device, made[i] as string]));
  const taken: Taken[] = [];
  for (const device of devices) {
    const before = rows.get(idOf.get(keyOf(device)) ?? '');
    if (!before) taken.push({ id: freshIds.get(device) as string, how: 'added' });
    else if (before.state === 'retired') taken.push({ id: before.id, how: 'retired' });
    else if (differences(before, device).length === 0) taken.push({ id: before.id, how: 'same' });
    else {
      await updateDevice(
        tx,
        county.id,
        before,
        { ...device, retiredOn: null },
        { kind: 'device.changed', by, at: now },
      );
      taken.push({ id: before.id, how: 'changed' });
    }
  }
  return taken;
}

function keyOf({ maker, serial }: Pick<Device, 'maker' | 'serial'>): string {
  return JSON.stringify([maker, serial]);
}
