/**
 * The load of intake, as a process of its own: as many connections as asked for, each sending its next report when the
 * last is answered. Requests are serialised beforehand and only the id is put in, so that the load costs little beside
 * what it measures. Told by one JSON line on standard input, answers by one on standard output.
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export type LoadOrder = { port: number; connections: number; seconds: number; requests: string[] };
export type LoadReport = {
  done: number;
  refused: number;
  seconds: number;
  p50: number;
  p99: number;
  firstRefusal: string | null;
};

/** Stands in a prepared request where the id of a new matter goes. */
export const ID_MARK = '00000000-0000-4000-8000-000000000000';

type Prepared = { bytes: Buffer; at: number };

function prepare(text: string): Prepared {
  const bytes = Buffer.from(text);
  return { bytes, at: bytes.indexOf(ID_MARK) };
}

const HEADER_END = Buffer.from('\r\n\r\n');

function contentLength(head: string): number {
  return Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
}

async function run(order: LoadOrder): Promise<LoadReport> {
  const prepared = order.requests.map(prepare);
  const times: number[] = [];
  let done = 0;
  let refused = 0;
  let firstRefusal: string | null = null;
  let next = 0;
  const began = performance.now();
  const until = began + order.seconds * 1000;

  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
      let held: Buffer = Buffer.alloc(0);
      let sentAt = 0;
      const send = () => {
        const { bytes, at } = prepared[next++ % prepared.length] as Prepared;
        if (at >= 0) bytes.write(randomUUID(), at, 'latin1');
        sentAt = performance.now();
        // A copy: the socket may still hold the bytes when another connection puts its id into them.
        socket.write(Buffer.from(bytes));
      };
      socket.on('connect', send);
      socket.on('data', (chunk: Buffer) => {
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
        const end = held.indexOf(HEADER_END);
        if (end < 0) return;
        const head = held.toString('latin1', 0, end);
        const whole = end + 4 + contentLength(head);
        if (held.length < whole) return;
        if (head.startsWith('HTTP/1.1 201')) {
          done += 1;
          times.push(performance.now() - sentAt);
        } else {
          refused += 1;
          firstRefusal ??= held.toString('utf8', 0, Math.min(whole, 1500));
        }
        held = held.subarray(whole);
        if (performance.now() < until) send();
        else {
          socket.end();
          resolve();
        }
      });
      socket.on('error', reject);
    });
  await Promise.all(Array.from({ length: order.connections }, worker));
  times.sort((a, b) => a - b);
  return {
    done,
    refused,
    seconds: (performance.now() - began) / 1000,
    p50: times[Math.floor(times.length * 0.5)] ?? 0,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
    firstRefusal,
  };
}

if (import.meta.main) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await run(JSON.parse(line) as LoadOrder))}\n`);
  }
}
