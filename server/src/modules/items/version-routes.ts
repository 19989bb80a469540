/** Lists by version over the network: reading and comparing. */
import { Refusal } from '@huying/domain/kernel';
import { type ListItem, listFaults } from '@huying/domain/lists';
import Type from 'typebox';
import { sendFile } from '../../platform/exchange/index.ts';
import type { Call, Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { readDuties, readListItems } from '../county/index.ts';
import { compareVersions, presentComparison } from './compare-versions.ts';
import { comparisonWorkbook } from './compare-workbook.ts';
import { presentItem, VersionCard, VersionView, versionCards, viewVersion } from './present-versions.ts';
import { findVersion, keyOf, readVersions } from './versions.ts';

export type At = { list: string; version: string };

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
}
