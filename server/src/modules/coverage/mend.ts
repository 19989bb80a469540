/** Mending one gridded area: what would change, and changing it as one order of the territory. */
import { Refusal } from '@huying/domain/kernel';
import {
  areaOf,
  type CoverageFault,
  type LeftBecause,
  type Mending,
  mendCoverage,
  pointInShape,
  type Shape,
} from '@huying/domain/territory';
import type { Queryable } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { editorOf, lockPlaces, order, put, requireVersion, type TerritoryCall } from '../territory/index.ts';
import { type Area, type GridOutline, readArea, settingsOf } from './areas.ts';
import { type FaultRow, readFaults, readRun } from './runs.ts';

/** `faults`: numbers of a run's faults, where only these are meant. */
export type MendWish = { reach?: number; run?: string; faults?: number[] };

export type MendView = {
  area: { id: string; name: string };
  reach: number;
  mended: { fault: CoverageFault; to: string[] }[];
  left: { fault: CoverageFault; because: LeftBecause }[];
  /** Grids whose outline changes, with the version that was looked at. */
  changes: {
    id: string;
    name: string;
    version: number;
    before: Shape;
    after: Shape;
    areaBefore: number;
    areaAfter: number;
  }[];
  remaining: number;
};

/** @throws Refusal `not_found`, `area_undrawn` */
export async function previewMend(
  db: Queryable,
  county: CountyRuntime,
  id: string,
  wish: MendWish,
  now: number,
): Promise<MendView> {
  const { area, mending, reach } = await workOut(db, county, id, wish, now);
  return {
    area: { id: area.id, name: area.name },
    reach,
    mended: mending.mended,
    left: mending.left,
    changes: changed(area, mending).map(({ grid, after }) => ({
      id: grid.id,
      name: grid.name,
      version: grid.version,
      before: grid.shape,
      after,
      areaBefore: areaOf(grid.shape),
      areaAfter: areaOf(after),
    })),
    remaining: mending.after.length,
  };
}

async function workOut(db: Queryable, county: CountyRuntime, id: string, wish: MendWish, now: number) {
  const area = await readArea(db, county.id, id, dayOf(county, now));
  if (!area) throw new Refusal('not_found');
  if (!area.shape) throw new Refusal('area_undrawn', { name: area.name });
  const { tolerance, mend } = settingsOf(county);
  const reach = wish.reach ?? mend;
  const run = wish.run ? await readRun(db, county.id, wish.run) : null;
  const wanted = run && wish.faults ? await readFaults(db, county.id, run.id, wish.faults) : null;
  const mending = mendCoverage({ id, shape: area.shape }, area.grids, {
    tolerance: run?.tolerance ?? tolerance,
    reach,
    ...(wanted ? { which: (fault) => wanted.some((one) => isSame(one, fault)) } : {}),
  });
  return { area, mending, reach };
}

/** The same fault as the run found: of the same sort and places, around the same spot. */
function isSame(one: FaultRow, fault: CoverageFault): boolean {
  return (
    one.of === fault.of &&
    one.places.join() === fault.places.join() &&
    (pointInShape(one.lon, one.lat, fault.shape) || pointInShape(...fault.at, one.shape))
  );
}

function changed(area: Area, { shapes }: Mending): { grid: GridOutline; after: Shape }[] {
  return area.grids.flatMap((grid) => {
    const after = shapes.get(grid.id);
    return after ? [{ grid, after }] : [];
  });
}

/** `seen`: version of each grid that changes, as the preview told it. */
export type MendBody = MendWish & { seen: { place: string; version: number }[] };

export type Mended = { mended: number; left: number; remaining: number; places: string[] };

/**
 * Does what the preview showed: the outlines of the grids change today, each as an edit of its place.
 * @throws Refusal `not_found`, `not_permitted`, `stale_version`, `nothing_to_mend`, `area_undrawn`
 */
export function mendArea(services: Services, call: TerritoryCall, id: string, body: MendBody): Promise<Mended> {
  const { county, actor, now } = call;
  return order(services, call, `coverage/areas/${id}/mend`, body, async (tx) => {
    const { area, mending } = await workOut(tx, county, id, body, now);
    const by = editorOf(actor, [area.path]);
    const work = changed(area, mending);
    if (work.length === 0) throw new Refusal('nothing_to_mend', { name: area.name });
    const seen = new Map(body.seen.map(({ place, version }) => [place, version]));
    const places = await lockPlaces(
      tx,
      county.id,
      work.map(({ grid }) => grid.id),
    );
    for (const place of places) requireVersion(place, seen.get(place.id) ?? -1);
    const from = dayOf(county, now);
    for (const { grid, after } of work)
      await put(tx, services, call, {
        kind: 'edit',
        places: [grid.id],
        heirs: [],
        from,
        body: { set: { shape: after } },
        by,
      });
    const { mended, left, after } = mending;
    return {
      mended: mended.length,
      left: left.length,
      remaining: after.length,
      places: work.map(({ grid }) => grid.id),
    };
  });
}
