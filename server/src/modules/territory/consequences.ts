/** What hangs on places that are to end, and where what lies below them lies, for the forms of the faces. */
import type { Position } from '@huying/domain/territory';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Named } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { countDevicesAt } from '../devices/index.ts';
import { countFacilitiesAt } from '../facilities/index.ts';
import { countBelow, countOpenBelow } from '../matters/index.ts';
import { partyAt } from '../party/index.ts';
import { termsAt } from '../people/index.ts';
import { childrenOf, type Place } from './places.ts';
import { spotsOf } from './spots.ts';

export type Consequences = {
  /** Matters that will be found elsewhere, and those of them that are in somebody's hands. */
  matters: number;
  openMatters: number;
  /** Terms that end or go on in the place after. */
  terms: number;
  /** Units whose jurisdiction one of these is, and units that report in there. */
  units: number;
  reporting: number;
  /** Facilities and teams, devices, members who live there: they go on in the places after. */
  facilities: number;
  devices: number;
  members: number;
  /** Party branches that answer for these places, and plans of formation that name them and are not applied yet. */
  branches: Named[];
  plans: number;
  parent: { id: string; name: string } | null;
  below: { id: string; name: string; kind: string; coded: boolean; spots: Position[] }[];
};

const BELOW_SHOWN = 500;

/** What hangs on these places, to be said before they end. */
export async function consequencesOf(
  db: Queryable,
  county: CountyRuntime,
  places: readonly Place[],
  day: string,
): Promise<Consequences> {
  const ids = places.map((place) => place.id);
  const sums = { matters: 0, openMatters: 0 };
  for (const { path } of places) {
    sums.matters += await countBelow(db, county.id, path);
    sums.openMatters += await countOpenBelow(db, county.id, path);
  }
  const units = await db.row<{ works: number; reports: number }>(sql`
    SELECT count(*) FILTER (WHERE jurisdiction = ANY(${ids}))::int AS works,
      count(*) FILTER (WHERE reports_to = ANY(${ids}))::int AS reports
    FROM unit WHERE county_id = ${county.id} AND (jurisdiction = ANY(${ids}) OR reports_to = ANY(${ids}))`);
  const children = (await childrenOf(db, county.id, ids, day)).slice(0, BELOW_SHOWN);
  const spots = await spotsOf(db, county.id, children, day);
  const parent = places[0]?.parent ? county.placesEver.get(places[0].parent) : undefined;
  return {
    ...sums,
    terms: await termsAt(db, county.id, ids, day),
    units: units?.works ?? 0,
    reporting: units?.reports ?? 0,
    facilities: await countFacilitiesAt(db, county.id, ids),
    devices: await countDevicesAt(db, county.id, ids),
    ...(await partyAt(db, county.id, ids, day)),
    parent: parent ? { id: parent.id, name: parent.name } : null,
    below: children.map(({ id, name, kind, code }) => ({
      ...{ id, name, kind, coded: code !== '' },
      spots: spots.get(id) ?? [],
    })),
  };
}
