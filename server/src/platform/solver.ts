/**
 * Exact choices (HiGHS, MIT, as WebAssembly), computed in a thread of its own that starts when first needed and does not
 * keep the process alive. One program at a time: the solver uses one core.
 */
import { Worker } from 'node:worker_threads';
import type { Solve, Solved } from '@huying/domain/kernel';

type Waiting = { done(solved: Solved): void; failed(error: Error): void };

let worker: Worker | null = null;
let last = 0;
const waiting = new Map<number, Waiting>();

function giveUp(error: Error): void {
  worker = null;
  for (const one of waiting.values()) one.failed(error);
  waiting.clear();
}

function start(): Worker {
  const made = new Worker(new URL('./solver-thread.ts', import.meta.url));
  made.on('message', ({ id, solved, failed }: { id: number; solved?: Solved; failed?: string }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) made.unref();
    if (solved) one?.done(solved);
    else one?.failed(new Error(failed));
  });
  made.on('error', giveUp);
  made.on('exit', () => giveUp(new Error('the solver ended')));
  return made;
}

/** Default time one program may take. */
const SECONDS = 30;

export const solve: Solve = (program, { seconds = SECONDS } = {}) =>
  new Promise<Solved>((done, failed) => {
    worker ??= start();
    worker.ref();
    last += 1;
    waiting.set(last, { done, failed });
    worker.postMessage({ id: last, program, seconds });
  });
