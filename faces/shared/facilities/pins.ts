import type { LonLat, MapPoint } from '../api/types.ts';

/** A facility as a pin: filled while it is open. */
export const facilityPin = (one: { id: string; name: string; point: LonLat; open: boolean }): MapPoint => ({
  id: one.id,
  point: one.point,
  pin: one.open ? 'none' : 'closed',
  title: one.name,
});
