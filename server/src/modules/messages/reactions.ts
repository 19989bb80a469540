/** Which acts a reporter is told of. The row names a template and the matter; the words are made when it is sent. */
import { v7 as uuidv7 } from 'uuid';
import { at, sql } from '../../platform/db.ts';
import type { Effect, Happened } from '../../platform/reactions.ts';

/** History that is told, or matters brought in from elsewhere, ring nobody's phone. */
const FRESH_MS = 86_400_000;

export type Template = 'accepted' | 'dispatched' | 'concluded' | 'rejected' | 'closed';

/** The template of an event; null where the reporter is told nothing. A redo is the reporter's own word: nothing to tell. */
export function templateOf({ subject, event }: Pick<Happened, 'subject' | 'event'>): Template | null {
  if (subject.kind !== 'matter' || !event.kind.startsWith('matter.')) return null;
  const { kind, from, to } = event;
  if (kind === 'matter.accept') return 'accepted';
  if (kind === 'matter.dispatch') return 'dispatched';
  if (from === to) return null;
  if (to === 'concluded' || to === 'rejected' || to === 'closed') return to;
  return null;
}

export const tellReporter: Effect = {
  rule: 'message:reporter',
  handles: (happened, now) => happened.event.at >= now - FRESH_MS && templateOf(happened) !== null,
  async run(tx, services, county, happened) {
    const template = templateOf(happened);
    const matter = await tx.row<{ reporter_id: string }>(sql`
      SELECT reporter_id FROM matter
      WHERE county_id = ${county.id} AND matter_id = ${happened.subject.id} AND reporter_kind = 'resident'
        AND reporter_id IS NOT NULL AND reachable AND NOT historic`);
    // A reporter who judged the answer themself knows that it is closed.
    if (!matter || template === null || happened.event.by.person === matter.reporter_id) return;
    await tx.rows(sql`
      INSERT INTO message (county_id, message_id, person_id, template, matter_id, made_at)
      VALUES (${county.id}, ${uuidv7()}, ${matter.reporter_id}, ${template}, ${happened.subject.id}, ${at(services.clock())})`);
  },
};
