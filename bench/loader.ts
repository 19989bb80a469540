/** Drives bench/load.ts: one child for all measurements, so that its own start is in none of them. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadReport } from './load.ts';

export type Loader = { run(order: LoadOrder): Promise<LoadReport>; stop(): void };

export function startLoader(): Loader {
  const child = spawn(process.execPath, [fileURLToPath(new URL('load.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the load broke down');
      return JSON.parse(value) as LoadReport;
    },
    stop: () => child.stdin.end(),
  };
}
