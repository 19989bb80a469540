/** Adding a device, changing what is said of it, taking it out of service for good. */
import { Refusal } from '@huying/domain/kernel';
import type { DeviceState } from '@huying/domain/pack';
import { type Actor, actorKey, byOf, postFor } from '../../../access/actor.ts';
import { reaches, reachOf } from '../../../access/reach.ts';
import type { Tx } from '../../../platform/db.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../../county/index.ts';
import { checkDevice, refuseTwins } from '../check.ts';
import { type Device, type DeviceRow, differences, insertDevices, lockDevices, updateDevice } from '../device.ts';

export type DeviceCall = { county: CountyRuntime; actor: Actor; now: number; key: string | null };

export type DeviceBody = Omit<Device, 'since' | 'state'> & { state?: Exclude<DeviceState, 'retired'>; since?: string };

export type Changed = { id: string; version: number };

const by = ({ actor }: DeviceCall) =>
  byOf(
    actor,
    postFor(actor, 'devices.edit', () => true),
  );

const stampOf = ({ county, actor, key, now }: DeviceCall) => ({
  county: county.id,
  actorKey: actorKey(actor),
  key,
  now,
});

const trimmed = <T extends Pick<Device, 'maker' | 'serial' | 'spot'>>(body: T): T => ({
  ...body,
  maker: body.maker.trim(),
  serial: body.serial.trim(),
  spot: body.spot.trim(),
});

/** @throws Refusal `invalid_fields`, `not_permitted` outside the reach, `device_known` */
export async function addDevice(services: Services, call: DeviceCall, body: DeviceBody): Promise<Changed> {
  const { county, actor, now } = call;
  const today = dayOf(county, now);
  const device: Device = { ...trimmed(body), state: body.state ?? 'working', since: body.since ?? today };
  const made = await refuseTwins(
    once(services.db, stampOf(call), 'devices/add', body, async (tx) => {
      await checkDevice(tx, county, device, reachOf(actor, county, 'devices.edit'), today);
      const [id = ''] = await insertDevices(tx, county.id, [device], { by: by(call), now });
      return { id, version: 1 };
    }),
  );
  services.wake(county.id);
  return made;
}

/** The device, locked, within the actor's reach and as the caller saw it. @throws Refusal `not_found`, `stale_version`, `device_retired` */
async function lockOwn(tx: Tx, { county, actor }: DeviceCall, id: string, version: number): Promise<DeviceRow> {
  const [device] = await lockDevices(tx, county.id, [id]);
  if (!device || !reaches(reachOf(actor, county, 'devices.read'), { path: device.path, unit: null }))
    throw new Refusal('not_found');
  if (!reaches(reachOf(actor, county, 'devices.edit'), { path: device.path, unit: null }))
    throw new Refusal('not_permitted');
  if (device.version !== version) throw new Refusal('stale_version', { version: device.version });
  if (device.state === 'retired') throw new Refusal('device_retired');
  return device;
}

export type ChangeBody = Partial<DeviceBody> & { version: number };

/** @throws Refusal as `lockOwn` and `addDevice`; `nothing_changed` */
export async function changeDevice(
  services: Services,
  call: DeviceCall,
  id: string,
  body: ChangeBody,
): Promise<Changed> {
  const { county, actor, now } = call;
  const changed = await refuseTwins(
    once(services.db, stampOf(call), `devices/${id}/change`, body, async (tx) => {
      const { version, ...said } = body;
      const before = await lockOwn(tx, call, id, version);
      const after = trimmed({ ...before, ...said });
      if (differences(before, after).length === 0) throw new Refusal('nothing_changed');
      await checkDevice(tx, county, after, reachOf(actor, county, 'devices.edit'), dayOf(county, now));
      const event = { kind: 'device.changed', by: by(call), at: now };
      return { id, version: await updateDevice(tx, county.id, before, { ...after, retiredOn: null }, event) };
    }),
  );
  services.wake(county.id);
  return changed;
}

/** It stays in the inventory with the day it went, and is counted no more. @throws Refusal as `lockOwn` */
export async function retireDevice(
  services: Services,
  call: DeviceCall,
  id: string,
  body: { version: number },
): Promise<Changed> {
  const { county, now } = call;
  const retired = await once(services.db, stampOf(call), `devices/${id}/retire`, body, async (tx) => {
    const before = await lockOwn(tx, call, id, body.version);
    const after = { ...before, state: 'retired' as const, retiredOn: dayOf(county, now) };
    const event = { kind: 'device.retired', by: by(call), at: now };
    return { id, version: await updateDevice(tx, county.id, before, after, event) };
  });
  services.wake(county.id);
  return retired;
}
