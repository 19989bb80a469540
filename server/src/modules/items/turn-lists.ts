/** What the days bring by themselves: an agreed version comes into force, the one before it is superseded. */
import { actOnList, turnsDue } from '@huying/domain/lists';
import { PROGRAM } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import { appendAlone } from '../../platform/journal.ts';
import type { Services } from '../../platform/services.ts';
import { dayOf, listSubject, lockList } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { contextOf } from './commands/act-on-list.ts';
import { readVersions, saveVersion } from './versions.ts';

/**
 * Writes the turns that are due on the day of `now`, each a journaled act of the program that names the day it holds from. Which
 * version counts never waits for this: the day alone decides it.
 * @returns how many turns were written; again on the same day: 0
 */
export async function turnLists(services: Services, county: CountyRuntime, now: number): Promise<number> {
  const today = dayOf(county, now);
  const due = await services.db.rows<{ list: string }>(sql`
    SELECT DISTINCT v.list_id AS list FROM list_version v
    WHERE v.county_id = ${county.id} AND v.state = 'approved' AND v.effective_from <= ${today}`);
  let turned = 0;
  for (const { list } of due) {
    turned += await services.db.tx(async (tx) => {
      await lockList(tx, county.id, list);
      let all = await readVersions(tx, county.id, { list });
      const turns = turnsDue(all, today);
      for (const { version, verb, day } of turns) {
        const row = all.find((one) => one.version === version);
        if (!row) continue;
        const rule = {
          state: row.state,
          effectiveFrom: row.effectiveFrom,
          authors: row.authors,
          approvals: row.approvals.map((one) => one.person),
          rows: row.rows,
        };
        const { next, from } = actOnList(rule, verb, {}, contextOf(county, PROGRAM, row, all, today));
        const revision = await saveVersion(tx, county.id, row, next, { person: null, post: null, now });
        await appendAlone(tx, county.id, listSubject(list), [
          {
            kind: `list.${verb}`,
            by: { person: null, post: null },
            at: now,
            version,
            revision,
            from,
            to: next.state,
            day,
          },
        ]);
        all = all.map((one) => (one === row ? { ...one, state: next.state, revision } : one));
      }
      return turns.length;
    });
  }
  if (turned > 0) services.wake(county.id);
  return turned;
}
