/** Text that a database can keep: no NUL, no half of a character. Both can be written in JSON, and neither be stored. */
import { Refusal } from '@huying/domain/kernel';
import type { FastifyInstance } from 'fastify';

/** Path of the first text in a value that cannot be stored; null when all can. Names of fields count as text. */
export function unstorable(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : null;
  if (value === null || typeof value !== 'object') return null;
  for (const [name, inner] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    const found = name.includes('\0') || !name.isWellFormed() ? path : unstorable(inner, at);
    if (found !== null) return found;
  }
  return null;
}

/** Refuses such text wherever it comes in: in a body, where it can only stand as an escape, and in an address. */
export function refuseUnstorable(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    parse(request, text as string, (error, body) => {
      const path = error || !text.includes('\\u') ? null : unstorable(body);
      if (path === null) done(error, body);
      else done(new Refusal('invalid_body', {}, [{ path, code: 'field_invalid' }]));
    });
  });
  app.addHook('onRequest', (request, _reply, done) => {
    done(/%00/.test(request.url) ? new Refusal('invalid_query') : undefined);
  });
}
