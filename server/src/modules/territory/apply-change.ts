/** A change takes effect: what is edited is put in place; of what ends, the places below, posts and units go on elsewhere. */
import { childPath, pathRange } from '@huying/domain/kernel';
import { codeFault } from '@huying/domain/places';
import { pointInShape, type Shape } from '@huying/domain/territory';
import { sql, type Tx } from '../../platform/db.ts';
import { startJob } from '../../platform/jobs.ts';
import type { By } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { settlePlacePosts } from '../people/index.ts';
import { type Change, type PlaceSet, settleChange } from './change.ts';
import { innerPoint } from './inner-point.ts';
import {
  appendToPlaces,
  childrenOf,
  codesBelow,
  lockBelow,
  lockPlaces,
  type Place,
  shapesOf,
  writeShape,
} from './places.ts';
import { REWRITE } from './rewrite.ts';
import { freeCode } from './rules.ts';

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
    const [place] = await lockPlaces(tx, county.id, change.places);
    await putSet(tx, county, place as Place, change.body.set ?? {}, { by, now, change: change.id });
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

type Stamp = { by: By; now: number; change: string };

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
  await tx.rows(sql`
    UPDATE place SET name = ${set.name ?? place.name}, code = ${set.code ?? place.code},
      subkind = ${set.subkind === undefined ? place.subkind : set.subkind}, gridded = ${set.gridded ?? place.gridded}
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

/** Codes below a place whose own code changed go along with it. */
async function recode(
  tx: Tx,
  county: CountyRuntime,
  place: Place,
  code: string,
  { by, now, change }: Stamp,
): Promise<void> {
  const below = (await lockBelow(tx, county.id, place.path)).filter(
    (one) =>
      one.id !== place.id &&
      one.code !== '' &&
      one.code.startsWith(place.code) &&
      (one.to === null || one.to >= one.from),
  );
  const moved = below.map((one) => ({ place: one, code: `${code}${one.code.slice(place.code.length)}` }));
  await writeCodes(tx, county.id, moved);
  await appendToPlaces(
    tx,
    county.id,
    moved.map((one) => ({
      place: one.place,
      event: { kind: 'place.changed', by, at: now, change, set: { code: one.code } },
    })),
  );
}

async function writeCodes(tx: Tx, county: string, moved: readonly { place: Place; code: string }[]): Promise<void> {
  const rows = moved.map(({ place, code }) => ({ place_id: place.id, code }));
  await tx.rows(sql`
    UPDATE place p SET code = r.code FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(place_id text, code text)
    WHERE p.county_id = ${county} AND p.place_id = r.place_id`);
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
  for (const child of await childrenOf(tx, county.id, [place.id], day)) {
    const to = change.kind === 'retire' ? parent : await partFor(tx, county.id, child, heirs, shapes, change);
    if (to) await moveBelow(tx, county, child, to, stamp);
  }
  const heir = change.kind === 'merge' ? (heirs[0]?.id ?? null) : (change.body.heir ?? null);
  await settlePlacePosts(tx, county, { place: place.id, heir, day, by, now });
  const seat = change.kind === 'merge' ? heirs[0] : parent;
  if (seat) await moveUnits(tx, county.id, place.id, seat.id, stamp);
}

/** The part of a split, or the one place of a merge, that a place below goes to. */
async function partFor(
  tx: Tx,
  county: string,
  child: Place,
  heirs: readonly Place[],
  shapes: ReadonlyMap<string, Shape>,
  { kind, body }: Change,
): Promise<Place | undefined> {
  if (kind === 'merge') return heirs[0];
  const named = heirs.find((heir) => heir.id === body.below?.[child.id]);
  if (named) return named;
  // Made after the split was planned: by its outline, else with the part that goes on.
  const own = (await shapesOf(tx, county, [child.id])).get(child.id);
  const point = own && innerPoint(own);
  const by = point && heirs.find((heir) => shapes.has(heir.id) && pointInShape(...point, shapes.get(heir.id) as Shape));
  return by ?? heirs.find((heir) => heir.id === body.heir) ?? heirs[0];
}

/** A place and all below it go under another parent. A code keeps its own digits where they are free there. */
async function moveBelow(tx: Tx, county: CountyRuntime, child: Place, to: Place, stamp: Stamp): Promise<void> {
  const { lo, hi } = pathRange(child.path);
  const path = childPath(to.path, child.id);
  const code = child.code === '' ? '' : await codeThere(tx, county, child, to);
  await tx.rows(sql`
    UPDATE place SET path = ${path} || substr(path, ${child.path.length + 1}::int)
    WHERE county_id = ${county.id} AND path >= ${lo} AND path < ${hi}`);
  await tx.rows(sql`
    UPDATE place SET parent_id = ${to.id}, code = ${code} WHERE county_id = ${county.id} AND place_id = ${child.id}`);
  const { by, now, change } = stamp;
  await appendToPlaces(tx, county.id, [
    { place: child, event: { kind: 'place.moved', by, at: now, change, parent: to.id, was: child.parent, code } },
  ]);
  if (code !== child.code) await recode(tx, county, { ...child, path }, code, stamp);
}

async function codeThere(tx: Tx, county: CountyRuntime, child: Place, to: Place): Promise<string> {
  const rule = county.pack.codes;
  const digits = rule[child.kind as keyof typeof rule] ?? 0;
  const taken = await codesBelow(tx, county.id, to.id);
  const same = `${to.code}${child.code.slice(child.code.length - digits)}`;
  if (codeFault(rule, child.kind, to.code, same) === null && !taken.includes(same)) return same;
  return freeCode(county, child.kind, to.code, taken);
}

async function moveUnits(tx: Tx, county: string, from: string, to: string, { by, now, change }: Stamp): Promise<void> {
  const units = await tx.rows<{ id: string; works: boolean; version: number; head: Buffer }>(sql`
    SELECT unit_id AS id, jurisdiction = ${from} AS works, version, head FROM unit
    WHERE county_id = ${county} AND (jurisdiction = ${from} OR reports_to = ${from}) ORDER BY unit_id FOR UPDATE`);
  for (const unit of units) {
    const what = unit.works ? { jurisdiction: to } : { place: to };
    const kind = unit.works ? 'unit.moved' : 'unit.reports_to';
    const [head] = await journalMany(tx, county, [
      {
        subject: { kind: 'unit', id: unit.id },
        head: { seq: unit.version, hash: unit.head },
        events: [{ kind, by, at: now, change, ...what, was: from }],
      },
    ]);
    await tx.rows(sql`
      UPDATE unit SET jurisdiction = CASE WHEN jurisdiction = ${from} THEN ${to} ELSE jurisdiction END,
        reports_to = CASE WHEN reports_to = ${from} THEN ${to} ELSE reports_to END,
        version = ${head?.seq}, head = ${head?.hash}
      WHERE county_id = ${county} AND unit_id = ${unit.id}`);
  }
}
