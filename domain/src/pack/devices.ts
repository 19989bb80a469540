import type { PlaceSet } from './demo.ts';
import type { Words } from './words.ts';

/** A kind of device: a camera, a gate, a sensor. */
export type DeviceKind = { kind: string; word: Words };

/** How many devices of a kind the demo has, and over which places they are spread evenly: one place, or a level. */
export type DemoDevices = {
  kind: string;
  total: number;
  at: { place: string } | PlaceSet;
};

/** devices.json: kinds of the county's inventory of devices, and those of the demo. Things only, never persons. */
export type DeviceList = { kinds: DeviceKind[]; demo: DemoDevices[] };

export const DEVICE_STATES = ['working', 'faulty', 'stopped', 'retired'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];
