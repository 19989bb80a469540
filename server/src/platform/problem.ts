/** Errors on the wire: RFC 9457 problem details with a stable code; the sentence comes from the message catalogue. */
import { Refusal } from '@huying/domain/kernel';
import { type Language, sayError } from './words.ts';

export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  requestId?: string;
  fields?: { path: string; code: string; message: string }[];
};

/** HTTP status by code; every other refusal is 422 (understood, not possible with these values). */
const STATUS: Record<string, number> = {
  invalid_body: 400,
  invalid_query: 400,
  key_missing: 400,
  unauthenticated: 401,
  credentials_wrong: 401,
  code_wrong: 401,
  not_permitted: 403,
  not_found: 404,
  state_forbids: 409,
  stale_version: 409,
  key_reused: 409,
  body_too_large: 413,
  media_unsupported: 415,
  too_many_requests: 429,
  code_too_soon: 429,
  unavailable: 503,
};

export function statusOf(code: string): number {
  return STATUS[code] ?? 422;
}

export function problemOf(refusal: Refusal, language: Language, requestId?: string): Problem {
  const { code, params, fields } = refusal;
  return {
    type: `/docs/errors#${code}`,
    title: sayError(language, code, params),
    status: statusOf(code),
    code,
    ...(requestId ? { requestId } : {}),
    ...(fields.length > 0
      ? {
          fields: fields.map((field) => ({
            path: field.path,
            code: field.code,
            message: sayError(language, field.code, field.params ?? {}),
          })),
        }
      : {}),
  };
}

export { Refusal };
