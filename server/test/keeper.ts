// Keeps the database server of a test run: says its address on one line, goes when its input ends (or its runner dies).
import { startThrowaway } from '../src/platform/postgres/throwaway.ts';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit());
const server = await startThrowaway();
process.stdout.write(`${server.urlOf('postgres')}\n`);
process.stdin.resume().once('close', () => process.exit());
