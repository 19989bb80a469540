/** Dispatch of many at once: each matter is a command of its own, so one refusal spoils no other. */
import { Refusal } from '@huying/domain/kernel';
import Type, { type Static } from 'typebox';
import type { Actor } from '../../../access/actor.ts';
import { type Problem, problemOf } from '../../../platform/problem.ts';
import type { Services } from '../../../platform/services.ts';
import type { Language } from '../../../platform/words.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { act } from './act.ts';

export const BulkDispatchBody = Type.Object({
  matters: Type.Array(Type.Object({ id: Type.String({ format: 'uuid' }), version: Type.Integer({ minimum: 1 }) }), {
    minItems: 1,
    maxItems: 200,
  }),
  lead: Type.String({ maxLength: 64 }),
  assists: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 })),
  item: Type.Optional(Type.String({ maxLength: 64 })),
  condition: Type.Optional(Type.String({ maxLength: 64 })),
  words: Type.Optional(Type.String({ maxLength: 2000 })),
});
export type BulkDispatchBody = Static<typeof BulkDispatchBody>;

export type BulkResult = { id: string; ok: boolean; version?: number; problem?: Problem };

export async function bulkDispatch(
  services: Services,
  call: {
    county: CountyRuntime;
    actor: Actor;
    now: number;
    key: string | null;
    language: Language;
    body: BulkDispatchBody;
  },
): Promise<{ results: BulkResult[] }> {
  if (!call.key) throw new Refusal('key_missing');
  const { matters, ...fields } = call.body;
  const results: BulkResult[] = [];
  for (const { id, version } of matters) {
    try {
      const done = await act(services, {
        county: call.county,
        actor: call.actor,
        now: call.now,
        key: `${call.key}/${id.slice(-12)}`.slice(-64),
        matter: id,
        assignment: null,
        verb: 'dispatch',
        body: { version, ...fields },
      });
      results.push({ id, ok: true, version: done.version });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      results.push({ id, ok: false, problem: problemOf(error, call.language) });
    }
  }
  return { results };
}
