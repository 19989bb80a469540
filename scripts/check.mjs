// Types, style, and that what is generated is what its sources make.
import { execFile, spawnSync } from 'node:child_process';
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
  const { failed } = await runChecks();
  return failed > 0 ? 1 : 0;
}

/**
 * Runs all checks, two at a time: each is a process of its own.
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runChecks(env = {}) {
  const waiting = checks();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      counts[(await holds(next, env)) ? 'passed' : 'failed'] += 1;
  };
  await Promise.all([work(), work()]);
  return counts;
}

/**
 * Runs one check; what it has to say is shown only when it does not hold.
 * @param {Check} check
 * @param {Record<string, string>} env
 * @returns {Promise<boolean>}
 */
function holds({ name, args }, env) {
  return new Promise((done) => {
    execFile(findNode(), args, options(env), (error, stdout, stderr) => {
      if (error) process.stdout.write(stdout || stderr ? `${stdout}${stderr}` : `${error.message}\n`);
      say(`${error ? '✖' : '✔'} ${name}`);
      done(!error);
    });
  });
}

/** @param {string[]} args */
const run = (args) => spawnSync(findNode(), args, options());

/** @param {Record<string, string>} [env] */
const options = (env = {}) => ({
  cwd: ROOT,
  env: { ...programEnv(), ...env },
  maxBuffer: 64 * 1024 * 1024,
  encoding: /** @type {const} */ ('utf8'),
});

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
