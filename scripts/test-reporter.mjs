// A reporter for node:test: a line per file, every failure in full, and at the end the counts as one line of JSON for
// scripts/test.mjs, which names the file for it in HUYING_TEST_COUNTS.
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';

/**
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* report(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:fail') yield* failure(data);
    else if (type === 'test:pass' && isFile(data)) {
      // The runner is content with a file in which nothing is tested.
      counts.failed += 1;
      counts.passed -= 1;
      yield `✖ ${here(data.file)}: 没有测试 · holds no test\n`;
    } else if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    else if (type === 'test:summary') {
      if (data.file)
        yield `${data.success ? '✔' : '✖'} ${here(data.file)}  ${words(data.counts)}  (${(data.duration_ms / 1000).toFixed(1)} s)\n`;
      else {
        counts.passed += data.counts.passed;
        counts.failed += data.counts.tests - data.counts.passed - data.counts.skipped - data.counts.todo;
        counts.skipped += data.counts.skipped + data.counts.todo;
      }
    }
  }
  if (process.env.HUYING_TEST_COUNTS) writeFileSync(process.env.HUYING_TEST_COUNTS, JSON.stringify(counts));
}

/** @param {any} data */
function* failure(data) {
  // A suite or a file fails because a test in it did; that one is told already.
  if (data.details.error?.failureType === 'subtestsFailed' || data.todo !== undefined || data.skip !== undefined)
    return;
  yield `\n✖ ${data.name}  (${here(data.file)}:${data.line})\n`;
  const { cause, exitCode, signal } = data.details.error ?? {};
  if (isFile(data)) {
    yield `    文件未跑完 · the file did not run to its end (exit ${exitCode ?? signal ?? '?'})\n\n`;
    return;
  }
  yield `${inspect(cause ?? data.details.error, { depth: 5, colors: false }).replace(/^/gm, '    ')}\n\n`;
}

/** @param {any} data */
const isFile = (data) => data.nesting === 0 && data.file !== undefined && resolve(data.name) === data.file;

/** @param {string} [file] */
const here = (file) => (file ? relative(process.cwd(), file) : '?');

/** @param {{ tests: number, passed: number, skipped: number, todo: number }} counts */
function words({ tests, passed, skipped, todo }) {
  const failed = tests - passed - skipped - todo;
  return [`${passed} passed`, failed && `${failed} failed`, skipped + todo && `${skipped + todo} skipped`]
    .filter(Boolean)
    .join(', ');
}
