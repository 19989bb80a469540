import { Writable } from 'node:stream';
import pino from 'pino';
import type { LogLevel } from './config.ts';

export type Log = pino.Logger;

/**
 * The program's log: lines of JSON, plain words at a terminal. It holds what happened to what thing by id, never
 * bodies, addresses, phones or names; what slips in under a usual name is blotted out.
 */
export function makeLog(level: LogLevel, out: NodeJS.WritableStream & { isTTY?: boolean } = process.stdout): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: safeError, error: safeError, req: safeRequest, res: safeReply },
      redact: { paths: PRIVATE.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '▇' },
    },
    out.isTTY ? inPlainWords(out) : out,
  );
}

const PRIVATE = [
  ...['password', 'token', 'code_sent', 'cookie', 'authorization', 'body', 'headers', 'params', 'query', 'ip'],
  ...['phone', 'name', 'address', 'idNumber', 'text', 'detail', 'parameters'],
];

/**
 * An error without the values it speaks of. The database quotes them in its message (class 22, bad data) and in its
 * detail; its constraint and table say enough.
 */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error };
  const e = error as Error & {
    code?: unknown;
    severity?: unknown;
    constraint?: string;
    table?: string;
    column?: string;
  };
  const fromDatabase = typeof e.severity === 'string' && typeof e.code === 'string';
  const message = fromDatabase && /^2[23]/.test(String(e.code)) ? 'the database refused a value' : e.message;
  return {
    type: e.name,
    code: e.code,
    message,
    table: e.table,
    column: e.column,
    constraint: e.constraint,
    // The first lines of a stack repeat the message.
    stack: e.stack?.slice(Math.max(0, e.stack.indexOf('\n    at '))).trim(),
    cause: e.cause instanceof Error ? safeError(e.cause) : undefined,
  };
}

/** The route's pattern, not the address that was called: ids and searches stand in that. */
function safeRequest(req: { id?: unknown; method?: string; routeOptions?: { url?: string } }): Record<string, unknown> {
  return { id: req.id, method: req.method, route: req.routeOptions?.url };
}

function safeReply(res: { statusCode?: number }): Record<string, unknown> {
  return { status: res.statusCode };
}

function inPlainWords(out: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).split('\n').filter(Boolean)) out.write(`${plain(line)}\n`);
      done();
    },
  });
}

function plain(line: string): string {
  const { level, time, msg = '', err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const mark = level === 'info' ? '' : `${String(level)}: `;
  const more = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const trouble = err as { message?: string; stack?: string } | undefined;
  const lines = [
    [new Date(String(time)).toTimeString().slice(0, 8), `${mark}${String(msg)}`, ...more].join(' '),
    ...(trouble ? [`  ${trouble.message}`, ...(trouble.stack?.split('\n') ?? [])] : []),
  ];
  return lines.join('\n');
}
