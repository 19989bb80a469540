import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { Sheet, Table } from '../../../shared/grades/types.ts';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';

/** All that stands in the address of the two lists: the view, the person beside it, and the filters of each. */
export const LIST_FILTERS = ['state', 'post', 'grade', 'place', 'q'];

export function useTables() {
  return useQuery<{ rows: Table[] }, ProblemError>({
    queryKey: ['grades', 'tables'],
    queryFn: ({ signal }) => api<{ rows: Table[] }>('/grades/tables', { signal }),
    staleTime: 300_000,
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
