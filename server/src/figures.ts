/** What a county has, counted from its rows by the rooms that keep them: nothing here or there is a constant. */
import { FIGURE_KEYS } from './figure-keys.ts';
import { type CountFigures, type CountyRuntime, dayOf, type Figures, unitFigures } from './modules/county/index.ts';
import { deviceFigures } from './modules/devices/index.ts';
import { facilityFigures } from './modules/facilities/index.ts';
import { gradeFigures } from './modules/grades/index.ts';
import { itemFigures } from './modules/items/index.ts';
import { partyFigures } from './modules/party/index.ts';
import { peopleFigures } from './modules/people/index.ts';
import { figuresInTime, placeFigures } from './modules/territory/index.ts';
import type { Queryable } from './platform/db.ts';

const COUNTERS: readonly CountFigures[] = [
  placeFigures,
  figuresInTime,
  peopleFigures,
  gradeFigures,
  partyFigures,
  unitFigures,
  itemFigures,
  deviceFigures,
  facilityFigures,
];

/** The county's figures by key, as of the day of `now`. A key is there for every county; what a county lacks is 0. */
export async function figures(db: Queryable, county: CountyRuntime, now: number): Promise<Figures> {
  const day = dayOf(county, now);
  const none = Object.fromEntries(FIGURE_KEYS.map((key) => [key, 0]));
  return Object.assign(none, ...(await Promise.all(COUNTERS.map((count) => count(db, county, day)))));
}
