import assert from 'node:assert/strict';
import { sql } from '../server/src/platform/db.ts';
import type { Stage } from './stage.ts';

/** A point well inside a place: the middle of two corners that is farthest from every corner. */
export async function pointIn({ house }: Stage, place: string): Promise<{ longitude: number; latitude: number }> {
  const [county] = house.services.counties.values();
  const row = await house.services.db.row<{ shape: { coordinates: [number, number][][] } }>(sql`
    SELECT shape FROM place_shape WHERE county_id = ${county?.id} AND place_id = ${place}`);
  const ring = row?.shape.coordinates[0] ?? [];
  const middles = ring.flatMap(([x, y], i) => ring.slice(i + 1).map(([u, v]) => [(x + u) / 2, (y + v) / 2] as const));
  const room = ([lon, lat]: readonly [number, number]) =>
    Math.min(...ring.map(([x, y]) => Math.hypot(x - lon, y - lat)));
  const [best] = middles
    .filter(([lon, lat]) => county?.placeIndex.at(lon, lat) === place)
    .sort((a, b) => room(b) - room(a));
  assert.ok(best, `no point found in ${place}`);
  return { longitude: best[0], latitude: best[1] };
}
