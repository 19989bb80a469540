// All tests, group by group; the last line is the sum over all runners: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runChecks } from './check.mjs';
import { ROOT } from './place.mjs';
import { buildFaces, findNode, programEnv, start } from './program.mjs';
import { say } from './say.mjs';
import { GROUPS, groupOf, testFiles } from './test-files.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** A test that hangs is a failure, not a wait for ever. */
const LONGEST_TEST_MS = 300_000;

/**
 * @param {string[]} paths files and folders; none: everything
 * @returns {Promise<number>} the exit code
 */
export async function test(paths) {
  /** @type {[string, Counts, number][]} */
  const results = [];
  /** @type {(name: string, run: () => Promise<Counts>) => Promise<void>} */
  const group = async (name, run) => {
    process.stdout.write(`\n── ${name}\n`);
    const began = Date.now();
    const counts = await run().catch((error) => {
      process.stdout.write(`✖ ${error instanceof Error ? error.message : error}\n`);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    results.push([name, counts, Date.now() - began]);
  };

  const files = testFiles(ROOT, paths);
  const byGroup = GROUPS.map(({ name }) => ({ name, files: files.filter((file) => groupOf(file) === name) }));
  const needs = (/** @type {RegExp} */ what) => files.some((file) => what.test(file));

  if (needs(/^(faces|e2e|server)\//)) {
    // Told as a failure of its own; what does not need the faces is still tested.
    await buildFaces().catch((error) => group('build', () => Promise.reject(error)));
  }
  const database = needs(/^(server|e2e)\//) || paths.length === 0 ? await startDatabase() : null;
  /** @type {Record<string, string>} */
  const env = database ? { HUYING_TEST_PG: database.url } : {};
  try {
    for (const { name, files: own } of byGroup.filter((each) => each.name !== 'e2e')) {
      if (own.length > 0) await group(name, () => runTests(own, 2, env));
    }
    if (paths.length === 0) await group('check', () => runChecks(env));
    const journeys = byGroup.find((each) => each.name === 'e2e')?.files ?? [];
    if (journeys.length > 0) {
      await group('e2e', async () => {
        if ((await start(['scripts/browser.ts']).ended) !== 0)
          throw new Error('没有可用的浏览器 · there is no browser to use');
        // Two at once: a journey spends half its time waiting for its own page.
        return runTests(journeys, 2, env);
      });
    }
  } finally {
    database?.stop();
  }

  process.stdout.write('\n');
  for (const [name, counts, ms] of results) {
    process.stdout.write(`  ${name.padEnd(10)} ${inWords(counts)}  (${(ms / 1000).toFixed(1)} s)\n`);
  }
  const sum = results.reduce(
    (all, [, each]) => ({
      passed: all.passed + each.passed,
      failed: all.failed + each.failed,
      skipped: all.skipped + each.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
  process.stdout.write(`${inWords(sum)}\n`);
  return sum.failed > 0 ? 1 : 0;
}

/** @param {Counts} counts */
const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * @param {string[]} files
 * @param {number} atOnce
 * @param {Record<string, string>} env
 * @returns {Promise<Counts>}
 */
export async function runTests(files, atOnce, env) {
  const dir = mkdtempSync(join(tmpdir(), 'huying-counts-'));
  const counts = join(dir, 'counts.json');
  try {
    const { ended } = start(
      [
        ...['--test', `--test-concurrency=${atOnce}`, `--test-timeout=${LONGEST_TEST_MS}`],
        ...[
          `--test-reporter=${new URL('test-reporter.mjs', import.meta.url).href}`,
          '--test-reporter-destination=stdout',
        ],
        ...files,
      ],
      { ...env, HUYING_TEST_COUNTS: counts },
    );
    const { trouble, ...settled } = settle(await ended, readCounts(counts));
    if (trouble) process.stdout.write(`✖ ${trouble}\n`);
    return settled;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * What a runner's end and its counts come to: a runner that broke down, or ran nothing, has failed.
 * @param {number} code
 * @param {Counts | null} counts
 * @returns {Counts & { trouble?: string }}
 */
export function settle(code, counts) {
  if (counts === null) {
    return { passed: 0, failed: 1, skipped: 0, trouble: `测试进程中断 · the runner broke down (exit ${code})` };
  }
  const ran = counts.passed + counts.skipped;
  if (counts.failed > 0 || (code === 0 && ran > 0)) return counts;
  return { ...counts, failed: 1, trouble: `${ran} 项测试，退出码 ${code} · ${ran} tests, exit ${code}` };
}

/**
 * @param {string} path
 * @returns {Counts | null}
 */
function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * The database server all test files share. It goes when we do, however we go: its input ends.
 * @returns {Promise<{ url: string, stop: () => void } | null>} null when it cannot start; each file then says so itself
 */
async function startDatabase() {
  const keeper = spawn(findNode(), ['server/test/keeper.ts'], {
    cwd: ROOT,
    env: programEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const url of createInterface({ input: keeper.stdout })) {
    return { url, stop: () => keeper.stdin.end() };
  }
  say('测试数据库未能启动 · the tests have no database');
  return null;
}
