/** The filters of a list live in the page's address: a link, a bookmark and the back button all keep them. */
import { useFilters as useAddress } from '../list/use-filters.ts';

export const FILTERS = [
  'q',
  'state',
  'card',
  'channel',
  'category',
  'item',
  'place',
  'unit',
  'from',
  'to',
  'replay',
  'sort',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Partial<Record<FilterName, string>>;

/** Those that narrow a list; `sort` only orders it. */
export function narrowing(filters: Filters): FilterName[] {
  return FILTERS.filter((name) => name !== 'sort' && filters[name]);
}

/** As the server takes them: what looks like a number is one, other words are searched. */
export function toQuery(filters: Filters): Record<string, string> {
  const { q, ...rest } = filters;
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) if (value) query[name] = value;
  const text = q?.trim();
  if (text) query[/^\d[\d-]{3,}$/.test(text) ? 'number' : 'q'] = text;
  return query;
}

export function useFilters(): [Filters, (change: Partial<Record<FilterName, string | null>>) => void] {
  const { query, change } = useAddress(FILTERS);
  return [query, change];
}
