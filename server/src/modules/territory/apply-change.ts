/** A change takes effect: what is edited is put in place; of what ends, the places below, posts and units go on elsewhere. */
import { holding, type Position, type Shape } from '@huying/domain/territory';
import { sql, type Tx } from '../../platform/db.ts';
import { startJob } from '../../platform/jobs.ts';
import { journalMany } from '../../platform/journal-many.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { REPORTED_TO, settlePlacePosts } from '../people/index.ts';
import { type Change, type PlaceSet, settleChange } from './change.ts';
import { moveBelow, recode, type Stamp } from './move-below.ts';
import { appendToPlaces, childrenOf, lockPlaces, type Place, shapesOf, writeShape } from './places.ts';
import { rehouse } from './rehouse.ts';
import { REWRITE } from './rewrite.ts';
import { spotsOf } from './spots.ts';

/** In the transaction of whoever orders it or finds it due. The change and its places are locked by it. */
export async function applyChange(
  tx: Tx,
  services: Services,
  county: CountyRuntime,
  change: Change,
  now: number,
): Promise<void> {
  const { by } = change;
  const heirs = await lockPlaces(tx, county.id, change.heirs);
  if (change.kind === 'make') await markGridded(tx, county, heirs, { by, now, change: change.id });
  if (change.kind === 'edit') {
    const [place] = (await lockPlaces(tx, county.id, change.places)) as [Place];
    const { shape, point } = change.body.set ?? {};
    const before = shape && new Map([[place.id, (await shapesOf(tx, county.id, [place.id])).get(place.id) ?? null]]);
    await putSet(tx, county, place, change.body.set ?? {}, { by, now, change: change.id });
    const moved = { ...(before ? { before } : {}), pinned: point ? [{ ...place, point }] : [] };
    if (before || point) await rehouse(tx, county, moved, { by, now, changes: new Map([[place.id, change.id]]) });
  }
  let job: string | null = null;
  if (change.kind === 'retire' || change.kind === 'split' || change.kind === 'merge') {
    const [heir] = heirs;
    if (change.kind === 'merge' && heir && change.body.set) {
      await putSet(tx, county, heir, change.body.set, { by, now, change: change.id });
    }
    const ended = await lockPlaces(tx, county.id, change.places);
    for (const place of ended) await endPlace(tx, county, place, heirs, change, now);
    job = await startJob(services, county.id, REWRITE, { change: change.id }, by.person, tx);
  }
  await settleChange(tx, county.id, change.id, { state: 'done', now, job });
}

/** A community with its first grid counts as divided into grids. */
async function markGridded(tx: Tx, county: CountyRuntime, made: readonly Place[], stamp: Stamp): Promise<void> {
  const above = new Set(made.flatMap((one) => (one.kind === 'grid' && one.parent !== null ? [one.parent] : [])));
  const parents = (await lockPlaces(tx, county.id, [...above])).filter((parent) => !parent.gridded);
  if (parents.length === 0) return;
  await tx.rows(sql`
    UPDATE place SET gridded = TRUE
    WHERE county_id = ${county.id} AND place_id = ANY(${parents.map((parent) => parent.id)})`);
  const { by, now, change } = stamp;
  await appendToPlaces(
    tx,
    county.id,
    parents.map((place) => ({ place, event: { kind: 'place.changed', by, at: now, change, set: { gridded: true } } })),
  );
}

async function putSet(tx: Tx, county: CountyRuntime, place: Place, set: PlaceSet, stamp: Stamp): Promise<void> {
  const { shape, ...rest } = set;
  const [lon, lat] = (set.point === undefined ? place.point : set.point) ?? [null, null];
  await tx.rows(sql`
    UPDATE place SET name = ${set.name ?? place.name}, code = ${set.code ?? place.code},
      subkind = ${set.subkind === undefined ? place.subkind : set.subkind}, gridded = ${set.gridded ?? place.gridded},
      lon = ${lon}, lat = ${lat}
    WHERE county_id = ${county.id} AND place_id = ${place.id}`);
  if (shape) await writeShape(tx, county.id, place.id, shape);
  const { by, now, change } = stamp;
  const kept = place.kind === 'household' ? { ...rest, ...(rest.name ? { name: true } : {}) } : rest;
  await appendToPlaces(tx, county.id, [
    {
      place,
      event: { kind: 'place.changed', by, at: now, change, set: { ...kept, ...(shape ? { shape: true } : {}) } },
    },
  ]);
  if (set.code !== undefined && set.code !== place.code && place.code !== '') {
    await recode(tx, county, place, set.code, stamp);
  }
}

async function endPlace(
  tx: Tx,
  county: CountyRuntime,
  place: Place,
  heirs: readonly Place[],
  change: Change,
  now: number,
): Promise<void> {
  const { by, from: day } = change;
  const stamp = { by, now, change: change.id };
  const [parent] = await lockPlaces(tx, county.id, place.parent === null ? [] : [place.parent]);
  const shapes = await shapesOf(
    tx,
    county.id,
    heirs.map((heir) => heir.id),
  );
  const children = await childrenOf(tx, county.id, [place.id], day);
  const spots = change.kind === 'split' ? await spotsOf(tx, county.id, children, day) : new Map();
  for (const child of children) {
    const to = change.kind === 'retire' ? parent : partFor(child, spots.get(child.id) ?? [], heirs, shapes, change);
    if (to) await moveBelow(tx, county, child, to, stamp);
  }
  const heir = change.kind === 'merge' ? (heirs[0]?.id ?? null) : (change.body.heir ?? null);
  await settlePlacePosts(tx, county, { place: place.id, heir, day, by, now });
  const seat = change.kind === 'merge' ? heirs[0] : parent;
  if (seat) await moveUnits(tx, county.id, place.id, seat, stamp);
}

/** The part of a split, or the one place of a merge, that a place below goes to. */
function partFor(
  child: Place,
  spots: readonly Position[],
  heirs: readonly Place[],
  shapes: ReadonlyMap<string, Shape>,
  { kind, body }: Change,
): Place | undefined {
  if (kind === 'merge') return heirs[0];
  const named = heirs.find((heir) => heir.id === body.below?.[child.id]);
  if (named) return named;
  // Made after the split was planned: by where it lies, else with the part that goes on.
  const by =
    heirs[
      holding(
        spots,
        heirs.map((heir) => shapes.get(heir.id)),
      )
    ];
  return by ?? heirs.find((heir) => heir.id === body.heir) ?? heirs[0];
}

/** Units whose jurisdiction ends work for the seat after it, and those that report there report to it, where units may. */
async function moveUnits(tx: Tx, county: string, from: string, to: Place, { by, now, change }: Stamp): Promise<void> {
  const units = await tx.rows<{ id: string; works: boolean; reports: boolean; version: number; head: Buffer }>(sql`
    SELECT unit_id AS id, jurisdiction IS NOT DISTINCT FROM ${from} AS works, reports_to IS NOT DISTINCT FROM ${from} AS reports,
      version, head FROM unit
    WHERE county_id = ${county} AND (jurisdiction = ${from} OR reports_to = ${from}) ORDER BY unit_id FOR UPDATE`);
  const place = REPORTED_TO.includes(to.kind) ? to.id : null;
  for (const unit of units) {
    const stamp = { by, at: now, change, was: from };
    const events = [
      ...(unit.works ? [{ kind: 'unit.moved', ...stamp, jurisdiction: to.id }] : []),
      ...(unit.reports ? [{ kind: 'unit.reports_to', ...stamp, place }] : []),
    ];
    const [head] = await journalMany(tx, county, [
      { subject: { kind: 'unit', id: unit.id }, head: { seq: unit.version, hash: unit.head }, events },
    ]);
    await tx.rows(sql`
      UPDATE unit SET jurisdiction = CASE WHEN ${unit.works} THEN ${to.id} ELSE jurisdiction END,
        reports_to = CASE WHEN ${unit.reports} THEN ${place}::text ELSE reports_to END,
        version = ${head?.seq}, head = ${head?.hash}
      WHERE county_id = ${county} AND unit_id = ${unit.id}`);
  }
}
