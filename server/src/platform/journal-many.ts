/** Journaling for many subjects at once, as when a county is brought in. */
import type { Queryable } from './db.ts';
import { chain, type Entry, type Head, type JournalEvent, type Subject, writeEntries } from './journal.ts';

export type Addition = { subject: Subject; head: Head; events: JournalEvent[] };

const CHUNK = 4000;

/** Appends to each subject's chain. @returns where the chains stand then, in the order given. */
export async function journalMany(db: Queryable, county: string, additions: readonly Addition[]): Promise<Head[]> {
  const entries: Entry[] = [];
  const heads = additions.map(({ subject, head, events }) => {
    const chained = chain(county, subject, head, events);
    entries.push(...chained.entries);
    return chained.head;
  });
  for (let from = 0; from < entries.length; from += CHUNK)
    await writeEntries(db, county, entries.slice(from, from + CHUNK));
  return heads;
}
