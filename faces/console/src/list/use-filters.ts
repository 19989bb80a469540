/** What a list is narrowed to stands in the page's address, so that it can be kept, shared and gone back to. */
import { useSearchParams } from 'react-router';

export type Filters = {
  /** Those that are set. */
  query: Record<string, string>;
  /** The address's search, for links that keep the filters. */
  search: string;
  get(name: string): string;
  /** Null or '' takes a filter away. */
  change(next: Record<string, string | null>): void;
};

/** @param names of the filters; none: all that stands in the address */
export function useFilters(names?: readonly string[]): Filters {
  const [search, setSearch] = useSearchParams();
  const all = Object.fromEntries([...search].filter(([, value]) => value !== ''));
  return {
    query: names ? Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) : all,
    search: search.toString(),
    get: (name) => search.get(name) ?? '',
    change: (next) =>
      setSearch(
        (old) => {
          const made = new URLSearchParams(old);
          for (const [name, value] of Object.entries(next)) {
            if (value) made.set(name, value);
            else made.delete(name);
          }
          return made;
        },
        { replace: true },
      ),
  };
}
