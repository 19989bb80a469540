/** What the signed-in person last saw, shown again without network, with the time of then. Wiped on sign-out. */
import { db, storageWorks } from './db.ts';

export type Seen<T> = { value: T; at: number; fresh: boolean };

/** For what anybody may see (places, items); it stays when a person signs out. */
export const EVERYBODY = '*';

export async function remember(person: string, what: string, value: unknown, at: number): Promise<void> {
  if (await storageWorks()) await db.seen.put({ key: `${person}|${what}`, person, at, value });
}

export async function recall<T>(person: string, what: string): Promise<Seen<T> | null> {
  if (!(await storageWorks())) return null;
  const found = await db.seen.get(`${person}|${what}`);
  return found ? { value: found.value as T, at: found.at, fresh: false } : null;
}

/** Everything seen by anybody but `person`; null wipes all that is personal. */
export async function wipeSeen(person: string | null): Promise<void> {
  if (!(await storageWorks())) return;
  const stay = person === null ? [EVERYBODY] : [EVERYBODY, person];
  await db.seen.where('person').noneOf(stay).delete();
}
