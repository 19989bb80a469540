import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { MatterCard, Page } from '../../../shared/api/types.ts';
import { type Filters, toQuery } from './filters.ts';
import { steady } from './steady.ts';

const PAGE = 50;

/** The rows of a list, kept steady while it is worked on. */
export function useMatterList(view: 'inbox' | 'register', filters: Filters) {
  const query = { sort: view === 'inbox' ? 'due' : '-submitted', ...toQuery(filters), view, limit: PAGE };
  const signature = JSON.stringify(query);
  const list = useInfiniteQuery<
    Page<MatterCard>,
    ProblemError,
    { pages: Page<MatterCard>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: ['matters', 'list', signature],
    queryFn: ({ pageParam, signal }) =>
      api<Page<MatterCard>>('/matters', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
  });

  const known = useRef(new Map<string, MatterCard>());
  const mine = useRef(new Set<string>());
  const [shown, setShown] = useState<{ signature: string; order: string[] }>({ signature, order: [] });
  const latest = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.rows), [list.data]);
  for (const card of latest) known.current.set(card.id, card);

  const ids = latest.map((card) => card.id);
  const kept = shown.signature === signature ? shown.order : [];
  const now = steady(kept, [...new Set(ids)], mine.current);
  const next = now.order.join();
  const ready = list.data !== undefined;
  useEffect(() => {
    if (ready) setShown({ signature, order: next ? next.split(',') : [] });
  }, [signature, next, ready]);

  return {
    list,
    rows: ready ? now.order.flatMap((id) => known.current.get(id) ?? []) : [],
    fresh: now.fresh,
    gone: now.gone,
    count: list.data?.pages.at(-1)?.count ?? 0,
    counted: list.data?.pages.at(-1)?.counted ?? true,
    /** I acted on it: it leaves the list as soon as the server says it is no longer in it. */
    acted: (id: string) => mine.current.add(id),
    /** Shows the list as it is now. */
    renew: () => setShown({ signature, order: [...new Set(ids)] }),
  };
}
