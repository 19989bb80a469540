/** The database the program works on, and the way to let go of it. */
export type Database = {
  /** A connection string for `pg` and for libpq's tools. Stays the same when the server is started anew. */
  url: string;
  kind: 'embedded' | 'external';
  /** The embedded server's process; null for an external one. */
  readonly pid: number | null;
  /** The embedded server's files; null for an external one. */
  dataDir: string | null;
  /** Lets go; the last of the processes that use an embedded server stops it. */
  stop(): Promise<void>;
};
