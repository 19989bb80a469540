/** The inventory of devices over the network. */
import { Refusal } from '@huying/domain/kernel';
import { DEVICE_STATES } from '@huying/domain/pack';
import Type from 'typebox';
import { datedName, sendFile } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { iso, Point } from '../../platform/wire.ts';
import { kindsOf } from './check.ts';
import { addDevice, type ChangeBody, changeDevice, type DeviceBody, retireDevice } from './commands/change-device.ts';
import { exportDevices } from './export.ts';
import { countDevices, type DeviceQuery, devicePoints, listDevices, oneDevice } from './queries.ts';

const Key = Type.String({ minLength: 1, maxLength: 64 });
const Version = Type.Integer({ minimum: 1 });
const Words = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '\\S' });

const Filter = Type.Object({
  kind: Type.Optional(Key),
  state: Type.Optional(Type.Enum([...DEVICE_STATES, 'present'])),
  place: Type.Optional(Key),
  q: Type.Optional(Type.String({ maxLength: 40 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ format: 'uuid' })),
});

const FIELDS = {
  kind: Key,
  place: Key,
  maker: Words(60),
  serial: Words(60),
  spot: Words(120),
  point: Type.Union([Type.Null(), Point]),
  state: Type.Optional(Type.Enum(['working', 'faulty', 'stopped'])),
  since: Type.Optional(Type.String({ format: 'date' })),
};
const NewDevice = Type.Object(FIELDS, { additionalProperties: false });
const Change = Type.Object(
  { ...Type.Partial(Type.Object(FIELDS)).properties, version: Version },
  { additionalProperties: false },
);
const Retiring = Type.Object({ version: Version }, { additionalProperties: false });

type Id = { id: string };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function deviceId({ id }: Id): string {
  const lower = id.toLowerCase();
  if (!UUID.test(lower)) throw new Refusal('not_found');
  return lower;
}

export function registerDevices({ route }: Ground, services: Services): void {
  const { db } = services;
  const reading = { method: 'GET', may: 'devices.read', switch: 'devices' } as const;
  const editing = { method: 'POST', may: 'devices.edit', switch: 'devices' } as const;

  route<unknown, DeviceQuery>(
    { ...reading, path: '/devices', summary: 'Devices by kind, state, place and words', query: Filter },
    ({ county, actor, query }) => listDevices(db, county, actor, query),
  );

  route<unknown, DeviceQuery>(
    { ...reading, path: '/devices/counts', summary: 'Kinds of device, and how many there are of each', query: Filter },
    async ({ county, actor, query }) => ({
      kinds: kindsOf(county),
      rows: await countDevices(db, county, actor, query),
    }),
  );

  route<unknown, DeviceQuery>(
    {
      ...reading,
      path: '/devices/map',
      switch: ['devices', 'map'],
      summary: 'The first of the same as points',
      query: Filter,
    },
    ({ county, actor, query }) => devicePoints(db, county, actor, query),
  );

  route<unknown, DeviceQuery>(
    {
      ...reading,
      path: '/devices/export.xlsx',
      summary: 'The same as a workbook that imports back',
      query: Filter,
      raw: true,
    },
    async ({ county, actor, query, language, now, reply }) => {
      const file = await exportDevices(db, county, actor, query, language);
      sendFile(reply, datedName('devices', county, now), 'xlsx', file);
    },
  );

  route<unknown, unknown, Id>(
    { ...reading, path: '/devices/:id', summary: 'One device and what became of it' },
    async ({ county, actor, params }) => {
      const device = await oneDevice(db, county, actor, deviceId(params));
      const steps = device.steps.map((step) => ({ ...step, at: iso(step.at, county.pack.utcOffsetMinutes) }));
      return { ...device, steps };
    },
  );

  route<DeviceBody>(
    { ...editing, path: '/devices', summary: 'Add a device', body: NewDevice, status: 201 },
    ({ county, actor, now, key, body }) => addDevice(services, { county, actor, now, key }, body),
  );

  route<ChangeBody, unknown, Id>(
    { ...editing, path: '/devices/:id/change', summary: 'Say something else of a device', body: Change },
    ({ county, actor, now, key, params, body }) =>
      changeDevice(services, { county, actor, now, key }, deviceId(params), body),
  );

  route<{ version: number }, unknown, Id>(
    { ...editing, path: '/devices/:id/retire', summary: 'Take a device out of service for good', body: Retiring },
    ({ county, actor, now, key, params, body }) =>
      retireDevice(services, { county, actor, now, key }, deviceId(params), body),
  );
}
