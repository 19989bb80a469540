/** The pure rules of the queue: how an entry begins, what an answer makes of it, what the person may choose. */
import type { Account, Answer, Entry, QueuedPicture, Sent, Task } from './types.ts';

const FIRST_WAIT = 4_000;
const LONGEST_WAIT = 5 * 60_000;
/** Sent entries stay in the list this long, so that the person sees that it went. */
export const KEEP_SENT = 24 * 3_600_000;

export type NewEntry = { id: string; account: Account; title: string; task: Task; blobs: string[]; now: number };

/** A fresh entry behind all `others` of its account. An act on a matter that has an unsent act waits for that one. */
export function newEntry(input: NewEntry, others: Entry[]): Entry {
  const after = input.task.kind === 'act' ? lastUnsent(input.task.matter, others) : null;
  const task = after && input.task.kind === 'act' ? { ...input.task, version: null } : input.task;
  return {
    id: input.id,
    key: input.id,
    account: input.account,
    seq: Math.max(0, ...others.map((entry) => entry.seq)) + 1,
    title: input.title,
    task,
    pictures: input.blobs.map((blob) => ({ blob, file: null })),
    state: 'waiting',
    createdAt: input.now,
    sentAt: null,
    attempts: 0,
    nextAt: input.now,
    uncertain: false,
    hold: null,
    after: after?.id ?? null,
    refusal: null,
    result: null,
  };
}

function lastUnsent(matter: string, others: Entry[]): Entry | null {
  const unsent = others.filter(
    (entry) => entry.task.kind === 'act' && entry.task.matter === matter && isUnderWay(entry),
  );
  return unsent.sort((a, b) => b.seq - a.seq)[0] ?? null;
}

export function isUnderWay(entry: Entry): boolean {
  return entry.state === 'waiting' || entry.state === 'sending';
}

/** Doubling waits from 4 s to 5 min, between half and the whole of it so that phones do not come all at once. */
export function backoff(attempts: number, random: number): number {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, attempts - 1));
  return Math.round(whole * (0.5 + random / 2));
}

/** The entry as it stands after an attempt. `sent` answers are recorded by `settleSent`. */
export function settleUnsent(
  entry: Entry,
  answer: Exclude<Answer<never>, { kind: 'done' }>,
  now: number,
  random: number,
): Entry {
  if (answer.kind === 'refused') {
    return { ...entry, state: 'refused', hold: null, uncertain: false, refusal: answer.refusal };
  }
  const waiting: Entry = { ...entry, state: 'waiting', refusal: null };
  if (answer.kind === 'sign_in') return { ...waiting, hold: 'sign_in' };
  const asked = answer.kind === 'busy' ? (answer.retryAfterMs ?? 0) : 0;
  return {
    ...waiting,
    hold: answer.kind === 'busy' ? 'busy' : 'offline',
    nextAt: now + Math.max(asked, backoff(entry.attempts, random)),
  };
}

export function settleSent(entry: Entry, result: Sent, now: number): Entry {
  return { ...entry, state: 'sent', hold: null, uncertain: false, refusal: null, result, sentAt: now, pictures: [] };
}

/** A follower may go once its predecessor was sent: it saw what that act made of the matter. */
export function release(follower: Entry, version: number): Entry {
  if (follower.task.kind !== 'act') return follower;
  return { ...follower, after: null, nextAt: 0, task: { ...follower.task, version } };
}

/** The predecessor was given up: what was written on top of it needs a second look before it goes. */
export function orphan(follower: Entry): Entry {
  const refusal = { code: 'previous_dropped', words: '', fields: [] };
  return { ...follower, after: null, state: 'refused', hold: null, refusal };
}

/** A page that died while sending left it so; the key makes a second attempt harmless. */
export function wake(entry: Entry): Entry {
  return entry.state === 'sending' ? { ...entry, state: 'waiting', uncertain: true } : entry;
}

export type Choice = 'again' | 'newest' | 'edit' | 'without_pictures' | 'sign_in' | 'drop';

/** Codes of the server that mean: somebody acted since you looked. */
const STALE = ['stale_version', 'state_forbids', 'previous_dropped'];
const PICTURE = ['picture', 'file', 'media'];

/** What the person may do with an entry that did not go, best first. */
export function choicesFor(entry: Entry): Choice[] {
  if (entry.state === 'sent' || entry.state === 'sending') return [];
  if (entry.state === 'waiting') {
    if (entry.after !== null) return ['drop'];
    return entry.hold === 'sign_in' ? ['sign_in', 'drop'] : ['again', 'drop'];
  }
  const code = entry.refusal?.code ?? '';
  if (entry.task.kind === 'act' && STALE.includes(code)) return ['newest', 'drop'];
  if (entry.pictures.length > 0 && concernsPictures(entry)) return ['without_pictures', 'again', 'drop'];
  return entry.task.kind === 'report' ? ['edit', 'again', 'drop'] : ['newest', 'again', 'drop'];
}

function concernsPictures(entry: Entry): boolean {
  const named = [entry.refusal?.code ?? '', ...(entry.refusal?.fields ?? []).map((field) => field.path)];
  return named.some((name) => PICTURE.some((part) => name.includes(part)));
}

/**
 * The same once more. After a definite refusal nothing happened on the server, so it goes under a new key
 * (the old one would answer with the old refusal); otherwise the key stays and a repeat is recognised.
 */
export function again(entry: Entry, freshKey: string, now: number): Entry {
  const refused = entry.state === 'refused';
  return {
    ...entry,
    key: refused ? freshKey : entry.key,
    pictures: refused ? entry.pictures.map(forgetUpload) : entry.pictures,
    state: 'waiting',
    hold: null,
    refusal: null,
    nextAt: now,
  };
}

function forgetUpload(picture: QueuedPicture): QueuedPicture {
  return { ...picture, file: null };
}

/** On top of the matter as it stands now, after the person looked at it. */
export function onNewest(entry: Entry, version: number, freshKey: string, now: number): Entry {
  if (entry.task.kind !== 'act') return again(entry, freshKey, now);
  return { ...again(entry, freshKey, now), after: null, task: { ...entry.task, version } };
}

/** What is posted: the task, its key and the uploaded pictures. Same entry, same bytes. */
export function requestOf(entry: Entry): { path: string; body: Record<string, unknown> } {
  const files = entry.pictures.map((picture) => picture.file as string);
  const pictures = files.length > 0 ? { pictures: files } : {};
  const task = entry.task;
  if (task.kind === 'report') return { path: '/matters', body: { ...task.body, id: entry.key, ...pictures } };
  const part = task.assignment === null ? '' : `/assignments/${task.assignment}`;
  const secret = task.follow ? `?follow=${encodeURIComponent(task.follow)}` : '';
  return {
    path: `/matters/${task.matter}${part}/${task.verb}${secret}`,
    body: { ...task.fields, ...pictures, version: task.version },
  };
}
