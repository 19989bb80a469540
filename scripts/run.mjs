#!/usr/bin/env node
// The one way in: `npm start`, `npm test`, `npm run huying -- <verb>`. Runs on any Node from 20.19 with nothing
// installed; installs what is missing, then hands over to the Node that stands in the lockfile.
import './orphan.mjs';
import { say } from './say.mjs';

const VERBS = {
  start: 'serve the counties; the first start makes everything it needs',
  huying: 'the command line: npm run huying -- --help',
  test: 'all tests, or those of the files and folders named',
  check: 'types and style; with --fix, mend what can be mended and renew what is generated',
  dev: 'serve, and start again at every change',
  bench: 'the measurements',
};

const [verb, ...args] = process.argv.slice(2);
if (!verb || !Object.hasOwn(VERBS, verb)) {
  const width = Math.max(...Object.keys(VERBS).map((name) => name.length));
  for (const [name, words] of Object.entries(VERBS)) process.stdout.write(`  ${name.padEnd(width)}  ${words}\n`);
  process.exit(verb === '--help' ? 0 : 2);
}

try {
  const { ensureInstalled } = await import('./install.mjs');
  await ensureInstalled();
  const { serve, command, dev, bench } = await import('./program.mjs');
  if (verb === 'start') await serve(args);
  else if (verb === 'huying') await command(args);
  else if (verb === 'dev') await dev(args);
  else if (verb === 'bench') await bench(args);
  else if (verb === 'check') process.exitCode = await (await import('./check.mjs')).check(args);
  else process.exitCode = await (await import('./test.mjs')).test(args);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  // Whoever counts reads the last line, also of tests that could not begin.
  if (verb === 'test') process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}
