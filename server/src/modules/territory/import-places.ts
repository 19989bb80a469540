/**
 * Rows of a list of places as places: new ones are made, ones that are there are altered where the list says otherwise, the rest
 * was there already. Rows may come in any order; a bad row takes only the rows below it along.
 */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { sql, type Tx } from '../../platform/db.ts';
import type { By } from '../../platform/journal.ts';
import type { Services } from '../../platform/services.ts';
import { reloadCounty } from '../county/index.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { put } from './order.ts';
import { insertPlaces, lockPlaces, lockTerritory, type NewPlace } from './places.ts';
import { type PlaceInput, type PlaceOutcome, Planner, readGround } from './plan-places.ts';
import type { Fix } from './rules.ts';

const AT_ONCE = 4000;

export type ImportRun = {
  by: By;
  now: number;
  onProgress?: ((done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** A mistake in the coordinates that is put right where it is found; without it such rows are refused. */
  fix?: Fix | null;
};

/** @returns what became of each row, in the order of the rows; the same rows again: all `repeated` */
export async function importPlaceRows(
  services: Services,
  county: CountyRuntime,
  rows: readonly PlaceInput[],
  { by, now, onProgress = () => {}, signal, fix = null }: ImportRun,
): Promise<PlaceOutcome[]> {
  const today = dayOf(county, now);
  const planner = new Planner(county, rows, await readGround(services.db, county.id, rows, { today, fix }));
  const plans = rows.map((_, index) => planner.plan(index));
  const outcomes = plans.map((plan) => plan.outcome);
  let done = 0;
  for (let at = 0; at < planner.made.length; at += AT_ONCE) {
    signal?.throwIfAborted();
    const chunk = planner.made.slice(at, at + AT_ONCE);
    const write = (places: NewPlace[]) => services.db.tx((tx) => makePlaces(tx, services, county, places, { by, now }));
    try {
      await write(chunk.map((one) => one.place));
    } catch {
      for (const { row, place } of chunk) {
        await write([place]).catch(() => {
          outcomes[row] = { status: 'refused', reason: 'row_failed' };
        });
      }
    }
    done += chunk.length;
    onProgress(done, rows.length);
  }
  for (const [index, plan] of plans.entries()) {
    if (!plan.set || plan.outcome.status !== 'taken') continue;
    signal?.throwIfAborted();
    const { id } = plan.outcome;
    const { set, from } = plan.set;
    await services.db
      .tx(async (tx) => {
        await lockTerritory(tx, county.id);
        await lockPlaces(tx, county.id, [id]);
        await put(
          tx,
          services,
          { county, now },
          { id: uuidv7(), kind: 'edit', places: [id], heirs: [], from, body: { set }, by },
        );
      })
      .catch((error: unknown) => {
        outcomes[index] = { status: 'refused', reason: error instanceof Refusal ? error.code : 'row_failed' };
      });
    done += 1;
    onProgress(done, rows.length);
  }
  onProgress(rows.length, rows.length);
  if (done > 0) {
    if (planner.made.length >= AT_ONCE) await services.db.rows(sql`ANALYZE place, journal`);
    await reloadCounty(services, county.id);
    services.wake(county.id);
  }
  return outcomes;
}

/** One order of the territory for each first day. */
async function makePlaces(
  tx: Tx,
  services: Services,
  county: CountyRuntime,
  places: readonly NewPlace[],
  { by, now }: { by: By; now: number },
): Promise<void> {
  await lockTerritory(tx, county.id);
  const byDay = Map.groupBy(places, (place) => place.from);
  const changes = new Map([...byDay.keys()].map((from) => [from, uuidv7()]));
  await insertPlaces(tx, county, places, { by, now, change: (place) => changes.get(place.from) as string });
  for (const [from, made] of byDay) {
    const heirs = made.map((place) => place.id);
    const id = changes.get(from) as string;
    await put(tx, services, { county, now }, { id, kind: 'make', places: [], heirs, from, body: {}, by });
  }
}
