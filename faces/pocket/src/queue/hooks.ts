/** The queue as pages see it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listEntries, onQueueChange, readEntry } from './sender.ts';
import type { Account, Entry } from './types.ts';

/** Put once at the root: every change of the queue is shown wherever entries are. */
export function useQueueWatch(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      onQueueChange(() => {
        void client.invalidateQueries({ queryKey: ['queue'] });
      }),
    [client],
  );
}

export function useEntries(accounts: Account[]): Entry[] | null {
  const query = useQuery({
    queryKey: ['queue', 'list', ...accounts],
    queryFn: () => listEntries(accounts),
    staleTime: 0,
    retry: false,
  });
  return query.data ?? null;
}

export function useEntry(id: string | null): Entry | null | undefined {
  const query = useQuery({
    queryKey: ['queue', 'one', id],
    queryFn: () => (id ? readEntry(id) : null),
    enabled: id !== null,
    staleTime: 0,
    retry: false,
  });
  return query.data;
}
