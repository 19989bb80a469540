/** The county's ways to walk on: taken in as GeoJSON, kept as versions, made into a network once per version and remembered. */
import { Refusal } from '@huying/domain/kernel';
import { buildNetwork, type LonLat, metresBetween, type Network, type Way } from '@huying/domain/walking';
import { actorKey, byOf, postFor } from '../../../access/actor.ts';
import { at, type Queryable, sql } from '../../../platform/db.ts';
import { appendAlone } from '../../../platform/journal.ts';
import { bodyHash, once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import type { FacilityCall } from '../commands/keep-facility.ts';

export type WayFault = { feature: number; id: string | null; code: string };

type Box = [west: number, south: number, east: number, north: number];

/** Ways may lead a little beyond the county. */
const MARGIN = 0.05;

async function boxOf(db: Queryable, county: CountyRuntime): Promise<Box> {
  const row = await db.row<{ shape: { coordinates: unknown } }>(sql`
    SELECT shape FROM place_shape WHERE county_id = ${county.id} AND place_id = ${county.root.id}`);
  const points = (row ? (row.shape.coordinates as unknown[]) : []).flat(3) as number[];
  const box: Box = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let i = 0; i + 1 < points.length; i += 2) {
    box[0] = Math.min(box[0], (points[i] as number) - MARGIN);
    box[1] = Math.min(box[1], (points[i + 1] as number) - MARGIN);
    box[2] = Math.max(box[2], (points[i] as number) + MARGIN);
    box[3] = Math.max(box[3], (points[i + 1] as number) + MARGIN);
  }
  return row ? box : [-180, -90, 180, 90];
}

const inside = (box: Box, [x, y]: LonLat): boolean => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];

type Feature = {
  id?: unknown;
  geometry?: { type?: unknown; coordinates?: unknown } | null;
  properties?: { id?: unknown } | null;
};

/**
 * Reads a FeatureCollection of lines; each faulty feature is named and left out: `way_not_a_line`, `way_too_short`,
 * `way_coordinates_invalid`, `way_coordinates_swapped`, `way_outside_county`.
 * @throws Refusal `geojson_invalid`
 */
export function readWays(text: string, box: Box): { ways: Way[]; faults: WayFault[] } {
  let value: { type?: unknown; features?: unknown };
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('geojson_invalid');
  }
  if (value?.type !== 'FeatureCollection' || !Array.isArray(value.features)) throw new Refusal('geojson_invalid');
  const ways: Way[] = [];
  const faults: WayFault[] = [];
  for (const [index, feature] of (value.features as Feature[]).entries()) {
    const read = readFeature(feature, box);
    if (typeof read !== 'string') ways.push(...read);
    else {
      const id = feature?.id ?? feature?.properties?.id;
      faults.push({ feature: index + 1, id: id === undefined ? null : String(id).slice(0, 64), code: read });
    }
  }
  return { ways, faults };
}

/** The feature's ways, or the code of what is wrong with it. */
function readFeature(feature: Feature, box: Box): Way[] | string {
  const { type, coordinates } = feature?.geometry ?? {};
  const lines = type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : null;
  if (!Array.isArray(lines)) return 'way_not_a_line';
  const read = lines.map(lineOf);
  if (read.some((line) => line === null)) return 'way_coordinates_invalid';
  const all = read as LonLat[][];
  if (all.some((line) => line.length < 2)) return 'way_too_short';
  if (all.every((line) => line.some((point) => inside(box, point)))) return all.map((line) => ({ line }));
  const swapped = all.some((line) => line.some(([x, y]) => inside(box, [y, x])));
  return swapped ? 'way_coordinates_swapped' : 'way_outside_county';
}

/** Coordinates as they are written, whatever they are; null where one is no pair of numbers. */
function lineOf(value: unknown): LonLat[] | null {
  if (!Array.isArray(value)) return null;
  const line: LonLat[] = [];
  for (const point of value as unknown[]) {
    const [x, y] = Array.isArray(point) ? (point as unknown[]) : [];
    if (!Number.isFinite(x) || !Number.isFinite(y) || Math.abs(x as number) > 180 || Math.abs(y as number) > 180)
      return null;
    line.push([x as number, y as number]);
  }
  return line;
}

const metresOf = ({ line }: Way): number =>
  line.slice(1).reduce((sum, point, i) => sum + metresBetween(line[i] as LonLat, point), 0);

const TOLD = 200;

export async function importWays(services: Services, call: FacilityCall, text: string) {
  const { county, actor, now, key } = call;
  const { ways, faults } = readWays(text, await boxOf(services.db, county));
  if (ways.length === 0) {
    throw new Refusal(
      'network_empty',
      { refused: faults.length },
      faults.slice(0, TOLD).map((fault) => ({ path: `features.${fault.feature}`, code: fault.code })),
    );
  }
  const kilometres = Math.round(ways.reduce((sum, way) => sum + metresOf(way), 0)) / 1000;
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  const made = await once(
    services.db,
    stamp,
    'paths',
    { hash: bodyHash('paths', text).toString('hex') },
    async (tx) => {
      await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${county.id}/paths`}, 0))`);
      const last = await tx.row<{ version: number | null }>(sql`
      SELECT max(version) AS version FROM path_network WHERE county_id = ${county.id}`);
      const version = (last?.version ?? 0) + 1;
      await tx.rows(sql`
      INSERT INTO path_network (county_id, version, ways, kilometres, body, made_at)
      VALUES (${county.id}, ${version}, ${ways.length}, ${kilometres}, ${JSON.stringify(ways.map((way) => way.line))}, ${at(now)})`);
      const by = byOf(
        actor,
        postFor(actor, 'import.run', () => true),
      );
      await appendAlone(tx, county.id, { kind: 'paths', id: county.id }, [
        { kind: 'paths.imported', by, at: now, version, ways: ways.length, refused: faults.length },
      ]);
      return { version, ways: ways.length, kilometres, refused: faults.length, faults: faults.slice(0, TOLD) };
    },
  );
  services.wake(county.id);
  return made;
}

const kept = new Map<string, { version: number; network: Promise<Network> }>();

/** The network of the latest ways, built when first asked for; null where the county has none. */
export async function networkOf(db: Queryable, county: string): Promise<{ version: number; network: Network } | null> {
  const latest = await db.row<{ version: number }>(sql`
    SELECT version FROM path_network WHERE county_id = ${county} ORDER BY version DESC LIMIT 1`);
  if (!latest) return null;
  const { version } = latest;
  let found = kept.get(county);
  if (found?.version !== version) {
    const network = db
      .row<{ body: LonLat[][] }>(
        sql`SELECT body FROM path_network WHERE county_id = ${county} AND version = ${version}`,
      )
      .then((row) => buildNetwork((row?.body ?? []).map((line) => ({ line }))));
    found = { version, network };
    kept.set(county, found);
    network.catch(() => kept.delete(county));
  }
  return { version, network: await found.network };
}

export async function describeNetwork(db: Queryable, county: string) {
  return db.row<{ version: number; ways: number; kilometres: number; madeAt: number }>(sql`
    SELECT version, ways, kilometres, made_at AS "madeAt" FROM path_network
    WHERE county_id = ${county} ORDER BY version DESC LIMIT 1`);
}
