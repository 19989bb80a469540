/** Outlines from GeoJSON, feature by feature: each is held against itself and against the outline it belongs into. */
import type { Shape } from '@huying/domain/territory';
import { v7 as uuidv7 } from 'uuid';
import { type Queryable, sql } from '../../platform/db.ts';
import { untilEnded } from '../../platform/in-force.ts';
import type { Services } from '../../platform/services.ts';
import { reloadCounty } from '../county/index.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { type Change, insertDone } from './change.ts';
import type { ImportRun } from './import-places.ts';
import { appendToPlaces, lockPlaces } from './places.ts';
import { type Fix, judgeShape } from './rules.ts';

export type ShapeInput = { id: string; code: string; geometry: unknown };

export type ShapeOutcome =
  | { status: 'taken' | 'repeated'; id: string }
  | { status: 'refused'; reason: string; params?: Record<string, unknown> };

type Known = { id: string; parent: string | null; code: string; depth: number };

const AT_ONCE = 500;

async function readKnown(db: Queryable, county: string, day: string): Promise<Known[]> {
  return db.rows<Known>(sql`
    SELECT p.place_id AS id, p.parent_id AS parent, p.code, cardinality(string_to_array(p.path, '.')) AS depth
    FROM place p WHERE p.county_id = ${county} AND ${untilEnded('p', day)}`);
}

async function readOutlines(db: Queryable, county: string): Promise<Map<string, Shape>> {
  const rows = await db.rows<{ id: string; shape: Shape }>(sql`
    SELECT place_id AS id, shape FROM place_shape WHERE county_id = ${county}`);
  return new Map(rows.map(({ id, shape }) => [id, shape]));
}

/** @param fix a mistake that is put right where it is found; without it such features are refused */
export async function importShapeFeatures(
  services: Services,
  county: CountyRuntime,
  features: readonly ShapeInput[],
  { by, now, onProgress = () => {}, signal, fix = null }: ImportRun & { fix?: Fix | null },
): Promise<ShapeOutcome[]> {
  const { db } = services;
  const known = await readKnown(db, county.id, dayOf(county, now));
  const byId = new Map(known.map((place) => [place.id, place]));
  const byCode = new Map(known.filter((place) => place.code !== '').map((place) => [place.code, place]));
  const outlines = await readOutlines(db, county.id);
  const outcomes: ShapeOutcome[] = new Array(features.length);
  const seen = new Set<string>();
  const found: { index: number; place: Known }[] = [];
  for (const [index, { id, code }] of features.entries()) {
    const place = id ? byId.get(id) : code ? byCode.get(code) : undefined;
    if (!place)
      outcomes[index] = { status: 'refused', reason: id || code ? 'feature_place_unknown' : 'feature_place_missing' };
    else if (seen.has(place.id)) outcomes[index] = { status: 'refused', reason: 'row_key_in_file' };
    else {
      seen.add(place.id);
      found.push({ index, place });
    }
  }
  // From above: what lies below is held against the outline that this file brings.
  found.sort((a, b) => a.place.depth - b.place.depth);
  const taken: { index: number; id: string; shape: Shape }[] = [];
  for (const { index, place } of found) {
    // The county itself has nothing above it but the outline it had.
    const frame = outlines.get(place.parent ?? place.id) ?? null;
    const judged = judgeShape((features[index] as ShapeInput).geometry, frame, fix);
    if ('code' in judged) outcomes[index] = { status: 'refused', reason: judged.code, params: judged.params };
    else if (JSON.stringify(outlines.get(place.id)) === JSON.stringify(judged.shape)) {
      outcomes[index] = { status: 'repeated', id: place.id };
    } else {
      outlines.set(place.id, judged.shape);
      outcomes[index] = { status: 'taken', id: place.id };
      taken.push({ index, id: place.id, shape: judged.shape });
    }
  }
  for (let at = 0; at < taken.length; at += AT_ONCE) {
    signal?.throwIfAborted();
    const chunk = taken.slice(at, at + AT_ONCE);
    await db.tx(async (tx) => {
      const places = await lockPlaces(
        tx,
        county.id,
        chunk.map((one) => one.id),
      );
      const rows = chunk.map(({ id, shape }) => ({ county_id: county.id, place_id: id, shape }));
      await tx.rows(sql`
        INSERT INTO place_shape (county_id, place_id, shape)
        SELECT county_id, place_id, shape FROM json_populate_recordset(null::place_shape, ${JSON.stringify(rows)}::json)
        ON CONFLICT (county_id, place_id) DO UPDATE SET shape = excluded.shape`);
      const from = dayOf(county, now);
      const changes = chunk.map(
        ({ id, shape }): Change => ({
          id: uuidv7(),
          kind: 'edit',
          places: [id],
          heirs: [],
          from,
          state: 'done',
          body: { set: { shape } },
          by,
          madeAt: now,
          doneAt: now,
          job: null,
        }),
      );
      await insertDone(tx, county.id, changes);
      await appendToPlaces(
        tx,
        county.id,
        places.map((place, index) => {
          const change = changes[index]?.id;
          return { place, event: { kind: 'place.changed', by, at: now, change, set: { shape: true } } };
        }),
      );
    });
    onProgress(Math.min(at + AT_ONCE, taken.length), features.length);
  }
  onProgress(features.length, features.length);
  if (taken.length > 0) {
    await reloadCounty(services, county.id);
    services.wake(county.id);
  }
  return outcomes;
}
