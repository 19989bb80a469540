/** What commands and queries are given to work with. Made once in main, or by a test. */
import type { CountyRuntime } from '../modules/county/runtime.ts';
import type { Db } from './db.ts';
import type { FileStore } from './file-store.ts';
import type { Gateway } from './gateway.ts';
import type { Keys } from './keys.ts';
import type { Live } from './live.ts';
import type { Log } from './log.ts';

export type Services = {
  db: Db;
  keys: Keys;
  files: FileStore;
  /** The way to people's phones; without one no codes can be sent. */
  gateway?: Gateway;
  live: Live;
  log: Log;
  counties: Map<string, CountyRuntime>;
  /** Epoch milliseconds. Everything below a route or job gets `now` as an argument. */
  clock(): number;
  /** How many acts this process has under way: what can wait stands back while there are many. */
  acts?: { underWay: number };
  /** Called after a command committed, so that reactions follow at once instead of at the next look. */
  wake(county: string): void;
  /** The person's journal secret, kept in memory for the hot path. */
  secretOf(county: string, person: string): Promise<Buffer>;
  /** Reports a minute from one address. */
  intakePerMinute: number;
  demo: boolean;
  dataDir: string;
  /** The address people reach the program at, without a slash at its end; unset: as whoever asks reaches it. */
  publicUrl?: string | null;
};
