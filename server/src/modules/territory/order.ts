/** Every order to change the territory comes through here: once, alone in its county, in force today or planned. */
import { v7 as uuidv7 } from 'uuid';
import { type Actor, actorKey } from '../../access/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import { reloadCounty } from '../county/index.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { forgetActors } from '../people/index.ts';
import { applyChange } from './apply-change.ts';
import { type Change, insertChange } from './change.ts';
import { lockTerritory } from './places.ts';

export type TerritoryCall = { county: CountyRuntime; actor: Actor; now: number; key: string | null };

/** `job`: the work that puts earlier matters under the new places, where the change is in force. */
export type Ordered = { change: string; state: 'done' | 'planned'; from: string; places: string[] };

/** Runs `work` with the territory locked; afterwards the county is read again. */
export async function order<T>(
  services: Services,
  { county, actor, now, key }: TerritoryCall,
  action: string,
  body: unknown,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  const answer = await once(services.db, call, action, body, async (tx) => {
    await lockTerritory(tx, county.id);
    return work(tx);
  });
  await reloadCounty(services, county.id);
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return answer;
}

/** Writes the change down and, where its day is today, does it. */
export async function put(
  tx: Tx,
  services: Services,
  { county, now }: Pick<TerritoryCall, 'county' | 'now'>,
  given: Pick<Change, 'kind' | 'places' | 'heirs' | 'from' | 'body' | 'by'> & { id?: string },
): Promise<Ordered> {
  const change: Change = { id: uuidv7(), ...given, state: 'planned', madeAt: now, doneAt: null, job: null };
  await insertChange(tx, county.id, change);
  const today = change.from <= dayOf(county, now);
  if (today) await applyChange(tx, services, county, change, now);
  return {
    change: change.id,
    state: today ? 'done' : 'planned',
    from: change.from,
    places: [...change.places, ...change.heirs],
  };
}
