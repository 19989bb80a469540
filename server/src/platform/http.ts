/** The HTTP ground: one way to declare a route, one way to say no. Every route says who may call it. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { type FieldRefusal, Refusal } from '@huying/domain/kernel';
import { type Switch, switchedOn } from '@huying/domain/pack';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { type Actor, permits } from '../access/actor.ts';
import type { CountyRuntime } from '../modules/county/runtime.ts';
import { problemOf } from './problem.ts';
import { sendSafeHeaders } from './safe-headers.ts';
import { refuseUnstorable } from './storable.ts';
import { type Language, languageOf } from './words.ts';

/** What a handler gets: who calls, for which county, when, with what. */
export type Call<B = unknown, Q = Record<string, string>, P = Record<string, string>> = {
  county: CountyRuntime;
  actor: Actor;
  now: number;
  key: string | null;
  language: Language;
  body: B;
  query: Q;
  params: P;
  request: FastifyRequest;
  reply: FastifyReply;
};

export type RouteDef = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/{county}`. */
  path: string;
  /** `public`: anybody; `signed`: whoever has signed in; else a permission some post of the actor must carry. */
  may: 'public' | 'signed' | (string & {});
  /** Switches of the county's pack that must all be on; where one is off, the route is not there. */
  switch?: Switch | readonly Switch[];
  summary: string;
  body?: TSchema;
  query?: TSchema;
  reply?: TSchema;
  status?: number;
  /** The reply is not JSON. */
  raw?: boolean;
  bodyLimit?: number;
  /** Calls a minute from one address; unset: the general limit of signed-in work. */
  perMinute?: number;
};

export type Ground = {
  app: FastifyInstance;
  routes: RouteDef[];
  route<B, Q = Record<string, string>, P = Record<string, string>>(
    def: RouteDef,
    handler: (call: Call<B, Q, P>) => Promise<unknown>,
  ): void;
};

export type GroundOptions = {
  counties: ReadonlyMap<string, CountyRuntime>;
  actorOf(county: CountyRuntime, request: FastifyRequest, now: number): Promise<Actor>;
  clock(): number;
  logger: FastifyBaseLogger;
  acts?: { underWay: number };
  trustProxy?: boolean;
};

const ACTS = new Set(['POST', 'DELETE']);

function validationRefusal(error: { validation?: unknown; validationContext?: string }): Refusal {
  const found = (error.validation ?? []) as {
    instancePath: string;
    params: Record<string, unknown>;
    keyword: string;
  }[];
  const fields: FieldRefusal[] = found.map(({ instancePath, params, keyword }) => {
    const missing =
      params.missingProperty ?? params.additionalProperty ?? (params.requiredProperties as string[] | undefined)?.[0];
    const path = [instancePath.slice(1).replaceAll('/', '.'), missing].filter(Boolean).join('.');
    const code =
      keyword === 'required'
        ? 'field_required'
        : keyword === 'additionalProperties'
          ? 'field_unknown'
          : 'field_invalid';
    return { path, code, params: { kind: keyword } };
  });
  return new Refusal(error.validationContext === 'querystring' ? 'invalid_query' : 'invalid_body', {}, fields);
}

function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const { code, statusCode, validation } = error as { code?: string; statusCode?: number; validation?: unknown };
  if (validation) return validationRefusal(error as never);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal('media_unsupported');
  if (statusCode === 429) return new Refusal('too_many_requests');
  if (statusCode && statusCode >= 400 && statusCode < 500) return new Refusal('invalid_body');
  return null;
}

/** Every error on its way out: a refusal in the words of its code, anything else as a fault whose cause only the log has. */
function sayNo(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error);
  if (!refusal) request.log.error({ err: error, requestId: request.id }, 'failed');
  const problem = problemOf(
    refusal ?? new Refusal('failed'),
    languageOf(request.headers['accept-language']),
    request.id,
  );
  if (!refusal) problem.status = 500;
  return reply.status(problem.status).type('application/problem+json').send(problem);
}

/** Whether the county uses what the route is for. */
function open(county: CountyRuntime, { switch: names = [] }: RouteDef): boolean {
  return [names].flat().every((name) => switchedOn(county.pack, name));
}

export async function makeGround(options: GroundOptions): Promise<Ground> {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 256 * 1024,
    genReqId: () => randomUUID(),
    // A logger of its own for each request costs more than it tells: what is logged names the request itself.
    childLoggerFactory: (logger) => logger,
    // An address that cannot be decoded never gets as far as a route.
    frameworkErrors: (_error, request, reply) =>
      void sayNo(new Refusal('invalid_query'), request as FastifyRequest, reply as FastifyReply),
    ajv: { customOptions: { allErrors: true, coerceTypes: 'array', removeAdditional: false, useDefaults: true } },
  });
  await app.register(cookie);
  sendSafeHeaders(app);
  refuseUnstorable(app);
  app.removeContentTypeParser('text/plain');
  await app.register(rateLimit, { global: false });

  app.setErrorHandler(sayNo);
  app.setNotFoundHandler((request, reply) => {
    const problem = problemOf(new Refusal('not_found'), languageOf(request.headers['accept-language']), request.id);
    return reply.status(404).type('application/problem+json').send(problem);
  });

  const routes: RouteDef[] = [];

  const countyOf = (request: FastifyRequest) => options.counties.get((request.params as { county: string }).county);

  const busy = options.acts ?? { underWay: 0 };
  async function counted<T>(work: () => Promise<T>): Promise<T> {
    busy.underWay += 1;
    try {
      return await work();
    } finally {
      busy.underWay -= 1;
    }
  }

  function route<B, Q, P>(def: RouteDef, handler: (call: Call<B, Q, P>) => Promise<unknown>): void {
    routes.push(def);
    const acts = ACTS.has(def.method);
    app.route({
      method: def.method,
      url: `/api/:county${def.path}`,
      ...(def.bodyLimit ? { bodyLimit: def.bodyLimit } : {}),
      config: def.perMinute ? { rateLimit: { max: def.perMinute, timeWindow: '1 minute' } } : {},
      schema: {
        summary: def.summary,
        ...(def.body ? { body: def.body } : {}),
        ...(def.query ? { querystring: def.query } : {}),
        ...(def.reply ? { response: { [def.status ?? 200]: def.reply } } : {}),
      },
      // Before anything that was sent is looked at: what is not there says nothing of how it would be asked.
      onRequest: async (request) => {
        const county = countyOf(request);
        if (!county || !open(county, def)) throw new Refusal('not_found');
      },
      handler: async (request, reply) => {
        const county = countyOf(request);
        if (!county) throw new Refusal('not_found');
        const now = options.clock();
        const actor = await options.actorOf(county, request, now);
        if (def.may !== 'public' && !actor.person) throw new Refusal('unauthenticated');
        if (def.may !== 'public' && def.may !== 'signed' && !permits(actor, def.may))
          throw new Refusal('not_permitted');
        const key = request.headers['idempotency-key'];
        const call = {
          county,
          actor,
          now,
          key: acts && typeof key === 'string' && key.length > 0 && key.length <= 64 ? key : null,
          language: languageOf(request.headers['accept-language']),
          body: request.body as B,
          query: request.query as Q,
          params: request.params as P,
          request,
          reply,
        };
        const result = acts ? await counted(() => handler(call)) : await handler(call);
        if (def.raw || reply.sent) return reply;
        return reply.status(def.status ?? 200).send(result ?? {});
      },
    });
  }

  return { app, routes, route: route as Ground['route'] };
}
