/** Terms: appointing, handing over, suspending and resuming, prolonging, ending. Each is an act on a person. */
import Type from 'typebox';
import type { Call, Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { type AppointBody, appoint } from './commands/appoint.ts';
import { type DismissBody, dismiss } from './commands/dismiss.ts';
import { type HandOverBody, handOver } from './commands/hand-over.ts';
import type { TermBody } from './commands/held-term.ts';
import { type ProlongBody, prolong } from './commands/prolong.ts';
import { resume, SUSPENSION_REASONS, type SuspendBody, suspend } from './commands/suspend.ts';
import { Day, type Id, Key, personId } from './wire.ts';

const strict = { additionalProperties: false };
const Uuid = Type.String({ format: 'uuid' });
const To = Type.Optional(Type.Union([Type.Null(), Day]));
const Filled = Type.Optional(
  Type.Union(['elected', 'recommended', 'appointed', 'recruited'].map((way) => Type.Literal(way))),
);
const Term = { term: Uuid, version: Type.Integer({ minimum: 0, description: 'of the post, as it was seen' }) };

const Appointing = Type.Object({ post: Key, at: Key, from: Type.Optional(Day), to: To, filled: Filled }, strict);
const HandingOver = Type.Object({ ...Term, successor: Uuid, lastDay: Type.Optional(Day), to: To }, strict);
const Suspending = Type.Object(
  { ...Term, reason: Type.Union(SUSPENSION_REASONS.map((reason) => Type.Literal(reason))) },
  strict,
);
const Resuming = Type.Object(Term, strict);
const Prolonging = Type.Object({ ...Term, to: To, filled: Filled }, strict);
const Dismissing = Type.Object({ term: Uuid, lastDay: Type.Optional(Day) }, strict);

export function registerTerms({ route }: Ground, services: Services): void {
  const call = ({ county, actor, now, key }: Call<never, unknown, Id>) => ({ county, actor, now, key });

  route<AppointBody, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/appoint',
      may: 'people.edit',
      summary: 'Appoint to a post',
      body: Appointing,
      status: 201,
    },
    (given) => appoint(services, call(given as never), personId(given.params), given.body),
  );

  route<HandOverBody, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/hand-over',
      may: 'people.edit',
      summary: 'Hand a post over: this term ends, the successor’s begins the next day',
      body: HandingOver,
      status: 201,
    },
    (given) => handOver(services, call(given as never), personId(given.params), given.body),
  );

  route<SuspendBody, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/suspend',
      may: 'people.edit',
      summary: 'Suspend a term: what it allows stops at once',
      body: Suspending,
    },
    (given) => suspend(services, call(given as never), personId(given.params), given.body),
  );

  route<TermBody, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/resume',
      may: 'people.edit',
      summary: 'Resume a suspended term',
      body: Resuming,
    },
    (given) => resume(services, call(given as never), personId(given.params), given.body),
  );

  route<ProlongBody, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/prolong',
      may: 'people.edit',
      summary: 'A new term for the same person, from the day after this one',
      body: Prolonging,
      status: 201,
    },
    (given) => prolong(services, call(given as never), personId(given.params), given.body),
  );

  route<DismissBody, unknown, Id>(
    { method: 'POST', path: '/people/:id/dismiss', may: 'people.edit', summary: 'End a term', body: Dismissing },
    (given) => dismiss(services, call(given as never), personId(given.params), given.body),
  );
}
