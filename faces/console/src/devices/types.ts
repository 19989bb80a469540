import type { Bilingual, LonLat, Named } from '../../../shared/api/types.ts';

export type DeviceKind = { kind: string; word: Bilingual };

export type Device = {
  id: string;
  kind: string;
  place: Named;
  maker: string;
  serial: string;
  spot: string;
  point: LonLat | null;
  state: string;
  since: string;
  retiredOn: string | null;
  version: number;
};

export type DeviceStep = { kind: string; at: string; state: string; changed: string[] };
export type DeviceSheet = Device & { mayEdit: boolean; steps: DeviceStep[] };
export type DeviceCounts = { kinds: DeviceKind[]; rows: { kind: string; state: string; n: number }[] };
export type DevicePoints = {
  points: Pick<Device, 'id' | 'kind' | 'serial' | 'spot' | 'state' | 'point'>[];
  more: boolean;
};
