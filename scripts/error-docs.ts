/** Writes docs/errors.md from the catalogue: every error code with its status and words. `--write`, or `--check` that it is fresh. */
import { readFileSync, writeFileSync } from 'node:fs';
import { statusOf } from '../server/src/platform/problem.ts';
import { wordsOf } from '../server/src/platform/words.ts';

const FILE = new URL('../docs/errors.md', import.meta.url);
const PREFIX = 'error.';

function errorDocs(): string {
  const chinese = wordsOf('zh-CN');
  const english = wordsOf('en');
  const codes = Object.keys(chinese)
    .filter((key) => key.startsWith(PREFIX))
    .sort();
  const rows = codes.map((key) => {
    const code = key.slice(PREFIX.length);
    return `| <a id="${code}"></a>\`${code}\` | ${code === 'failed' ? 500 : statusOf(code)} | ${chinese[key]} | ${english[key] ?? ''} |`;
  });
  return `${[
    '# Errors',
    '',
    'Generated from `words/` by `npm run check -- --fix`. On the wire an error is a problem detail (RFC 9457) with a stable `code`; `fields` names each faulty input by path, with a code from this list too.',
    '',
    '| code | status | 中文 | English |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

if (process.argv.includes('--write')) writeFileSync(FILE, errorDocs());
else if (readFileSync(FILE, 'utf8') !== errorDocs()) {
  console.error('docs/errors.md is not what the catalogue says: npm run check -- --fix');
  process.exit(1);
}
