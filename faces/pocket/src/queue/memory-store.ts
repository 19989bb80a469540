/** The queue's store in memory: for tests, and for browsers that refuse IndexedDB (the page then says so). */
import type { Entry, QueueStore } from './types.ts';

export function memoryStore(): QueueStore {
  const entries = new Map<string, Entry>();
  const blobs = new Map<string, Blob>();
  return {
    async list(account) {
      return structuredClone([...entries.values()].filter((entry) => entry.account === account));
    },
    async isEmpty() {
      return entries.size === 0;
    },
    async get(id) {
      const entry = entries.get(id);
      return entry && structuredClone(entry);
    },
    async put(entry) {
      entries.set(entry.id, structuredClone(entry));
    },
    async remove(id) {
      entries.delete(id);
    },
    async putBlob(id, blob) {
      blobs.set(id, blob);
    },
    async getBlob(id) {
      return blobs.get(id);
    },
    async removeBlobs(ids) {
      for (const id of ids) blobs.delete(id);
    },
  };
}
