/** Changing the territory: who may, what comes in, one command each; and what was changed, is planned, would follow. */
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { dayOf } from '../county/runtime.ts';
import { mayEdit } from './abilities.ts';
import { type Change, type ChangeState, listChanges, plannedChanges } from './change.ts';
import { cancelChange } from './commands/cancel-change.ts';
import { editPlace } from './commands/edit-place.ts';
import { makePlace } from './commands/make-place.ts';
import { mergePlaces } from './commands/merge-places.ts';
import { retirePlace } from './commands/retire-place.ts';
import { splitPlace } from './commands/split-place.ts';
import { consequencesOf } from './consequences.ts';
import { historyOf } from './history.ts';
import { type Place, readPlace } from './places.ts';
import { presentChanges } from './present.ts';
import { redrawn } from './redrawn.ts';
import {
  CancelBody,
  EditBody,
  MakeBody,
  MergeBody,
  OrderedView,
  RedrawnBody,
  RedrawnView,
  RetireBody,
  SplitBody,
} from './schema.ts';

type Id = { id: string };
/** Outlines of a hundred thousand corners. */
const SHAPES = 8 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PAGE = 50;

function readCursor(cursor: string | undefined): [number, string] | undefined {
  if (cursor === undefined) return undefined;
  const [at = '', id = ''] = cursor.split('~');
  if (!/^\d{1,15}$/.test(at) || !UUID.test(id))
    throw new Refusal('invalid_query', {}, [{ path: 'cursor', code: 'field_invalid' }]);
  return [Number(at), id];
}

export function registerChanges({ route }: Ground, services: Services): void {
  const { db } = services;
  const edits = { may: 'territory.edit', reply: OrderedView, status: 201, bodyLimit: SHAPES } as const;

  route<MakeBody>(
    { ...edits, method: 'POST', path: '/places', summary: 'A new place, today or from a coming day', body: MakeBody },
    ({ county, actor, now, key, body }) => makePlace(services, { county, actor, now, key }, body),
  );
  route<MergeBody>(
    { ...edits, method: 'POST', path: '/places/merge', summary: 'Several places become one', body: MergeBody },
    ({ county, actor, now, key, body }) => mergePlaces(services, { county, actor, now, key }, body),
  );
  route<EditBody, unknown, Id>(
    {
      ...edits,
      method: 'POST',
      path: '/places/:id/edit',
      summary: 'Another name, code, sort or outline',
      body: EditBody,
    },
    ({ county, actor, now, key, body, params }) => editPlace(services, { county, actor, now, key }, params.id, body),
  );
  route<RedrawnBody, unknown, Id>(
    {
      method: 'POST',
      path: '/places/:id/redrawn',
      may: 'territory.edit',
      summary:
        'What would go under another grid, or come here, if this outline were the grid’s or this point the place’s; nothing is changed',
      body: RedrawnBody,
      reply: RedrawnView,
      bodyLimit: SHAPES,
    },
    ({ county, now, body, params }) => redrawn(db, county, params.id, body, dayOf(county, now)),
  );
  route<RetireBody, unknown, Id>(
    { ...edits, method: 'POST', path: '/places/:id/retire', summary: 'A place ends', body: RetireBody },
    ({ county, actor, now, key, body, params }) => retirePlace(services, { county, actor, now, key }, params.id, body),
  );
  route<SplitBody, unknown, Id>(
    { ...edits, method: 'POST', path: '/places/:id/split', summary: 'A place becomes several', body: SplitBody },
    ({ county, actor, now, key, body, params }) => splitPlace(services, { county, actor, now, key }, params.id, body),
  );
  route<unknown, unknown, Id>(
    {
      method: 'POST',
      path: '/place-changes/:id/cancel',
      may: 'territory.edit',
      summary: 'Call a planned change off before its day',
      body: CancelBody,
      reply: Type.Object({ change: Type.String(), state: Type.String() }),
    },
    ({ county, actor, now, key, params }) => {
      const id = params.id.toLowerCase();
      if (!UUID.test(id)) throw new Refusal('not_found');
      return cancelChange(services, { county, actor, now, key }, id);
    },
  );

  route<unknown, { state?: ChangeState; cursor?: string }>(
    {
      method: 'GET',
      path: '/place-changes',
      may: 'territory.read',
      summary: 'Changes of the territory: those planned by their day, else all, the latest first',
      query: Type.Object({
        state: Type.Optional(Type.Union([Type.Literal('planned'), Type.Literal('done'), Type.Literal('cancelled')])),
        cursor: Type.Optional(Type.String({ maxLength: 80 })),
      }),
    },
    async ({ county, actor, query }) => {
      const editor = mayEdit(actor, county.root.path);
      if (query.state === 'planned') {
        return { rows: await presentChanges(db, county, await plannedChanges(db, county.id), editor), next: null };
      }
      const before = readCursor(query.cursor);
      const found = await listChanges(db, county.id, {
        ...(query.state ? { state: query.state } : {}),
        before,
        limit: PAGE + 1,
      });
      const page = found.slice(0, PAGE);
      const last = page.at(-1) as Change | undefined;
      return {
        rows: await presentChanges(db, county, page, editor),
        next: found.length > PAGE && last ? `${last.madeAt}~${last.id}` : null,
      };
    },
  );
  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/places/:id/history',
      may: 'territory.read',
      summary: 'What happened to a place: who, when, what',
    },
    async ({ county, params }) => {
      if (!(await readPlace(db, county.id, params.id))) throw new Refusal('not_found');
      return { rows: await historyOf(db, county, params.id) };
    },
  );
  route<unknown, { with?: string }, Id>(
    {
      method: 'GET',
      path: '/places/:id/consequences',
      may: 'territory.edit',
      summary: 'What hangs on a place, and on others that would end with it',
      query: Type.Object({ with: Type.Optional(Type.String({ maxLength: 4000, description: 'ids, comma between' })) }),
    },
    async ({ county, now, params, query }) => {
      const ids = [params.id, ...(query.with ?? '').split(',').filter(Boolean)].slice(0, 50);
      const places = await Promise.all([...new Set(ids)].map((id) => readPlace(db, county.id, id)));
      if (places.some((place) => place === null)) throw new Refusal('not_found');
      return consequencesOf(db, county, places as Place[], dayOf(county, now));
    },
  );
}
