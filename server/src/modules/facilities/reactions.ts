/**
 * Who is told that their duties are not what they were: whoever was to come, or is to come now. What it is, their own page says,
 * so that one message still waiting to be sent tells of everything that happened until then.
 */
import { v7 as uuidv7 } from 'uuid';
import { at, sql } from '../../platform/db.ts';
import type { Effect, Happened } from '../../platform/reactions.ts';

/** History that is told rings nobody's phone. */
const FRESH_MS = 86_400_000;

const peopleOf = ({ event }: Pick<Happened, 'event'>): string[] => (event.people as string[] | undefined) ?? [];

const DROPPED: readonly string[] = ['roster.ended', 'roster.cut', 'duty.cancelled'];
const SETTLED: readonly string[] = ['swap.declined', 'swap.refused'];

type Told = { template: string; people: string[] };

/** The template of an event and whom it concerns; null where it concerns nobody. */
function tellsOf({ event }: Pick<Happened, 'event'>): Told | null {
  const people = peopleOf({ event });
  if (DROPPED.includes(event.kind)) return { template: 'duties_dropped', people };
  if (event.kind === 'duty.reassigned') return { template: 'duties_changed', people };
  if (event.kind === 'swap.asked') return { template: 'duty_swap_asked', people: [event.asked as string] };
  if (event.kind.startsWith('swap.') && event.state === 'done') return { template: 'duties_changed', people };
  if (SETTLED.includes(event.kind)) return { template: 'duty_swap_refused', people: people.slice(0, 1) };
  return null;
}

/** Who is told what. Whoever had a part in a swap that lapsed with it, and is not concerned otherwise, is told that. */
function tells(happened: Pick<Happened, 'event'>): { template: string; person: string }[] {
  const lapsed: Told = { template: 'duty_swap_lapsed', people: (happened.event.lapsed as string[] | undefined) ?? [] };
  return [tellsOf(happened), lapsed].flatMap(
    (told) => told?.people.map((person) => ({ template: told.template, person })) ?? [],
  );
}

export const tellOfDuties: Effect = {
  rule: 'message:duties-dropped',
  handles: (happened, now) =>
    happened.subject.kind === 'roster' && happened.event.at >= now - FRESH_MS && tells(happened).length > 0,
  async run(tx, services, county, { event }) {
    const now = services.clock();
    for (const { template, person } of tells({ event })) {
      // Whoever did it knows.
      if (person === event.by.person) continue;
      await tx.rows(sql`
        INSERT INTO message (county_id, message_id, person_id, template, made_at)
        SELECT ${county.id}, ${uuidv7()}::uuid, ${person}::uuid, ${template}, ${at(now)}::timestamptz
        WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.county_id = ${county.id} AND m.person_id = ${person}
          AND m.template = ${template} AND m.sent_at IS NULL AND m.attempts = 0)`);
    }
  },
};
