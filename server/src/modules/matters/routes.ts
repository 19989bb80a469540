/** The matter's interface. Each route says who may, what comes in, and calls one command or query. */

import { suggestItems } from '@huying/domain/dispatch';
import { type Input, Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import type { Call, Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { pageOf } from '../../platform/wire.ts';
import { type CountyRuntime, leadFor } from '../county/runtime.ts';
import { act } from './commands/act.ts';
import { BulkDispatchBody, bulkDispatch } from './commands/bulk-dispatch.ts';
import { makeSubmit } from './commands/submit.ts';
import { unmaskReporter } from './commands/unmask.ts';
import { explainClock } from './explain-clock.ts';
import { exportMatters } from './export.ts';
import { FilterQuery, ListQuery } from './filters.ts';
import { presentCards } from './present-cards.ts';
import { viewMatter } from './present-matter.ts';
import { countMatters, groupMatters, pageOfIds } from './queries.ts';
import { registerReplay } from './replay/routes.ts';
import { ActBody, Acted, MatterCard, MatterView, SubmitBody, Submitted } from './schema.ts';

type Id = { id: string };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function matterId(params: Id): string {
  const id = params.id.toLowerCase();
  if (!UUID.test(id)) throw new Refusal('not_found');
  return id;
}

function assignmentNo(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Refusal('not_found');
  return Number(text);
}

function suggestions(county: CountyRuntime, words: string, placeId: string | null) {
  const items = [...county.items.values()];
  const place = placeId ? county.places.get(placeId) : undefined;
  return suggestItems(words, items).map(({ id, score, why }) => {
    const item = county.items.get(id);
    const lead = item && place ? leadFor(county, item, place) : null;
    return {
      id,
      name: item?.name ?? id,
      category: item?.category ?? '',
      condition: item?.conditions[0]?.id ?? null,
      lead: lead ? { id: lead.id, name: lead.name } : null,
      score,
      why,
    };
  });
}

/** Paging cannot be told apart from narrowing by a stranger: whoever sees nothing gets an empty list. */
const MAP_MOST = 500;

export function registerMatters(ground: Ground, services: Services): void {
  const { route } = ground;
  const submit = makeSubmit(services);
  registerReplay(ground, services);

  route<SubmitBody>(
    {
      method: 'POST',
      path: '/matters',
      may: 'public',
      summary: 'Report a matter',
      body: SubmitBody,
      reply: Submitted,
      status: 201,
      perMinute: services.intakePerMinute,
    },
    ({ county, actor, now, body }) => submit({ county, actor, now, body }),
  );

  route<unknown, ListQuery>(
    {
      method: 'GET',
      path: '/matters',
      may: 'signed',
      summary: 'Matters I see: register, inbox or mine',
      query: ListQuery,
      reply: pageOf(MatterCard),
    },
    async ({ county, actor, now, query }) => {
      const page = await pageOfIds(services.db, county, actor, query);
      const count = await countMatters(services.db, county, actor, query);
      return { rows: await presentCards(services.db, county, page.ids, now), next: page.next, ...count };
    },
  );

  route<unknown, FilterQuery>(
    {
      method: 'GET',
      path: '/matters/counts',
      may: 'signed',
      summary: 'The same by state and card',
      query: FilterQuery,
    },
    async ({ county, actor, query }) => ({
      ...(await countMatters(services.db, county, actor, query)),
      groups: await groupMatters(services.db, county, actor, query),
    }),
  );

  route<unknown, FilterQuery>(
    {
      method: 'GET',
      path: '/matters/map',
      may: 'signed',
      switch: 'map',
      summary: 'The first of the same as points',
      query: FilterQuery,
    },
    async ({ county, actor, now, query }) => {
      const page = await pageOfIds(services.db, county, actor, { ...query, limit: MAP_MOST });
      const cards = await presentCards(services.db, county, page.ids, now);
      const points = cards
        .filter((card) => card.point)
        .map(({ id, number, state, title, point, clock }) => ({
          id,
          number,
          state,
          title,
          point,
          card: clock?.card ?? 'none',
        }));
      return { points, more: page.next !== null };
    },
  );

  route<unknown, FilterQuery>(
    {
      method: 'GET',
      path: '/matters/export.xlsx',
      may: 'matter.export',
      summary: 'The same as a workbook',
      query: FilterQuery,
      raw: true,
    },
    ({ county, actor, now, language, query, reply }) =>
      exportMatters(services, { county, actor, now, language, query, reply }),
  );

  route<BulkDispatchBody>(
    {
      method: 'POST',
      path: '/matters/bulk/dispatch',
      may: 'matter.dispatch',
      summary: 'Dispatch many, each on its own',
      body: BulkDispatchBody,
    },
    (call) => bulkDispatch(services, call),
  );

  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/matters/:id',
      may: 'public',
      summary: 'One matter with its story and what I may do',
      reply: MatterView,
    },
    ({ county, actor, now, params }) => viewMatter(services, county, actor, matterId(params), now),
  );

  route<unknown, unknown, Id & { no: string }>(
    { method: 'GET', path: '/matters/:id/clocks/:no', may: 'public', summary: 'A clock explained day by day' },
    ({ county, actor, now, params }) =>
      explainClock(services, county, actor, matterId(params), assignmentNo(params.no), now),
  );

  route<unknown, unknown, Id>(
    { method: 'GET', path: '/matters/:id/suggestions', may: 'matter.read', summary: 'Items this may be about' },
    async ({ county, actor, now, params }) => {
      const matter = await viewMatter(services, county, actor, matterId(params), now);
      return { items: suggestions(county, matter.words ?? '', matter.place.id) };
    },
  );

  route<{ words: string; place?: string }>(
    {
      method: 'POST',
      path: '/items/suggest',
      may: 'public',
      summary: 'Items that words may be about (changes nothing; a POST so that words stay out of addresses)',
      body: Type.Object({
        words: Type.String({ minLength: 1, maxLength: 2000 }),
        place: Type.Optional(Type.String({ maxLength: 64 })),
      }),
      perMinute: 120,
    },
    async ({ county, body }) => ({ items: suggestions(county, body.words, body.place ?? null) }),
  );

  route<{ reason: string }, unknown, Id>(
    {
      method: 'POST',
      path: '/matters/:id/unmask',
      may: 'matter.personal',
      summary: "The reporter's name and phone, for a reason that is kept",
      body: Type.Object({ reason: Type.String({ minLength: 2, maxLength: 200 }) }),
    },
    ({ county, actor, now, params, body }) =>
      unmaskReporter(services, county, actor, now, matterId(params), body.reason),
  );

  type ActCall = Call<{ version: number } & Input, unknown, { id: string; verb: string; no?: string }>;
  const acting = ({ county, actor, now, key, params, body }: ActCall) =>
    act(services, {
      county,
      actor,
      now,
      key,
      matter: matterId(params),
      assignment: params.no === undefined ? null : assignmentNo(params.no),
      verb: params.verb,
      body,
    });

  route(
    {
      method: 'POST',
      path: '/matters/:id/:verb',
      may: 'public',
      summary: 'An act of the matter lifecycle; who may is in its table',
      body: ActBody,
      reply: Acted,
    },
    acting as never,
  );
  route(
    {
      method: 'POST',
      path: '/matters/:id/assignments/:no/:verb',
      may: 'public',
      summary: "An act on one unit's part; who may is in its table",
      body: ActBody,
      reply: Acted,
    },
    acting as never,
  );
}
