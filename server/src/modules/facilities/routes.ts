/** Facilities for everybody; keeping them, their teams and rosters for those in charge; duties for those who do them. */
import type { Switch } from '@huying/domain/pack';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { registerCircle } from './circle/routes.ts';
import { registerDuties } from './duty-routes.ts';
import { registerKept } from './facility-routes.ts';
import { registerFeeds } from './feed-routes.ts';
import { registerTeams } from './team-routes.ts';

export function registerFacilities(ground: Ground, services: Services): void {
  const facilities = switched(ground, ['facilities']);
  const rosters = switched(ground, ['facilities', 'rosters']);
  registerKept(facilities, services);
  registerTeams(facilities, services);
  registerDuties(rosters, services);
  registerFeeds(rosters, services);
  registerCircle(facilities, services);
}

/** The same ground, whose routes are there only where the county has these rooms. */
function switched(ground: Ground, rooms: readonly Switch[]): Ground {
  return {
    ...ground,
    route: (def, handler) => ground.route({ ...def, switch: [...rooms, ...[def.switch ?? []].flat()] }, handler),
  };
}
