/** Where pictures lie: bytes by county, id and variant. Disk today; anything that keeps bytes by name can take its place. */

import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

export type Stored = { stream: Readable; bytes: number };

export type FileStore = {
  /** Whole or not at all: a reader never sees half a file. */
  put(county: string, id: string, variant: string, bytes: Buffer): Promise<void>;
  /** Null when there is none. */
  get(county: string, id: string, variant: string): Promise<Stored | null>;
  /** Removes every variant; nothing happens when there is none. */
  remove(county: string, id: string): Promise<void>;
};

const SAFE = /^[a-z0-9-]{1,64}$/;

/** Files under `root/<county>/<2 characters>/<id>/<variant>`; the end of an id fans out evenly, its start is the time. */
export function diskStore(root: string): FileStore {
  const folder = (county: string, id: string): string => {
    if (!SAFE.test(county) || !SAFE.test(id)) throw new Error('not the name of a stored file');
    return join(root, county, id.slice(-2), id);
  };
  const path = (county: string, id: string, variant: string): string => {
    if (!SAFE.test(variant)) throw new Error('not the name of a variant');
    return join(folder(county, id), variant);
  };
  return {
    async put(county, id, variant, bytes) {
      const target = path(county, id, variant);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const unfinished = `${target}.${randomUUID()}`;
      try {
        await writeThrough(unfinished, bytes);
        await rename(unfinished, target);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async get(county, id, variant) {
      let file: FileHandle;
      try {
        file = await open(path(county, id, variant), 'r');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
      const { size } = await file.stat();
      return { stream: createReadStream('', { fd: file }), bytes: size };
    },
    remove: (county, id) => rm(folder(county, id), { recursive: true, force: true }),
  };
}

/** On the disk before the name is there: a row that points to a file must not outlive its bytes in a power cut. */
async function writeThrough(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}
