/**
 * What the pocket page keeps on the phone, one database per county:
 * the queue with its pictures, what a signed-in person last saw, secret links of anonymous reports, and the draft.
 */
import { Dexie, type Table } from 'dexie';
import { countyId } from '../../../shared/api/county.ts';
import type { Entry } from '../queue/types.ts';

/** Bytes, not a Blob: some older phones cannot store Blobs. */
export type StoredBlob = { id: string; type: string; bytes: ArrayBuffer };
/** `key` is `<person>|<what>`; only that person sees it again, and it is wiped when they sign out. */
export type Seen = { key: string; person: string; at: number; value: unknown };
/** A secret link of an anonymous report: whoever has it may follow the matter. */
export type Follow = { id: string; secret: string; number: string | null; title: string; at: number };
export type Kept = { key: string; value: unknown };

class PocketDb extends Dexie {
  declare entries: Table<Entry, string>;
  declare blobs: Table<StoredBlob, string>;
  declare seen: Table<Seen, string>;
  declare follows: Table<Follow, string>;
  declare kept: Table<Kept, string>;

  constructor(county: string) {
    super(`huying-pocket-${county}`);
    this.version(1).stores({
      entries: 'id, account',
      blobs: 'id',
      seen: 'key, person',
      follows: 'id',
      kept: 'key',
    });
  }
}

export const db = new PocketDb(countyId);

let usable: Promise<boolean> | null = null;

/** False in browsers that forbid storage (some private windows): then nothing outlives the page, and the page says so. */
export function storageWorks(): Promise<boolean> {
  usable ??= db.open().then(
    () => true,
    () => false,
  );
  return usable;
}
