/** Overdue is found by looking, not by a timer per matter: open clocks past their yellow or red instant, by index. */
import { Refusal } from '@huying/domain/kernel';
import { PROGRAM } from '../../access/actor.ts';
import { at, type Queryable, sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { actWithin } from './commands/act.ts';

const AT_ONCE = 200;

/** Where the look goes on: the instant and matter looked at last. */
type Mark = { at: number; id: string };
const START: Mark = { at: 0, id: '00000000-0000-0000-0000-000000000000' };

type Found = { id: string; at: number };

/** The next matters with a clock that wants its yellow card, in the order of the index. */
function yellow(db: Queryable, county: string, asOf: number, after: Mark): Promise<Found[]> {
  return db.rows<Found>(sql`
    SELECT matter_id AS id, yellow_at AS at FROM clock
    WHERE county_id = ${county} AND stopped_at IS NULL AND card = 'none' AND yellow_at <= ${at(asOf)}
      AND (yellow_at, matter_id) > (${at(after.at)}, ${after.id}::uuid)
    ORDER BY yellow_at, matter_id LIMIT ${AT_ONCE}`);
}

/** At the deadline is on time: red comes after it. */
function red(db: Queryable, county: string, asOf: number, after: Mark): Promise<Found[]> {
  return db.rows<Found>(sql`
    SELECT matter_id AS id, due_at AS at FROM clock
    WHERE county_id = ${county} AND stopped_at IS NULL AND card <> 'red' AND due_at < ${at(asOf)}
      AND (due_at, matter_id) > (${at(after.at)}, ${after.id}::uuid)
    ORDER BY due_at, matter_id LIMIT ${AT_ONCE}`);
}

/**
 * Gives every open clock the card it should show at `asOf`, each by a journaled act of the program. Red before yellow: a
 * clock that became both while nobody looked gets one card.
 * @returns how many matters got a card; again with the same `asOf`: 0
 */
export async function sweep(services: Services, county: CountyRuntime, asOf: number): Promise<number> {
  let carded = 0;
  for (const look of [red, yellow]) {
    let after = START;
    for (;;) {
      const found = await look(services.db, county.id, asOf, after);
      for (const id of new Set(found.map((row) => row.id))) {
        if (await card(services, county, id, asOf)) carded += 1;
      }
      const last = found.at(-1);
      if (!last || found.length < AT_ONCE) break;
      after = last;
    }
  }
  if (carded > 0) services.wake(county.id);
  return carded;
}

/** Every clock of one matter. @returns false when another act came first, or the matter takes no card any more */
async function card(services: Services, county: CountyRuntime, id: string, asOf: number): Promise<boolean> {
  try {
    return await services.db.tx(async (tx) => {
      const row = await tx.row<{ version: number }>(sql`
        SELECT version FROM matter WHERE county_id = ${county.id} AND matter_id = ${id} FOR UPDATE`);
      const still = await tx.row(sql`
        SELECT 1 FROM clock WHERE county_id = ${county.id} AND matter_id = ${id} AND stopped_at IS NULL
          AND ((card = 'none' AND yellow_at <= ${at(asOf)}) OR (card <> 'red' AND due_at < ${at(asOf)})) LIMIT 1`);
      if (!row || !still) return false;
      await actWithin(tx, {
        county,
        actor: PROGRAM,
        now: asOf,
        key: null,
        matter: id,
        assignment: null,
        verb: 'card',
        body: { version: row.version },
      });
      return true;
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    services.log.warn(
      { county: county.id, matter: id, code: error.code },
      '无法亮牌 · a clock runs on a matter that takes no card',
    );
    return false;
  }
}
