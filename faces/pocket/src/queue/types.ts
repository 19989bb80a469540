/** What waits on the phone to be sent. One queue per county and account; instants are epoch milliseconds. */

/** `guest` holds reports written before anybody signed in; `anonymous` those sent without a name. Else a person's id. */
export type Account = string;
export const GUEST: Account = 'guest';
export const ANONYMOUS: Account = 'anonymous';

export type EntryState = 'waiting' | 'sending' | 'sent' | 'refused';

/** A picture kept as a blob under `blob` until it is uploaded; then `file` names it on the server. */
export type QueuedPicture = { blob: string; file: string | null };

export type ReportTask = {
  kind: 'report';
  /** Everything of the submit body but `id` and `pictures`. */
  body: Record<string, unknown> & { words: string };
};

export type ActTask = {
  kind: 'act';
  matter: string;
  assignment: number | null;
  verb: string;
  /** Secret of an anonymous reporter's link. */
  follow: string | null;
  fields: Record<string, unknown>;
  /** The version the person saw; null while it waits for an earlier act of the same person to answer with one. */
  version: number | null;
};

export type Task = ReportTask | ActTask;

/** Why the server said no, in its own words, and the fields it named. */
export type NoAnswer = { code: string; words: string; fields: { path: string; message: string }[] };

export type Sent = { id: string; number: string | null; version: number; state: string; follow: string | null };

export type Entry = {
  /** Never changes; what the person sees as one thing. */
  id: string;
  /** The idempotency key (for a report also the matter's id). Changes only after a definite refusal. */
  key: string;
  account: Account;
  /** Order of writing. */
  seq: number;
  /** Short words for the list: the report's beginning, or the matter's number. */
  title: string;
  task: Task;
  pictures: QueuedPicture[];
  state: EntryState;
  createdAt: number;
  sentAt: number | null;
  attempts: number;
  /** Not before this instant, unless the person or a new connection asks. */
  nextAt: number;
  /** An attempt broke off after it was sent: the server may have it already. */
  uncertain: boolean;
  /** What holds a waiting entry. */
  hold: null | 'sign_in' | 'offline' | 'busy';
  /** Id of an unsent entry on the same matter that must go first. */
  after: string | null;
  refusal: NoAnswer | null;
  result: Sent | null;
};

/** What the server, or the lack of one, answered to one request. */
export type Answer<T> =
  | { kind: 'done'; value: T }
  | { kind: 'unreachable' }
  | { kind: 'busy'; retryAfterMs: number | null }
  | { kind: 'sign_in' }
  | { kind: 'refused'; refusal: NoAnswer };

export type QueueStore = {
  list(account: Account): Promise<Entry[]>;
  /** No entry of any account: nothing to ask the server about. */
  isEmpty(): Promise<boolean>;
  get(id: string): Promise<Entry | undefined>;
  put(entry: Entry): Promise<void>;
  remove(id: string): Promise<void>;
  putBlob(id: string, blob: Blob): Promise<void>;
  getBlob(id: string): Promise<Blob | undefined>;
  removeBlobs(ids: string[]): Promise<void>;
};
