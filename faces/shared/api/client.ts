/** The one way a face speaks to the server: JSON, the county's base, the language shown, problems as errors with words. */
import { getLang, t, tOr } from '../words/i18n.ts';
import { apiBase } from './county.ts';

export type ProblemField = { path: string; code: string; message: string };

/** A refusal of the server (RFC 9457), or `offline` / `timeout` when it was not reached. `message` is for people. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | null;
  readonly fields: ProblemField[];
  readonly requestId: string | null;

  constructor(problem: {
    status: number;
    code: string;
    title?: string | null;
    detail?: string | null;
    fields?: ProblemField[];
    requestId?: string | null;
  }) {
    super(problem.title || tOr([`error.${problem.code}`], t('error.unexpected')));
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail ?? null;
    this.fields = problem.fields ?? [];
    this.requestId = problem.requestId ?? null;
  }

  /** True where trying again later may help: no network, or a server that is starting or busy. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export type ApiOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  /** Sent as JSON; a Blob is sent as it is. */
  body?: unknown;
  /** Idempotency-Key. Every POST gets one by itself; give your own to make a repeat safe. */
  key?: string;
  signal?: AbortSignal;
  /** Milliseconds; 30 s, pictures 120 s. */
  timeout?: number;
};

export function withQuery(path: string, query?: Query): string {
  if (!query) return path;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** The address of a path of the county's API, for links, pictures and downloads. */
export function apiUrl(path: string, query?: Query): string {
  return withQuery(`${apiBase}${path}`, query);
}

/** A UUID also where the page is served over plain http to another machine, where randomUUID does not exist. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-');
}

async function problemOf(response: Response): Promise<ProblemError> {
  try {
    const body = (await response.json()) as Record<string, unknown>;
    return new ProblemError({
      status: response.status,
      code: typeof body.code === 'string' ? body.code : 'unexpected',
      title: typeof body.title === 'string' ? body.title : null,
      detail: typeof body.detail === 'string' ? body.detail : null,
      fields: Array.isArray(body.fields) ? (body.fields as ProblemField[]) : [],
      requestId: typeof body.requestId === 'string' ? body.requestId : null,
    });
  } catch {
    return new ProblemError({ status: response.status, code: 'unexpected' });
  }
}

/** Called with every answer 401, so that a face can show its sign-in page. */
let onSignedOut: () => void = () => {};
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

/**
 * One request. Answers the parsed JSON, or undefined for 204.
 * @throws ProblemError for every refusal, and with code `offline` or `timeout` when no answer came.
 */
export async function api<T>(path: string, options: ApiOptions = {}): Promise<T> {
  const { method = options.body === undefined ? 'GET' : 'POST', body, key, signal } = options;
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': getLang() };
  const blob = typeof Blob !== 'undefined' && body instanceof Blob;
  if (method !== 'GET') headers['idempotency-key'] = key ?? newId();
  if (blob) headers['content-type'] = (body as Blob).type || 'application/octet-stream';
  else if (body !== undefined) headers['content-type'] = 'application/json';
  const timer = AbortSignal.timeout(options.timeout ?? (blob ? 120_000 : 30_000));
  let response: Response;
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timer]) : timer,
      ...(body === undefined ? {} : { body: blob ? (body as Blob) : JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError({ status: 0, code: timer.aborted ? 'timeout' : 'offline' });
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && path !== '/session') onSignedOut();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** Anything thrown, as a problem with words. */
export function asProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : new ProblemError({ status: 0, code: 'unexpected' });
}
