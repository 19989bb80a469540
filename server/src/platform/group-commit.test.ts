import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupCommit } from './group-commit.ts';

/** Rows are numbers, the answer to each is its double; batches are noted, and wait until they are let go. */
function bench(options: { size?: number; eager?: number; inFlight?: number } = {}, bad: readonly number[] = []) {
  const batches: number[][] = [];
  const waiting: (() => void)[] = [];
  let held = false;
  const add = groupCommit<number, number>(async (rows) => {
    batches.push(rows);
    if (held) await new Promise<void>((resolve) => waiting.push(resolve));
    if (rows.some((row) => bad.includes(row))) throw new Error(`bad among ${rows}`);
    return rows.map((row) => row * 2);
  }, options);
  return {
    add,
    batches,
    hold: () => {
      held = true;
    },
    letGo: () => {
      held = false;
      for (const one of waiting.splice(0)) one();
    },
  };
}

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

describe('group commit', () => {
  it('what comes together goes together, and each gets its own answer', async () => {
    const { add, batches } = bench();
    assert.deepEqual(await Promise.all(upTo(5).map(add)), [2, 4, 6, 8, 10]);
    assert.deepEqual(batches, [[1, 2, 3, 4, 5]]);
  });

  it('sends a first batch as soon as enough are there, without waiting for the rest', async () => {
    const { add, batches } = bench({ eager: 3 });
    const all = upTo(7).map(add);
    assert.deepEqual(batches, [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual(
      await Promise.all(all),
      upTo(7).map((row) => row * 2),
    );
    assert.deepEqual(batches.at(-1), [7]);
  });

  it('never has more statements under way, nor more rows in one, than it may', async () => {
    const { add, batches, hold, letGo } = bench({ size: 4, eager: 2, inFlight: 1 });
    hold();
    const all = upTo(9).map(add);
    await new Promise(setImmediate);
    assert.deepEqual(batches, [[1, 2]]);
    letGo();
    assert.deepEqual(
      await Promise.all(all),
      upTo(9).map((row) => row * 2),
    );
    assert.deepEqual(batches, [
      [1, 2],
      [3, 4, 5, 6],
      [7, 8, 9],
    ]);
  });

  it('a bad row fails alone', async () => {
    const { add } = bench({}, [3]);
    const settled = await Promise.allSettled(upTo(5).map(add));
    assert.deepEqual(
      settled.map((one) => one.status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
  });
});
