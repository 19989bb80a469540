/** Writes `sw.js` beside the built pocket page: the service worker with its version and the files it keeps. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

/** The parts of vite's plugin and bundle that are used here. */
type Chunk = { fileName: string; type: 'chunk' | 'asset'; code?: string; source?: string | Uint8Array };
type Context = { emitFile(file: { type: 'asset'; fileName: string; source: string }): void };

const SOURCE = fileURLToPath(new URL('./sw.ts', import.meta.url));
/** The map is large and not everybody opens it: it is kept when first used. */
const LATER = /maplibre|MapCanvas|\.map$|\.html$|^sw\.js$|^\.vite\//;

/** What the service worker keeps from the first visit, of the files of a build. Sorted, so that equal builds are equal. */
export function filesToKeep(files: string[]): string[] {
  return files.filter((file) => !LATER.test(file)).sort();
}

export async function workerSource(
  source: string,
  base: string,
  files: Map<string, string | Uint8Array>,
): Promise<string> {
  const hash = createHash('sha256').update(source);
  for (const name of [...files.keys()].sort()) hash.update(name).update(files.get(name) as string | Uint8Array);
  const kept = filesToKeep([...files.keys()]).map((file) => base + file);
  const { code } = await transformWithOxc(source, 'sw.ts', { sourcemap: false });
  return code
    .replaceAll('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16)))
    .replaceAll('__FILES__', JSON.stringify(kept));
}

export function serviceWorker(base: string) {
  return {
    name: 'huying-service-worker',
    apply: 'build' as const,
    enforce: 'post' as const,
    async generateBundle(this: Context, _options: unknown, bundle: Record<string, Chunk>) {
      const files = new Map(Object.values(bundle).map((one) => [one.fileName, one.code ?? one.source ?? '']));
      const source = await workerSource(readFileSync(SOURCE, 'utf8'), base, files);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
