/**
 * Group commit: requests that arrive together become one statement. Rows wait until the loop is idle (setImmediate) or
 * `eager` of them are there, so that the database works while the program reads the next ones; at most `size` go at once
 * and `inFlight` statements are under way. A batch that fails is tried row by row, so that a bad row never spoils its
 * neighbours.
 */
export type GroupCommit<Row, Result> = (row: Row) => Promise<Result>;

type Waiting<Row, Result> = { row: Row; resolve: (result: Result) => void; reject: (error: unknown) => void };

export function groupCommit<Row, Result>(
  write: (rows: Row[]) => Promise<Result[]>,
  { size = 64, eager = 16, inFlight = 3 } = {},
): GroupCommit<Row, Result> {
  const queue: Waiting<Row, Result>[] = [];
  let running = 0;
  let scheduled = false;

  async function single(one: Waiting<Row, Result>): Promise<void> {
    try {
      const [result] = await write([one.row]);
      one.resolve(result as Result);
    } catch (error) {
      one.reject(error);
    }
  }

  async function run(batch: Waiting<Row, Result>[]): Promise<void> {
    running += 1;
    try {
      const results = await write(batch.map((one) => one.row));
      batch.forEach((one, index) => {
        one.resolve(results[index] as Result);
      });
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await single(one);
    } finally {
      running -= 1;
      schedule();
    }
  }

  function flush(): void {
    while (queue.length > 0 && running < inFlight) void run(queue.splice(0, size));
  }

  function schedule(): void {
    if (scheduled || queue.length === 0 || running >= inFlight) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
    });
  }

  return (row) =>
    new Promise<Result>((resolve, reject) => {
      queue.push({ row, resolve, reject });
      if (queue.length >= eager && running < inFlight) flush();
      else schedule();
    });
}
