/** Devices in numbers, those taken away not counted. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime, Figures } from '../county/runtime.ts';

/** Keys of the figures by kind of device. */
const BY_KIND = {
  camera: 'cameras',
  stairway_camera: 'stairwayCameras',
  high_point: 'highPoints',
  gate: 'gates',
  face_terminal: 'faceTerminals',
  fire_lane_camera: 'fireLaneCameras',
} as const;

export async function deviceFigures(db: Queryable, county: CountyRuntime): Promise<Figures> {
  const rows = await db.rows<{ kind: keyof typeof BY_KIND; n: number }>(sql`
    SELECT kind, count(*)::int AS n FROM device
    WHERE county_id = ${county.id} AND state <> 'retired' AND kind = ANY(${Object.keys(BY_KIND)}) GROUP BY kind`);
  const found = new Map(rows.map(({ kind, n }) => [kind, n]));
  return Object.fromEntries(
    (Object.entries(BY_KIND) as [keyof typeof BY_KIND, string][]).map(([kind, key]) => [key, found.get(kind) ?? 0]),
  );
}
