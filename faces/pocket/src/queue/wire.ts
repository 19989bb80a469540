/** The queue's requests. A report without a name goes without the session, so that the server never sees who wrote it. */
import { apiUrl } from '../../../shared/api/client.ts';
import { getLang } from '../../../shared/words/i18n.ts';
import { lineIs } from '../lib/line.ts';
import { refusalOf } from './answer.ts';
import { type Account, ANONYMOUS, type Answer, type Sent } from './types.ts';

const TIMEOUT = 30_000;
const PICTURE_TIMEOUT = 120_000;

let inTheAir: AbortController | null = null;

/** Breaks off the request under way, so that signing in or out need not wait for a slow line. Its entry goes again under its key. */
export function breakOff(): void {
  inTheAir?.abort();
}

async function request<T>(path: string, init: RequestInit, account: Account, timeout: number): Promise<Answer<T>> {
  const controller = new AbortController();
  inTheAir = controller;
  const timer = setTimeout(() => controller.abort(), timeout);
  try {
    const response = await fetch(apiUrl(path), {
      ...init,
      headers: { accept: 'application/json', 'accept-language': getLang(), ...init.headers },
      credentials: account === ANONYMOUS ? 'omit' : 'same-origin',
      signal: controller.signal,
    });
    lineIs(true);
    if (response.ok) return { kind: 'done', value: (await response.json()) as T };
    const problem = await response.json().catch(() => null);
    return refusalOf(response.status, problem, response.headers.get('retry-after'));
  } catch {
    lineIs(false);
    return { kind: 'unreachable' };
  } finally {
    clearTimeout(timer);
    if (inTheAir === controller) inTheAir = null;
  }
}

export async function upload(blob: Blob, key: string, account: Account): Promise<Answer<string>> {
  const headers = { 'content-type': blob.type || 'image/jpeg', 'idempotency-key': key };
  const answer = await request<{ id: string }>(
    '/files',
    { method: 'POST', headers, body: blob },
    account,
    PICTURE_TIMEOUT,
  );
  return answer.kind === 'done' ? { kind: 'done', value: answer.value.id } : answer;
}

export async function post(
  path: string,
  body: Record<string, unknown>,
  key: string,
  account: Account,
): Promise<Answer<Sent>> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await request<Partial<Sent> & { id: string; version: number; state: string }>(
    path,
    init,
    account,
    TIMEOUT,
  );
  if (answer.kind !== 'done') return answer;
  const { id, version, state, number = null, follow = null } = answer.value;
  return { kind: 'done', value: { id, version, state, number, follow } };
}

/** Whose session this browser carries now: a person's id, null for nobody. */
export async function whoAmI(): Promise<Answer<string | null>> {
  const answer = await request<{ person: { id: string } }>('/me', { method: 'GET' }, '', TIMEOUT);
  if (answer.kind === 'sign_in') return { kind: 'done', value: null };
  return answer.kind === 'done' ? { kind: 'done', value: answer.value.person.id } : answer;
}
