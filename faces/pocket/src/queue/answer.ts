/** What an HTTP answer means to the queue. Pure. */
import type { Answer, NoAnswer } from './types.ts';

export type Problem = { code?: unknown; title?: unknown; detail?: unknown; fields?: unknown };

/** Answers that mean: not now. The server may or may not have acted; the same key tells. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];
/** Our own earlier request under this key is still being worked on. */
const IN_WORK = ['in_progress'];

export function refusalOf(
  status: number,
  problem: Problem | null,
  retryAfter: string | null,
): Exclude<Answer<never>, { kind: 'done' }> {
  const code = typeof problem?.code === 'string' ? problem.code : `http_${status}`;
  if (status === 401) return { kind: 'sign_in' };
  if (PASSING.includes(status) || IN_WORK.includes(code)) return { kind: 'busy', retryAfterMs: wait(retryAfter) };
  return { kind: 'refused', refusal: { code, words: sentence(problem), fields: fieldsOf(problem) } };
}

function wait(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter);
  return retryAfter && Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}

function sentence(problem: Problem | null): string {
  const parts = [problem?.title, problem?.detail].filter(
    (part): part is string => typeof part === 'string' && part !== '',
  );
  return [...new Set(parts)].join(' ');
}

function fieldsOf(problem: Problem | null): NoAnswer['fields'] {
  if (!Array.isArray(problem?.fields)) return [];
  return problem.fields.map((field: { path?: unknown; message?: unknown }) => ({
    path: String(field.path ?? ''),
    message: String(field.message ?? ''),
  }));
}
