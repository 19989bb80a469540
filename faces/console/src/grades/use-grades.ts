import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { Page } from '../../../shared/api/types.ts';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';
import type { Sheet, Table } from './types.ts';

export function useTables() {
  return useQuery<{ rows: Table[] }, ProblemError>({
    queryKey: ['grades', 'tables'],
    queryFn: ({ signal }) => api<{ rows: Table[] }>('/grades/tables', { signal }),
    staleTime: 300_000,
  });
}

export function useGradePages<T, P extends Page<T> = Page<T>>(path: string, query: Record<string, string>) {
  return useInfiniteQuery<P, ProblemError, { pages: P[] }, readonly unknown[], string | null>({
    queryKey: ['grades', path, JSON.stringify(query)],
    queryFn: ({ pageParam, signal }) => api<P>(path, { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (old) => old,
  });
}

export function useSheet(person: string) {
  return useQuery<Sheet, ProblemError>({
    queryKey: ['grades', 'person', person],
    queryFn: ({ signal }) => api<Sheet>(`/grades/people/${person}`, { signal }),
  });
}

/** One command on one person’s grade; what shows grades is asked for again. */
export function useGradeCommand(person: string, verb: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation<unknown, ProblemError, object>({
    mutationFn: (body) => api(`/grades/people/${person}/${verb}`, { body }),
    onSuccess: () => {
      toast(t(`grades.done.${verb}`));
      void client.invalidateQueries({ queryKey: ['grades'] });
      onDone();
    },
  });
}

/** What the address says, and changing it. */
export function useSearch() {
  const [search, setSearch] = useSearchParams();
  const change = (next: Record<string, string | null>) =>
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
    );
  return { search, change };
}
