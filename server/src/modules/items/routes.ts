/** The responsibility list as people read it. */
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime, ItemRow } from '../county/runtime.ts';
import { registerDrafts } from './draft-routes.ts';
import { registerVersions } from './version-routes.ts';

const ItemQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 40 })),
  category: Type.Optional(Type.String({ maxLength: 64 })),
  unit: Type.Optional(Type.String({ maxLength: 64 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 64 })),
});

function named(county: CountyRuntime, id: string) {
  return { id, name: county.units.get(id)?.name ?? id };
}

function present(county: CountyRuntime, item: ItemRow) {
  return {
    id: item.id,
    code: item.code,
    name: item.name,
    category: item.category,
    lead: item.lead ? named(county, item.lead) : null,
    assists: item.assists.map((id) => named(county, id)),
    callback: item.callback,
    conditions: item.conditions,
    list: county.list,
  };
}

function matches(
  county: CountyRuntime,
  item: ItemRow,
  query: { q?: string; category?: string; unit?: string },
): boolean {
  if (query.category && item.category !== query.category) return false;
  if (query.unit && item.lead !== query.unit && !item.assists.includes(query.unit)) return false;
  if (!query.q) return true;
  const units = [item.lead, ...item.assists].flatMap((id) => (id ? [named(county, id).name] : []));
  const words = [item.name, item.code, ...units, ...item.keywords, ...item.conditions.map((one) => one.text)].join(' ');
  return words.includes(query.q.trim());
}

export function registerItems(ground: Ground, services: Services): void {
  const { route } = ground;
  registerVersions(ground, services);
  registerDrafts(ground, services);

  route<unknown, { q?: string; category?: string; unit?: string; limit?: number; cursor?: string }>(
    { method: 'GET', path: '/items', may: 'public', summary: 'Items of the list in force', query: ItemQuery },
    async ({ county, query }) => {
      const all = [...county.items.values()].filter((item) => matches(county, item, query));
      const start = query.cursor ? all.findIndex((item) => item.id === query.cursor) + 1 : 0;
      const page = all.slice(start, start + (query.limit ?? 200));
      const more = start + page.length < all.length;
      return {
        rows: page.map((item) => present(county, item)),
        next: more ? (page.at(-1)?.id ?? null) : null,
        count: all.length,
        counted: true,
      };
    },
  );

  route(
    { method: 'GET', path: '/items/categories', may: 'public', summary: 'Categories with their number of items' },
    async ({ county }) => {
      const counts = new Map<string, number>();
      for (const item of county.items.values()) counts.set(item.category, (counts.get(item.category) ?? 0) + 1);
      return { rows: [...counts].map(([name, items]) => ({ name, items })), list: county.list };
    },
  );

  route<unknown, unknown, { id: string }>(
    { method: 'GET', path: '/items/:id', may: 'public', summary: 'One item with its conditions and limits' },
    async ({ county, params }) => {
      const item = county.items.get(params.id);
      if (!item) throw new Refusal('not_found');
      return present(county, item);
    },
  );
}
