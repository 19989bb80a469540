/** How heavy a built face is at its first load: the entry, what it imports at once, its styles and the Chinese words. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { here } from './vite.config.mjs';

/** Bytes after gzip (experience.md: pocket 200 kB, console shell 350 kB). */
export const LIMITS = { console: 350_000, pocket: 200_000, public: 200_000, cockpit: 350_000 };

/** @param {string} face @returns {{ face: string, first: number, limit: number, files: { file: string, bytes: number }[] }} */
export function firstLoad(face) {
  const dist = join(here, 'dist', face);
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
  const files = new Set();
  const walk = (key) => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const next of chunk.imports ?? []) walk(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) {
    if (chunk.isEntry || /words\/zh-CN\//.test(key)) walk(key);
  }
  const weighed = [...files]
    .filter((file) => existsSync(join(dist, file)))
    .map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length }));
  const html = gzipSync(readFileSync(join(dist, 'index.html'))).length;
  const first = html + weighed.reduce((sum, one) => sum + one.bytes, 0);
  return { face, first, limit: LIMITS[face], files: weighed };
}
