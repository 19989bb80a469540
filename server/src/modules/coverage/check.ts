/** The check as long work: area by area, each one's faults written down before the next. */
import { isWithin, Refusal } from '@huying/domain/kernel';
import { coverageFaults } from '@huying/domain/territory';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, actorKey, postFor } from '../../access/actor.ts';
import { defineJob, startJob } from '../../platform/jobs.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { griddedBelow, readArea, settingsOf } from './areas.ts';
import { endRun, insertRun, PER_AREA, readRun, replaceFaults } from './runs.ts';

export const COVERAGE_JOB = 'territory.coverage';

export type CheckBody = { place?: string; tolerance?: number };

type Checked = { county: CountyRuntime; actor: Actor; now: number; key: string | null; body: CheckBody };

/**
 * Puts a check of a place, or of the whole county, in line.
 * @throws Refusal `not_found`, `not_permitted`, `nothing_gridded`
 */
export async function startCheck(services: Services, { county, actor, now, key, body }: Checked) {
  const place = body.place ? county.places.get(body.place) : county.root;
  if (!place) throw new Refusal('not_found');
  const post = postFor(
    actor,
    'territory.edit',
    (held) => held.placeId !== null && isWithin(place.path, held.path as string),
  );
  if (!post && actor.kind !== 'program') throw new Refusal('not_permitted');
  const areas = await griddedBelow(services.db, county.id, place.path, dayOf(county, now));
  if (areas.length === 0) throw new Refusal('nothing_gridded', { name: place.name });
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  return once(services.db, call, 'coverage/runs', body, async (tx) => {
    const run = uuidv7();
    const job = await startJob(services, county.id, COVERAGE_JOB, { run }, actor.person?.id ?? null, tx);
    const tolerance = body.tolerance ?? settingsOf(county).tolerance;
    await insertRun(tx, county.id, { id: run, place: place.id, job, tolerance, startedAt: now });
    return { run, job };
  });
}

export function defineCoverageJob(): void {
  defineJob<{ run: string }>(
    COVERAGE_JOB,
    async ({ services, county, input, done, progress, signal }) => {
      const { db } = services;
      const run = await readRun(db, county.id, input.run);
      const day = dayOf(county, run.startedAt);
      const place = county.places.get(run.place) ?? county.root;
      const ids = await griddedBelow(db, county.id, place.path, day);
      let grids = 0;
      let undrawn = 0;
      progress(done, ids.length);
      for (const [no, id] of ids.entries()) {
        if (signal.aborted) throw signal.reason;
        const area = await readArea(db, county.id, id, day);
        if (!area) continue;
        grids += area.grids.length;
        undrawn += area.undrawn + (area.shape ? 0 : 1);
        if (no >= done && area.shape) {
          const faults = coverageFaults({ id, shape: area.shape }, area.grids, { tolerance: run.tolerance });
          await replaceFaults(db, county.id, run.id, { no, id }, faults.slice(0, PER_AREA));
        }
        progress(no + 1, ids.length);
      }
      const counts = await endRun(db, county.id, run.id, { areas: ids.length, grids, undrawn, now: services.clock() });
      return { figures: { areas: ids.length, grids, undrawn, ...counts } };
    },
    { heardBy: 'territory.read' },
  );
}
