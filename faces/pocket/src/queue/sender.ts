/** Runs the queue in the page: writes entries, flushes on start, on a new connection, when the page is looked at, and when a wait is over. */
import { countyId } from '../../../shared/api/county.ts';
import { freshId } from '../lib/uuid7.ts';
import { keepFollow } from '../store/kept.ts';
import { queueStore } from '../store/queue-store.ts';
import { drop, type FlushPorts, flush, prune } from './flush.ts';
import { locked } from './lock.ts';
import { again, newEntry, onNewest } from './rules.ts';
import { type Account, ANONYMOUS, type Entry, GUEST, type Task } from './types.ts';
import { post, upload, whoAmI } from './wire.ts';

const listeners = new Set<() => void>();
const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`huying-queue-${countyId}`);
otherTabs?.addEventListener('message', () => tell(false));

function tell(others = true): void {
  for (const listener of listeners) listener();
  if (others) otherTabs?.postMessage('changed');
}

/** Called after every change of any entry, also in another tab. */
export function onQueueChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function ports(): Promise<FlushPorts> {
  return {
    store: await queueStore(),
    now: Date.now,
    random: Math.random,
    upload,
    post,
    changed(entry) {
      if (entry.state === 'sent' && entry.result?.follow) void rememberFollow(entry);
      tell();
    },
  };
}

/** The secret link of an anonymous report is the only way back to it: kept before anything else. */
async function rememberFollow(entry: Entry): Promise<void> {
  const result = entry.result;
  if (!result?.follow) return;
  await keepFollow({
    id: result.id,
    secret: result.follow,
    number: result.number,
    title: entry.title,
    at: entry.createdAt,
  });
  tell();
}

let running: Promise<void> | null = null;
let oncemore = false;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Sends what may go. `force` sets waiting times aside. Calls while one runs are answered by one more run. */
export function flushNow(force = true): Promise<void> {
  if (running) {
    oncemore = true;
    return running;
  }
  running = locked(() => run(force)).finally(() => {
    running = null;
    if (oncemore) {
      oncemore = false;
      void flushNow(force);
    }
  });
  return running;
}

async function run(force: boolean): Promise<void> {
  const p = await ports();
  if (await p.store.isEmpty()) return;
  const waits: number[] = [];
  const unnamed = await flush(p, ANONYMOUS, force);
  if (unnamed.wakeAt !== null) waits.push(unnamed.wakeAt);
  const who = await whoAmI();
  if (who.kind === 'done' && who.value !== null) {
    const mine = await flush(p, who.value, force);
    if (mine.wakeAt !== null) waits.push(mine.wakeAt);
    await prune(p, who.value);
  } else if (who.kind !== 'done') {
    waits.push(Date.now() + 30_000);
  }
  await prune(p, ANONYMOUS);
  if (timer) clearTimeout(timer);
  timer =
    waits.length > 0 ? setTimeout(() => void flushNow(false), Math.max(1_000, Math.min(...waits) - Date.now())) : null;
}

/** Call once at the start of the page. */
export function startQueue(): void {
  addEventListener('online', () => void flushNow());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void flushNow();
  });
  void flushNow();
}

export type Draft = { account: Account; title: string; task: Task; pictures: Blob[] };

/** Stores the entry with its pictures, then tries to send. Resolves as soon as it is safe on the phone. */
export async function enqueue({ account, title, task, pictures }: Draft): Promise<Entry> {
  const { store } = await ports();
  const id = freshId();
  const blobs = pictures.map(() => freshId());
  for (const [at, blob] of pictures.entries()) await store.putBlob(blobs[at] as string, blob);
  // No lock: what is written must be safe at once, also while a slow line is busy. A flush mends what crosses with it.
  const entry = newEntry({ id, account, title, task, blobs, now: Date.now() }, await store.list(account));
  await store.put(entry);
  void navigator.storage?.persist?.().catch(() => false);
  tell();
  void flushNow();
  return entry;
}

export async function listEntries(accounts: Account[]): Promise<Entry[]> {
  const { store } = await ports();
  const lists = await Promise.all(accounts.map((account) => store.list(account)));
  return lists.flat().sort((a, b) => b.createdAt - a.createdAt);
}

export async function readEntry(id: string): Promise<Entry | null> {
  const { store } = await ports();
  return (await store.get(id)) ?? null;
}

/** Changes one entry under the lock, where it still stands as the page saw it. */
async function change(id: string, make: (entry: Entry) => Entry): Promise<void> {
  const { store } = await ports();
  await locked(async () => {
    const entry = await store.get(id);
    if (entry && entry.state !== 'sent' && entry.state !== 'sending') await store.put(make(entry));
  });
  tell();
  void flushNow();
}

export const retry = (id: string) => change(id, (entry) => again(entry, freshId(), Date.now()));

export const retryOn = (id: string, version: number) =>
  change(id, (entry) => onNewest(entry, version, freshId(), Date.now()));

export async function retryWithoutPictures(entry: Entry): Promise<void> {
  await change(entry.id, (one) => ({ ...again(one, freshId(), Date.now()), pictures: [] }));
  await (await ports()).store.removeBlobs(entry.pictures.map((picture) => picture.blob));
}

/** A report written before anybody signed in becomes the signed-in person's, by their own press. */
export const adopt = (id: string, account: Account) =>
  change(id, (entry) => (entry.account === GUEST ? { ...again(entry, freshId(), Date.now()), account } : entry));

export async function giveUp(id: string): Promise<void> {
  const p = await ports();
  await locked(async () => {
    const entry = await p.store.get(id);
    if (entry && entry.state !== 'sending') await drop(p, entry);
  });
  tell();
}

/** The pictures of an entry, to open it for editing. */
export async function picturesOf(entry: Entry): Promise<Blob[]> {
  const { store } = await ports();
  const blobs = await Promise.all(entry.pictures.map((picture) => store.getBlob(picture.blob)));
  return blobs.filter((blob): blob is Blob => blob !== undefined);
}
