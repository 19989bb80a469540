/**
 * Sends what waits, in the order of writing, under a lock that the caller holds. Storage, network, time and chance are
 * handed in. An entry's new state is stored before and after each request, so a page may die at any moment.
 */
import { isUnderWay, KEEP_SENT, orphan, release, requestOf, settleSent, settleUnsent, wake } from './rules.ts';
import type { Account, Answer, Entry, NoAnswer, QueueStore, Sent } from './types.ts';

export type FlushPorts = {
  store: QueueStore;
  now: () => number;
  random: () => number;
  /** Uploads one picture under a key of its own; answers the file's id. */
  upload: (blob: Blob, key: string, account: Account) => Promise<Answer<string>>;
  /** Posts one request under the idempotency key. */
  post: (path: string, body: Record<string, unknown>, key: string, account: Account) => Promise<Answer<Sent>>;
  /** Called after every change, so that pages show it. */
  changed?: (entry: Entry) => void;
};

export type Flushed = { sent: number; stopped: null | 'offline' | 'sign_in'; wakeAt: number | null };

/** `force`: a new connection or the person asks, so waiting times are set aside. */
export async function flush(ports: FlushPorts, account: Account, force: boolean): Promise<Flushed> {
  const outcome: Flushed = { sent: 0, stopped: null, wakeAt: null };
  await mend(ports, account);
  const ids = (await ports.store.list(account)).sort((a, b) => a.seq - b.seq).map((entry) => entry.id);
  for (const id of ids) {
    const entry = await ports.store.get(id);
    if (!entry || !isUnderWay(entry) || entry.after !== null) continue;
    if (!force && entry.state === 'waiting' && entry.nextAt > ports.now()) {
      outcome.wakeAt = earliest(outcome.wakeAt, entry.nextAt);
      continue;
    }
    const answer = await attempt(ports, entry);
    if (answer.kind === 'done') {
      outcome.sent += 1;
    } else if (answer.kind === 'unreachable' || answer.kind === 'sign_in') {
      outcome.stopped = answer.kind === 'sign_in' ? 'sign_in' : 'offline';
      break;
    }
  }
  outcome.wakeAt = await nextWake(ports, account);
  return outcome;
}

/** A page may have died between an act's answer and the release of what waited for it. */
async function mend(ports: FlushPorts, account: Account): Promise<void> {
  for (const entry of await ports.store.list(account)) {
    if (entry.after === null) continue;
    const before = await ports.store.get(entry.after);
    if (!before) await save(ports, orphan(entry));
    else if (before.state === 'sent') await save(ports, release(entry, (before.result as Sent).version));
  }
}

async function attempt(ports: FlushPorts, waiting: Entry): Promise<Answer<Sent>> {
  let entry: Entry = { ...wake(waiting), state: 'sending', attempts: waiting.attempts + 1 };
  await save(ports, entry);
  const uploaded = await uploadPictures(ports, entry);
  if ('answer' in uploaded) {
    await save(ports, settleUnsent(uploaded.entry, uploaded.answer, ports.now(), ports.random()));
    return uploaded.answer;
  }
  entry = { ...uploaded.entry, uncertain: true };
  await save(ports, entry);
  const { path, body } = requestOf(entry);
  const answer = await ports.post(path, body, entry.key, entry.account);
  if (answer.kind !== 'done') {
    await save(ports, settleUnsent(entry, answer, ports.now(), ports.random()));
    return answer;
  }
  await ports.store.removeBlobs(entry.pictures.map((picture) => picture.blob));
  await save(ports, settleSent(entry, answer.value, ports.now()));
  await eachFollower(ports, entry, (follower) => release(follower, answer.value.version));
  return answer;
}

type Uploaded = { entry: Entry } | { entry: Entry; answer: Exclude<Answer<never>, { kind: 'done' }> };

/** Each upload is remembered at once: a broken connection costs one picture, not all of them. */
async function uploadPictures(ports: FlushPorts, entry: Entry): Promise<Uploaded> {
  let current = entry;
  for (const [index, picture] of entry.pictures.entries()) {
    if (picture.file !== null) continue;
    const blob = await ports.store.getBlob(picture.blob);
    if (!blob) return { entry: current, answer: { kind: 'refused', refusal: lostPicture } };
    const answer = await ports.upload(blob, picture.blob, entry.account);
    if (answer.kind !== 'done') return { entry: current, answer };
    const pictures = current.pictures.map((one, at) => (at === index ? { ...one, file: answer.value } : one));
    current = { ...current, pictures };
    await save(ports, current);
  }
  return { entry: current };
}

const lostPicture: NoAnswer = { code: 'picture_lost', words: '', fields: [] };

/** Gives an entry up. What was written on top of it is kept and asks for a second look. */
export async function drop(ports: Pick<FlushPorts, 'store' | 'changed'>, entry: Entry): Promise<void> {
  await ports.store.remove(entry.id);
  await ports.store.removeBlobs(entry.pictures.map((picture) => picture.blob));
  await eachFollower(ports, entry, orphan);
  ports.changed?.(entry);
}

/** Sent entries leave the list after a day. */
export async function prune(ports: Pick<FlushPorts, 'store' | 'now'>, account: Account): Promise<void> {
  for (const entry of await ports.store.list(account)) {
    if (entry.state === 'sent' && (entry.sentAt ?? 0) + KEEP_SENT < ports.now()) await ports.store.remove(entry.id);
  }
}

async function eachFollower(
  ports: Pick<FlushPorts, 'store' | 'changed'>,
  entry: Entry,
  change: (follower: Entry) => Entry,
): Promise<void> {
  for (const other of await ports.store.list(entry.account)) {
    if (other.after === entry.id) await save(ports, change(other));
  }
}

async function nextWake(ports: FlushPorts, account: Account): Promise<number | null> {
  const waiting = (await ports.store.list(account)).filter(
    (entry) => isUnderWay(entry) && entry.after === null && entry.hold !== 'sign_in',
  );
  return waiting.reduce<number | null>((least, entry) => earliest(least, entry.nextAt), null);
}

function earliest(a: number | null, b: number): number {
  return a === null ? b : Math.min(a, b);
}

async function save(ports: Pick<FlushPorts, 'store' | 'changed'>, entry: Entry): Promise<void> {
  await ports.store.put(entry);
  ports.changed?.(entry);
}
