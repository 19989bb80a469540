import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';

/** One command on a person; says when it is done, and has what shows people asked for again. */
export function useCommand(path: string, done: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation<unknown, ProblemError, unknown>({
    mutationFn: (body) => api(path, { body }),
    onSuccess: () => {
      toast(t(done));
      void client.invalidateQueries({ queryKey: ['people'] });
      onDone();
    },
  });
}
