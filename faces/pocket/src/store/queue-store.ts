/** The queue's store in IndexedDB. */
import { memoryStore } from '../queue/memory-store.ts';
import type { QueueStore } from '../queue/types.ts';
import { db, storageWorks } from './db.ts';

const kept: QueueStore = {
  list: (account) => db.entries.where('account').equals(account).toArray(),
  isEmpty: async () => (await db.entries.count()) === 0,
  get: (id) => db.entries.get(id),
  async put(entry) {
    await db.entries.put(entry);
  },
  remove: (id) => db.entries.delete(id),
  async putBlob(id, blob) {
    await db.blobs.put({ id, type: blob.type, bytes: await blob.arrayBuffer() });
  },
  async getBlob(id) {
    const found = await db.blobs.get(id);
    return found && new Blob([found.bytes], { type: found.type });
  },
  removeBlobs: (ids) => db.blobs.bulkDelete(ids),
};

let chosen: Promise<QueueStore> | null = null;

export function queueStore(): Promise<QueueStore> {
  chosen ??= storageWorks().then((works) => (works ? kept : memoryStore()));
  return chosen;
}
