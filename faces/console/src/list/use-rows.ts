/** Rows of a list of the server's, page by page: filtered, sorted and counted there. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, type ProblemError, type Query } from '../../../shared/api/client.ts';
import type { Page } from '../../../shared/api/types.ts';
import { countedText } from '../../../shared/words/format.ts';

const AT_ONCE = 50;
const WORKING_MS = 1500;

export type Rows<T> = {
  rows: T[];
  /** How many there are, as people read it: '10,000+' where the server stopped counting; null until it is known. */
  count: string | null;
  loading: boolean;
  /** Null as long as rows, even old ones, can be shown. */
  error: ProblemError | null;
  again(): void;
  /** Null when all are here. */
  more: (() => void) | null;
  busy: boolean;
};

/**
 * @param path of the list, which takes `limit` and `cursor` and answers a `Page`
 * @param room first part of the key: whoever changes something in the room makes all its lists anew by it
 * @param waiting whether a row is one that the server still works on: then the list is read again
 */
export function useRows<T, P extends Page<T> = Page<T>>(
  room: string,
  path: string,
  query: Query,
  waiting?: (row: T) => boolean,
): Rows<T> {
  const list = useInfiniteQuery<P, ProblemError, { pages: P[] }, readonly unknown[], string | null>({
    queryKey: [room, path, JSON.stringify(query)],
    queryFn: ({ pageParam, signal }) =>
      api<P>(path, { query: { ...query, limit: AT_ONCE, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (old) => old,
    refetchInterval: ({ state }) =>
      waiting && state.data?.pages.some((page) => page.rows.some(waiting)) ? WORKING_MS : false,
  });
  const last = list.data?.pages.at(-1);
  return {
    rows: list.data?.pages.flatMap((page) => page.rows) ?? [],
    count: last ? countedText(last.count, !last.counted) : null,
    loading: list.isPending,
    error: list.data ? null : list.error,
    again: () => void list.refetch(),
    more: list.hasNextPage ? () => void list.fetchNextPage() : null,
    busy: list.isFetchingNextPage,
  };
}
