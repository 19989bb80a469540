/** Small public or device-wide things that outlive the page: the county's own data, the draft, links of anonymous reports. */
import { db, type Follow, storageWorks } from './db.ts';

export async function keep(key: string, value: unknown): Promise<void> {
  if (await storageWorks()) await db.kept.put({ key, value });
}

export async function kept<T>(key: string): Promise<T | null> {
  if (!(await storageWorks())) return null;
  return ((await db.kept.get(key))?.value as T | undefined) ?? null;
}

export async function forget(key: string): Promise<void> {
  if (await storageWorks()) await db.kept.delete(key);
}

export async function keepFollow(follow: Follow): Promise<void> {
  if (await storageWorks()) await db.follows.put(follow);
}

export async function forgetFollow(id: string): Promise<void> {
  if (await storageWorks()) await db.follows.delete(id);
}

export async function follows(): Promise<Follow[]> {
  if (!(await storageWorks())) return [];
  return (await db.follows.toArray()).sort((a, b) => b.at - a.at);
}
