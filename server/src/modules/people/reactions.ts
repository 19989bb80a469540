/** Who is told that a term ends soon: its holder, and once a day whoever keeps people there. */
import { v7 as uuidv7 } from 'uuid';
import { at, sql, type Tx } from '../../platform/db.ts';
import type { Effect } from '../../platform/reactions.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';

/** History that is told rings nobody's phone. */
const FRESH_MS = 86_400_000;

export const tellOfEnding: Effect = {
  rule: 'message:term-due',
  handles: ({ subject, event }, now) =>
    subject.kind === 'post' && event.kind === 'term.due' && event.at >= now - FRESH_MS,
  async run(tx, services, county, { subject, event }) {
    const now = services.clock();
    await tx.rows(sql`
      INSERT INTO message (county_id, message_id, person_id, template, term_id, made_at)
      VALUES (${county.id}, ${uuidv7()}, ${event.person as string}, 'term_due', ${event.term as string}, ${at(now)})`);
    for (const keeper of await keepersOf(tx, county, subject.id, now)) await tellKeeper(tx, county, keeper, now);
  },
};

/** Holders of posts that keep people at the post's place or above it. */
async function keepersOf(tx: Tx, county: CountyRuntime, post: string, now: number): Promise<string[]> {
  const kinds = [...county.postKinds.values()].filter((kind) => kind.permissions.includes('people.edit'));
  const day = dayOf(county, now);
  const rows = await tx.rows<{ person: string }>(sql`
    SELECT DISTINCT t.person_id AS person
    FROM post o
    LEFT JOIN unit u ON u.county_id = o.county_id AND u.unit_id = o.unit_id
    JOIN place pl ON pl.county_id = o.county_id AND pl.place_id = coalesce(o.place_id, u.jurisdiction)
    JOIN post k ON k.county_id = o.county_id AND k.kind = ANY(${kinds.map((kind) => kind.kind)})
      AND k.place_id = ANY(string_to_array(pl.path, '.'))
    JOIN term t ON t.county_id = k.county_id AND t.post_id = k.post_id AND t.suspended_at IS NULL
      AND t.from_day <= ${day} AND (t.to_day IS NULL OR t.to_day >= ${day})
    WHERE o.county_id = ${county.id} AND o.post_id = ${post}
    ORDER BY t.person_id`);
  return rows.map((row) => row.person);
}

/** Hundreds of terms may end on one day: whoever keeps people hears of it once, and finds them in the list. */
async function tellKeeper(tx: Tx, county: CountyRuntime, person: string, now: number): Promise<void> {
  const dayBegan = Date.parse(`${dayOf(county, now)}T00:00:00Z`) - county.pack.utcOffsetMinutes * 60_000;
  await tx.rows(sql`
    INSERT INTO message (county_id, message_id, person_id, template, made_at)
    SELECT ${county.id}, ${uuidv7()}::uuid, ${person}::uuid, 'terms_due', ${at(now)}::timestamptz
    WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.county_id = ${county.id} AND m.person_id = ${person}
      AND m.template = 'terms_due' AND m.made_at >= ${at(dayBegan)})`);
}
