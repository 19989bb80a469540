/** Who is told that duties fell away: whoever was to come, once for each roster that ends or is cut short. Which ones, their own page says. */
import { v7 as uuidv7 } from 'uuid';
import { at, sql } from '../../platform/db.ts';
import type { Effect, Happened } from '../../platform/reactions.ts';

/** History that is told rings nobody's phone. */
const FRESH_MS = 86_400_000;

const peopleOf = ({ event }: Pick<Happened, 'event'>): string[] => (event.people as string[] | undefined) ?? [];

export const tellOfDropped: Effect = {
  rule: 'message:duties-dropped',
  handles: (happened, now) =>
    happened.subject.kind === 'roster' &&
    ['roster.ended', 'roster.cut'].includes(happened.event.kind) &&
    happened.event.at >= now - FRESH_MS &&
    peopleOf(happened).length > 0,
  async run(tx, services, county, { event }) {
    const now = services.clock();
    for (const person of peopleOf({ event })) {
      // Whoever ended it knows.
      if (person === event.by.person) continue;
      await tx.rows(sql`
        INSERT INTO message (county_id, message_id, person_id, template, made_at)
        VALUES (${county.id}, ${uuidv7()}, ${person}, 'duties_dropped', ${at(now)})`);
    }
  },
};
