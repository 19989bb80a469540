/** Lists by version: reading, editing a draft, the acts of their lifecycle, comparing. */
import { type Input, Refusal } from '@huying/domain/kernel';
import { type DUTY_PHASES, type ListItem, listFaults, type PostDuties } from '@huying/domain/lists';
import Type from 'typebox';
import { sendFile } from '../../platform/exchange/index.ts';
import type { Call, Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { readDuties, readListItems } from '../county/index.ts';
import { actOnVersion } from './commands/act-on-list.ts';
import { dropItem, type Edit, putDuties, putItem, renumberItems } from './commands/edit-draft.ts';
import { makeDraft } from './commands/make-draft.ts';
import { compareVersions, presentComparison } from './compare-versions.ts';
import { comparisonWorkbook } from './compare-workbook.ts';
import { presentItem, VersionCard, VersionView, versionCards, viewVersion } from './present-versions.ts';
import { findVersion, keyOf, readVersions } from './versions.ts';

type At = { list: string; version: string };

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

const CompareQuery = Type.Object({ from: Type.Integer({ minimum: 1 }), to: Type.Integer({ minimum: 1 }) });
type CompareQuery = { from: number; to: number };

const ItemsQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 40 })),
  category: Type.Optional(Type.String({ maxLength: 64 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  cursor: Type.Optional(Type.String({ maxLength: 64 })),
});
type ItemsQuery = { q?: string; category?: string; limit?: number; cursor?: string };

function matches(item: ListItem, { q, category }: ItemsQuery): boolean {
  if (category && item.category !== category) return false;
  if (!q) return true;
  return [item.name, item.code, ...item.keywords, ...item.conditions.map((one) => one.text)]
    .join(' ')
    .includes(q.trim());
}

export function registerVersions({ route }: Ground, services: Services): void {
  const { db } = services;

  route(
    {
      method: 'GET',
      path: '/lists',
      may: 'items.read',
      summary: 'All versions of all lists that I see, the newest first',
      reply: Type.Object({ rows: Type.Array(VersionCard) }),
    },
    async ({ county, actor, now }) => ({
      rows: await versionCards(db, county, actor, await readVersions(db, county.id), now),
    }),
  );

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

  route<unknown, unknown, At>(
    {
      method: 'GET',
      path: '/lists/:list/versions/:version',
      may: 'items.read',
      summary: 'One version: its state, who wrote and approved it, what I may do',
      reply: VersionView,
    },
    async ({ county, actor, now, params }) => {
      const { row, all } = await findVersion(db, county, actor, keyOf(params.list, params.version));
      return viewVersion(db, county, actor, row, all, now);
    },
  );

  route<unknown, ItemsQuery, At>(
    {
      method: 'GET',
      path: '/lists/:list/versions/:version/items',
      may: 'items.read',
      summary: 'Items of one version',
      query: ItemsQuery,
    },
    async ({ county, actor, params, query }) => {
      const { row } = await findVersion(db, county, actor, keyOf(params.list, params.version));
      const items = await readListItems(db, county.id, row);
      const all = items.filter((item) => matches(item, query));
      const start = query.cursor ? all.findIndex((item) => item.id === query.cursor) + 1 : 0;
      const page = all.slice(start, start + (query.limit ?? 500));
      const categories = Map.groupBy(items, (item) => item.category);
      const faulty = new Set(
        row.state === 'draft' || row.state === 'submitted'
          ? listFaults(items, (id) => county.units.has(id)).map((fault) => fault.path.split('.')[0])
          : [],
      );
      return {
        rows: page.map((item) => ({ ...presentItem(county, item), faulty: faulty.has(item.code) })),
        next: start + page.length < all.length ? (page.at(-1)?.id ?? null) : null,
        count: all.length,
        counted: true,
        categories: [...categories].map(([name, of]) => ({ name, items: of.length })),
      };
    },
  );

  route<unknown, unknown, At & { id: string }>(
    {
      method: 'GET',
      path: '/lists/:list/versions/:version/items/:id',
      may: 'items.read',
      summary: 'One item of one version',
    },
    async ({ county, actor, params }) => {
      const { row } = await findVersion(db, county, actor, keyOf(params.list, params.version));
      const [item] = await readListItems(db, county.id, row, params.id);
      if (!item) throw new Refusal('not_found');
      return presentItem(county, item);
    },
  );

  route<unknown, unknown, At>(
    {
      method: 'GET',
      path: '/lists/:list/versions/:version/duties',
      may: 'items.read',
      summary: 'Duties of one version, by kind of post',
    },
    async ({ county, actor, params }) => {
      const { row } = await findVersion(db, county, actor, keyOf(params.list, params.version));
      const duties = row.kind === 'duties' ? await readDuties(db, county.id, row) : [];
      const none = { everyday: [], emergency: [] };
      const of = (post: string) => duties.find((one) => one.post === post) ?? { post, ...none };
      const kinds = [...county.postKinds.values()].map(({ kind, word }) => ({ ...of(kind), word }));
      const gone = duties.filter((one) => !county.postKinds.has(one.post));
      return { rows: [...kinds, ...gone.map((one) => ({ ...one, word: { zh: one.post, en: one.post } }))] };
    },
  );

  route<unknown, CompareQuery, { list: string }>(
    {
      method: 'GET',
      path: '/lists/:list/compare',
      may: 'items.read',
      summary: 'What one version adds to, takes from and changes in another',
      query: CompareQuery,
    },
    (call) => comparedBy(call),
  );

  route<unknown, CompareQuery, { list: string }>(
    {
      method: 'GET',
      path: '/lists/:list/compare.xlsx',
      may: 'items.read',
      summary: 'The same as a workbook',
      query: CompareQuery,
      raw: true,
    },
    async (call) => {
      const { list } = keyOf(call.params.list, '1');
      const { from, to } = call.query;
      const book = await comparisonWorkbook(call.language, await comparedBy(call), { list, from, to });
      sendFile(call.reply, `${list}-v${from}-v${to}`, 'xlsx', book);
    },
  );

  const comparedBy = async ({ county, actor, params, query }: Call<unknown, CompareQuery, { list: string }>) => {
    const { list } = keyOf(params.list, '1');
    return presentComparison(
      county,
      await compareVersions(db, county, actor, { list, from: query.from, to: query.to }),
    );
  };

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
