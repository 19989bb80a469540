// Types, style, and that what is generated is what its sources make.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './place.mjs';
import { findNode, programEnv } from './program.mjs';
import { say } from './say.mjs';

/** Generated and committed; each script answers --check with its exit code and obeys --write. */
const GENERATED = [
  { name: 'schema.sql is fresh', script: 'server/src/platform/schema-dump.ts' },
  { name: 'the lifecycle diagrams are fresh', script: 'scripts/lifecycle-docs.ts' },
  { name: 'openapi.json is fresh', script: 'server/src/openapi.ts' },
  { name: 'the list of errors is fresh', script: 'scripts/error-docs.ts' },
  { name: 'switches and demo accounts are fresh', script: 'scripts/county-docs.ts' },
];

/** @typedef {{ name: string, args: string[], fix?: string[] }} Check */

/** @returns {Check[]} */
export function checks() {
  const tsc = 'node_modules/typescript/bin/tsc';
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  return [
    // Pages know a document, the server does not.
    ...['.', 'faces', 'e2e']
      .filter((dir) => existsSync(join(ROOT, dir, 'tsconfig.json')) && hasTypeScript(dir))
      .map((dir) => ({ name: `types (${dir})`, args: [tsc, '--noEmit', '-p', dir] })),
    ...GENERATED.map(({ name, script }) => ({ name, args: [script, '--check'], fix: [script, '--write'] })),
    { name: 'style', args: [biome, 'check', '--colors=off'], fix: [biome, 'check', '--write'] },
  ];
}

/**
 * @param {string[]} args --fix mends what can be mended before looking
 * @returns {Promise<number>} the exit code
 */
export async function check(args) {
  if (args.includes('--fix')) for (const { fix } of checks()) if (fix) run(fix);
  const failed = checks().filter((each) => !holds(each));
  return failed.length > 0 ? 1 : 0;
}

/**
 * Runs one check; what it has to say is shown only when it does not hold.
 * @param {Check} check
 * @param {Record<string, string>} [env]
 */
export function holds({ name, args }, env = {}) {
  const { status, stdout, stderr, error } = run(args, env);
  if (status !== 0) process.stdout.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
  say(`${status === 0 ? '✔' : '✖'} ${name}`);
  return status === 0;
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function run(args, env = {}) {
  const options = { cwd: ROOT, env: { ...programEnv(), ...env }, maxBuffer: 64 * 1024 * 1024 };
  return spawnSync(findNode(), args, { ...options, encoding: 'utf8' });
}

/**
 * @param {string} dir
 * @returns {boolean}
 */
function hasTypeScript(dir) {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).some((entry) =>
    entry.isDirectory()
      ? !['node_modules', 'dist'].includes(entry.name) && hasTypeScript(join(dir, entry.name))
      : /\.tsx?$/.test(entry.name),
  );
}
