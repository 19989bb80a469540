import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file as it was copied: path relative to the root of the copy, with `/`. */
export type Copied = { path: string; bytes: number; sha256: string };

export type CopyOptions = {
  /** Names, relative to `from` and with `/`, that are left out. */
  skip?: (path: string) => boolean;
  /** Folders that are made but whose contents are left out. */
  empty?: (path: string) => boolean;
  copied?: (file: Copied) => void;
};

const CHUNK = 256 * 1024;
/** Files under way at once: most of the time of a small one is waiting for the disk. */
const AT_ONCE = 16;

/**
 * Copies files and folders as they are, without holding a file in memory. What vanishes while it goes on is left out: the
 * caller copies things that live.
 */
export async function copyTree(from: string, to: string, options: CopyOptions = {}, below = ''): Promise<void> {
  const { skip = () => false, empty = () => false, copied = () => {} } = options;
  await mkdir(to, { recursive: true, mode: 0o700 });
  const files: { path: string; name: string }[] = [];
  for (const entry of (await readdir(from, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    const path = below === '' ? name : `${below}/${name}`;
    if (skip(path)) continue;
    if (entry.isFile()) files.push({ path, name });
    else if (entry.isDirectory() && empty(path)) await mkdir(join(to, name), { recursive: true, mode: 0o700 });
    else if (entry.isDirectory()) await copyTree(join(from, name), join(to, name), options, path);
  }
  await inParallel(AT_ONCE, files, async ({ path, name }) => {
    const file = await copyFile(join(from, name), join(to, name));
    if (file) copied({ path, ...file });
  });
}

/** Does `act` on each, so many under way at once; the first failure is thrown once those under way have ended. */
export async function inParallel<T>(most: number, all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const line = async (): Promise<void> => {
    while (next < all.length && !failed) {
      const one = all[next++] as T;
      await act(one).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(most, all.length) }, line));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function copyFile(from: string, to: string): Promise<{ bytes: number; sha256: string } | null> {
  let input: Awaited<ReturnType<typeof open>>;
  try {
    input = await open(from, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const output = await open(to, 'w', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const { bytesRead } = await input.read(chunk, 0, CHUNK, null);
      if (bytesRead === 0) break;
      const part = chunk.subarray(0, bytesRead);
      hash.update(part);
      await output.writeFile(part);
      bytes += bytesRead;
    }
    await output.sync();
    await chmod(to, (await input.stat()).mode & 0o700);
  } finally {
    await input.close();
    await output.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  try {
    for await (const part of file.createReadStream({ autoClose: false })) hash.update(part as Buffer);
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** Whether there is nothing at the path, or a folder with nothing in it. */
export async function isEmpty(dir: string): Promise<boolean> {
  const found = await stat(dir).catch(() => null);
  if (found === null) return true;
  return found.isDirectory() && (await readdir(dir)).length === 0;
}
