/** Reminders of ends: once for each term, so many days before it, into the organisation's own story. */
import { sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { appendToOrg } from './orgs.ts';
import { partyOf } from './rules.ts';
import { addDays } from './tree.ts';

/** Journals that a term ends soon, for every branch not yet reminded of it. @returns how many */
export async function remindOfTerms(services: Services, county: CountyRuntime, now: number): Promise<number> {
  const day = dayOf(county, now);
  const last = addDays(day, partyOf(county).remindDays);
  const reminded = await services.db.tx(async (tx) => {
    const rows = await tx.rows<{ id: string; version: number; head: Buffer; term: string }>(sql`
      SELECT org_id AS id, version, head, term_day AS term FROM party_org
      WHERE county_id = ${county.id} AND term_day <= ${last} AND (to_day IS NULL OR to_day >= ${day})
        AND (reminded_day IS NULL OR reminded_day <> term_day)
      ORDER BY org_id LIMIT 200 FOR UPDATE SKIP LOCKED`);
    for (const org of rows) {
      await appendToOrg(tx, county.id, org, [
        { kind: 'party_org.term_near', by: { person: null, post: null }, at: now, to: org.term },
      ]);
      await tx.rows(sql`
        UPDATE party_org SET reminded_day = ${org.term} WHERE county_id = ${county.id} AND org_id = ${org.id}`);
    }
    return rows.length;
  });
  if (reminded > 0) services.wake(county.id);
  return reminded;
}
