/** Beginning and editing a draft of a list over the network, and the acts of a version's lifecycle. */
import type { Input } from '@huying/domain/kernel';
import type { DUTY_PHASES, ListItem, PostDuties } from '@huying/domain/lists';
import Type from 'typebox';
import type { Call, Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { readListItems } from '../county/index.ts';
import { actOnVersion } from './commands/act-on-list.ts';
import { dropItem, type Edit, putDuties, putItem, renumberItems } from './commands/edit-draft.ts';
import { makeDraft } from './commands/make-draft.ts';
import type { At } from './version-routes.ts';
import { keyOf } from './versions.ts';

const Seen = Type.Integer({ minimum: 1, description: 'the revision seen' });
const Text = (maxLength: number) => Type.String({ maxLength });

/** What is wrong in it is told field by field by the rules, so its shape is generous. */
const ItemBody = Type.Object(
  {
    id: Text(32),
    code: Text(64),
    name: Text(400),
    category: Text(400),
    // Null first: a null would else be read as an empty text.
    lead: Type.Union([Type.Null(), Text(64)]),
    assists: Type.Array(Text(64), { maxItems: 60 }),
    callback: Type.Union([Type.Literal('call'), Type.Literal('message'), Type.Literal('none')]),
    keywords: Type.Array(Text(200), { maxItems: 60 }),
    conditions: Type.Array(
      Type.Object(
        {
          id: Text(64),
          text: Text(4000),
          finish: Text(4000),
          process: Text(4000),
          arrival: Type.Boolean(),
          limits: Type.Record(Text(20), Type.Object({ n: Type.Number(), unit: Text(20) })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 60 },
    ),
  },
  { additionalProperties: false },
);

const Lines = Type.Array(Type.Object({ zh: Text(1000), en: Text(1000) }, { additionalProperties: false }), {
  maxItems: 100,
});

const Acted = Type.Object({
  list: Type.String(),
  version: Type.Integer(),
  revision: Type.Integer(),
  state: Type.String(),
});

const ActBody = Type.Intersect([Type.Object({ seen: Seen }), Type.Record(Type.String(), Type.Unknown())]);

export function registerDrafts({ route }: Ground, services: Services): void {
  const { db } = services;

  route<{ base: number }, unknown, { list: string }>(
    {
      method: 'POST',
      path: '/lists/:list/versions',
      may: 'items.edit',
      summary: 'A new draft, written from another version',
      body: Type.Object({ base: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
      reply: Acted,
      status: 201,
    },
    ({ county, actor, now, key, params, body }) => {
      const { list } = keyOf(params.list, String(body.base));
      return makeDraft(services, { county, actor, now, key, list, base: body.base });
    },
  );

  const editOf = ({ county, actor, now, key, params, body }: Call<{ seen: number }, unknown, At>): Edit => ({
    county,
    actor,
    now,
    key,
    version: keyOf(params.list, params.version),
    seen: body.seen,
  });

  route<{ seen: number; item: Omit<ListItem, 'handledBy' | 'supervisedBy'> }, unknown, At>(
    {
      method: 'POST',
      path: '/lists/:list/versions/:version/items',
      may: 'items.edit',
      summary: 'Put an item into a draft, new or in the place of the one with its id',
      body: Type.Object({ seen: Seen, item: ItemBody }, { additionalProperties: false }),
      reply: Acted,
    },
    async (call) => {
      const given = editOf(call);
      // The catalogue's own words stay where the item came from one.
      const [before] = await readListItems(db, call.county.id, given.version, call.body.item.id);
      const { handledBy = null, supervisedBy = null } = before ?? {};
      return putItem(services, given, { ...call.body.item, handledBy, supervisedBy });
    },
  );

  route<{ seen: number }, unknown, At & { id: string }>(
    {
      method: 'POST',
      path: '/lists/:list/versions/:version/items/:id/remove',
      may: 'items.edit',
      summary: 'Take an item out of a draft',
      body: Type.Object({ seen: Seen }, { additionalProperties: false }),
      reply: Acted,
    },
    (call) => dropItem(services, editOf(call), call.params.id),
  );

  route<{ seen: number }, unknown, At>(
    {
      method: 'POST',
      path: '/lists/:list/versions/:version/renumber',
      may: 'items.edit',
      summary: 'Number the items of a draft anew, category by category; ids stay',
      body: Type.Object({ seen: Seen }, { additionalProperties: false }),
      reply: Acted,
    },
    (call) => renumberItems(services, editOf(call)),
  );

  route<{ seen: number } & Pick<PostDuties, (typeof DUTY_PHASES)[number]>, unknown, At & { post: string }>(
    {
      method: 'POST',
      path: '/lists/:list/versions/:version/duties/:post',
      may: 'items.edit',
      summary: 'The duties of one kind of post in a draft',
      body: Type.Object({ seen: Seen, everyday: Lines, emergency: Lines }, { additionalProperties: false }),
      reply: Acted,
    },
    (call) => {
      const { everyday, emergency } = call.body;
      return putDuties(services, editOf(call), { post: call.params.post, everyday, emergency });
    },
  );

  for (const verb of ['submit', 'recall', 'approve', 'return', 'withdraw']) {
    route<{ seen: number } & Input, unknown, At>(
      {
        method: 'POST',
        path: `/lists/:list/versions/:version/${verb}`,
        may: 'items.read',
        summary: `${verb}: an act of the list's lifecycle; who may is in its table`,
        body: ActBody,
        reply: Acted,
      },
      ({ county, actor, now, key, params, body }) =>
        actOnVersion(services, {
          county,
          actor,
          now,
          key,
          version: keyOf(params.list, params.version),
          verb,
          body,
        }),
    );
  }
}
