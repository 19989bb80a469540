/** Planned changes whose day has come take effect: at the county's midnight, or as soon as the program runs again. */
import type { Services } from '../../platform/services.ts';
import { reloadCounty } from '../county/index.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { forgetActors } from '../people/index.ts';
import { applyChange } from './apply-change.ts';
import { lockChange, plannedChanges } from './change.ts';
import { lockTerritory } from './places.ts';

/** One after the other in the order of their days. @returns how many took effect; again at once: 0 */
export async function applyDue(services: Services, county: CountyRuntime, asOf: number): Promise<number> {
  const due = await plannedChanges(services.db, county.id, dayOf(county, asOf));
  let applied = 0;
  for (const { id } of due) {
    try {
      if (await applyOne(services, county, id, asOf)) applied += 1;
    } catch (error) {
      // The others do not wait for one that cannot be; it is tried again at the next look.
      services.log.error({ err: error, county: county.id, change: id }, '区划变更未能生效 · a change of places failed');
    }
  }
  if (applied > 0) {
    await reloadCounty(services, county.id);
    forgetActors(services.db, county.id);
    services.wake(county.id);
  }
  return applied;
}

function applyOne(services: Services, county: CountyRuntime, id: string, asOf: number): Promise<boolean> {
  return services.db.tx(async (tx) => {
    await lockTerritory(tx, county.id);
    const change = await lockChange(tx, county.id, id);
    if (change.state !== 'planned') return false;
    await applyChange(tx, services, county, change, asOf);
    return true;
  });
}
