import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** The groups in the order in which they run: what is quick to tell comes first. A file belongs to the first that fits. */
export const GROUPS = [
  { name: 'domain', folder: 'domain/' },
  { name: 'structure', folder: 'server/test/' },
  { name: 'server', folder: 'server/' },
  { name: 'counties', folder: 'counties/' },
  { name: 'scripts', folder: 'scripts/' },
  { name: 'faces', folder: 'faces/' },
  { name: 'bench', folder: 'bench/' },
  { name: 'e2e', folder: 'e2e/' },
];

/**
 * @param {string} file from the checkout, with forward slashes
 * @returns {string | undefined} the name of its group
 */
export function groupOf(file) {
  return GROUPS.find(({ folder }) => file.startsWith(folder))?.name;
}

/**
 * @param {string} root
 * @param {string[]} paths files and folders, from where the person stands; none: everything
 * @returns {string[]} test files from the root, with forward slashes, sorted
 * @throws Error naming a path that is not there or holds no test
 */
export function testFiles(root, paths) {
  const places = paths.length > 0 ? paths.map((path) => resolve(process.env.INIT_CWD ?? root, path)) : [root];
  const found = places.flatMap((place) => {
    // npm runs scripts in the checkout, wherever the person called it from.
    const at = existsSync(place) ? place : resolve(root, relative(process.env.INIT_CWD ?? root, place));
    if (!existsSync(at)) throw new Error(`${relative(root, place)}: 没有这个文件 · there is no such file`);
    const files = statSync(at).isDirectory() ? testsUnder(at) : [at];
    if (files.length === 0 && paths.length > 0) throw new Error(`${relative(root, at)}: 没有测试 · holds no tests`);
    return files;
  });
  const names = [...new Set(found.map((file) => relative(root, file).split(sep).join('/')))].sort();
  const lost = names.find((name) => groupOf(name) === undefined);
  if (lost) throw new Error(`${lost}: 不属于任何测试组 · belongs to no group of tests`);
  return names;
}

/**
 * @param {string} dir
 * @returns {string[]}
 */
function testsUnder(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : testsUnder(join(dir, entry.name));
    return entry.name.endsWith('.test.ts') ? [join(dir, entry.name)] : [];
  });
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'data', '.git', '.cache']);
