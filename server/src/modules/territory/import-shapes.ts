/** Outlines and points from GeoJSON, feature by feature: each is held against itself and against the outline it belongs into. */
import { pathIds } from '@huying/domain/kernel';
import { POINTED } from '@huying/domain/places';
import type { Position, Shape } from '@huying/domain/territory';
import { v7 as uuidv7 } from 'uuid';
import { type Queryable, sql, type Tx } from '../../platform/db.ts';
import { untilEnded } from '../../platform/in-force.ts';
import type { Services } from '../../platform/services.ts';
import { reloadCounty } from '../county/index.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { type Change, insertDone, type PlaceSet } from './change.ts';
import type { ImportRun } from './import-places.ts';
import { appendToPlaces, lockPlaces, lockTerritory, outlinesOf, type Place, pointOf, shapesOf } from './places.ts';
import { rehouse } from './rehouse.ts';
import { type Fix, judgePoint, judgeShape } from './rules.ts';

export type ShapeInput = { id: string; code: string; geometry: unknown };

export type ShapeOutcome =
  | { status: 'taken' | 'repeated'; id: string }
  | { status: 'refused'; reason: string; params?: Record<string, unknown> };

type Known = { id: string; parent: string | null; kind: string; code: string; path: string; point: Position | null };

const AT_ONCE = 500;

async function readKnown(db: Queryable, county: string, day: string): Promise<Known[]> {
  const rows = await db.rows<Omit<Known, 'point'> & { lon: number | null; lat: number | null }>(sql`
    SELECT p.place_id AS id, p.parent_id AS parent, p.kind, p.code, p.path, p.lon, p.lat
    FROM place p WHERE p.county_id = ${county} AND ${untilEnded('p', day)}`);
  return rows.map(({ lon, lat, ...row }) => ({ ...row, point: pointOf(lon, lat) }));
}

type Judged = { same: boolean; set: PlaceSet } | { code: string; params?: Record<string, unknown> };

/** What a feature would put in, held against the outlines that are there and those this file has brought so far. */
function judge(
  place: Known,
  geometry: unknown,
  outlines: ReadonlyMap<string, Shape>,
  grids: ReadonlySet<string>,
  fix: Fix | null,
): Judged {
  if (isPoint(geometry)) {
    if (!POINTED.includes(place.kind)) return { code: 'point_not_here' };
    const [lon, lat] = Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
    if (typeof lon !== 'number' || typeof lat !== 'number') return { code: 'row_point_invalid' };
    const above = pathIds(place.path).slice(0, -1).reverse();
    // It may lie in another grid of its community: then it goes there.
    const frame = above.map((id) => (grids.has(id) ? null : outlines.get(id))).find(Boolean) ?? null;
    const judged = judgePoint([lon, lat], frame, fix);
    if ('code' in judged) return judged;
    return { same: JSON.stringify(place.point) === JSON.stringify(judged.point), set: { point: judged.point } };
  }
  // The county itself has nothing above it but the outline it had.
  const frame = outlines.get(place.parent ?? place.id) ?? null;
  const judged = judgeShape(geometry, frame, fix);
  if ('code' in judged) return judged;
  return {
    same: JSON.stringify(outlines.get(place.id)) === JSON.stringify(judged.shape),
    set: { shape: judged.shape },
  };
}

const isPoint = (geometry: unknown): geometry is { coordinates: unknown } =>
  (geometry as { type?: unknown } | null)?.type === 'Point';

/**
 * What lies below grids whose borders moved goes along.
 * @param fix a mistake that is put right where it is found; without it such features are refused
 */
export async function importShapeFeatures(
  services: Services,
  county: CountyRuntime,
  features: readonly ShapeInput[],
  { by, now, onProgress = () => {}, signal, fix = null }: ImportRun,
): Promise<{ outcomes: ShapeOutcome[]; rehoused: number }> {
  const { db } = services;
  const known = await readKnown(db, county.id, dayOf(county, now));
  const byId = new Map(known.map((place) => [place.id, place]));
  const byCode = new Map(known.filter((place) => place.code !== '').map((place) => [place.code, place]));
  const outlines = await outlinesOf(db, county.id);
  const outcomes: ShapeOutcome[] = new Array(features.length);
  const seen = new Set<string>();
  const found: { index: number; place: Known }[] = [];
  for (const [index, { id, code, geometry }] of features.entries()) {
    const place = id ? byId.get(id) : code ? byCode.get(code) : undefined;
    // A place may have both, each by a feature of its own.
    const key = `${place?.id}/${isPoint(geometry) ? 'point' : 'outline'}`;
    if (!place)
      outcomes[index] = { status: 'refused', reason: id || code ? 'feature_place_unknown' : 'feature_place_missing' };
    else if (seen.has(key)) outcomes[index] = { status: 'refused', reason: 'row_key_in_file' };
    else {
      seen.add(key);
      found.push({ index, place });
    }
  }
  const geometryOf = (index: number) => (features[index] as ShapeInput).geometry;
  // From above: what lies below is held against the outline that this file brings; points after all outlines.
  const rank = ({ index, place }: { index: number; place: Known }) =>
    pathIds(place.path).length + (isPoint(geometryOf(index)) ? 100 : 0);
  found.sort((a, b) => rank(a) - rank(b));
  const grids = new Set(known.flatMap(({ id, kind }) => (kind === 'grid' ? [id] : [])));
  const taken: { id: string; set: PlaceSet }[] = [];
  for (const { index, place } of found) {
    const judged = judge(place, geometryOf(index), outlines, grids, fix);
    if ('code' in judged)
      outcomes[index] = { status: 'refused', reason: judged.code, ...(judged.params ? { params: judged.params } : {}) };
    else if (judged.same) outcomes[index] = { status: 'repeated', id: place.id };
    else {
      if (judged.set.shape) outlines.set(place.id, judged.set.shape);
      outcomes[index] = { status: 'taken', id: place.id };
      taken.push({ id: place.id, set: judged.set });
    }
  }
  const done: PutIn[] = [];
  let rehoused = 0;
  try {
    for (let at = 0; at < taken.length; at += AT_ONCE) {
      signal?.throwIfAborted();
      done.push(...(await db.tx((tx) => putIn(tx, county, taken.slice(at, at + AT_ONCE), { by, now }))));
      onProgress(Math.min(at + AT_ONCE, taken.length), features.length);
    }
  } finally {
    // Once, when all borders are where they shall be; and for those that moved, where the rest was called off.
    if (done.length > 0) rehoused = await db.tx((tx) => rehouseAfter(tx, county, done, { by, now }));
  }
  onProgress(features.length, features.length);
  if (taken.length > 0) {
    await reloadCounty(services, county.id);
    services.wake(county.id);
  }
  return { outcomes, rehoused };
}

/** An edit that was done, and the outline that was there before it. */
type PutIn = { set: PlaceSet; place: Place; was: Shape | null; change: string };

/** One edit for each. */
async function putIn(
  tx: Tx,
  county: CountyRuntime,
  chunk: readonly { id: string; set: PlaceSet }[],
  { by, now }: Pick<ImportRun, 'by' | 'now'>,
): Promise<PutIn[]> {
  await lockTerritory(tx, county.id);
  const places = new Map(
    (
      await lockPlaces(
        tx,
        county.id,
        chunk.map(({ id }) => id),
      )
    ).map((place) => [place.id, place]),
  );
  const drawn = chunk.filter(({ set }) => set.shape);
  const ids = drawn.map(({ id }) => id);
  const was = await shapesOf(tx, county.id, ids);
  await tx.rows(sql`
    INSERT INTO place_shape (county_id, place_id, shape)
    SELECT ${county.id}, r.place_id, r.shape
    FROM json_to_recordset(${JSON.stringify(drawn.map(({ id, set }) => ({ place_id: id, shape: set.shape })))}::json)
      AS r(place_id text, shape json)
    ON CONFLICT (county_id, place_id) DO UPDATE SET shape = excluded.shape`);
  const pinned = chunk.flatMap(({ id, set: { point } }) =>
    point ? [{ place_id: id, lon: point[0], lat: point[1] }] : [],
  );
  await tx.rows(sql`
    UPDATE place p SET lon = r.lon, lat = r.lat
    FROM json_to_recordset(${JSON.stringify(pinned)}::json) AS r(place_id text, lon float8, lat float8)
    WHERE p.county_id = ${county.id} AND p.place_id = r.place_id`);
  const from = dayOf(county, now);
  const changes = chunk.map(
    ({ id, set }): Change => ({
      ...{ id: uuidv7(), kind: 'edit', places: [id], heirs: [], from, state: 'done' },
      ...{ body: { set }, by, madeAt: now, doneAt: now, job: null },
    }),
  );
  await insertDone(tx, county.id, changes);
  for (const points of [false, true])
    await appendToPlaces(
      tx,
      county.id,
      chunk.flatMap(({ id, set: { shape, point } }, index) => {
        const place = places.get(id);
        if (!place || (point !== undefined) !== points) return [];
        const set = shape ? { shape: true } : { point };
        return [{ place, event: { kind: 'place.changed', by, at: now, change: changes[index]?.id, set } }];
      }),
    );
  return chunk.map(({ id, set }, index) => ({
    set,
    place: places.get(id) as Place,
    was: was.get(id) ?? null,
    change: (changes[index] as Change).id,
  }));
}

/** @returns how many places went under another grid */
async function rehouseAfter(
  tx: Tx,
  county: CountyRuntime,
  done: readonly PutIn[],
  { by, now }: Pick<ImportRun, 'by' | 'now'>,
): Promise<number> {
  await lockTerritory(tx, county.id);
  const redrawn = done.filter(({ place, set }) => place.kind === 'grid' && set.shape);
  const pinned = done.filter(({ set }) => set.point);
  const moved = {
    before: new Map(redrawn.map(({ place, was }) => [place.id, was])),
    pinned: await lockPlaces(
      tx,
      county.id,
      pinned.map(({ place }) => place.id),
    ),
  };
  const changes = new Map([...redrawn, ...pinned].map(({ place, change }) => [place.id, change]));
  return rehouse(tx, county, moved, { by, now, changes });
}
