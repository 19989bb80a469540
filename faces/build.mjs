/**
 * Builds the faces that are stale into dist/<face>/: `node faces/build.mjs [face...] [--force]`. A face is fresh while the
 * hash of its sources, the shared ones, the words and the lockfile is the one kept beside it. Prints what each first load weighs.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withLock } from '../server/src/platform/lock.mjs';
import { FACES, faceConfig, facesPresent, here } from './vite.config.mjs';

const root = join(here, '..');
const STAMP = '.huying-stamp';

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules' && !/\.test\.\w+$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}

function stampOf(face) {
  const hash = createHash('sha256');
  const sources = [face, 'shared', 'client', 'build.mjs', 'vite.config.mjs'].map((one) => join(here, one));
  for (const file of [...sources, join(root, 'words'), join(root, 'package-lock.json')].flatMap(filesUnder)) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function isFresh(face, stamp) {
  const path = join(here, 'dist', face, STAMP);
  return existsSync(path) && readFileSync(path, 'utf8') === stamp && existsSync(join(here, 'dist', face, 'index.html'));
}

const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const force = process.argv.includes('--force');
const unknown = asked.filter((face) => !FACES.includes(face));
if (unknown.length > 0) {
  console.error(`unknown face: ${unknown.join(', ')} (known: ${FACES.join(', ')})`);
  process.exit(1);
}

const faces = facesPresent().filter((face) => asked.length === 0 || asked.includes(face));

function staleFaces() {
  return faces
    .map((face) => ({ face, stamp: stampOf(face) }))
    .filter(({ face, stamp }) => force || !isFresh(face, stamp));
}

async function buildFaces(stale) {
  // Loaded only now, so that a fresh start costs nothing.
  const [{ build }, { firstLoad }] = await Promise.all([import('vite'), import('./sizes.mjs')]);
  for (const { face, stamp } of stale) {
    const from = performance.now();
    rmSync(join(here, 'dist', face, STAMP), { force: true });
    await build(await faceConfig(face));
    writeFileSync(join(here, 'dist', face, STAMP), stamp);
    const { first, limit } = firstLoad(face);
    const kb = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
    const over = first > limit ? '  OVER THE LIMIT' : '';
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    console.log(`face ${face}: built in ${seconds} s, first load ${kb(first)} gzip of ${kb(limit)}${over}`);
  }
}

if (staleFaces().length > 0) {
  mkdirSync(join(here, 'dist'), { recursive: true });
  try {
    // Two starts at once build once: whoever waited looks again.
    await withLock(join(here, 'dist', '.lock'), async () => buildFaces(staleFaces()));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
