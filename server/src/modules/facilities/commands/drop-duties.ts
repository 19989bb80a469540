/** What is planned falls away: duties are cancelled and swaps over them lapse. Whoever was to come is told by a reaction. */
import { dayAfter, instantAt } from '@huying/domain/clocks';
import { at, sql, type Tx } from '../../../platform/db.ts';
import type { By } from '../../../platform/journal.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { appendToRoster, lockRoster, type RosterState } from '../rosters.ts';

export type Dropped = { duties: number; people: string[]; lapsed: string[] };

/**
 * Cancels the roster's planned duties that begin at `from` or later; the roster must be locked by this transaction.
 * @returns how many fell away, whose they were where they had been published, and who else had a part in a swap that lapsed
 */
export async function dropDuties(tx: Tx, county: string, roster: string, from: number): Promise<Dropped> {
  const rows = await tx.rows<{ id: string; person: string; published: boolean }>(sql`
    UPDATE duty SET state = 'cancelled'
    WHERE county_id = ${county} AND roster_id = ${roster} AND state = 'planned' AND starts_at >= ${at(from)}
    RETURNING duty_id AS id, person_id AS person, published`);
  const people = [...new Set(rows.filter((row) => row.published).map((row) => row.person))].sort();
  const duties = rows.map((row) => row.id);
  return { duties: rows.length, people, lapsed: await lapseSwaps(tx, county, duties, people) };
}

/** Open swaps over these duties, or for them in return, come to nothing. @returns who had a part in one, without `but`, who are told anyway */
export async function lapseSwaps(tx: Tx, county: string, duties: string[], but: string[]): Promise<string[]> {
  const rows = await tx.rows<{ asker: string; asked: string }>(sql`
    UPDATE duty_swap SET state = 'lapsed', version = version + 1
    WHERE county_id = ${county} AND state IN ('asked', 'agreed')
      AND (duty_id = ANY(${duties}::uuid[]) OR return_id = ANY(${duties}::uuid[]))
    RETURNING asker_id AS asker, asked_id AS asked`);
  const parties = new Set(rows.flatMap((row) => [row.asker, row.asked]));
  return [...parties].filter((one) => !but.includes(one)).sort();
}

/** A facility closes after `lastDay`: its rosters keep what they have until then, and those that begin later end. */
export async function cutRosters(
  tx: Tx,
  county: CountyRuntime,
  facility: string,
  lastDay: string,
  { by, now }: { by: By; now: number },
): Promise<void> {
  const day = dayAfter(lastDay, 1);
  const from = instantAt(county.rules.calendar, day, '00:00');
  const rosters = await tx.rows<{ id: string; state: RosterState; from: string }>(sql`
    SELECT roster_id AS id, state, from_day AS "from" FROM roster
    WHERE county_id = ${county.id} AND facility_id = ${facility} AND state <> 'ended' AND to_day >= ${lastDay}
    ORDER BY roster_id`);
  for (const { id, from: first } of rosters) {
    const roster = await lockRoster(tx, county.id, id, null);
    const dropped = await dropDuties(tx, county.id, id, from);
    const over = first > lastDay;
    if (dropped.duties === 0 && !over) continue;
    const kind = over ? 'roster.ended' : 'roster.cut';
    await appendToRoster(
      tx,
      county.id,
      roster,
      [{ kind, by, at: now, day, facilityClosed: true, ...dropped }],
      over ? 'ended' : undefined,
    );
  }
}
