/** Long work after a change of the territory: earlier matters and what stands in a place go on in the places that came after. */
import { type Ended, followPlace, heirsOf } from '@huying/domain/places';
import { pointInShape } from '@huying/domain/territory';
import type { Queryable } from '../../platform/db.ts';
import { defineJob } from '../../platform/jobs.ts';
import { type CountyRuntime, reloadCounty } from '../county/index.ts';
import { moveDevices } from '../devices/index.ts';
import { moveFacilities } from '../facilities/index.ts';
import { countBelow, type Follow, moveMatters } from '../matters/index.ts';
import { moveParty } from '../party/index.ts';
import { endings } from './change.ts';
import { parentsOf, readPlace, shapesOf } from './places.ts';

export const REWRITE = 'territory.rewrite';

/** Where ended places lead, read once for many matters; and which places cover now what one covered. */
export async function followOf(
  db: Queryable,
  county: CountyRuntime,
): Promise<{ follow: Follow; heirs: (place: string) => string[] }> {
  const changes = await endings(db, county.id);
  const ends = new Map<string, Ended>();
  // The county in memory ends at its grids; compounds and buildings end too.
  const parents = await parentsOf(
    db,
    county.id,
    changes.flatMap(({ places }) => places),
  );
  for (const { kind, places, heirs } of changes) {
    for (const id of places) ends.set(id, { kind: kind as Ended['kind'], heirs, parent: parents.get(id) ?? null });
  }
  const parts = changes.filter((change) => change.kind === 'split').flatMap((change) => change.heirs);
  const shapes = await shapesOf(db, county.id, parts);
  const ended = (id: string) => ends.get(id) ?? null;
  const follow: Follow = (place, point) =>
    followPlace(place, point !== null, ended, (heir) => {
      const shape = shapes.get(heir);
      return point !== null && shape !== undefined && pointInShape(...point, shape);
    });
  return { follow, heirs: (place) => heirsOf(place, ended) };
}

export function defineRewrite(): void {
  defineJob<{ change: string }>(REWRITE, async ({ services, county: before, input, progress, signal }) => {
    const { db } = services;
    // A worker on another node may not have heard of the change yet.
    const county = (await reloadCounty(services, before.id)) ?? before;
    const change = (await endings(db, county.id)).find((one) => one.id === input.change);
    if (!change) return { moved: 0 };
    const { follow, heirs } = await followOf(db, county);
    const paths = (await Promise.all(change.places.map((id) => readPlace(db, county.id, id)))).flatMap((place) =>
      place ? [place.path] : [],
    );
    const counts = await Promise.all(paths.map((path) => countBelow(db, county.id, path)));
    const total = counts.reduce((sum, n) => sum + n, 0);
    let moved = 0;
    progress(0, total);
    for (const path of paths) {
      const earlier = moved;
      moved += await moveMatters(services, county, {
        path,
        follow,
        change: change.id,
        signal,
        report: (n) => progress(earlier + n, Math.max(total, earlier + n)),
      });
    }
    const ended = { places: change.places, follow, change: change.id };
    const facilities = await moveFacilities(services, county, ended);
    const devices = await moveDevices(services, county, ended);
    const { members, covers } = await moveParty(services, county, { ...ended, from: change.from, heirs });
    return { moved, facilities, devices, members, covers };
  });
}
